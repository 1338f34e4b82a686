"""What funds hold: investments, the flows between fund and company, and marks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Entity, Fact, Money, Rate
from services.db.models.funds import CURRENT


class Deal(Entity, Base):
    """One tranche that a fund bought of a company, under the firm's own code.

    `invested_amount` and `distributions` are sums of its flows, kept in the transaction that
    imports them: money in (with fees), money back; None before the first flow and where its flows
    are in several currencies. `ownership` is a fraction.
    """

    __tablename__ = "deals"

    code: Mapped[str] = mapped_column(unique=True)
    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    company_id: Mapped[str] = mapped_column(ForeignKey("companies.id"))
    deal_date: Mapped[date]
    round: Mapped[str | None]
    instrument: Mapped[str | None]
    ownership: Mapped[Decimal | None] = mapped_column(Rate)
    lead_partner: Mapped[str | None]
    source_channel: Mapped[str | None]
    pipeline_deal: Mapped[str | None]
    invested_amount: Mapped[Decimal | None]
    distributions: Mapped[Decimal | None]
    currency: Mapped[str | None]

    __table_args__ = (
        Index("ix_deals_fund_company", "fund_id", "company_id"),
        Index("ix_deals_company", "company_id"),
    )


class DealVersion(Fact, Base):
    """What was known of an investment from when to when."""

    __tablename__ = "deal_versions"

    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id"))
    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    company_id: Mapped[str] = mapped_column(ForeignKey("companies.id"))
    deal_date: Mapped[date]
    round: Mapped[str | None]
    instrument: Mapped[str | None]
    ownership: Mapped[Decimal | None] = mapped_column(Rate)
    lead_partner: Mapped[str | None]
    source_channel: Mapped[str | None]
    pipeline_deal: Mapped[str | None]

    __table_args__ = (
        Index("uq_deal_versions_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_deal_versions_deal", "deal_id"),
        Index("ix_deal_versions_fund", "fund_id"),
    )


class InvestmentCashFlow(Fact, Base):
    """Money between a fund and a company. `amount` is positive in the type's usual direction:
    investment, follow_on and fee go out; proceeds, dividend and interest come back; a write_off
    moves no cash and lowers what is still held at cost. Negative reverses."""

    __tablename__ = "investment_cash_flows"

    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id"))
    flow_date: Mapped[date]
    type: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str]
    external_id: Mapped[str | None]

    __table_args__ = (
        Index(
            "uq_investment_cash_flows_current", "natural_key", unique=True, postgresql_where=CURRENT
        ),
        Index("ix_investment_cash_flows_deal_date", "deal_id", "flow_date"),
        CheckConstraint("amount <> 'NaN'", name="amount_is_a_number"),
    )


class Valuation(Fact, Base):
    """A mark: the fair value of one investment on a day, by a method and a source."""

    __tablename__ = "valuations"

    deal_id: Mapped[str] = mapped_column(ForeignKey("deals.id"))
    mark_date: Mapped[date]
    fair_value: Mapped[Decimal] = mapped_column(Money)
    method: Mapped[str | None]
    source: Mapped[str | None]
    currency: Mapped[str]

    __table_args__ = (
        Index("uq_valuations_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_valuations_deal_date", "deal_id", text("mark_date DESC")),
        CheckConstraint("fair_value <> 'NaN'", name="fair_value_is_a_number"),
    )
