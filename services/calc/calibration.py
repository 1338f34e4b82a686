"""How well chances that were given agree with what came: Brier score, bins, and the base rate.

Brier (1950): the mean of (chance - outcome)^2, the outcome 1 or 0; 0 is perfect, 0.25 is what
always saying one half gets. The reference says everybody's base rate every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.calc.intervals import Proportion, wilson

BINS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A chance that was given, between 0 and 1, and whether it came."""

    chance: Fraction
    came: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Chances from `low` to below `high` (the last one with it): their mean and what came."""

    low: float
    high: float
    predicted: float | None
    came: Proportion


@dataclass(frozen=True, slots=True)
class Calibration:
    """`skill` = 1 - score / reference: above 0 better than the base rate, None where all came or
    none did. All None without a judgement."""

    score: float | None
    reference: float | None
    skill: float | None
    predicted: float | None
    came: Proportion
    bins: tuple[Bin, ...]


def calibration(judged: Sequence[Judged]) -> Calibration:
    """Raises ValueError for a chance that is none."""
    if any(not 0 <= each.chance <= 1 for each in judged):
        raise ValueError("A chance lies between 0 and 1.")
    number, came = len(judged), sum(each.came for each in judged)
    bins = tuple(_bin(judged, place) for place in range(BINS))
    rate = wilson(came, number)
    if not number:
        return Calibration(None, None, None, None, rate, bins)
    score = sum(((each.chance - each.came) ** 2 for each in judged), Fraction(0)) / number
    base = Fraction(came, number)
    reference = base * (1 - base)
    return Calibration(
        score=float(score),
        reference=float(reference),
        skill=float(1 - score / reference) if reference else None,
        predicted=float(sum((each.chance for each in judged), Fraction(0)) / number),
        came=rate,
        bins=bins,
    )


def _bin(judged: Sequence[Judged], place: int) -> Bin:
    own = [each for each in judged if min(int(each.chance * BINS), BINS - 1) == place]
    mean = sum((each.chance for each in own), Fraction(0)) / len(own) if own else None
    return Bin(
        low=place / BINS,
        high=(place + 1) / BINS,
        predicted=None if mean is None else float(mean),
        came=wilson(sum(each.came for each in own), len(own)),
    )
