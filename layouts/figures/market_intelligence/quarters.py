"""Quarters as the market's figures name them (2026Q3), as days and as words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import TypeVar

from layouts import formats

T = TypeVar("T")
_NAME = re.compile(r"(\d{4})Q([1-4])")


def last_day(quarter: str) -> date | None:
    """The last day of `2026Q3`; None of text that names no quarter."""
    found = _NAME.fullmatch(quarter)
    if found is None:
        return None
    months = int(found[1]) * 12 + int(found[2]) * 3
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def words(quarter: str | None) -> str:
    """`Q3 2026`; text that names no quarter as it is, an en dash for none."""
    if quarter is None:
        return formats.MISSING
    day = last_day(quarter)
    return quarter if day is None else formats.quarter(day)


def short(quarter: str) -> str:
    """`Q3 26`, for the head of a column."""
    day = last_day(quarter)
    return quarter if day is None else f"Q{(day.month + 2) // 3} {day.year % 100:02}"


def spaced(points: Sequence[T], *, most: int) -> list[T]:
    """So many of the points, evenly apart, the last one among them: room for a word at each."""
    step = ceil(len(points) / most) or 1
    return list(points[::-1][::step][::-1])
