"""How long people wait for an answer, by what they asked and over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.envelope import Meta, Note, parts, rows, unit
from services.team_operations.results.overview import Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeTimes:
    """Hours until an answer by type of activity. `unanswered`: of that type without hours.

    Percentiles are interpolated; all None where nothing was recorded.
    """

    type: str
    n: int = unit("count")
    median_hours: float | None = unit("hours")
    p90_hours: float | None = unit("hours")
    mean_hours: float | None = unit("hours")
    p25_hours: float | None = unit("hours")
    p75_hours: float | None = unit("hours")
    least_hours: float | None = unit("hours")
    most_hours: float | None = unit("hours")
    unanswered: int = unit("count")
    previous_median_hours: float | None = unit("hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTimes:
    """The same of one person, all types together."""

    user_id: str
    user: str
    name: str
    n: int = unit("count")
    median_hours: float | None = unit("hours")
    p90_hours: float | None = unit("hours")
    mean_hours: float | None = unit("hours")
    unanswered: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTimes:
    """One month, all types together."""

    month: str
    start: date
    n: int = unit("count")
    median_hours: float | None = unit("hours")
    p90_hours: float | None = unit("hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTimes:
    """Hours until an answer in the window; median and p90 are the headline."""

    by_type: tuple[TypeTimes, ...] = rows(TypeTimes)
    overall: Hours = parts(Hours)
    previous: Hours = parts(Hours)
    by_person: tuple[PersonTimes, ...] = parts(PersonTimes)
    trend: tuple[MonthTimes, ...] = parts(MonthTimes)
    meta: Meta
    notes: tuple[Note, ...]
