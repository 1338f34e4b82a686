"""What running the funds costs, how their money goes out, and what they keep back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeYear:
    """What one calendar year cost, up to as_of; amounts are positive.

    `fees_net` = gross - offsets (rebates, waivers, offsets). `expected` is the agreement's rate on
    its basis, day by day (act/365), before offsets; `difference` is gross - expected. `basis` and
    `rate` are those in force at the year's end, `basis_amount` what the rate was taken of then.
    `expense_ratio` is expenses over the mean of the opening and closing value.
    """

    year: int
    fees_gross: Decimal | None = unit("money")
    offsets: Decimal | None = unit("money")
    fees_net: Decimal | None = unit("money")
    expenses: Decimal | None = unit("money")
    basis: str | None
    rate: float | None = unit("fraction")
    basis_amount: Decimal | None = unit("money")
    expected: Decimal | None = unit("money")
    difference: Decimal | None = unit("money")
    fees_of_commitments: float | None = unit("fraction")
    contributions: Decimal | None = unit("money")
    costs_of_contributions: float | None = unit("fraction")
    expense_ratio: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFees:
    """What one fund has cost since its first flow."""

    fund: str
    name: str
    source: str
    fees_gross: Decimal | None = unit("money")
    offsets: Decimal | None = unit("money")
    fees_net: Decimal | None = unit("money")
    expenses: Decimal | None = unit("money")
    expected: Decimal | None = unit("money")
    difference: Decimal | None = unit("money")
    fees_of_commitments: float | None = unit("fraction")
    costs_of_contributions: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """Fees and expenses by year, the newest last; the totals add the years up."""

    rows: tuple[FeeYear, ...] = rows(FeeYear)
    funds: tuple[FundFees, ...] = parts(FundFees)
    fees_gross: Decimal | None = unit("money")
    offsets: Decimal | None = unit("money")
    fees_net: Decimal | None = unit("money")
    expenses: Decimal | None = unit("money")
    expected: Decimal | None = unit("money")
    difference: Decimal | None = unit("money")
    total_committed: Decimal | None = unit("money")
    paid_in: Decimal | None = unit("money")
    fees_of_commitments: float | None = unit("fraction")
    costs_of_contributions: float | None = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PacingQuarter:
    """What one fund put to work in a quarter: companies new to it, money for them, and the rest."""

    quarter: str
    date: date
    fund: str
    new_companies: int = unit("count")
    new_money: Decimal | None = unit("money")
    follow_on: Decimal | None = unit("money")
    deployed: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundPacing:
    """How far a fund is with its investing.

    `elapsed` is the part of the investment period that has passed (1 once it is over);
    `deployed_share` cost over commitments. `pace` is new-deal money of the last four quarters a
    quarter; `capacity` what is left for new deals; `quarters_left` capacity over pace, `exhausts`
    the quarter in which it is used up. None where a part is not known, or nothing is spent.
    """

    fund: str
    name: str
    companies: int = unit("count")
    deployed: Decimal | None = unit("money")
    total_committed: Decimal | None = unit("money")
    deployed_share: float | None = unit("fraction")
    investment_period_start: date | None = unit("date")
    investment_period_end: date | None = unit("date")
    elapsed: float | None = unit("fraction")
    new_companies_last_year: int = unit("count")
    pace: Decimal | None = unit("money")
    capacity: Decimal | None = unit("money")
    quarters_left: float | None = unit("count")
    exhausts: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """New companies and money by quarter and fund, oldest first, and where each fund stands."""

    rows: tuple[PacingQuarter, ...] = rows(PacingQuarter)
    funds: tuple[FundPacing, ...] = parts(FundPacing)
    deployed: Decimal | None = unit("money")
    total_committed: Decimal | None = unit("money")
    deployed_share: float | None = unit("fraction")
    pace: Decimal | None = unit("money")
    capacity: Decimal | None = unit("money")
    quarters_left: float | None = unit("count")
    exhausts: str | None
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundReserves:
    """What a fund can still draw on and what for: cash + unfunded = the four uses added up.

    `new_deals` is what is left when fees to the end, follow-ons and what is owed are set aside;
    below 0 more is promised than there is. `recallable` is what was paid out and may be called
    again; it is inside `unfunded`. None where it is not known: not stated is not nothing.
    """

    fund: str
    name: str
    cash: Decimal | None = unit("money")
    unfunded: Decimal | None = unit("money")
    available: Decimal | None = unit("money")
    fees: Decimal | None = unit("money")
    follow_on: Decimal | None = unit("money")
    owed: Decimal | None = unit("money")
    new_deals: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    stated_on: date | None = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyReserve:
    """What is kept for one company, and what the last money put into it has become.

    `last_round_value` is what the funds' stake was worth on the day they last bought, that purchase
    in; `value` what it is now with what came back since. `next_dollar` = value / last_round_value:
    what a dollar put in then is worth now. `place` ranks by it, 1 the largest; None unranked.
    """

    company: str
    name: str
    fund: str
    last_round: str | None
    last_round_date: date | None = unit("date")
    reserve: Decimal | None = unit("money")
    invested: Decimal | None = unit("money")
    last_round_value: Decimal | None = unit("money")
    value: Decimal | None = unit("money")
    next_dollar: float | None = unit("x")
    place: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserves:
    """Dry powder by use and fund, and reserves by company, the best next dollar first."""

    rows: tuple[CompanyReserve, ...] = rows(CompanyReserve)
    funds: tuple[FundReserves, ...] = parts(FundReserves)
    total: FundReserves = parts(FundReserves)
    meta: Meta
    notes: tuple[Note, ...]
