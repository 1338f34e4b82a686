"""Counts, values and multiples of exits, each from the exits of its quarter or sector."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from services.explain.answers import Recipe, value_of
from services.explain.keys import FigureKey
from services.explain.market_intelligence.facts import MarketFacts, Sale, cents, percentile
from services.explain.market_intelligence.rounds import member
from services.explain.paths import Spot
from services.explain.recipe import Told
from services.explain.results import Value
from services.explain.words import equation

IPO, MA = "ipo", "ma"
Chosen = Callable[[MarketFacts, FigureKey, Spot], list[Sale]]


class Measure(NamedTuple):
    """What is counted again, and of which exits."""

    again: Callable[[Sequence[Sale]], Value]
    of: Callable[[Sale], bool]
    words: str


def figure(chosen: Chosen, measure: Measure) -> Recipe:
    """A number of some exits."""

    def told(facts: MarketFacts, key: FigureKey, spot: Spot) -> Told:
        found = [one for one in chosen(facts, key, spot) if measure.of(one)]
        return Told(
            numbers=equation(f"{measure.words} of {len(found):,} exits", spot.given, spot.unit),
            recomputed=value_of(spot, measure.again(found)),
            uses=facts.of_exits(found, "exit" if measure.again is len else "value"),
        )

    return told


def quarter_now(facts: MarketFacts, key: FigureKey, _spot: Spot) -> list[Sale]:
    """Exits of the current quarter."""
    return facts.exits(key, facts.current(key))


def quarter_then(facts: MarketFacts, key: FigureKey, spot: Spot) -> list[Sale]:
    """Exits of a quarter of the list."""
    return facts.exits(key, member(spot))


def sector(facts: MarketFacts, key: FigureKey, spot: Spot) -> list[Sale]:
    """Exits of a sector over four quarters."""
    found = [one for name in facts.window(key) for one in facts.exits(key, name)]
    return [one for one in found if one.sector == member(spot)]


def _of(type_: str) -> Callable[[Sale], bool]:
    return lambda one: one.row.type == type_


def _valued(type_: str | None = None) -> Callable[[Sale], bool]:
    return lambda one: one.value is not None and type_ in (None, one.row.type)


def _multiplied(one: Sale) -> bool:
    return one.multiple is not None


def _sum(found: Sequence[Sale]) -> Value:
    values = [one.value for one in found if one.value is not None]
    return sum(values, Decimal(0)) if values else None


def _multiple(share: float) -> Callable[[Sequence[Sale]], Value]:
    return lambda found: percentile(
        [one.multiple for one in found if one.multiple is not None], share
    )


def _middle(found: Sequence[Sale]) -> Value:
    return cents(percentile([one.value for one in found if one.value is not None], 0.5))


MEASURES: Mapping[str, Measure] = {
    "ipo_count": Measure(len, _of(IPO), "number"),
    "ma_count": Measure(len, _of(MA), "number"),
    "ipo_value": Measure(_sum, _valued(IPO), "sum"),
    "ma_value": Measure(_sum, _valued(MA), "sum"),
    "value": Measure(_sum, _valued(), "sum"),
    "disclosed": Measure(len, _valued(), "number"),
    "median_exit_multiple": Measure(_multiple(0.5), _multiplied, "median"),
    "multiple_p25": Measure(_multiple(0.25), _multiplied, "lower quartile"),
    "multiple_p75": Measure(_multiple(0.75), _multiplied, "upper quartile"),
    "n_multiple": Measure(len, _multiplied, "number"),
    "median_value": Measure(_middle, _valued(), "median"),
}
OF_QUARTER = tuple(name for name in MEASURES if name != "value")
OF_SECTOR = ("ipo_count", "ma_count", "value", "disclosed", "median_exit_multiple", "n_multiple")


def table(prefix: str, names: Sequence[str], chosen: Chosen) -> dict[str, Recipe]:
    """One recipe per number of a part of an answer."""
    return {f"{prefix}{name}": figure(chosen, MEASURES[name]) for name in names}
