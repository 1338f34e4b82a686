"""Dated cash flows made ready for a rate: calls negative, distributions and values positive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite

import numpy as np
import numpy.typing as npt

Amount = Decimal | float | int
Days = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
# A sum of one day's flows below this share of their size is rounding, not money.
ROUNDING = 8 * float(np.finfo(float).eps)


@dataclass(frozen=True, slots=True)
class Flows:
    """Flows in date order without zeros: `days` as proleptic ordinals, signed `amounts`."""

    days: Days
    amounts: Floats

    def __len__(self) -> int:
        return len(self.days)

    @property
    def has_both_signs(self) -> bool:
        """Whether money went both ways; without it there is no rate."""
        return bool(len(self)) and bool(self.amounts.min() < 0 < self.amounts.max())

    @property
    def span(self) -> int:
        """Days from the first flow to the last, 0 when there is none."""
        return int(self.days[-1] - self.days[0]) if len(self) else 0


def complete(amounts: Sequence[Amount | None]) -> list[float] | None:
    """The amounts as floats, None when one of them is missing or not finite."""
    try:
        known = [float(amount) for amount in amounts if amount is not None]
    except (TypeError, ValueError):
        return None
    return known if len(known) == len(amounts) and all(map(isfinite, known)) else None


def read(dates: Sequence[date], amounts: Sequence[Amount | None]) -> Flows | None:
    """The flows sorted by date, zeros left out; times of day are ignored.

    None when the two lists differ in length or any date or amount is missing or not finite:
    a gap in the data must be seen, never skipped.
    """
    known = complete(amounts)
    if known is None or len(dates) != len(known):
        return None
    try:
        days = np.array([day.toordinal() for day in dates], dtype=np.int64)
    except AttributeError:
        return None
    values = np.array(known, dtype=np.float64)
    kept = values != 0
    days, values = days[kept], values[kept]
    order = np.argsort(days, kind="stable")
    return Flows(days[order], values[order])


def net(flows: Flows) -> Flows:
    """One flow per day: the day's sum, days that cancel left out.

    For rates only. Multiples and PME ratios change when calls and distributions are netted.
    """
    days, amounts = flows.days, flows.amounts
    if len(days) < 2 or bool((np.diff(days) > 0).all()):
        return flows
    starts = np.flatnonzero(np.diff(days, prepend=days[0] - 1))
    sums = np.add.reduceat(amounts, starts)
    sizes = np.add.reduceat(np.abs(amounts), starts)
    kept = np.abs(sums) > ROUNDING * sizes
    return Flows(days[starts][kept], sums[kept])


def sign_changes(amounts: Floats) -> int:
    """How often the sign turns along a series without zeros: the most rates it can have."""
    negative = np.signbit(amounts)
    return int(np.count_nonzero(negative[1:] != negative[:-1]))


def most_rates(amounts: Floats) -> int:
    """A sharper bound on the number of rates than the sign changes, zeros left out beforehand.

    Running totals from the front turn sign at least once per rate above zero, running totals
    from the back once per rate below zero (Descartes' rule on the partial sums; Norstrom 1972
    is its first half). A grand total of zero leaves only the plain bound.
    """
    changes = sign_changes(amounts)
    if changes < 2:
        return changes
    ahead = np.cumsum(amounts)
    if abs(ahead[-1]) <= len(amounts) * ROUNDING * np.abs(amounts).sum():
        return changes
    behind = np.cumsum(amounts[::-1])
    return min(changes, sign_changes(ahead[ahead != 0]) + sign_changes(behind[behind != 0]))
