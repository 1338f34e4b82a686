"""Limited partners and what they promised to each fund."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Entity, Fact, Money
from services.db.models.funds import CURRENT


class LimitedPartner(Entity, Base):
    """An investor under the firm's own code; `type` gp marks the general partner's own money."""

    __tablename__ = "limited_partners"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    type: Mapped[str | None]
    country: Mapped[str | None]
    email: Mapped[str | None]


class LimitedPartnerVersion(Fact, Base):
    """What was known of an investor from when to when."""

    __tablename__ = "limited_partner_versions"

    investor_id: Mapped[str] = mapped_column(ForeignKey("limited_partners.id"))
    name: Mapped[str]
    type: Mapped[str | None]
    country: Mapped[str | None]
    email: Mapped[str | None]

    __table_args__ = (
        Index(
            "uq_limited_partner_versions_current",
            "natural_key",
            unique=True,
            postgresql_where=CURRENT,
        ),
        Index("ix_limited_partner_versions_investor", "investor_id"),
    )


class Commitment(Fact, Base):
    """What an investor promised to a fund on a day; later rows of the same investor add up."""

    __tablename__ = "commitments"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    investor_id: Mapped[str] = mapped_column(ForeignKey("limited_partners.id"))
    commitment_date: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Money)
    share_class: Mapped[str | None]

    __table_args__ = (
        Index("uq_commitments_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_commitments_fund", "fund_id"),
        CheckConstraint("amount <> 'NaN'", name="amount_is_a_number"),
    )
