"""What time it is, in one place, so that tests and the demonstration can stand still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str = "UTC") -> date:
    """The business day of the firm's time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def quarter_end(day: date) -> date:
    """Last day of the calendar quarter that holds `day`."""
    month = (day.month - 1) // 3 * 3 + 3
    first_of_next = date(day.year + (month == 12), month % 12 + 1, 1)
    return first_of_next - timedelta(days=1)


def quarter_before(day: date) -> date:
    """The last quarter-end strictly before a day."""
    return last_closed_quarter_end(day - timedelta(days=1))


def last_closed_quarter_end(day: date) -> date:
    """The latest quarter-end strictly before `day`, or `day` itself when it is one."""
    end = quarter_end(day)
    if end == day:
        return end
    first_of_quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first_of_quarter - timedelta(days=1)
