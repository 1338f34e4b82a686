"""How much of a portfolio hangs on few positions: top weights, Herfindahl index, its inverse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TypeVar

from services.calc.flows import Amount
from services.calc.multiples import exact

POINTS = 10_000  # a sole position, as competition authorities count
Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Concentration:
    """`hhi` 0-1, the sum of squared weights, and the same in points; `effective_number` = 1 / hhi.

    `normalised` is 0 for equal positions and 1 for a sole one among many; None for fewer than two.
    `top_*` are shares of the largest. All None without a position above zero.
    """

    positions: int
    hhi: float | None = None
    hhi_points: float | None = None
    effective_number: float | None = None
    normalised: float | None = None
    top_1: float | None = None
    top_3: float | None = None
    top_5: float | None = None


def shares(amounts: Iterable[Amount | None]) -> list[float] | None:
    """Each amount's part of their sum, in order.

    None when one is unknown or below zero, or when they add up to nothing.
    """
    exactly = _shares(amounts)
    return None if exactly is None else [float(share) for share in exactly]


def concentration(amounts: Sequence[Amount | None]) -> Concentration:
    """How a sum is spread over positions; those of nothing count among them without weight."""
    exactly = _shares(amounts)
    if exactly is None:
        return Concentration(len(amounts))
    ordered = sorted(exactly, reverse=True)
    hhi = sum((share * share for share in ordered), Decimal(0))
    even = Decimal(1) / len(ordered)
    return Concentration(
        positions=len(ordered),
        hhi=float(hhi),
        hhi_points=float(hhi * POINTS),
        effective_number=float(1 / hhi),
        normalised=None if len(ordered) < 2 else float((hhi - even) / (1 - even)),
        top_1=_top(ordered, 1),
        top_3=_top(ordered, 3),
        top_5=_top(ordered, 5),
    )


def running(weights: Sequence[float] | None) -> list[float] | None:
    """What shares add up to, one after the other, ending with 1; None where there are none."""
    if not weights:
        return None
    return [min(float(part), 1.0) for part in accumulate(exact(w) or Decimal(0) for w in weights)]


def lorenz(amounts: Iterable[Amount | None]) -> tuple[tuple[float, float], ...]:
    """Points (share of positions, share of their sum) from the smallest up, from (0, 0) to (1, 1).

    Empty where there are no shares.
    """
    exactly = _shares(amounts)
    if exactly is None:
        return ()
    points, below = [(0.0, 0.0)], Decimal(0)
    for place, share in enumerate(sorted(exactly), start=1):
        below += share
        points.append((place / len(exactly), float(below)))
    points[-1] = (1.0, 1.0)  # shares of a third do not add up to the last digit
    return tuple(points)


def shares_by_group(
    positions: Iterable[tuple[Group, Amount | None]],
) -> dict[Group, float] | None:
    """Each group's part of the sum of all positions, in the order in which groups appear.

    A group without any amount has a share of 0. None as for `shares`.
    """
    held = list(positions)
    exactly = _shares(amount for _, amount in held)
    if exactly is None:
        return None
    found: dict[Group, Decimal] = defaultdict(Decimal)
    for (group, _), share in zip(held, exactly, strict=True):
        found[group] += share
    return {group: float(share) for group, share in found.items()}


def _shares(amounts: Iterable[Amount | None]) -> list[Decimal] | None:
    known: list[Decimal] = []
    for amount in amounts:
        value = exact(amount)
        if value is None or value < 0:
            return None
        known.append(value)
    whole = sum(known, Decimal(0))
    return [value / whole for value in known] if whole > 0 else None


def _top(ordered: Sequence[Decimal], most: int) -> float:
    return float(sum(ordered[:most], Decimal(0)))
