"""What administrators keep of a fund: ledger lines, balances, side terms, asserted balances."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Fact, Money
from services.db.models.funds import CURRENT


class FundLedgerEntry(Fact, Base):
    """An amount on a capital-account line (`account`, a slug of the ILPA template's lines).

    `investor_id` None is the fund's total. `span` says what the amount covers: transaction (one
    posting on the day), qtd, ytd or itd (as a statement on the day gives it). Signs are those of
    the capital account: what raises NAV is positive.
    """

    __tablename__ = "fund_ledger"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    entry_date: Mapped[date]
    account: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Money)
    span: Mapped[str]
    investor_id: Mapped[str | None] = mapped_column(ForeignKey("limited_partners.id"))
    company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id"))
    currency: Mapped[str]
    external_id: Mapped[str | None]

    __table_args__ = (
        Index("uq_fund_ledger_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_fund_ledger_fund_date", "fund_id", "entry_date", "account"),
        CheckConstraint("amount <> 'NaN'", name="amount_is_a_number"),
        CheckConstraint("span IN ('transaction', 'qtd', 'ytd', 'itd')", name="span_is_known"),
    )


class FundBalance(Fact, Base):
    """A balance of a fund on a day: cash, credit_line, credit_line_limit, other_assets,
    liabilities, reserve_follow_on (of one company or of the fund), reserve_fees; all positive."""

    __tablename__ = "fund_balances"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    balance_date: Mapped[date]
    item: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Money)
    company_id: Mapped[str | None] = mapped_column(ForeignKey("companies.id"))

    __table_args__ = (
        Index("uq_fund_balances_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_fund_balances_fund_date", "fund_id", "balance_date", "item"),
        CheckConstraint("amount <> 'NaN'", name="amount_is_a_number"),
    )


class InvestorTerm(Fact, Base):
    """A side term of one investor in one fund (`term` such as fee_rate, carry_rate, excused_sector,
    mfn) from a day on (`effective_date` None: from their first closing); `value` as agreed, rates
    as fractions."""

    __tablename__ = "investor_terms"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    investor_id: Mapped[str] = mapped_column(ForeignKey("limited_partners.id"))
    term: Mapped[str]
    value: Mapped[str]
    effective_date: Mapped[date | None]

    __table_args__ = (
        Index("uq_investor_terms_current", "natural_key", unique=True, postgresql_where=CURRENT),
        Index("ix_investor_terms_fund", "fund_id", "investor_id"),
    )


class BalanceAssertion(Fact, Base):
    """What somebody outside says a figure is on a day: item is nav, paid_in, distributed or
    unfunded of the whole fund. `tolerance` None means to the cent."""

    __tablename__ = "balance_assertions"

    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"))
    assertion_date: Mapped[date]
    item: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Money)
    tolerance: Mapped[Decimal | None]
    source: Mapped[str]

    __table_args__ = (
        Index(
            "uq_balance_assertions_current", "natural_key", unique=True, postgresql_where=CURRENT
        ),
        Index("ix_balance_assertions_fund", "fund_id", "assertion_date"),
        CheckConstraint("amount <> 'NaN'", name="amount_is_a_number"),
    )
