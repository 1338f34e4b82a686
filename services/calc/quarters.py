"""Calendar quarters by name ("2025Q3"): which one a day lies in, and those before and after."""

from __future__ import annotations

from datetime import date, timedelta

from services.clock import last_closed_quarter_end


def quarter_of(day: date) -> str:
    """The quarter that holds a day."""
    return f"{day.year:04}Q{(day.month + 2) // 3}"


def last_closed(day: date) -> str:
    """The latest quarter that has ended by a day, this day included."""
    return quarter_of(last_closed_quarter_end(day))


def shift(quarter: str, by: int) -> str:
    """The quarter `by` quarters later (negative: earlier)."""
    index = int(quarter[:4]) * 4 + int(quarter[5]) - 1 + by
    return f"{index // 4:04}Q{index % 4 + 1}"


def first_day(quarter: str) -> date:
    """The day a quarter begins."""
    return date(int(quarter[:4]), int(quarter[5]) * 3 - 2, 1)


def last_day(quarter: str) -> date:
    """The day a quarter ends."""
    return first_day(shift(quarter, 1)) - timedelta(days=1)


def between(first: str, last: str) -> tuple[str, ...]:
    """Every quarter from `first` to `last`, both included; none when `last` lies before."""
    found = []
    while first <= last:
        found.append(first)
        first = shift(first, 1)
    return tuple(found)
