"""What can go wrong with money and values: liquidity, runway, marks, line, currencies, stress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from decimal import Decimal

from services.envelope import Meta, Note, parts, percent, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the funds can still get at."""

    unfunded_excluding_recallable: Decimal | None = unit("money")
    recallable: Decimal | None = unit("money")
    cash: Decimal | None = unit("money")
    undrawn_line: Decimal | None = unit("money")
    total: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What it is needed for."""

    follow_on_reserves: Decimal | None = unit("money")
    fees_and_expenses_remaining: Decimal | None = unit("money")
    credit_line_outstanding: Decimal | None = unit("money")
    other_obligations: Decimal | None = unit("money")
    total: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLiquidity:
    """One fund's sources, uses and coverage, in the answer's currency."""

    fund: str
    sources: Decimal | None = unit("money")
    uses: Decimal | None = unit("money")
    coverage: float | None = unit("x")
    new_deal_capacity: Decimal | None = unit("money")
    stated_on: day | None = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Liquidity:
    """coverage = sources / uses; new_deal_capacity = sources without the line - uses."""

    sources: Sources = parts(Sources)
    uses: Uses = parts(Uses)
    coverage: float | None = unit("x")
    new_deal_capacity: Decimal | None = unit("money")
    top_lp_share_of_unfunded: float | None = unit("fraction")
    top_lp: str | None
    top_lp_name: str | None
    quarters_left: float | None = unit("count")
    funds: tuple[FundLiquidity, ...] = rows(FundLiquidity)
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunwayRow:
    """One active company. `band` under_3, under_6, under_12, over_12, cash_generative, unknown."""

    company_id: str
    company: str
    name: str
    runway_months: float | None = unit("months")
    zero_cash_on: day | None = unit("date")
    cash: Decimal | None = unit("money")
    net_burn: Decimal | None = unit("money")
    fair_value: Decimal | None = unit("money")
    weight: float | None = unit("fraction")
    reserved: Decimal | None = unit("money")
    band: str
    reported_on: day | None = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Runway:
    """The watch-list, shortest first; shares of fair value under the horizon and unknown."""

    rows: tuple[RunwayRow, ...] = rows(RunwayRow)
    horizon_months: float = unit("months")
    count_at_risk: int = unit("count")
    share_at_risk: float | None = unit("fraction")
    unknown_count: int = unit("count")
    unknown_share: float | None = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """One holding's mark: how old, by what method, against the last round's price."""

    company_id: str
    company: str
    name: str
    fair_value: Decimal | None = unit("money")
    weight: float | None = unit("fraction")
    marked_on: day | None = unit("date")
    age_days: int | None = unit("count")
    stale: bool
    method: str | None
    last_round_on: day | None = unit("date")
    vs_last_round: float | None = unit("fraction")
    at_cost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationRisk:
    """Marks by age and weight. `methods` are shares of fair value. De-smoothed volatility
    (Geltner 1993) is an estimate from at least eight quarters; None with fewer."""

    rows: tuple[MarkRow, ...] = rows(MarkRow)
    weighted_age_days: float | None = unit("count")
    stale_share: float | None = unit("fraction")
    stale_count: int = unit("count")
    methods: dict[str, float] | None = unit("fraction")
    volatility_observed: float | None = unit("fraction")
    volatility_desmoothed: float | None = unit("fraction")
    autocorrelation: float | None = unit("fraction")
    quarters: int = unit("count")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyRow:
    """One currency in which holdings are marked; `change_year` of its rate over twelve months."""

    currency: str
    fair_value: Decimal | None = unit("money")
    weight: float | None = unit("fraction")
    cost: Decimal | None = unit("money")
    local_irr: float | None = percent()
    base_irr: float | None = percent()
    fx_effect: float | None = unit("fraction")
    rate: Decimal | None
    change_year: float | None = unit("fraction")
    nav_if_falls_10: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class FxExposure:
    """Holdings by currency against the currency of the answer (`base`); each flow at its own
    day's rate, fair value at that of as_of; effect = (1+base)/(1+local)-1."""

    base: str
    rows: tuple[CurrencyRow, ...] = rows(CurrencyRow)
    exposed: Decimal | None = unit("money")
    exposed_share: float | None = unit("fraction")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePoint:
    """The line at a quarter-end."""

    date: day
    outstanding: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """One fund's line: drawn, limit, days outstanding, cost, and what it does to the figures.

    irr_effect and tvpi_effect = with the line less without it (net to the limited partners).
    """

    fund: str
    rows: tuple[LinePoint, ...] = rows(LinePoint)
    outstanding: Decimal | None = unit("money")
    limit: Decimal | None = unit("money")
    used: float | None = unit("fraction")
    used_of_commitments: float | None = unit("fraction")
    days_outstanding: int | None = unit("count")
    oldest_drawing: day | None = unit("date")
    cost_to_date: Decimal | None = unit("money")
    irr_with_line: float | None = percent()
    irr_without_line: float | None = percent()
    irr_effect: float | None = unit("fraction")
    tvpi_with_line: float | None = unit("x")
    tvpi_without_line: float | None = unit("x")
    tvpi_effect: float | None = unit("x")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCompany:
    """What one scenario makes of one company."""

    company: str
    name: str
    before: Decimal | None = unit("money")
    after: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The fund as it stands: NAV net to limited partners, before carry, and the carry accrued."""

    nav: Decimal | None = unit("money")
    nav_gross_of_carry: Decimal | None = unit("money")
    accrued_carry: Decimal | None = unit("money")
    tvpi: float | None = unit("x")
    dpi: float | None = unit("x")
    net_irr: float | None = percent()
    net_irr_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One stress and what the agreement's waterfall leaves of it for the limited partners.

    `carry_released` = accrued before - after; nav_change is net of it. `description` says in words
    what was assumed.
    """

    name: str
    description: str
    nav_gross_of_carry: Decimal | None = unit("money")
    accrued_carry: Decimal | None = unit("money")
    nav: Decimal | None = unit("money")
    tvpi: float | None = unit("x")
    dpi: float | None = unit("x")
    net_irr: float | None = percent()
    net_irr_status: str
    nav_change: Decimal | None = unit("money")
    tvpi_change: float | None = unit("x")
    carry_released: Decimal | None = unit("money")
    clawback: Decimal | None = unit("money")
    companies: tuple[ScenarioCompany, ...] = parts(ScenarioCompany)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stress:
    """Scenarios against the fund as it stands, the worst for the limited partners first.

    `asked` is what was assumed of a scenario of one's own, empty for the standard `set`.
    """

    fund: str
    set: str
    asked: str
    base: Base = parts(Base)
    scenarios: tuple[Scenario, ...] = rows(Scenario)
    meta: Meta
    notes: tuple[Note, ...]
