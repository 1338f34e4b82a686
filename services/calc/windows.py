"""Windows of days: the one asked for, that of equal length before it, and quarters so far."""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.calc import quarters
from services.clock import last_closed_quarter_end
from services.scope import EARLIEST, Period, parse_period

TREND_QUARTERS = 8
_DAY = timedelta(days=1)


def window(text: str | None, as_of: date) -> Period:
    """The days asked for, both ends included; left out, the last quarter closed by `as_of`.

    A length such as `24m` ends on `as_of` and begins the day after that of 24 months before (after
    a month's end the first of the next), so that neighbouring windows share no day.
    """
    if text is None:
        quarter = quarters.quarter_of(last_closed_quarter_end(as_of))
        return Period(quarters.first_day(quarter), quarters.last_day(quarter))
    asked = parse_period(text, end=as_of)
    if not re.fullmatch(r"\d+[mqy]", text) or asked.start <= EARLIEST:
        return asked
    if _ends_a_month(as_of):
        month = _months(asked.start) + 1
        return Period(date(month // 12, month % 12 + 1, 1), as_of)
    return Period(asked.start + _DAY, as_of)


def before(period: Period) -> Period:
    """The window of equal length that ends the day before: as many months where the window is of
    whole months, else as many days."""
    end = period.start - _DAY
    if period.start.day == 1 and _ends_a_month(period.end):
        months = _months(period.end) - _months(period.start) + 1
        first = _months(period.start) - months
        return Period(date(first // 12, first % 12 + 1, 1), end)
    return Period(end - (period.end - period.start), end)


def trend_quarters(until: date) -> list[Period]:
    """The eight quarters up to the one that holds a day, oldest first."""
    last = quarters.quarter_of(until)
    names = [quarters.shift(last, 1 - TREND_QUARTERS + place) for place in range(TREND_QUARTERS)]
    return [Period(quarters.first_day(name), quarters.last_day(name)) for name in names]


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _ends_a_month(day: date) -> bool:
    return (day + _DAY).day == 1
