"""How many days deals took, from the two rows that each deal's days lie between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.calc.quarters import first_day, last_day
from services.explain.answers import Recipe, value_of
from services.explain.deal_flow.counts import COHORT, STEPS, last_word, member
from services.explain.deal_flow.facts import DealFacts, Way, before, middle
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.recipe import Told
from services.explain.results import Value
from services.explain.words import equation

TOTAL, CLOSED_COHORT = "total", "closed_cohort"
SPANS: Mapping[str, tuple[str, str]] = {
    **{step: pair for step, pair in STEPS.items() if step != "overall"},
    TOTAL: ("sourced", "closed"),
}
Days = Sequence[int]
STATISTICS: Mapping[str, Callable[[Days], Value]] = {
    "n": len,
    "mean": lambda days: sum(days) / len(days) if days else None,
    "median": lambda days: middle(days, 0.5),
    "p25": lambda days: middle(days, 0.25),
    "p75": lambda days: middle(days, 0.75),
    "p90": lambda days: middle(days, 0.9),
    "least": lambda days: min(days, default=None),
    "most": lambda days: max(days, default=None),
}


class Took(NamedTuple):
    """The deals that a duration is of, and the step."""

    ways: list[Way]
    step: str

    @property
    def days(self) -> list[int]:
        return [days for way in self.ways if (days := way.days(*SPANS[self.step])) is not None]


def duration(took: Callable[[DealFacts, FigureKey, Spot], Took], statistic: str) -> Recipe:
    """A mean, a percentile or the number of the days that some deals took."""

    def told(facts: DealFacts, key: FigureKey, spot: Spot) -> Told:
        found = took(facts, key, spot)
        days = found.days
        words = f"{statistic} of {len(days):,} deals"
        if statistic == "mean" and days:
            words = f"{sum(days):,} days / {len(days):,} deals"
        return Told(
            numbers=equation(words, spot.given, spot.unit),
            recomputed=value_of(spot, STATISTICS[statistic](days)),
            uses=facts.spans(found.ways, *SPANS[found.step]),
            day_count="calendar days, the first not counted",
        )

    return told


def cohort(facts: DealFacts, key: FigureKey) -> list[Way]:
    """The closed deals that durations are of: closed in the window, or sourced in it."""
    start, end = facts.window(key)
    if counting_of(facts, key) == COHORT:
        return [way for way in facts.sourced_in(start, end) if way.ever("closed")]
    return [
        way
        for way in facts.ways
        if (closed := way.reached("closed")) is not None and start <= closed <= end
    ]


def counting_of(facts: DealFacts, key: FigureKey) -> str:
    """Whether the answer counts what happened in the window, or follows what was sourced in it."""
    counting: str = facts.ground.answer(key).counting
    return counting


def complete(ways: Sequence[Way]) -> list[Way]:
    """Those that have every stage's day, so that the steps add up to the total."""
    return [way for way in ways if all(way.days(*pair) is not None for pair in SPANS.values())]


def whole_way(facts: DealFacts, key: FigureKey, _spot: Spot) -> Took:
    """The complete deals from first sight to closing; all of them where none is complete."""
    closed = cohort(facts, key)
    own = complete(closed) or [way for way in closed if way.days(*SPANS[TOTAL]) is not None]
    return Took(own, TOTAL)


def one_step(facts: DealFacts, key: FigureKey, spot: Spot) -> Took:
    """The complete deals on one step."""
    return Took(complete(cohort(facts, key)), last_word(spot))


def all_steps(facts: DealFacts, key: FigureKey, _spot: Spot) -> Took:
    """The complete deals on the whole way."""
    return Took(complete(cohort(facts, key)), TOTAL)


def listed(facts: DealFacts, key: FigureKey, spot: Spot) -> Took:
    """The deals of one line: the complete ones, or all that ended the step in the window."""
    step, _, of = member(spot).partition(".")
    if of == CLOSED_COHORT:
        return Took(complete(cohort(facts, key)), step)
    start, end = facts.window(key)
    if counting_of(facts, key) == COHORT:
        chosen = facts.sourced_in(start, end)
    else:
        after = SPANS[step][1]
        days = ((way, way.stood(after)) for way in facts.ways)
        chosen = [way for way, day in days if day is not None and start <= day <= end]
    return Took([way for way in chosen if way.days(*SPANS[step]) is not None], step)


def closed_in_window(facts: DealFacts, key: FigureKey, _spot: Spot) -> Took:
    """The deals that closed in the window, whichever way the answer counts."""
    return _closed(facts, facts.window(key))


def closed_before(facts: DealFacts, key: FigureKey, _spot: Spot) -> Took:
    """The deals that closed in the window before."""
    return _closed(facts, before(*facts.window(key)))


def of_quarter(facts: DealFacts, _key: FigureKey, spot: Spot) -> Took:
    """The deals that closed in one quarter of the trend."""
    return _closed(facts, (first_day(member(spot)), last_day(member(spot))))


def _closed(facts: DealFacts, days: tuple[date, date]) -> Took:
    return Took(
        [
            way
            for way in facts.ways
            if (closed := way.reached("closed")) is not None
            and days[0] <= closed <= days[1]
            and way.days(*SPANS[TOTAL]) is not None
        ],
        TOTAL,
    )
