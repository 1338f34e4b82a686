"""Sharing a sum out in whole cents so that the parts add up to it: the largest remainder first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from math import lcm
from typing import TypeVar

CENT = Decimal("0.01")
K = TypeVar("K", bound=Hashable)


def allocate(
    total: Decimal, weights: Mapping[K, Decimal], *, unit: Decimal = CENT
) -> dict[K, Decimal]:
    """`total` shared by weight in whole units; the parts add up to it exactly.

    Every part is its exact share (total x weight / sum of weights) rounded down or up to a unit:
    what rounding down leaves goes, a unit each, to the largest remainders; of equal ones to the
    heavier, then to the earlier key. A weight of 0 gets 0, a negative total is shared like its
    opposite. A total finer than a unit is rounded to it first, half to even. ValueError where
    there is something to share and the weights add up to nothing.
    """
    whole = in_units(total, unit)
    heavy = dict(zip(weights, in_parts(weights.values()), strict=True))
    weight = sum(heavy.values())
    if not whole:
        return {key: units(0, unit) for key in heavy}
    if not weight:
        raise ValueError("Nothing can be shared by weights that add up to 0.")
    direction = 1 if weight > 0 else -1
    shared = {key: divmod(abs(whole) * own * direction, abs(weight)) for key, own in heavy.items()}
    counts = {key: count for key, (count, _) in shared.items()}
    short = abs(whole) - sum(counts.values())
    # The sort is stable: of equal remainders and weights the earlier key stays ahead.
    ahead = sorted(shared, key=lambda key: (-shared[key][1], -abs(heavy[key])))
    for key in ahead[:short]:
        counts[key] += 1
    sign = 1 if whole > 0 else -1
    return {key: units(sign * count, unit) for key, count in counts.items()}


def in_parts(amounts: Iterable[Decimal]) -> list[int]:
    """Amounts as whole numbers of the largest part of 1 that all of them are multiples of."""
    ratios = [amount.as_integer_ratio() for amount in amounts]
    base = lcm(*(bottom for _, bottom in ratios))
    return [top * (base // bottom) for top, bottom in ratios]


def in_units(amount: Decimal, unit: Decimal) -> int:
    """How many whole units an amount is, half a unit rounded to even."""
    with localcontext(prec=60):
        return int((amount / unit).to_integral_value(ROUND_HALF_EVEN))


def units(count: int, unit: Decimal) -> Decimal:
    """The amount of some units, exactly."""
    with localcontext(prec=60):
        return count * unit
