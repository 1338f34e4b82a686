"""How days become years: day-count conventions, and the day a flow is counted on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt
import pyxirr

from services.clock import quarter_end

ACT_365F = "act/365F"
DAILY, MID_QUARTER, QUARTER_END = "daily", "mid_quarter_day45", "quarter_end"
DATINGS = (DAILY, MID_QUARTER, QUARTER_END)
FIRST_ORDINAL_OF_NUMPY = date(1970, 1, 1).toordinal()


@cache
def convention(name: str) -> pyxirr.DayCount:
    """The day-count convention of that name in any case; ValueError when it is unknown.

    Known are act/365F, act/365.25, act/364, act/360, act/act ISDA, 30/360 ISDA, 30/360 US
    (30U/360), 30E/360, 30E+/360, 30E/360 ISDA, NL/365 and NL/360.
    """
    return pyxirr.DayCount.of(name)


def year_fraction(start: date, end: date, day_count: str = ACT_365F) -> float:
    """Years from `start` to `end` under a convention; negative when `end` comes first."""
    return float(pyxirr.year_fraction(start, end, convention(day_count)))


def years_since(
    first: int, days: npt.NDArray[np.int64], day_count: str = ACT_365F
) -> npt.NDArray[np.float64]:
    """Years from the day `first` to each of `days`, all as proleptic ordinals."""
    if convention(day_count) is convention(ACT_365F):
        return (days - first) / 365.0
    start = date.fromordinal(first)
    return np.array([year_fraction(start, date.fromordinal(int(d)), day_count) for d in days])


def counted_on(day: date, dating: str = DAILY) -> date:
    """The day a flow of `day` is counted on: itself, the 45th day or the last of its quarter."""
    if dating == DAILY:
        return day
    if dating == QUARTER_END:
        return quarter_end(day)
    if dating == MID_QUARTER:
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) + timedelta(days=44)
    raise ValueError(f"{dating!r} is not a dating basis; use one of {', '.join(DATINGS)}")


def moved(days: Sequence[date], dating: str) -> list[date]:
    """All `days` under one dating basis, in the order given."""
    return [counted_on(day, dating) for day in days]
