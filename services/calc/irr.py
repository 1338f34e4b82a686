"""The internal rate of return: which single rate, if any, makes a series of flows worth nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import expm1, isfinite, log1p

import numpy as np
import pyxirr

from services.calc import dates as calendar
from services.calc import roots
from services.calc.dates import ACT_365F
from services.calc.flows import Amount, Floats, Flows, complete, most_rates, net, read

UNIQUE, MULTIPLE, NONE = "unique", "multiple", "none"
TOTAL_LOSS, ZERO_DURATION, SHORT_PERIOD = "total_loss", "zero_duration", "short_period"
NO_SIGN_CHANGE, NO_FLOWS, INVALID_INPUT = "no_sign_change", "no_flows", "invalid_input"
DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Solution:
    """The raw root of a series. Rates are yearly fractions, 0.1 = 10 %.

    `irr` is None unless there is exactly one rate; `roots` lists all there are, ascending, so
    `multiple` never picks one. `status`: unique; multiple (several rates); none (no rate);
    no_flows (nothing, or nothing left once each day is netted); no_sign_change (money went one
    way only); zero_duration (all on one day); invalid_input (a date or amount is missing).
    """

    status: str
    irr: float | None = None
    roots: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Performance:
    """What may be shown of a rate of return.

    `irr` is the yearly fraction that may be shown, None where `status` is not unique or
    total_loss. Under a year `status` is short_period: `irr` is None, `period_return` is the
    return over the `days` actually passed (GIPS 2020 2.A.12: not annualised) and
    `irr_annualised` is what was left unsaid. `days` runs from the first flow to the last, the
    closing value included; None when there is no flow.
    """

    status: str
    irr: float | None = None
    irr_annualised: float | None = None
    period_return: float | None = None
    roots: tuple[float, ...] = ()
    days: int | None = None

    @property
    def display(self) -> str | None:
        """Which figure to show: irr, period_return, or None when neither may be."""
        if self.status == SHORT_PERIOD:
            return "period_return"
        return None if self.irr is None else "irr"


def solve(
    dates: Sequence[date], amounts: Sequence[Amount | None], *, day_count: str = ACT_365F
) -> Solution:
    """The raw rate of dated flows: sum of amount / (1+r)^years = 0, calls negative.

    Years count from the earliest flow; order of rows, unit of money and a common change of sign
    do not matter. All rates between -0.9999999999 and 1e6 are found; a series that can have only
    one is solved beyond them too. ValueError for an unknown day count.
    """
    flows = read(dates, amounts)
    return Solution(INVALID_INPUT) if flows is None else solve_flows(flows, day_count)


def solve_flows(raw: Flows, day_count: str = ACT_365F) -> Solution:
    """`solve` for flows already read: by date, without zeros, days as proleptic ordinals."""
    reason = _without_rate(raw)
    if reason is not None:
        return Solution(reason)
    flows = net(raw)
    if not flows.has_both_signs:
        return Solution(NO_SIGN_CHANGE if len(flows) else NO_FLOWS)
    years = calendar.years_since(int(flows.days[0]), flows.days, day_count)
    return _rates(*_merged(years, flows.amounts), lambda: _dated_guess(flows, day_count))


def performance(
    dates: Sequence[date],
    amounts: Sequence[Amount | None],
    *,
    nav: Amount | None = None,
    as_of: date | None = None,
    day_count: str = ACT_365F,
) -> Performance:
    """The rate of return that may be shown for flows closed with a value.

    `nav` is what is left at `as_of`: 0 means known to be worthless, so a fund with calls and
    nothing back has lost everything (total_loss, -1.0); None means no value is supplied and the
    flows stand alone (then the same fund has no_sign_change). A flow after `as_of`, or a value
    without a date, is invalid_input. Rates above 1,000 % are returned as they are.
    """
    flows = read(dates, amounts)
    if flows is None or not _closes(flows, nav, as_of):
        return Performance(INVALID_INPUT)
    if nav is None or as_of is None:
        return _shown(solve_flows(flows, day_count), flows, day_count)
    today = as_of.toordinal()
    if nav == 0:
        lost = _everything_lost(flows, today)
        return lost or _shown(solve_flows(flows, day_count), flows, day_count)
    closed = Flows(np.append(flows.days, np.int64(today)), np.append(flows.amounts, float(nav)))
    return _shown(solve_flows(closed, day_count), closed, day_count)


def periodic(amounts: Sequence[Amount | None]) -> Solution:
    """The rate per period of flows one period apart, the first at time 0."""
    known = complete(amounts)
    if known is None:
        return Solution(INVALID_INPUT)
    values = np.array(known, dtype=np.float64)
    kept = values != 0
    flows = Flows(np.flatnonzero(kept), values[kept])
    reason = _without_rate(flows)
    if reason is not None:
        return Solution(reason)
    years = (flows.days - flows.days[0]).astype(np.float64)
    return _rates(years, flows.amounts, lambda: _periodic_guess(values))


def pooled(
    series: Sequence[tuple[Sequence[date], Sequence[Amount | None]]], *, day_count: str = ACT_365F
) -> Solution:
    """The rate of several funds' flows put together: never an average of their rates."""
    days = [day for dates, _ in series for day in dates]
    amounts = [amount for _, values in series for amount in values]
    if any(len(dates) != len(values) for dates, values in series):
        return Solution(INVALID_INPUT)
    return solve(days, amounts, day_count=day_count)


def horizon(
    dates: Sequence[date],
    amounts: Sequence[Amount | None],
    *,
    opening_nav: Amount | None,
    start: date,
    closing_nav: Amount | None,
    end: date,
    day_count: str = ACT_365F,
) -> Performance:
    """End-to-end return of a window: the opening value paid in, the closing value got back.

    Flows of the start day belong to the opening value, those of the end day to the window. An
    unknown value at either end is invalid_input.
    """
    if opening_nav is None or closing_nav is None or len(dates) != len(amounts):
        return Performance(INVALID_INPUT)
    inside = [
        (day, amount) for day, amount in zip(dates, amounts, strict=True) if start < day <= end
    ]
    result = performance(
        [start, *(day for day, _ in inside)],
        [-opening_nav, *(amount for _, amount in inside)],
        nav=closing_nav,
        as_of=end,
        day_count=day_count,
    )
    return replace(result, days=(end - start).days)


def _without_rate(flows: Flows) -> str | None:
    if not len(flows):
        return NO_FLOWS
    if not flows.has_both_signs:
        return NO_SIGN_CHANGE
    return None if flows.span else ZERO_DURATION


def _merged(years: Floats, amounts: Floats) -> tuple[Floats, Floats]:
    """One amount per point in time: some conventions count two days as the same moment."""
    if bool((np.diff(years) > 0).all()):
        return years, amounts
    moments, which = np.unique(years, return_inverse=True)
    sums = np.bincount(which, weights=amounts)
    kept = sums != 0
    return moments[kept], sums[kept]


def _rates(years: Floats, amounts: Floats, guess: Callable[[], float | None]) -> Solution:
    most = most_rates(amounts)
    if len(years) < 2:
        return Solution(ZERO_DURATION)
    if most == 0:
        return Solution(NONE)
    if most == 1:
        rate = roots.single(roots.Balance.of(years, amounts), guess())
        found = [] if rate is None else [rate]
    else:
        found = roots.every(years, amounts)
    if len(found) == 1:
        return Solution(UNIQUE, irr=found[0], roots=(found[0],))
    return Solution(MULTIPLE if found else NONE, roots=tuple(found))


def _dated_guess(flows: Flows, day_count: str) -> float | None:
    days = (flows.days - calendar.FIRST_ORDINAL_OF_NUMPY).astype("datetime64[D]")
    amounts = flows.amounts / np.abs(flows.amounts).max()
    return _usable(
        pyxirr.xirr(days, amounts, day_count=calendar.convention(day_count), silent=True)
    )


def _periodic_guess(values: Floats) -> float | None:
    return _usable(pyxirr.irr(values / np.abs(values).max(), silent=True))


def _usable(rate: float | None) -> float | None:
    return rate if rate is not None and isfinite(rate) and rate > -1 else None


def _closes(flows: Flows, nav: Amount | None, as_of: date | None) -> bool:
    """Whether the closing value has a date and a size, and no flow comes after it."""
    if nav is not None and (as_of is None or not isfinite(nav)):
        return False
    return as_of is None or not len(flows) or int(flows.days[-1]) <= as_of.toordinal()


def _everything_lost(flows: Flows, today: int) -> Performance | None:
    """Total loss: money went out, each day netted, none came back and nothing is left."""
    netted = net(flows)
    if not len(netted) or netted.amounts.max() > 0:
        return None
    days = today - int(flows.days[0])
    if not days:
        return Performance(ZERO_DURATION, days=0)
    return Performance(TOTAL_LOSS, irr=-1.0, irr_annualised=-1.0, roots=(-1.0,), days=days)


def _shown(solution: Solution, flows: Flows, day_count: str) -> Performance:
    days = flows.span if len(flows) else None
    if solution.irr is None or days is None:
        return Performance(solution.status, roots=solution.roots, days=days)
    if days >= DAYS_OF_A_YEAR:
        return Performance(
            UNIQUE, irr=solution.irr, irr_annualised=solution.irr, roots=solution.roots, days=days
        )
    return Performance(
        SHORT_PERIOD,
        irr_annualised=solution.irr,
        period_return=_over(flows, solution.irr, day_count),
        roots=solution.roots,
        days=days,
    )


def _over(flows: Flows, rate: float, day_count: str) -> float:
    """A yearly rate over the time from the first flow to the last."""
    if rate <= -1:
        return -1.0
    years = calendar.years_since(int(flows.days[0]), flows.days[-1:], day_count)
    return expm1(log1p(rate) * float(years[0]))
