"""The team in one window: what was done, how fast companies heard, what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.envelope import Meta, Note, parts, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Hours until an answer over `n` activities that say so; median and p90 come first, the mean
    is pulled up by few. `unanswered`: those of the same types without hours."""

    median: float | None = unit("hours")
    p90: float | None = unit("hours")
    mean: float | None = unit("hours")
    p25: float | None = unit("hours")
    p75: float | None = unit("hours")
    n: int = unit("count")
    unanswered: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMeetings:
    """Meetings of boards in the window, and those planned for the 30 days after as_of."""

    held: int | None = unit("count")
    missed: int | None = unit("count")
    upcoming_30d: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIns:
    """Check-ins done in the window; `overdue`: companies out of touch for longer than agreed."""

    done: int | None = unit("count")
    overdue: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourcing:
    """Deals sourced in the window, followed to as_of; `close_rate` with its Wilson interval."""

    sourced: int | None = unit("count")
    closed: int | None = unit("count")
    close_rate: float | None = unit("fraction")
    low: float | None = unit("fraction")
    high: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One quarter of the trend; None before anything was on record."""

    quarter: str
    start: date
    end: date
    deals_reviewed: int | None = unit("count")
    companies_contacted: int | None = unit("count")
    meetings_attended: int | None = unit("count")
    board_meetings: int | None = unit("count")
    portfolio_check_ins: int | None = unit("count")
    median_hours: float | None = unit("hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The team in the window and in the one of equal length before.

    Counts are of activities: two who reviewed one deal are two. `avg_response_time_hours` is the
    mean of `first_response_hours` under the specification's key. `comparison_to_previous` holds
    changes as fractions (None from nothing), `previous` the counts before.
    """

    period: dict[str, date]
    previous_period: dict[str, date]
    members: int = unit("count")
    deals_reviewed: int | None = unit("count")
    companies_contacted: int | None = unit("count")
    meetings_attended: int | None = unit("count")
    update_responses: int | None = unit("count")
    deals_sourced: int | None = unit("count")
    deals_referred: int | None = unit("count")
    board_meetings: BoardMeetings = parts(BoardMeetings)
    portfolio_check_ins: CheckIns = parts(CheckIns)
    first_response_hours: Hours = parts(Hours)
    avg_response_time_hours: float | None = unit("hours")
    sourcing: Sourcing = parts(Sourcing)
    sla_days: int = unit("days")
    previous: dict[str, float | None]
    comparison_to_previous: dict[str, float | None] = unit("fraction")
    trend: tuple[Point, ...] = parts(Point)
    records_from: date | None = unit("date")
    meta: Meta
    notes: tuple[Note, ...]
