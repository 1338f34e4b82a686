"""What was done: by type, by person or by month, and everything of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.envelope import Meta, Note, parts, rows, unit
from services.team_operations.results.boards import BoardMeeting
from services.team_operations.results.coverage import CoverageRow
from services.team_operations.results.overview import Hours
from services.team_operations.results.sourcing import Credit
from services.team_operations.results.workload import PersonLoad


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One type, person or month: activities in the window, by type, and in the window before.

    `key` is the word of the type, the code of the person or the month (2025-07).
    """

    key: str
    name: str
    user_id: str | None
    total: int = unit("count")
    previous: int | None = unit("count")
    change: float | None = unit("fraction")
    counts: dict[str, int] = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One month by type, of everybody or of the one person asked for."""

    month: str
    start: date
    total: int = unit("count")
    counts: dict[str, int] = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Activities in the window, by what `group_by` says; `total` is of everybody (or of `user`).

    `months` are the twelve up to the end of the window, more where it is longer.
    """

    group_by: str
    user: str | None
    total: int | None = unit("count")
    previous_total: int | None = unit("count")
    rows: tuple[ActivityRow, ...] = rows(ActivityRow)
    months: tuple[MonthLine, ...] = parts(MonthLine)
    members: tuple[tuple[str, str], ...]
    records_from: date | None = unit("date")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person under the specification's keys, with what lies on them and what comes next.

    `successful_referrals`: deals handed over in the window that closed by as_of.
    """

    user_id: str
    user: str
    name: str
    title: str | None
    period: dict[str, date]
    deals_reviewed: int | None = unit("count")
    companies_contacted: int | None = unit("count")
    meetings_attended: int | None = unit("count")
    board_meetings: int | None = unit("count")
    portfolio_check_ins: int | None = unit("count")
    update_responses: int | None = unit("count")
    avg_response_time_hours: float | None = unit("hours")
    deals_sourced: int | None = unit("count")
    deals_referred: int | None = unit("count")
    successful_referrals: int | None = unit("count")
    previous: dict[str, int | None]
    first_response_hours: Hours = parts(Hours)
    sourcing: Credit | None = parts(Credit)
    workload: PersonLoad = parts(PersonLoad)
    capacity: float = unit("points")
    months: tuple[MonthLine, ...] = rows(MonthLine)
    coverage: tuple[CoverageRow, ...] = parts(CoverageRow)
    board_calendar: tuple[BoardMeeting, ...] = parts(BoardMeeting)
    meta: Meta
    notes: tuple[Note, ...]
