"""Meetings of boards: those that took place, those that did not, those that are planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMeeting:
    """One meeting; `day` is when it took place, or the day planned. `planned` None: nobody had
    planned it. `seats` are who sits on the board, `attended` who was there (codes)."""

    day: date = unit("date")
    state: str
    company_id: str | None
    company: str | None
    name: str
    planned: date | None = unit("date")
    seats: tuple[str, ...]
    attended: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplanned:
    """A board on which somebody sits and for which no meeting after as_of is planned."""

    company_id: str
    company: str
    name: str
    seats: tuple[str, ...]
    last_planned: date | None = unit("date")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCalendar:
    """Meetings between two days, both included, by day; counts are of all boards."""

    first: date = unit("date")
    last: date = unit("date")
    meetings: tuple[BoardMeeting, ...] = rows(BoardMeeting)
    held: int = unit("count")
    missed: int = unit("count")
    upcoming: int = unit("count")
    boards: int = unit("count")
    board_days: int = unit("days")
    unplanned: tuple[Unplanned, ...] = parts(Unplanned)
    without_plan: int = unit("count")
    meta: Meta
    notes: tuple[Note, ...]
