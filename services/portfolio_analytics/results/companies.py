"""What one company reports, how healthy it is, and how it ranks among the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpis:
    """What one company's latest report known by as_of says, and what follows from it.

    `stale`: reported more than a quarter and 45 days before as_of; its figures then count as
    missing in scores. `runway_state` is finite, cash_generative or unknown; `runway_months` None
    unless finite. `growth_rate` year on year over matched periods, reported where it is reported,
    else computed from revenue (`growth_basis`). Burn multiple and Rule of 40 as in RULES 19.
    """

    period_end: date | None = unit("date")
    reported_at: date | None = unit("date")
    age_days: int | None = unit("count")
    stale: bool | None
    revenue_ttm: Decimal | None = unit("money")
    arr: Decimal | None = unit("money")
    growth_rate: float | None = unit("fraction")
    growth_basis: str | None
    gross_margin: float | None = unit("fraction")
    cash: Decimal | None = unit("money")
    net_burn: Decimal | None = unit("money")
    runway_months: float | None = unit("months")
    runway_state: str
    zero_cash_date: date | None = unit("date")
    burn_multiple: float | None = unit("x")
    burn_multiple_band: str | None
    rule_of_40: float | None = unit("fraction")
    ltv_cac: float | None = unit("x")
    nrr: float | None = unit("fraction")
    headcount: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One of the four parts of a score: growth, efficiency, runway, market.

    `weight` as configured; `score` 0-100, None when its input is missing; `input` the value that
    was scored and `why` how, or why there is none.
    """

    name: str
    weight: float = unit("fraction")
    score: float | None = unit("points")
    input: float | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One company's place. `composite_score` 0-100 is None below 60 % coverage, as is its rank;
    `low` and `high` are the bounds that missing parts leave open. `risk_level` is low, elevated,
    high or unknown; `health` healthy, at_risk, failed, exited or unknown (RULES 19).
    `rank_change` is previous_rank - rank: positive has climbed since a quarter ago.
    """

    company_id: str
    company: str
    name: str
    sector: str | None
    stage: str | None
    rank: int | None = unit("count")
    previous_rank: int | None = unit("count")
    rank_change: int | None = unit("count")
    composite_score: float | None = unit("points")
    previous_score: float | None = unit("points")
    growth_score: float | None = unit("points")
    efficiency_score: float | None = unit("points")
    runway_score: float | None = unit("points")
    market_score: float | None = unit("points")
    coverage: float = unit("fraction")
    low: float = unit("points")
    high: float = unit("points")
    risk_level: str
    health: str
    override: str | None
    components: tuple[Component, ...] = parts(Component)
    period_end: date | None = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rankings:
    """Active companies by composite score, those without one last, by name.

    `weights` and `anchors_version` say which configuration scored them.
    """

    rankings: tuple[Ranking, ...] = rows(Ranking)
    weights: dict[str, float] = unit("fraction")
    anchors_version: str
    least_coverage: float = unit("fraction")
    compared_with: date = unit("date")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """One company's line of the matrix, each measure with its band (good, fair, poor, unknown)."""

    company_id: str
    company: str
    name: str
    sector: str | None
    stage: str | None
    kpis: Kpis = parts(Kpis)
    bands: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiMatrix:
    """Active companies by measures at as_of; `metrics` is the dictionary: key to how it is read."""

    rows: tuple[KpiRow, ...] = rows(KpiRow)
    metrics: dict[str, str]
    meta: Meta
    notes: tuple[Note, ...]
