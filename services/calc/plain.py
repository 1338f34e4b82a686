"""The same figures by the plainest arithmetic: no library, one number after the other.

Whatever is shown can be checked against these; they are slow and never shown themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import fsum

DAYS_OF_A_YEAR = 365
NARROW, WIDE, STEPS = 1e-9, 1e6, 200
LOWEST = -0.9999999999


def present_value(rate: float, days: Sequence[date], amounts: Sequence[Decimal | float]) -> float:
    """What dated amounts are worth on the first day, act/365: calls negative."""
    first = min(days)
    return fsum(
        float(amount) * (1 + rate) ** (-(day - first).days / DAYS_OF_A_YEAR)
        for day, amount in zip(days, amounts, strict=True)
    )


def rate_near(
    shown: float, days: Sequence[date], amounts: Sequence[Decimal | float]
) -> float | None:
    """The yearly rate next to `shown` at which the amounts are worth nothing, by halving.

    Starts from a narrow bracket around `shown` and widens it until the value changes its sign;
    None where it never does.
    """
    largest = max((abs(float(amount)) for amount in amounts), default=0.0)
    if not largest:
        return None
    scaled = [float(amount) / largest for amount in amounts]
    return _root_near(shown, lambda rate: present_value(rate, days, scaled))


def _root_near(shown: float, of: Callable[[float], float]) -> float | None:
    width = NARROW * max(1.0, abs(shown))
    while width < WIDE:
        low, high = max(shown - width, LOWEST), shown + width
        if of(low) * of(high) <= 0:
            return _halved(low, high, of)
        width *= 8
    return None


def _halved(low: float, high: float, of: Callable[[float], float]) -> float:
    below = of(low)
    for _ in range(STEPS):
        middle = (low + high) / 2
        value = of(middle)
        if value == 0 or middle in (low, high):
            return middle
        low, high, below = (middle, high, value) if below * value > 0 else (low, middle, below)
    return (low + high) / 2


def over_days(rate: float, days: int) -> float:
    """A yearly rate over some days: (1 + r)^(days / 365) - 1."""
    return float((1 + rate) ** (days / DAYS_OF_A_YEAR)) - 1


def yearly(period_return: float, days: int) -> float:
    """The yearly rate of a return over some days."""
    return float((1 + period_return) ** (DAYS_OF_A_YEAR / days)) - 1


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the sorted values lie, linear between two (type 7)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def mean_percentile(values: Sequence[float], value: float) -> float:
    """The share of values below, and half of those equal, in percent."""
    below = sum(1 for other in values if other < value)
    equal = sum(1 for other in values if other == value)
    return (below + equal / 2) / len(values) * 100


def between_points(value: float, points: Sequence[tuple[float, float]]) -> float | None:
    """The percentile of a value between published (percentile, level) points, linear; else None."""
    for percentile, level in reversed(points):
        if level == value:
            return percentile
    for (low_p, low), (high_p, high) in pairwise(points):
        if low < value < high:
            return low_p + (high_p - low_p) * (value - low) / (high - low)
    return None


def carried(amounts: Sequence[Decimal | float], levels: Sequence[float], last: float) -> float:
    """Amounts bought in an index on their days, at its last level."""
    return fsum(float(amount) * last / level for amount, level in zip(amounts, levels, strict=True))


def sold_down(
    paid: Sequence[float], got: Sequence[float], values: Sequence[float], levels: Sequence[float]
) -> tuple[list[float], float]:
    """An index position that sells the share of itself that the fund distributed (mPME).

    What it distributes on each day, and what is left of it on the last.
    """
    held, before = 0.0, levels[0]
    sold: list[float] = []
    for put, back, value, level in zip(paid, got, values, levels, strict=True):
        held = held * level / before + put
        share = back / (back + value) if back + value > 0 else 0.0
        sold.append(share * held)
        held -= sold[-1]
        before = level
    return sold, held
