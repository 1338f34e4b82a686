"""Where the money hangs: overview, concentration, limits, and what a new deal would do to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from decimal import Decimal

from services.envelope import FundRef, Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCounts:
    """Open alerts (acknowledged ones too, snoozed ones not) by severity."""

    critical: int = unit("count")
    warning: int = unit("count")
    info: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuality:
    """How much of NAV rests on old figures: `nav_on_data_older_than_90d` by mark date,
    `nav_without_report` of companies whose last quarter's report is missing."""

    nav_on_data_older_than_90d: float | None = unit("fraction")
    nav_without_report: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """The cards' figures as of one of the last eight quarter-ends."""

    date: day
    top_company_weight: float | None = unit("fraction")
    effective_positions: float | None = unit("count")
    companies_under_6m_runway: int | None = unit("count")
    stale_nav_share: float | None = unit("fraction")
    unfunded_coverage: float | None = unit("x")
    fx_exposed_nav: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How exposed the funds are. `risk_level` low, elevated, high or unknown with `reasons`.

    Weights by fair value; `stale_nav_share`: marks older than 120 days; `unfunded_coverage`
    = (cash + unfunded + undrawn line) / (reserves + fees + obligations); `fx_exposed_nav`: in
    currencies other than the answer's. `limit_near`: above 90 % of a limit.
    """

    risk_level: str
    reasons: tuple[str, ...]
    top_company_weight: float | None = unit("fraction")
    top_company: str | None
    top_company_name: str | None
    top_3_weight: float | None = unit("fraction")
    herfindahl_index: float | None = unit("fraction")
    effective_positions: float | None = unit("count")
    limit_breaches: int = unit("count")
    limit_near: int = unit("count")
    companies_under_6m_runway: int = unit("count")
    stale_nav_share: float | None = unit("fraction")
    unfunded_coverage: float | None = unit("x")
    fx_exposed_nav: float | None = unit("fraction")
    alerts: AlertCounts = parts(AlertCounts)
    data_quality: DataQuality = parts(DataQuality)
    recent: tuple[RiskPoint, ...] = parts(RiskPoint)
    funds: tuple[FundRef, ...]
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One company, sector, stage, place, currency, vintage or investor and how much hangs on it.

    Of investors `fair_value` is their part of NAV and `cost` their commitment.
    """

    name: str
    key: str | None
    cost: Decimal | None = unit("money")
    fair_value: Decimal | None = unit("money")
    weight: float | None = unit("fraction")
    cost_weight: float | None = unit("fraction")
    count: int = unit("count")
    cumulative: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutWinner:
    """Gross multiple and value with and without the largest position."""

    company: str
    moic: float | None = unit("x")
    moic_without: float | None = unit("x")
    fair_value_share: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """Groups of one dimension (`by`), the largest first; weights add up to 1.

    `lorenz` are points (share of positions, share of value) from the smallest up.
    """

    by: str
    groups: tuple[Group, ...] = rows(Group)
    top_1: float | None = unit("fraction")
    top_3: float | None = unit("fraction")
    top_5: float | None = unit("fraction")
    herfindahl_index: float | None = unit("fraction")
    hhi_points: float | None = unit("points")
    effective_number: float | None = unit("count")
    lorenz: tuple[tuple[float, float], ...]
    without_winner: WithoutWinner | None = parts(WithoutWinner)
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit of the agreement. `state` ok, near (above 90 %), breach or unknown.

    Limits bind on cost over commitments unless `denominator` says otherwise.
    """

    id: str
    name: str
    source: str
    denominator: str
    denominator_amount: Decimal | None = unit("money")
    limit: float = unit("fraction")
    used_amount: Decimal | None = unit("money")
    used: float | None = unit("fraction")
    headroom_amount: Decimal | None = unit("money")
    state: str
    largest: str | None
    largest_name: str | None
    second_name: str | None
    second_used: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one fund with what is used of them, breaches first."""

    fund: str
    limits: tuple[Limit, ...] = rows(Limit)
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitAfter:
    """One limit before and after a deal; `cure` says what would keep within it."""

    limit_id: str
    name: str
    before: float | None = unit("fraction")
    after: float | None = unit("fraction")
    limit: float = unit("fraction")
    headroom_after: Decimal | None = unit("money")
    state: str
    cure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcentrationAfter:
    """Weights by fair value, the new money at cost."""

    top_company_weight: float | None = unit("fraction")
    company_weight: float | None = unit("fraction")
    effective_positions: float | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservesAfter:
    """What is left for new deals; `reserved` is what the company had reserved for it."""

    new_deal_capacity_before: Decimal | None = unit("money")
    new_deal_capacity: Decimal | None = unit("money")
    reserved: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class PacingAfter:
    """How long the rest lasts at the pace of the last four quarters; None: nothing was invested."""

    quarters_left_before: float | None = unit("count")
    quarters_left: float | None = unit("count")
    exhausts_on: day | None = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreTrade:
    """What an investment of `amount` in a company (or a new one) on a day would do.

    `sector` and `geography` are those that the limits were held against.
    """

    fund: str
    company: str | None
    name: str
    sector: str | None
    geography: str | None
    amount: Decimal = unit("money")
    date: day
    allowed: bool | None
    results: tuple[LimitAfter, ...] = rows(LimitAfter)
    concentration_after: ConcentrationAfter = parts(ConcentrationAfter)
    reserves_after: ReservesAfter = parts(ReservesAfter)
    pacing_after: PacingAfter = parts(PacingAfter)
    meta: Meta
    notes: tuple[Note, ...]
