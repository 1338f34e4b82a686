"""A window of days in words, the same on every page."""

from __future__ import annotations

from datetime import date, timedelta

from layouts import formats

_QUARTER = 3


def window(start: date, end: date) -> str:
    """`Q3 2026`, `2025`, `12 months to 30 Sep 2026`, or the two days of any other span."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if start.day == after.day == 1 and months == _QUARTER and (start.month - 1) % _QUARTER == 0:
        return formats.quarter(end)
    if start.day == after.day == 1 and months == 12 and start.month == 1:
        return str(start.year)
    if start.day == after.day == 1 and months > 1:
        return f"{months} months to {formats.day(end)}"
    return f"{formats.day(start)} to {formats.day(end)}"


def within(start: date, end: date) -> str:
    """The window after `in` or `of`: `Q3 2026`, `the 12 months to 30 Sep 2026`."""
    text = window(start, end)
    return f"the {text}" if " months to " in text else text


def is_quarter(start: date, end: date) -> bool:
    """Is the window one quarter of a year?"""
    return window(start, end).startswith("Q")
