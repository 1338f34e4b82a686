"""The agenda of boards: what comes, what did not take place, what did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import listed, missing
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bit, Cell, Piece, rows_table
from layouts.team_operations.parts import counted, source, texts

if TYPE_CHECKING:
    from services.team_operations.results import BoardCalendar, BoardMeeting

MOST = 14
STATES = {
    "held": Bit(text="held", icon="check", look="chip good"),
    "missed": Bit(text="missed", icon="failed", look="chip bad"),
    "upcoming": Bit(text="upcoming", icon="age", look="chip"),
}
PAPERS = {
    "received": Bit(text="in time", icon="check", look="chip good"),
    "late": Bit(text="late", icon="warning", look="chip warn"),
    "due": Bit(text="due", icon="warning", look="chip warn"),
    "awaited": Bit(text="awaited", icon="age", look="chip"),
    "missing": Bit(text="missing", icon="failed", look="chip bad"),
}


def boards(found: BoardCalendar, view: View) -> Content | Empty:
    """Missed meetings and those that come; all of them in the table."""
    if not found.meetings and not found.boards:
        return Empty(words="No seat on a board and no board meeting is on record.")
    title = _finding(found)
    ahead = [m for m in found.meetings if m.state == "upcoming"]
    missed = [m for m in found.meetings if m.state == "missed"]
    held = [m for m in found.meetings if m.state == "held"][::-1]
    more, kept = len(ahead) - MOST, found.packs is not None
    notes = [f"{more:,} more upcoming meetings are in the table."] if more > 0 else []
    return Content(
        title=title,
        subtitle=f"{formats.day(found.first)} to {formats.day(found.last)}; planned days from "
        f"board seats, held ones from activities at most {found.board_days} days off",
        body=html.Div(
            [
                _part("To come", ahead[:MOST], kept=kept),
                html.Div(
                    [
                        _part("Missed", missed, kept=kept),
                        _part("Held last", held[: max(0, MOST - len(missed))], kept=kept),
                    ]
                ),
            ],
            className="agenda",
        ),
        twin=_full(found.meetings),
        summary=f"{title}. {found.held:,} held.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=[*notes, *_unplanned(found), *texts(found)],
    )


def _finding(found: BoardCalendar) -> str:
    missed = f"{counted(found.missed, 'meeting')} missed" if found.missed else "none missed"
    ahead = f"{counted(found.upcoming, 'board meeting')} to come"
    bare = found.without_plan
    left = f"; {counted(bare, 'board has', 'boards have')} no next day" if bare else ""
    return f"{ahead}, {missed}{left}"


def _unplanned(found: BoardCalendar) -> list[str]:
    if not found.unplanned:
        return []
    names = listed((board.name for board in found.unplanned), most=6)
    return [f"No meeting after {formats.day(found.meta.as_of)} is planned for {names}."]


def _part(name: str, meetings: Sequence[BoardMeeting], *, kept: bool) -> Part:
    if not meetings:
        return None
    rows: list[list[Cell]] = [
        [formats.day(m.day), m.name, _who(m), STATES[m.state], *([_pack(m)] if kept else [])]
        for m in meetings
    ]
    head = ["Day", "Company", "Who", "State", *(["Papers"] if kept else [])]
    table = rows_table(head, rows, caption=name, words=(0, 1, 2, 3, 4), look="tight")
    return html.Div([html.H3(name, className="agendahead"), table])


def _pack(meeting: BoardMeeting) -> Bit:
    """How the papers of a meeting stand."""
    if meeting.pack is None:
        return missing("no papers are kept of it")
    look = PAPERS[meeting.pack]
    ahead = meeting.pack_days_before
    if ahead is None:
        return look
    return replace(look, text=f"{look.text}, {ahead} d ahead" if ahead >= 0 else look.text)


def _who(meeting: BoardMeeting) -> Piece:
    """Who was there, or who sits there."""
    people = meeting.attended if meeting.state == "held" else meeting.seats
    return ", ".join(people) or missing("nobody whose row is yours to see")


def _full(meetings: Sequence[BoardMeeting]) -> Part:
    head = ["Day", "State", "Company", "Planned for", "Seats", "Attended", "Papers"]
    rows: list[list[Cell]] = [
        [
            formats.day(m.day),
            STATES[m.state],
            m.name,
            missing("nobody had planned it") if m.planned is None else formats.day(m.planned),
            ", ".join(m.seats) or missing("no seat that is yours to see"),
            ", ".join(m.attended) or missing("it did not take place"),
            _pack(m),
        ]
        for m in meetings
    ]
    return rows_table(head, rows, caption="Board meetings by day", words=(0, 1, 2, 3, 4, 5, 6))
