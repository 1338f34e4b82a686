"""How healthy a company is and why; who sits on its board and what ends when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.panels import Content, Empty, View
from layouts.portfolio_analytics.cells import plural, sentence
from layouts.portfolio_analytics.health import SHADES, parts_bar, state
from layouts.rows import Bar, Bit, Cell, Piece, Row, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import Component, Ranking, TearSheet


def health(sheet: TearSheet, view: View) -> Content | Empty:
    """The score and its parts, each with what was scored and how."""
    found = sheet.health
    if found is None:
        held = sheet.investment.status == "active"
        why = "has reported nothing to score" if held else "is not held any more: it has no score"
        return Empty(words=f"{sheet.name} {why}.")
    title = _finding(found)
    lines: list[Row] = [_part(part) for part in found.components]
    lines.insert(0, ["Composite", _whole(found), _score(found.composite_score), "", _range(found)])
    return Content(
        title=title,
        subtitle="Score 0–100 = Σ weight × part, weights rescaled where a part is missing",
        body=[
            rows_table(
                ["Part", "", "Score", "Weight", "How"],
                lines,
                caption="Health score and its parts",
                words=(0, 1, 4),
                deep=(3,),
                look="scores wrapped",
            ),
            html.P(_place(found), className="tiny"),
        ],
        summary=f"{title}. Coverage {formats.percent(found.coverage, places=0)}.",
        source="Source: company reports",
        as_of=sheet.meta.as_of,
    )


def board(sheet: TearSheet, view: View) -> Content | Empty:
    """Seats with their next meeting, and the dates on which something of the company ends."""
    if not sheet.board and not sheet.expiries:
        return Empty(words=f"No board seat and no date is known for {sheet.name}.")
    seats = sentence(plural(len(sheet.board), "seat"))
    meetings = [seat.next_meeting for seat in sheet.board if seat.next_meeting]
    title = f"{seats} on the board"
    if meetings:
        title += f"; next meeting {formats.day(min(meetings))}"
    lines: list[Row] = [
        [
            seat.user,
            "Board seat",
            f"since {formats.day(seat.since)}",
            f"next meeting {formats.day(seat.next_meeting)}",
        ]
        for seat in sheet.board
    ]
    lines += [
        [name.replace("_", " ").capitalize(), "Ends", formats.day(day), ""]
        for name, day in sorted(sheet.expiries.items(), key=lambda item: item[1])
    ]
    return Content(
        title=title,
        subtitle="Who sits for the firm, and what ends when",
        body=rows_table(
            ["Who or what", "", "From or on", "Next"],
            lines,
            caption="Board and dates",
            words=(0, 1, 2, 3),
            deep=(1,),
            look="tight",
        ),
        summary=f"{title}. {plural(len(sheet.expiries), 'date')}.",
        source="Source: board seats and expiries",
        as_of=sheet.meta.as_of,
    )


def _finding(found: Ranking) -> str:
    words = found.health.replace("_", " ").capitalize()
    if found.composite_score is None:
        known = formats.percent(found.coverage, places=0)
        return f"{words}: not scored, {known} of the inputs are known"
    because = f", {found.override.replace('_', ' ')}" if found.override else ""
    return f"{words} with a score of {found.composite_score:.0f}{because}"


def _part(part: Component) -> list[Cell]:
    score = part.score or 0.0
    shade = SHADES.get(part.name, "cat-8")
    bar: Cell = Bar(parts=[(0.0, score, shade)], look="score") if part.score is not None else ""
    return [
        part.name.capitalize(),
        bar,
        _score(part.score),
        formats.percent(part.weight, places=0),
        Bit(text=part.why, look="muted"),
    ]


def _whole(found: Ranking) -> Cell:
    return parts_bar(found.components) if found.composite_score is not None else ""


def _score(value: float | None) -> Cell:
    return Bit(text=formats.MISSING, look="muted") if value is None else f"{value:.0f}"


def _range(found: Ranking) -> list[Piece]:
    if found.coverage >= 1:
        return state(found)
    bounds = f" between {found.low:.0f} and {found.high:.0f}, whatever the missing parts are"
    return [*state(found), bounds]


def _place(found: Ranking) -> str:
    if found.rank is None:
        return "Without a score it has no rank."
    if not found.rank_change:
        return (
            f"Rank {found.rank}, as a quarter ago."
            if found.rank_change == 0
            else f"Rank {found.rank}."
        )
    way = "up" if found.rank_change > 0 else "down"
    places = plural(abs(found.rank_change), "place")
    return f"Rank {found.rank}, {way} {places} since a quarter ago."
