"""How concentrated a portfolio is, how long its companies last, and which burn too much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One position: `share_of_commitments` is cost over commitments, what LPA limits bind."""

    name: str
    key: str | None
    fair_value: Decimal | None = unit("money")
    cost: Decimal | None = unit("money")
    count: int = unit("count")
    moic: float | None = unit("x")
    weight_fair_value: float | None = unit("fraction")
    weight_cost: float | None = unit("fraction")
    weight_count: float | None = unit("fraction")
    share_of_commitments: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Concentration of one set of weights. HHI is 0-1 and `hhi_points` x 10,000; `effective_number`
    = 1 / HHI. `basis` is fair_value or cost. None without weights."""

    basis: str
    positions: int = unit("count")
    top_company_weight: float | None = unit("fraction")
    top_3_weight: float | None = unit("fraction")
    top_5_weight: float | None = unit("fraction")
    herfindahl_index: float | None = unit("fraction")
    hhi_points: float | None = unit("points")
    effective_number: float | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcentrationRisk:
    """Weights of the held companies by fair value (the spec's keys), and the same by cost.

    `concentration_risk_level` low, elevated, high or unknown from configured limits on the largest
    share; `sector_concentration` by fair value. Maps `by_*` list every group with all bases.
    """

    top_company_weight: float | None = unit("fraction")
    top_3_weight: float | None = unit("fraction")
    top_5_weight: float | None = unit("fraction")
    herfindahl_index: float | None = unit("fraction")
    effective_number: float | None = unit("count")
    concentration_risk_level: str
    sector_concentration: dict[str, float] | None = unit("fraction")
    by_fair_value: Spread = parts(Spread)
    by_cost: Spread = parts(Spread)
    largest_share_of_commitments: float | None = unit("fraction")
    companies: tuple[Weight, ...] = parts(Weight)
    sectors: tuple[Weight, ...] = parts(Weight)
    stages: tuple[Weight, ...] = parts(Weight)
    geographies: tuple[Weight, ...] = parts(Weight)
    vintages: tuple[Weight, ...] = parts(Weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunwayRow:
    """One active company on the ladder, shortest first. `band` critical (< 3 months), at_risk
    (< 6), caution (< 12), ok, cash_generative or unknown; `fair_value_weight` of active value."""

    company_id: str
    company: str
    name: str
    sector: str | None
    runway_months: float | None = unit("months")
    band: str
    zero_cash_date: date | None = unit("date")
    cash: Decimal | None = unit("money")
    net_burn: Decimal | None = unit("money")
    period_end: date | None = unit("date")
    stale: bool | None
    fair_value: Decimal | None = unit("money")
    fair_value_weight: float | None = unit("fraction")
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunwayAnalysis:
    """Counts by band (they add up to the active companies), and the ladder."""

    bands: dict[str, int] = unit("count")
    under_6_months: int = unit("count")
    fair_value_under_6_months: float | None = unit("fraction")
    median_runway_months: float | None = unit("months")
    companies: tuple[RunwayRow, ...] = rows(RunwayRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnConcern:
    """A company whose burn wants attention: `reasons` of high_burn (> 500k a month in the
    configured currency), runway_under_6, burn_multiple_bad, burn_rising."""

    company_id: str
    company: str
    name: str
    net_burn: Decimal | None = unit("money")
    previous_net_burn: Decimal | None = unit("money")
    burn_multiple: float | None = unit("x")
    runway_months: float | None = unit("months")
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAnalysis:
    """Concentration, runway and burn of what is held at as_of."""

    concentration_risk: ConcentrationRisk = parts(ConcentrationRisk)
    runway_analysis: RunwayAnalysis = parts(RunwayAnalysis)
    burn_rate_concerns: tuple[BurnConcern, ...] = parts(BurnConcern)
    meta: Meta
    notes: tuple[Note, ...]
