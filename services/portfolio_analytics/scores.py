"""A company's health: four parts scored through the firm's anchors, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass

from services.calc import health as calc
from services.calc.company_metrics import BAD, CASH_GENERATIVE, FINITE
from services.portfolio_analytics.conventions import HealthScore
from services.portfolio_analytics.history import Measures
from services.portfolio_analytics.kpis import is_stale, measured
from services.portfolio_analytics.market import SectorStandings
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import Component
from services.portfolio_analytics.stakes import Stake

GROWTH, EFFICIENCY, RUNWAY, MARKET = "growth", "efficiency", "runway", "market"
LOW, ELEVATED, HIGH, UNKNOWN = "low", "elevated", "high", "unknown"
HEALTHY, AT_RISK = "healthy", "at_risk"
SHORT_RUNWAY = "runway_under_6_months"
BEST, WORST = 100.0, 0.0
NEVER_REPORTED = "nothing was ever reported"


@dataclass(frozen=True, slots=True)
class Health:
    """The parts of one company's score and their composite.

    `composite` is None where too little is known; `coverage`, `low` and `high` are given all the
    same. `override` names the rule that decides the risk whatever the score, None without one.
    """

    components: tuple[Component, ...]
    composite: float | None
    coverage: float
    low: float
    high: float
    risk_level: str
    word: str
    override: str | None

    def score(self, name: str) -> float | None:
        return next(part.score for part in self.components if part.name == name)


def health_of(records: Records, stake: Stake, sectors: SectorStandings) -> Health:
    """Score a company as of the day of its stake; figures of a stale report are missing."""
    found = measured(records, stake.company_id, stake.day)
    stale = found is not None and is_stale(records, found.report, stake.day)
    counted = None if stale else found
    missing = _missing(found, stale)
    rules = records.health
    weights = rules.weights.model_dump()
    components = (
        _growth(records, stake, counted, missing),
        _efficiency(rules, counted, missing),
        _runway(rules, counted, missing),
        _market(rules, stake.first.sector, sectors),
    )
    whole = calc.composite({part.name: part.score for part in components}, weights)
    shown = whole.score if whole.coverage >= rules.least_coverage else None
    short = _is_short(rules, counted)
    return Health(
        components=components,
        composite=shown,
        coverage=whole.coverage,
        low=whole.low,
        high=whole.high,
        risk_level=risk_level(rules, shown, short=short),
        word=_word(rules, stake, shown, short=short),
        override=SHORT_RUNWAY if short else None,
    )


def risk_level(rules: HealthScore, composite: float | None, *, short: bool) -> str:
    """Low from 70 on, high below 40 and with a short runway whatever the score (RULES 19)."""
    if short:
        return HIGH
    if composite is None:
        return UNKNOWN
    if composite >= rules.low_risk_from:
        return LOW
    return HIGH if composite < rules.high_risk_below else ELEVATED


def _word(rules: HealthScore, stake: Stake, composite: float | None, *, short: bool) -> str:
    """Healthy, at_risk or unknown for an active company; exited and failed ones are that."""
    if not stake.active:
        return stake.status
    if short:
        return AT_RISK
    if composite is None:
        return UNKNOWN
    return AT_RISK if composite < rules.high_risk_below else HEALTHY


def _is_short(rules: HealthScore, counted: Measures | None) -> bool:
    if counted is None or counted.runway.months is None:
        return False
    return counted.runway.months < rules.override_runway_months


def _missing(found: Measures | None, stale: bool) -> str:
    """Why nothing of a report counts."""
    if found is None:
        return NEVER_REPORTED
    return f"no report since {found.report.period_end}" if stale else ""


def _growth(records: Records, stake: Stake, counted: Measures | None, missing: str) -> Component:
    weight = records.health.weights.growth
    if counted is None or counted.growth is None:
        return _unknown(GROWTH, weight, missing or "growth is not known")
    report = counted.report
    size, of = (report.arr, "ARR") if report.arr is not None else (report.revenue_ttm, "revenue")
    sized = records.sized(size, report, stake.day)
    if sized is None:
        reason = (
            "neither ARR nor revenue is known, so its band is not"
            if size is None
            else f"no rate to {records.threshold_currency}, so its band is not known"
        )
        return _unknown(GROWTH, weight, reason)
    band = next(
        band for band in records.health.growth if band.arr_below is None or sized < band.arr_below
    )
    lower = f"below {band.arr_below:,}" if band.arr_below is not None else "of the largest size"
    return Component(
        name=GROWTH,
        weight=weight,
        score=calc.interpolated(counted.growth, band.anchors),
        input=counted.growth,
        why=f"growth over a year ({counted.growth_basis}), against companies with {of} {lower}",
    )


def _efficiency(rules: HealthScore, counted: Measures | None, missing: str) -> Component:
    weight = rules.weights.efficiency
    if counted is None:
        return _unknown(EFFICIENCY, weight, missing)
    found = counted.burn_multiple
    if found.band == CASH_GENERATIVE:
        return _known(EFFICIENCY, weight, BEST, None, "it burns no cash")
    if found.multiple is not None:
        score = calc.interpolated(found.multiple, rules.efficiency)
        return _known(EFFICIENCY, weight, score, found.multiple, f"burn multiple ({found.band})")
    if found.band == BAD:
        return _known(EFFICIENCY, weight, WORST, None, "it burns cash without adding ARR")
    reason = "burn of four quarters, or ARR now or a year before, is not known"
    return _unknown(EFFICIENCY, weight, reason)


def _runway(rules: HealthScore, counted: Measures | None, missing: str) -> Component:
    weight = rules.weights.runway
    if counted is None:
        return _unknown(RUNWAY, weight, missing)
    found = counted.runway
    if found.state == CASH_GENERATIVE:
        return _known(RUNWAY, weight, BEST, None, "it burns no cash")
    if found.state == FINITE:
        score = calc.interpolated(found.months, rules.runway)
        return _known(RUNWAY, weight, score, found.months, "months of cash at the present burn")
    return _unknown(RUNWAY, weight, "cash or burn is not known")


def _market(rules: HealthScore, sector: str | None, sectors: SectorStandings) -> Component:
    weight = rules.weights.market
    place = sectors.of(sector)
    if place is None:
        reason = (
            "no growth of its sector's funding is known"
            if sectors.percentiles
            else "funding of too few sectors is known over two years"
        )
        return _unknown(MARKET, weight, reason if sector else "its sector is not known")
    why = (
        f"judgement: place of its sector's funding growth among {len(sectors.percentiles)} "
        f"sectors ({sectors.provider}, four quarters up to {sectors.quarter})"
    )
    return _known(MARKET, weight, calc.interpolated(place, rules.market), place, why)


def _known(
    name: str, weight: float, score: float | None, given: float | None, why: str
) -> Component:
    return Component(name=name, weight=weight, score=score, input=given, why=why)


def _unknown(name: str, weight: float, why: str) -> Component:
    return Component(name=name, weight=weight, score=None, input=None, why=why)
