"""What is held of each company, what it is worth, and how its value moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """One investment of a fund in a company. `irr` a fraction inside, None with a note's word in
    `irr_status`."""

    investment: str
    fund: str
    instrument: str | None
    round: str | None
    invested_on: date = unit("date")
    cost: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    fair_value: Decimal | None = unit("money")
    moic: float | None = unit("x")
    irr: float | None = percent()
    irr_status: str
    ownership: float | None = unit("fraction")
    mark_date: date | None = unit("date")
    mark_age_days: int | None = unit("count")
    mark_method: str | None
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Investment:
    """A company with all its tranches; never listed twice. `group` is above_cost, below_cost,
    exited or failed; `ownership` the sum where every current tranche states it."""

    company_id: str
    company: str
    name: str
    sector: str | None
    stage: str | None
    geography: str | None
    status: str
    group: str
    first_invested: date | None = unit("date")
    cost: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    fair_value: Decimal | None = unit("money")
    gain: Decimal | None = unit("money")
    moic: float | None = unit("x")
    irr: float | None = percent()
    irr_status: str
    ownership: float | None = unit("fraction")
    share_of_fair_value: float | None = unit("fraction")
    mark_date: date | None = unit("date")
    mark_age_days: int | None = unit("count")
    mark_method: str | None
    stale: bool
    tranches: tuple[Tranche, ...] = parts(Tranche)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A line of totals that foots: sums of its companies, MOIC and IRR pooled from their flows."""

    group: str
    companies: int = unit("count")
    cost: Decimal | None = unit("money")
    realized_value: Decimal | None = unit("money")
    fair_value: Decimal | None = unit("money")
    gain: Decimal | None = unit("money")
    moic: float | None = unit("x")
    irr: float | None = percent()
    irr_status: str
    share_of_fair_value: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleOfInvestments:
    """Every company ever held by as_of, groups in their order, the largest value first, each
    with its tranches."""

    investments: tuple[Investment, ...] = rows(Investment)
    groups: tuple[Group, ...] = parts(Group)
    total: Group = parts(Group)
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One company's value over the period: opening + cash in - cash out + realised gain + re-mark
    + fx = closing, to the cent. `remark_share` = re-mark / (opening + cash in)."""

    company_id: str
    company: str
    name: str
    opening: Decimal | None = unit("money")
    cash_in: Decimal | None = unit("money")
    cash_out: Decimal | None = unit("money")
    realized_gain: Decimal | None = unit("money")
    remark: Decimal | None = unit("money")
    fx: Decimal | None = unit("money")
    closing: Decimal | None = unit("money")
    remark_share: float | None = unit("fraction")
    nav_impact: float | None = unit("fraction")
    method: str | None
    source: str | None
    mark_date: date | None = unit("date")
    mark_age_days: int | None = unit("count")
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Marks of the period ranked by the size of their effect on value; unchanged ones last.

    `nav_impact` of a row is its re-mark over the opening value of all. `ages` counts held companies
    by age of their mark (0-30, 31-90, 91-120, over 120 days, never)."""

    marks: tuple[Mark, ...] = rows(Mark)
    total: Mark = parts(Mark)
    ages: dict[str, int] = unit("count")
    value_weighted_age_days: float | None = unit("count")
    stale_fair_value: float | None = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePoint:
    """What a company was worth to the funds on the day of a mark or at a quarter's end."""

    date: date
    fair_value: Decimal | None = unit("money")
    cost: Decimal | None = unit("money")
    method: str | None
