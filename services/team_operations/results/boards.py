"""Meetings of boards: those that took place, those that did not, those that are planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMeeting:
    """One meeting; `day` is when it took place, or the day planned. `planned` None: nobody had
    planned it. `seats` are who sits on the board, `attended` who was there (codes).

    `pack` is received (in time), late, due (not there although its time has come), awaited or
    missing (the day has passed without); None where it is not known. `pack_days_before` is how
    many days before the planned day it came, below 0 after it.
    """

    day: date = unit("date")
    state: str
    company_id: str | None
    company: str | None
    name: str
    planned: date | None = unit("date")
    seats: tuple[str, ...]
    attended: tuple[str, ...]
    pack: str | None
    pack_received: date | None = unit("date")
    pack_days_before: int | None = unit("days")


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
    """Meetings between two days, both included, by day; counts are of all boards.

    `packs` counts meetings with a planned day by the state of their papers, `pack_days` is how
    long before the day they are in time; None while nobody keeps when papers come.
    """

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
    packs: dict[str, int] | None = unit("count")
    pack_days: int = unit("days")
    meta: Meta
    notes: tuple[Note, ...]
