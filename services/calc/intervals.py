"""How sure a rate counted from a few cases is: Wilson intervals, and ranks only where they part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite, sqrt
from statistics import NormalDist
from typing import TypeVar

CONFIDENCE = 0.95

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """`successes` of `trials`: the rate and its interval, as fractions.

    Without trials everything is None. A rate above 1 (events of a period that belong to cases of
    another) is no proportion and has no interval.
    """

    rate: float | None
    low: float | None
    high: float | None
    successes: float
    trials: float


def wilson(successes: float, trials: float, *, confidence: float = CONFIDENCE) -> Proportion:
    """The Wilson score interval without continuity correction (Wilson 1927).

    Shared credit may make the counts fractions. Raises ValueError for counts below 0, and for a
    confidence that does not lie between 0 and 1.
    """
    if not (successes >= 0 and trials >= 0 and isfinite(successes) and isfinite(trials)):
        raise ValueError(f"{successes} of {trials} is no count of cases.")
    z = _quantile(confidence)
    if trials == 0:
        return Proportion(rate=None, low=None, high=None, successes=successes, trials=trials)
    rate = successes / trials
    if rate > 1:
        return Proportion(rate=rate, low=None, high=None, successes=successes, trials=trials)
    share = z * z / trials
    middle = (rate + share / 2) / (1 + share)
    reach = z * sqrt(rate * (1 - rate) / trials + share / (4 * trials)) / (1 + share)
    return Proportion(
        rate=rate,
        low=0.0 if successes == 0 else max(0.0, middle - reach),
        high=1.0 if successes == trials else min(1.0, middle + reach),
        successes=successes,
        trials=trials,
    )


def overlap(one: Proportion, other: Proportion) -> bool | None:
    """Whether two intervals share a value; None where one of them is not known."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return None
    return one.low <= other.high and other.low <= one.high


def extremes_overlap(found: Mapping[Name, Proportion]) -> bool | None:
    """Whether the intervals of the highest and of the lowest rate share a value.

    None while there are fewer than two rates.
    """
    known = [each for each in found.values() if each.low is not None]
    if len(known) < 2:
        return None
    ordered = sorted(known, key=lambda each: each.rate or 0.0)
    return overlap(ordered[-1], ordered[0])


def ranks(found: Mapping[Name, Proportion]) -> dict[Name, int | None]:
    """1 for the best, given only where an interval lies apart from every other one; else None."""
    known = {name: each for name, each in found.items() if each.low is not None}
    placed: dict[Name, int | None] = dict.fromkeys(found)
    for name, own in known.items():
        others = [other for key, other in known.items() if key != name]
        if others and not any(overlap(own, other) for other in others):
            placed[name] = 1 + sum((other.rate or 0.0) > (own.rate or 0.0) for other in others)
    return placed


@cache
def _quantile(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence} does not lie between 0 and 1.")
    return NormalDist().inv_cdf((1 + confidence) / 2)
