"""Portfolio companies, and the figures that they report for each period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Entity, Fact, Rate
from services.db.models.funds import CURRENT


class Company(Entity, Base):
    """A company under the firm's own code; the latest known description stands here.

    `status` is active, exited or failed; `founded` a day (a year alone is its 1 January); `cohort`
    the accelerator batch or programme it came from. Unknown parts are None.
    """

    __tablename__ = "companies"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sector: Mapped[str | None]
    subsector: Mapped[str | None]
    stage: Mapped[str | None]
    geography: Mapped[str | None]
    founded: Mapped[date | None]
    currency: Mapped[str | None]
    status: Mapped[str | None]
    cohort: Mapped[str | None]


class CompanyVersion(Fact, Base):
    """What was known of a company from when to when."""

    __tablename__ = "company_versions"

    company_id: Mapped[str] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    sector: Mapped[str | None]
    subsector: Mapped[str | None]
    stage: Mapped[str | None]
    geography: Mapped[str | None]
    founded: Mapped[date | None]
    currency: Mapped[str | None]
    status: Mapped[str | None]
    cohort: Mapped[str | None]

    __table_args__ = (
        Index("uq_company_versions_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_company_versions_company", "company_id"),
    )


class CompanyMetric(Fact, Base):
    """What a company reported for the period that ends on a day; blanks stay unknown.

    Money in `currency` (None: the company's); rates are fractions; `net_burn` is per month and
    positive while cash is used up. `is_latest` marks the last period known of each company.
    """

    __tablename__ = "company_metrics"

    company_id: Mapped[str] = mapped_column(ForeignKey("companies.id"))
    period_end: Mapped[date]
    revenue_ttm: Mapped[Decimal | None]
    arr: Mapped[Decimal | None]
    growth_rate: Mapped[Decimal | None] = mapped_column(Rate)
    gross_margin: Mapped[Decimal | None] = mapped_column(Rate)
    cash: Mapped[Decimal | None]
    net_burn: Mapped[Decimal | None]
    ltv: Mapped[Decimal | None]
    cac: Mapped[Decimal | None]
    nrr: Mapped[Decimal | None] = mapped_column(Rate)
    headcount: Mapped[int | None]
    reported_at: Mapped[date | None]
    currency: Mapped[str | None]
    is_latest: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))

    __table_args__ = (
        Index("uq_company_metrics_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index(
            "uq_company_metrics_latest",
            "company_id",
            unique=True,
            postgresql_where=text("is_latest"),
        ),
        Index("ix_company_metrics_company_period", "company_id", text("period_end DESC")),
        CheckConstraint("NOT is_latest OR known_to IS NULL", name="latest_is_believed"),
    )


class BoardSeat(Fact, Base):
    """Who of the team sits on a company's board from when to when (`to_date` None: still).

    `pack_received` is the day on which the papers for `next_meeting` came; None while they have
    not, or nobody keeps it.
    """

    __tablename__ = "board_seats"

    company_id: Mapped[str] = mapped_column(ForeignKey("companies.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    from_date: Mapped[date]
    to_date: Mapped[date | None]
    next_meeting: Mapped[date | None]
    pack_received: Mapped[date | None]

    __table_args__ = (
        Index("uq_board_seats_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_board_seats_company", "company_id"),
    )


class Expiry(Fact, Base):
    """Something that ends on a day: an option, a clause, a policy of a company or of a fund."""

    __tablename__ = "expiries"

    company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id"))
    fund_id: Mapped[str | None] = mapped_column(ForeignKey("funds.id"))
    item: Mapped[str]
    expiry_date: Mapped[date]

    __table_args__ = (
        Index("uq_expiries_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_expiries_date", "expiry_date"),
        CheckConstraint("num_nonnulls(company_id, fund_id) = 1", name="of_a_company_or_a_fund"),
    )
