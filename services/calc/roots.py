"""Every rate at which a series of flows is worth nothing: the numerical core behind the IRR.

Flows are split by sign and each side is valued on its own: PV_in(d) and PV_out(d) with
d = ln(1+r). A rate is where gap(d) = ln PV_in - ln PV_out is zero. Both logarithms are convex and
their slopes are minus the value-weighted mean times, which only fall as d grows; so chords and
tangents bound the gap on a whole interval, and an interval is proven empty, proven to hold at
most one rate, or halved. Nothing depends on the unit of money and nothing can overflow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import expm1, log, log1p

import numpy as np
import numpy.typing as npt

from services.calc.flows import Floats

Mask = npt.NDArray[np.bool_]

LOWEST, HIGHEST = -0.9999999999, 1e6
LEFT, RIGHT = log1p(LOWEST), log(HIGHEST + 1)
CELLS = 48
# Beyond this width in ln(1+r) two rates are one: the gap is flat there to within its rounding.
NARROWEST = 2.0**-22
TOUCHING = 1e-13
SAME = 1e-5
FARTHEST = 2.0**15
NEWTON_STEPS = 8


@dataclass(frozen=True, slots=True)
class Side:
    """The flows of one direction: years from the first flow of all, sizes without sign."""

    years: Floats
    sizes: Floats

    def value_at(self, d: float) -> tuple[float, float]:
        """ln of the present value and its mean time in years, at one d = ln(1+r)."""
        anchor = float(self.years[0] if d >= 0 else self.years[-1])
        weights = np.exp((anchor - self.years) * d) * self.sizes
        total = float(weights.sum())
        return log(total) - d * anchor, float(weights @ self.years) / total

    def value(self, d: Floats) -> tuple[Floats, Floats]:
        """The same for many d at once."""
        anchor = np.where(d >= 0, self.years[0], self.years[-1])
        weights = np.exp(-d[:, None] * (self.years[None, :] - anchor[:, None])) * self.sizes
        total = weights.sum(axis=1)
        return np.log(total) - d * anchor, weights @ self.years / total


@dataclass(frozen=True, slots=True)
class Balance:
    """Money in against money out."""

    inward: Side
    outward: Side

    @classmethod
    def of(cls, years: Floats, amounts: Floats) -> Balance:
        """Split signed amounts, given in order of time, without zeros and with both signs."""
        out = amounts < 0
        largest = np.abs(amounts).max()
        return cls(
            Side(years[~out], amounts[~out] / largest), Side(years[out], -amounts[out] / largest)
        )

    def gap(self, d: float) -> float:
        """ln PV_in - ln PV_out at one d; zero at a rate."""
        return self.gap_and_slope(d)[0]

    def slope(self, d: float) -> float:
        """How fast the gap moves with d: mean time of money out less that of money in."""
        return self.gap_and_slope(d)[1]

    def gap_and_slope(self, d: float) -> tuple[float, float]:
        (inward, time_in), (outward, time_out) = self.inward.value_at(d), self.outward.value_at(d)
        return inward - outward, time_out - time_in


def single(balance: Balance, guess: float | None) -> float | None:
    """The one rate of a series known to have exactly one, from an engine's guess where it is good.

    None when the rate is beyond what a float can hold. The rate may lie outside LOWEST…HIGHEST.
    """
    d = _polished(balance, log1p(guess)) if guess is not None and guess > -1 else None
    if d is None:
        d = _bracketed(balance)
    return None if d is None or d > 700 else expm1(d)


def every(years: Floats, amounts: Floats) -> list[float]:
    """All rates between LOWEST and HIGHEST, ascending. A rate where the value only touches zero
    counts once; rates closer than SAME in ln(1+r) are one."""
    balance = Balance.of(years, amounts)
    return [expm1(d) for d in _distinct(balance, _search(balance))]


def _polished(balance: Balance, d: float) -> float | None:
    """Newton on the gap, which is nearly straight; None when it does not settle at once."""
    for _ in range(NEWTON_STEPS):
        gap, slope = balance.gap_and_slope(d)
        if slope == 0 or abs(gap) > abs(slope):
            return None
        step = gap / slope
        d -= step
        if abs(step) < 1e-9:
            return d
    return None


def _bracketed(balance: Balance) -> float | None:
    """The root between ends of opposite sign, widened until there are such."""
    low, high = -1.0, 1.0
    while (balance.gap(low) < 0) == (balance.gap(high) < 0):
        low, high = 2 * low, 2 * high
        if high > FARTHEST:
            return None
    return _between(balance, low, high)


def _crossing(
    function: Callable[[float], float], low: float, high: float, *, within: float
) -> float:
    """Where a function of opposite signs at both ends is zero (Brent's method)."""
    from scipy.optimize import brentq  # noqa: PLC0415 - 0.7 s that a start can do without

    return float(brentq(function, low, high, xtol=within, rtol=1e-13, maxiter=200))


def _between(balance: Balance, low: float, high: float) -> float:
    root = _crossing(balance.gap, low, high, within=1e-13)
    polished = _polished(balance, root)
    return polished if polished is not None and low <= polished <= high else root


@dataclass(frozen=True, slots=True)
class _Edges:
    """Edges of cells with both sides' values and mean times there."""

    d: Floats
    inward: Floats
    outward: Floats
    time_in: Floats
    time_out: Floats

    @classmethod
    def at(cls, balance: Balance, d: Floats) -> _Edges:
        (inward, time_in), (outward, time_out) = balance.inward.value(d), balance.outward.value(d)
        return cls(d, inward, outward, time_in, time_out)

    def take(self, which: Mask) -> _Edges:
        return _Edges(
            self.d[which],
            self.inward[which],
            self.outward[which],
            self.time_in[which],
            self.time_out[which],
        )

    def joined(self, other: _Edges) -> _Edges:
        return _Edges(
            np.concatenate((self.d, other.d)),
            np.concatenate((self.inward, other.inward)),
            np.concatenate((self.outward, other.outward)),
            np.concatenate((self.time_in, other.time_in)),
            np.concatenate((self.time_out, other.time_out)),
        )

    @property
    def gap(self) -> Floats:
        return np.asarray(self.inward - self.outward)


def _search(balance: Balance) -> list[float]:
    grid = _Edges.at(balance, np.linspace(LEFT, RIGHT, CELLS + 1))
    inner = np.arange(CELLS + 1)
    left, right = grid.take(inner < CELLS), grid.take(inner > 0)
    found: list[float] = []
    while left.d.size:
        straight = _is_straight(left, right)
        crossing = straight & ((left.gap < 0) != (right.gap < 0))
        found += _crossings(balance, left.take(crossing), right.take(crossing))
        open_ = ~straight & ~_is_empty(left, right)
        if not open_.any():
            break
        left, right = left.take(open_), right.take(open_)
        narrow = right.d - left.d < NARROWEST
        found += _narrow_roots(balance, left.take(narrow), right.take(narrow))
        left, right = left.take(~narrow), right.take(~narrow)
        middle = _Edges.at(balance, (left.d + right.d) / 2)
        left, right = left.joined(middle), middle.joined(right)
    return sorted(found)


def _crossings(balance: Balance, left: _Edges, right: _Edges) -> list[float]:
    """The one rate of each cell: Newton from where the chord of the gap is zero, else Brent."""
    chords = left.d + (right.d - left.d) * left.gap / (left.gap - right.gap)
    rates = []
    for low, high, chord in zip(left.d.tolist(), right.d.tolist(), chords.tolist(), strict=True):
        direct = _polished(balance, chord)
        inside = direct is not None and low <= direct <= high
        rates.append(direct if direct is not None and inside else _between(balance, low, high))
    return rates


def _is_straight(left: _Edges, right: _Edges) -> Mask:
    """Cells in which the gap only rises or only falls, from the bounds of the mean times."""
    lowest = right.time_out - left.time_in
    highest = left.time_out - right.time_in
    return np.asarray((lowest > 0) | (highest < 0))


def _is_empty(left: _Edges, right: _Edges) -> Mask:
    """Cells in which the larger side's tangents stay above the smaller side's chord."""
    into = _least_lead(
        left.d,
        right.d,
        (left.inward, right.inward),
        (left.time_in, right.time_in),
        (left.outward, right.outward),
    )
    out = _least_lead(
        left.d,
        right.d,
        (left.outward, right.outward),
        (left.time_out, right.time_out),
        (left.inward, right.inward),
    )
    return np.asarray((into > TOUCHING) | (out > TOUCHING))


def _least_lead(
    low: Floats,
    high: Floats,
    leader: tuple[Floats, Floats],
    times: tuple[Floats, Floats],
    other: tuple[Floats, Floats],
) -> Floats:
    """A lower bound on leader - other over each cell: at its ends and where the tangents meet."""
    width = high - low
    bend = times[0] - times[1]
    rise = leader[1] - leader[0]
    # tangents of a side with a single flow coincide and meet anywhere
    meeting = np.divide(-(rise + times[1] * width), bend, out=width / 2, where=bend > 0)
    meeting = np.minimum(np.maximum(meeting, 0.0), width)
    tangent = leader[0] - times[0] * meeting
    chord = other[0] + (other[1] - other[0]) * meeting / width
    ends = np.minimum(leader[0] - other[0], leader[1] - other[1])
    return np.asarray(np.minimum(ends, tangent - chord))


def _narrow_roots(balance: Balance, left: _Edges, right: _Edges) -> list[float]:
    """Rates in cells too narrow to halve: where the gap turns within its own rounding of zero."""
    roots = []
    for low, high in zip(left.d, right.d, strict=True):
        turn = float(low + high) / 2
        if balance.slope(float(low)) * balance.slope(float(high)) < 0:
            turn = _crossing(balance.slope, float(low), float(high), within=1e-15)
        crosses = (balance.gap(float(low)) < 0) != (balance.gap(float(high)) < 0)
        if crosses or abs(balance.gap(turn)) <= TOUCHING:
            roots.append(turn)
    return roots


def _distinct(balance: Balance, found: list[float]) -> list[float]:
    """One root of each cluster: the one at which the gap is smallest."""
    clusters: list[list[float]] = []
    for d in found:
        if clusters and d - clusters[-1][-1] < SAME:
            clusters[-1].append(d)
        else:
            clusters.append([d])
    return [
        cluster[0] if len(cluster) == 1 else min(cluster, key=lambda d: abs(balance.gap(d)))
        for cluster in clusters
    ]
