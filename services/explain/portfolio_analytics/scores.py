"""A company's score taken apart: its four parts through the anchors, weighed once more by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from services.db.queries.explain.portfolio import ReportFact
from services.explain.answers import Recipe, value_of
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics import reports
from services.explain.portfolio_analytics.facts import Held, PortfolioFacts
from services.explain.portfolio_analytics.money import held, members
from services.explain.portfolio_analytics.reports import Reported
from services.explain.recipe import Part, Told
from services.explain.results import Value
from services.explain.words import equation

RANKINGS = "pr"
GROWTH, EFFICIENCY, RUNWAY, MARKET = PARTS = ("growth", "efficiency", "runway", "market")
HEALTHY, AT_RISK, UNKNOWN = "healthy", "at_risk", "unknown"
BEST, WORST = 100.0, 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a company's score as found again, with their weights and reports."""

    parts: Mapping[str, float | None]
    weights: Mapping[str, float]
    reports: tuple[ReportFact, ...]
    least: float

    @property
    def coverage(self) -> float:
        whole = sum(Decimal(str(weight)) for weight in self.weights.values())
        return float(self._present / whole)

    @property
    def composite(self) -> float | None:
        """The weighed mean of the known parts, None where too little is known."""
        if self.coverage < self.least or not self._present:
            return None
        return float(self._summed / self._present)

    @property
    def low(self) -> float:
        return float(self._summed)

    @property
    def high(self) -> float:
        return float(self._summed + 100 * (1 - Decimal(str(self.coverage))))

    @property
    def words(self) -> str:
        """`(0.30 × 80.00 + 0.25 × 55.00) / 0.55`."""
        known = {name: score for name, score in self.parts.items() if score is not None}
        terms = " + ".join(f"{self.weights[name]:.2f} × {known[name]:.2f}" for name in known)
        return f"({terms or 'nothing'}) / {float(self._present):.2f}"

    @property
    def _present(self) -> Decimal:
        known = (name for name, score in self.parts.items() if score is not None)
        return sum((Decimal(str(self.weights[name])) for name in known), Decimal(0))

    @property
    def _summed(self) -> Decimal:
        return sum(
            (
                Decimal(str(self.weights[name])) * Decimal(str(score))
                for name, score in self.parts.items()
                if score is not None
            ),
            Decimal(0),
        )


def score(facts: PortfolioFacts, one: Held, place: float | None) -> Score:
    """The score of a company; `place` is its sector's percentile among the market's."""
    rules = facts.conventions.health
    own = Reported(facts, one.code, facts.day)
    report = own.latest
    if report is not None and reports.is_stale(facts, report):
        report = None
    found: dict[str, float | None] = dict.fromkeys(PARTS)
    used: list[ReportFact] = []
    if report is not None:
        for name, (points, rows) in _of_report(own, report, rules).items():
            found[name] = points
            used += rows
    found[MARKET] = along(place, rules.market)
    weights = {name: float(getattr(rules.weights, name)) for name in PARTS}
    return Score(found, weights, tuple(dict.fromkeys(used)), rules.least_coverage)


def along(value: float | None, anchors: Sequence[tuple[float, float]]) -> float | None:
    """The score of a value on the straight lines between anchors."""
    if value is None:
        return None
    first, last = anchors[0], anchors[-1]
    if value <= first[0] or value >= last[0]:
        return float((first if value <= first[0] else last)[1])
    for (left, below), (right, above) in pairwise(anchors):
        if left <= value <= right:
            return below + (above - below) * (value - left) / (right - left)
    return None


def composite(of: Callable[[PortfolioFacts, FigureKey, Spot], str], what: str) -> Recipe:
    """The composite, its coverage, its bounds or one of its parts."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        code = of(facts, key, spot)
        found = score(facts, held(facts, code), _place(facts, key, code, spot))
        again: Value = found.parts[what] if what in found.parts else getattr(found, what)
        words = found.words if what == "composite" else f"{what} of {code}"
        return Told(
            numbers=equation(words, spot.given, spot.unit),
            recomputed=value_of(spot, again),
            parts=_parts(found) if what not in found.parts else [],
            uses=reports.uses(found.reports, "score"),
        )

    return told


def classes(word: str) -> Recipe:
    """How many companies ever held are healthy, at risk or unknown."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        rows = facts.ground.answer(key, RANKINGS).rankings
        places = {row.company: _market_input(row) for row in rows}
        found = [one for one in facts.active if health(facts, one, places.get(one.code)) == word]
        return Told(
            numbers=equation(f"{len(found):,} companies", spot.value, spot.unit),
            recomputed=value_of(spot, len(found)),
            parts=[
                facts.ground.part(
                    key, f"rankings[{one.code}].composite_score", code=RANKINGS, words=one.code
                )
                for one in found[:50]
            ],
            uses=facts.described(found, word),
        )

    return told


def health(facts: PortfolioFacts, one: Held, place: float | None) -> str:
    """How an active company stands: a short runway decides, else the composite."""
    if reports.is_short(facts, one):
        return AT_RISK
    found = score(facts, one, place).composite
    if found is None:
        return UNKNOWN
    return AT_RISK if found < facts.conventions.health.high_risk_below else HEALTHY


def _of_report(
    own: Reported, report: ReportFact, rules: Any
) -> dict[str, tuple[float | None, tuple[ReportFact, ...]]]:
    grown, _, growth_rows = reports.growth(own, report)
    months, _, runway_rows = reports.runway(own, report)
    burn = own.burn(report)[0]
    multiple = reports.burn_multiple(own, report)
    left = None if months is None else float(months)
    generates = burn is not None and burn <= 0
    return {
        GROWTH: (_growth(own, report, grown, rules), growth_rows),
        EFFICIENCY: (_efficiency(own, report, multiple, rules), multiple.reports),
        RUNWAY: (BEST if generates else along(left, rules.runway), runway_rows),
    }


def _growth(own: Reported, report: ReportFact, grown: float | None, rules: Any) -> float | None:
    size = report.arr if report.arr is not None else report.revenue_ttm
    limits = own.facts.conventions.thresholds.currency
    target = limits or own.facts.ground.house.reporting_currency
    sized = own.facts.converted(size, own.facts.currency_of(own.code, report), target)
    if grown is None or sized is None:
        return None
    band = next(b for b in rules.growth if b.arr_below is None or sized < b.arr_below)
    return along(grown, band.anchors)


def _efficiency(
    own: Reported, report: ReportFact, multiple: reports.Kpi, rules: Any
) -> float | None:
    """By burn multiple; nothing burnt is the best, burning without adding revenue the worst."""
    year = own.year_burn(report)[0]
    burn = own.burn(report)[0] if year is None else year
    if burn is not None and burn <= 0:
        return BEST
    if isinstance(multiple.value, float):
        return along(multiple.value, rules.efficiency)
    before = own.year_before(report)
    if year is None or before is None or report.arr is None or before.arr is None:
        return None
    return WORST if report.arr <= before.arr else None


def _place(facts: PortfolioFacts, key: FigureKey, code: str, spot: Spot) -> float | None:
    """The percentile of the company's sector, as its answer says."""
    answer = facts.ground.answer(key)
    rows = getattr(answer, "rankings", None) or ([answer.health] if answer.health else [])
    row = next((row for row in rows if row.company == code), None)
    return None if row is None else _market_input(row)


def _market_input(row: Any) -> float | None:
    given: float | None = next(part.input for part in row.components if part.name == MARKET)
    return given


def _parts(found: Score) -> list[Part]:
    return [
        Part(
            name=f"{name}_score",
            words=f"{name.capitalize()}, weight {found.weights[name]:.0%}",
            value=score,
            unit="points",
            key=None,
        )
        for name, score in found.parts.items()
    ]


def ranked(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> str:
    """The company that a line of the rankings is of."""
    return held(facts, members(spot)[0]).code


FIELDS = {
    "composite_score": "composite",
    "coverage": "coverage",
    "low": "low",
    "high": "high",
    **{f"{name}_score": name for name in PARTS},
}
