"""Funds, their terms, and the flows and values between fund and investors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Entity, Fact, Money, Rate

CURRENT = text("known_to IS NULL")


class Fund(Entity, Base):
    """A fund under the firm's own code. The latest known terms stand here, their history in
    `fund_versions`. Unknown terms are None (a fund made by a flow file has only code and name)."""

    __tablename__ = "funds"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    vintage_year: Mapped[int | None]
    strategy: Mapped[str | None]
    geography: Mapped[str | None]
    currency: Mapped[str]
    total_committed: Mapped[Decimal | None]
    inception_date: Mapped[date | None]
    investment_period_end: Mapped[date | None]
    term_end: Mapped[date | None]
    commencement_date: Mapped[date | None]
    initial_closing: Mapped[date | None]
    final_closing: Mapped[date | None]

    __table_args__ = (CheckConstraint("total_committed <> 'NaN'", name="committed_is_a_number"),)


class FundVersion(Fact, Base):
    """What was known of a fund's description from when to when."""

    __tablename__ = "fund_versions"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    name: Mapped[str]
    vintage_year: Mapped[int | None]
    strategy: Mapped[str | None]
    geography: Mapped[str | None]
    currency: Mapped[str]
    total_committed: Mapped[Decimal | None]
    inception_date: Mapped[date | None]
    investment_period_end: Mapped[date | None]
    term_end: Mapped[date | None]
    commencement_date: Mapped[date | None]
    initial_closing: Mapped[date | None]
    final_closing: Mapped[date | None]

    __table_args__ = (
        Index("uq_fund_versions_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_fund_versions_fund", "fund_id"),
        CheckConstraint("total_committed <> 'NaN'", name="committed_is_a_number"),
    )


class LpaTerm(Fact, Base):
    """The partnership agreement's economics from `effective_date` on; rates are fractions."""

    __tablename__ = "lpa_terms"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    effective_date: Mapped[date]
    waterfall: Mapped[str | None]
    preferred_return: Mapped[Decimal | None] = mapped_column(Rate)
    carry_rate: Mapped[Decimal | None] = mapped_column(Rate)
    catch_up_rate: Mapped[Decimal | None] = mapped_column(Rate)
    fee_rate: Mapped[Decimal | None] = mapped_column(Rate)
    fee_basis: Mapped[str | None]
    gp_commitment: Mapped[Decimal | None]
    limit_single_company: Mapped[Decimal | None] = mapped_column(Rate)
    limit_sector: Mapped[Decimal | None] = mapped_column(Rate)
    limit_geography: Mapped[Decimal | None] = mapped_column(Rate)
    limit_credit_line: Mapped[Decimal | None] = mapped_column(Rate)
    hurdle: Mapped[str | None]  # ledger: capital back before carry; irr: a rate of return alone
    clawback: Mapped[bool | None]

    __table_args__ = (
        Index("uq_lpa_terms_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_lpa_terms_fund", "fund_id", "effective_date"),
    )


class FundCashFlow(Fact, Base):
    """One typed flow between a fund and its investors (or its credit line).

    `amount` is positive in the type's usual direction; negative is a reversal of that type.
    `investor_id` None is the fund's total. `type` is a slug of `services.calc.transactions`.
    """

    __tablename__ = "fund_cash_flows"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    flow_date: Mapped[date]
    type: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Money)
    investor_id: Mapped[str | None] = mapped_column(ForeignKey("limited_partners.id"))
    currency: Mapped[str]
    recallable: Mapped[bool | None]
    due_date: Mapped[date | None]
    paid_date: Mapped[date | None]
    external_id: Mapped[str | None]
    purpose: Mapped[str | None]

    __table_args__ = (
        Index("uq_fund_cash_flows_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_fund_cash_flows_fund_date", "fund_id", "flow_date"),
        CheckConstraint("amount <> 'NaN'", name="amount_is_a_number"),
    )


class FundNav(Fact, Base):
    """Net asset value of a fund (investor_id None) or of one investor's share on a day."""

    __tablename__ = "fund_navs"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    nav_date: Mapped[date]
    nav: Mapped[Decimal] = mapped_column(Money)
    investor_id: Mapped[str | None] = mapped_column(ForeignKey("limited_partners.id"))
    currency: Mapped[str]

    __table_args__ = (
        Index("uq_fund_navs_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_fund_navs_fund_date", "fund_id", "nav_date"),
        CheckConstraint("nav <> 'NaN'", name="nav_is_a_number"),
    )
