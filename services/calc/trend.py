"""The IRR of many funds at many month-ends at once, with each month's NAV as the closing flow.

Around one rate per fund the flows are summed once into moments, sum of a*v*t^k/k!, per month;
every month's equation is then a short polynomial, whatever the number of flows. A month whose
polynomial is not accurate enough, or whose rate is not proven to be the only one, is solved alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import factorial

import numpy as np
import numpy.typing as npt

from services.calc.flows import Days, Floats, Flows
from services.calc.irr import solve_flows

# Terms of the polynomial and Newton steps to its centre: the nearer the centre, the fewer terms.
MANY_MONTHS, ONE_MONTH = (22, 2), (8, 3)
NEWTON_STEPS = 24
SETTLED = 1e-13
ACCURATE = 1e-11
CANCELS = 1e-12
# Flows handled together: few enough that a pass over them stays in the processor's cache.
CHUNK = 1 << 15
WIDEST_START = 2.5
Mask = npt.NDArray[np.bool_]


def irr_trend(
    fund_offsets: npt.ArrayLike,
    days: npt.ArrayLike,
    amounts: npt.ArrayLike,
    month_ends: npt.ArrayLike,
    navs: npt.ArrayLike,
) -> Floats:
    """Raw yearly rates (act/365F fractions), one row per fund, one column per month-end.

    Flows of fund i are `fund_offsets[i]` to `fund_offsets[i+1]` of `days` (proleptic ordinals,
    ascending within a fund) and `amounts` (signed: calls negative). `month_ends` are ascending
    ordinals; `navs[i, m]` closes fund i at month m, 0 for worthless, nan for unknown. nan in the
    answer means there is no single rate: no flow or no NAV yet, money one way only, no root or
    several; `irr.performance` says which. Periods under a year are annualised all the same.
    """
    offsets = np.asarray(fund_offsets, dtype=np.int64)
    all_days, all_amounts = np.asarray(days, dtype=np.int64), np.asarray(amounts, dtype=np.float64)
    ends, values = np.asarray(month_ends, dtype=np.int64), np.asarray(navs, dtype=np.float64)
    rates = np.full((len(offsets) - 1, len(ends)), np.nan)
    if values.shape != rates.shape:
        raise ValueError("navs needs one row per fund and one column per month-end")
    if not rates.size:
        return rates
    first = 0
    while first < len(rates):
        last = int(np.searchsorted(offsets, offsets[first] + CHUNK, side="right")) - 1
        last = min(max(last, first + 1), len(rates))
        flows = slice(int(offsets[first]), int(offsets[last]))
        batch = _Batch.of(
            offsets[first : last + 1] - offsets[first], all_days[flows], all_amounts[flows], ends
        )
        rates[first:last] = _rates(batch, values[first:last])
        first = last
    return rates


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some funds' flows. `until[i, m]` is the end of fund i's flows up to month-end m.

    `starts` cuts every fund at its month-ends (and once more after the last), `held` marks the
    pieces that hold a flow. Years run from each fund's first flow.
    """

    offsets: Days
    days: Days
    amounts: Floats
    month_ends: Days
    until: Days
    starts: Days
    held: Mask
    years: Floats
    closing_years: Floats

    @classmethod
    def of(cls, offsets: Days, days: Days, amounts: Floats, month_ends: Days) -> _Batch:
        until = np.empty((len(offsets) - 1, len(month_ends)), dtype=np.int64)
        for fund, (start, end) in enumerate(pairwise(offsets)):
            until[fund] = start + np.searchsorted(days[start:end], month_ends, side="right")
        starts = np.hstack((offsets[:-1, None], until))
        held = np.hstack((until, offsets[1:, None])) > starts
        counts = np.diff(offsets)
        firsts = np.repeat(month_ends[:1], len(counts))
        firsts[counts > 0] = days[offsets[:-1][counts > 0]]
        years = (days - np.repeat(firsts, counts)) / 365.0
        closing = (month_ends[None, :] - firsts[:, None]) / 365.0
        return cls(offsets, days, amounts, month_ends, until, starts, held, years, closing)

    def sums(self, values: Floats) -> Floats:
        """Sums of `values` over each fund's flows up to each month-end."""
        pieces = np.zeros(self.starts.shape)
        if self.held.any():
            pieces[self.held] = np.add.reduceat(values, self.starts[self.held])
        return np.asarray(np.cumsum(pieces[:, :-1], axis=1))

    def highest(self, values: Floats) -> Floats:
        """The largest of zero and `values` over each fund's flows up to each month-end."""
        pieces = np.zeros(self.starts.shape)
        if self.held.any():
            pieces[self.held] = np.maximum.reduceat(values, self.starts[self.held])
        return np.asarray(np.maximum.accumulate(np.maximum(pieces[:, :-1], 0), axis=1))

    def single(self, fund: int, month: int, nav: float) -> float:
        """One month on its own, with the full search for rates; nan without a single one."""
        flows = slice(int(self.offsets[fund]), int(self.until[fund, month]))
        days = np.append(self.days[flows], self.month_ends[month])
        amounts = np.append(self.amounts[flows], nav)
        kept = amounts != 0
        rate = solve_flows(Flows(days[kept], amounts[kept])).irr
        return np.nan if rate is None else rate


def _rates(batch: _Batch, navs: Floats) -> Floats:
    with np.errstate(all="ignore"):  # a side without money divides by zero: such months go alone
        terms, approach = ONE_MONTH if navs.shape[1] == 1 else MANY_MONTHS
        anchors = _anchors(batch, navs, approach)
        steps, accurate = _steps(batch, navs, anchors, terms)
        rates = np.expm1(anchors[:, None] + steps)
    rates[~(accurate & _proven(batch, navs))] = np.nan
    for fund, month in np.argwhere(np.isnan(rates) & np.isfinite(navs)):
        if batch.until[fund, month] > batch.offsets[fund]:
            rates[fund, month] = batch.single(int(fund), int(month), float(navs[fund, month]))
    return rates


def _anchors(batch: _Batch, navs: Floats, approach: int) -> Floats:
    """ln(1+r) near each fund's last rate: Newton steps on ln PV_in - ln PV_out from zero."""
    closing = np.nan_to_num(navs[:, -1:])
    d = np.zeros(len(navs))
    counts = np.diff(batch.offsets)
    inward, outward = np.maximum(batch.amounts, 0), np.maximum(-batch.amounts, 0)
    for _ in range(approach):
        growth = np.exp(-np.repeat(d, counts) * batch.years) if d.any() else 1.0
        end = batch.closing_years[:, -1:]
        value = closing * np.exp(-d[:, None] * end)
        sides = []
        for side, left in ((inward * growth, value), (outward * growth, 0 * value)):
            worth = batch.sums(side)[:, -1:] + left
            sides.append((worth, (batch.sums(side * batch.years)[:, -1:] + left * end) / worth))
        (gain, late), (cost, early) = sides
        d = d + np.ravel(np.log(gain / cost) / (late - early))
        d = np.clip(np.nan_to_num(d, posinf=0.0, neginf=0.0), -WIDEST_START, WIDEST_START)
    return d


def _steps(batch: _Batch, navs: Floats, anchors: Floats, terms: int) -> tuple[Floats, Mask]:
    """How far each month's ln(1+r) lies from its fund's anchor, and where that is accurate."""
    moments, size = _moments(batch, anchors, terms)
    ends = batch.closing_years
    closing = navs * np.exp(-anchors[:, None] * ends)
    step = np.zeros_like(navs)
    change = slope = step
    for _ in range(NEWTON_STEPS):
        worth, slope = _polynomial(moments, step)
        left = closing * np.exp(-step * ends)
        slope = slope - ends * left
        change = (worth + left) / slope
        step = step - np.clip(change, -1 / ends, 1 / ends)
        if np.nanmax(np.abs(change), initial=0.0) < SETTLED:
            break
    reach = np.abs(step) * ends
    left_out = size * np.exp(reach) * reach**terms / factorial(terms)
    accurate = (np.abs(change) < SETTLED * 100) & (left_out < ACCURATE * np.abs(slope))
    return step, np.asarray(accurate)


def _moments(batch: _Batch, anchors: Floats, terms: int) -> tuple[Floats, Floats]:
    """Per fund and month: sums of a*exp(-anchor*t)*t^k/k! for each k, and the sum of sizes."""
    weights = batch.amounts * np.exp(-np.repeat(anchors, np.diff(batch.offsets)) * batch.years)
    size = batch.sums(np.abs(weights))
    moments = np.empty((terms, *batch.until.shape))
    for order in range(terms):
        moments[order] = batch.sums(weights)
        weights *= batch.years / (order + 1)
    return moments, size


def _polynomial(moments: Floats, step: Floats) -> tuple[Floats, Floats]:
    """Value and slope of sum of moments[k] * (-step)^k, by Horner's rule."""
    value = moments[-1].copy()
    slope = np.zeros_like(value)
    for moment in moments[-2::-1]:
        slope = value - step * slope
        value = moment - step * value
    return value, -slope


def _proven(batch: _Batch, navs: Floats) -> Mask:
    """Months whose partial sums prove that there is at most one rate (`flows.most_rates`)."""
    counts = np.diff(batch.offsets)
    before = np.concatenate(([0.0], np.cumsum(batch.amounts)))
    running = before[1:] - np.repeat(before[batch.offsets[:-1]], counts)
    negative = np.signbit(running)
    turned = np.append(False, negative[1:] != negative[:-1])[: len(running)]
    turned[batch.offsets[:-1][counts > 0]] = False
    so_far = batch.sums(batch.amounts)
    final = so_far + navs
    ahead = batch.sums(turned.astype(np.float64)) + (np.signbit(final) != np.signbit(so_far))
    behind = np.zeros_like(final)
    low = final <= batch.highest(running)
    for fund in np.flatnonzero((low & (ahead < 2)).any(axis=1)):
        months = np.flatnonzero(low[fund])
        path = running[batch.offsets[fund] : batch.until[fund, -1]]
        held = batch.until[fund, months] - batch.offsets[fund]
        behind[fund, months] = _turns_behind(path, held, final[fund, months])
    clear = np.abs(final) > CANCELS * (batch.sums(np.abs(batch.amounts)) + np.abs(navs))
    started = batch.until > batch.offsets[:-1, None]
    return np.asarray(started & clear & (ahead + behind == 1))


def _turns_behind(path: Floats, held: Days, final: Floats) -> Days:
    """Sign changes of the partial sums counted from the back, for each month's total."""
    below = final[:, None] < np.concatenate(([0.0], path))[None, :]
    turns = below[:, 1:] != below[:, :-1]
    return np.asarray(np.count_nonzero(turns & (np.arange(len(path)) < held[:, None]), axis=1))
