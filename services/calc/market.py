"""What rounds and exits say together: spreads, growth, step-ups, and subsectors that stand out.

Amounts come as numbers of one currency. Nothing is suppressed here: few values give a median too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.calc.benchmark import quartiles
from services.calc.flows import Amount

DAYS_A_MONTH, DAYS_A_YEAR = 365.25 / 12, 365.25
NOTABLE = 5  # deals from which a subsector's growth says something
EMERGING_TIMES = 2  # at least doubled, from next to nothing
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and quartiles (type 7, linear between order statistics) of `n` values; or None."""

    n: int
    p25: float | None = None
    median: float | None = None
    p75: float | None = None


class Counted(NamedTuple):
    """A subsector in two quarters, one after the other: deals, and what the later ones raised."""

    name: str
    deals: int
    before: int
    funding: Amount | None


def spread(values: Sequence[float]) -> Spread:
    """The spread of known values, in their unit."""
    found = quartiles(values) if values else None
    return Spread(0) if found is None else Spread(len(values), *found)


def growth(now: Amount | None, before: Amount | None) -> float | None:
    """now / before - 1 as a fraction; None where either is unknown or the base is not above 0."""
    if now is None or before is None or before <= 0:
        return None
    return float(now) / float(before) - 1


def share(part: Amount | None, whole: Amount | None) -> float | None:
    """part / whole as a fraction; None where either is unknown or the whole is not above 0."""
    if part is None or whole is None or whole <= 0:
        return None
    return float(part) / float(whole)


def ratio(one: Amount | None, other: Amount | None) -> float | None:
    """one / other; None where either is unknown or not above 0."""
    if one is None or other is None or one <= 0 or other <= 0:
        return None
    return float(one) / float(other)


def ratios(ones: Iterable[Amount | None], others: Iterable[Amount | None]) -> list[float]:
    """one / other of each pair that has both, above 0: step-ups, multiples."""
    pairs = (ratio(one, other) for one, other in zip(ones, others, strict=True))
    return [found for found in pairs if found is not None]


def down_rounds(steps: Iterable[float]) -> int:
    """How many rounds were priced below the post-money before them: a step under 1."""
    return sum(step < 1 for step in steps)


def months(days: Iterable[float]) -> list[float]:
    """Days as months of 30.44 days."""
    return [count / DAYS_A_MONTH for count in days]


def years_between(first: date | None, last: date) -> float | None:
    """Years of 365.25 days from one day to a later one; None when the first is unknown or later."""
    if first is None or first > last:
        return None
    return (last - first).days / DAYS_A_YEAR


def hot(subsectors: Iterable[Counted]) -> list[Counted]:
    """Subsectors with five deals or more, and more than in the quarter before; most deals first."""
    found = [one for one in subsectors if one.deals >= NOTABLE and one.deals > one.before]
    return _ranked(found)


def emerging(subsectors: Iterable[Counted]) -> list[Counted]:
    """Subsectors below five deals a quarter ago that at least doubled, to two deals or more."""
    found = [
        one
        for one in subsectors
        if one.before < NOTABLE and one.deals >= EMERGING_TIMES * max(one.before, 1)
    ]
    return _ranked(found)


def _ranked(found: list[Counted]) -> list[Counted]:
    return sorted(found, key=lambda one: (-one.deals, one.before, one.name))[:MOST_NAMED]


def main_word(counts: Mapping[str, int]) -> str | None:
    """The word counted most often, the first by name among equals; None of none."""
    return min(counts, key=lambda word: (-counts[word], word), default=None)


def post_money(*, paid: Amount | None, ownership: Amount | None) -> float | None:
    """The value of a company after a round, implied by what a share of it cost.

    `ownership` is the fraction bought. None where either is unknown or not above 0.
    """
    if ownership is not None and ownership > 1:
        return None
    return ratio(paid, ownership)
