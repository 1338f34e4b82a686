"""A company's health as one number of 0 to 100: parts scored through anchors, weighted, bounded.

What is missing is left out and its weight spread over the rest: never 0, never 50. How much was
known is the coverage, and the bounds say where the whole score could lie.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.calc.flows import Amount
from services.calc.multiples import exact

FULL, NOTHING = Decimal(100), Decimal(0)
Anchors = Sequence[tuple[Amount, Amount]]


@dataclass(frozen=True, slots=True)
class Composite:
    """`score` of the known parts, None when none is known. `coverage` is their share of the weight.

    `low` and `high` are the scores if every missing part were 0 or 100.
    """

    score: float | None
    coverage: float
    low: float
    high: float


def interpolated(value: Amount | None, anchors: Anchors) -> float | None:
    """The score of a value between (value, score) anchors, straight from one to the next.

    Beyond the first and the last anchor their scores hold. None for an unknown value.
    """
    given = exact(value)
    if given is None:
        return None
    points = [(Decimal(str(at)), Decimal(str(score))) for at, score in anchors]
    place = bisect_right([at for at, _ in points], given)
    if place in (0, len(points)):
        return float(points[max(place - 1, 0)][1])
    (left, below), (right, above) = points[place - 1], points[place]
    return float(below + (above - below) * (given - left) / (right - left))


def composite(scores: Mapping[str, Amount | None], weights: Mapping[str, Amount]) -> Composite:
    """Sum of weight x score over the sum of the weights of the known scores.

    Weights need not add up to one. A part without a weight does not count.
    """
    weighed = {name: Decimal(str(weight)) for name, weight in weights.items()}
    known = {name: score for name in weighed if (score := exact(scores.get(name))) is not None}
    whole = sum(weighed.values(), NOTHING)
    present = sum((weighed[name] for name in known), NOTHING)
    if whole <= 0 or present <= 0:
        return Composite(None, 0.0, 0.0, 100.0)
    summed = sum((weighed[name] * score for name, score in known.items()), NOTHING)
    coverage, low = present / whole, summed / whole
    return Composite(
        score=float(summed / present),
        coverage=float(coverage),
        low=float(low),
        high=float(low + FULL * (1 - coverage)),
    )


def percentile_among(value: Amount | None, others: Sequence[Amount | None]) -> float | None:
    """The share of the others that a value lies above, ties by half, as 0 to 100.

    The best of all is 100 and the worst 0. Unknown others are left out; None without any.
    """
    given = exact(value)
    known = [amount for amount in map(exact, others) if amount is not None]
    if given is None or not known:
        return None
    below = sum(1 for other in known if other < given)
    equal = sum(1 for other in known if other == given)
    return float(FULL * (below + Decimal(equal) / 2) / len(known))
