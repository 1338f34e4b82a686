"""The head of Team Operations: what the team did, how fast it answered, what waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats, ids
from layouts.figures.team_operations import words
from layouts.head import head
from layouts.panels import Bare, Part, View, icon
from layouts.team_operations import BOARDS, COVERAGE
from layouts.team_operations.parts import counted, marked, span, within

if TYPE_CHECKING:
    from services.team_operations.results import Overview


def state(found: Overview, view: View) -> Bare:
    """One sentence about the window, then what needs someone's hand."""
    meta = found.meta
    clocks = f"{formats.day(meta.as_of)}, {basis.known_on(meta)}"
    people = counted(found.members, "person", "people")
    return head(
        view,
        title="Team Operations",
        said=_said(found),
        stands=[
            html.Span([icon("age", small=True), clocks]),
            html.Span(span(meta)),
            html.Span(f"{people}, whichever fund is chosen"),
        ],
        printed=(people, f"{span(meta)} · as of {clocks}"),
        endpoint="overview",
    )


def _said(found: Overview) -> list[Part]:
    meta, when = found.meta, within(found.meta)
    if found.deals_reviewed is None:
        return [html.B("The team"), f" has nothing on record for {when}."]

    def told(value: int | None, name: str) -> Part:
        return marked(formats.count(value), meta, name)

    parts: list[Part] = [
        "The team reviewed ",
        told(found.deals_reviewed, "deals_reviewed"),
        " deals, contacted ",
        told(found.companies_contacted, "companies_contacted"),
        " companies and held ",
        told(found.board_meetings.held, "board_meetings.held"),
        f" board meetings in {when}",
    ]
    hours = found.first_response_hours
    if hours.median is not None:
        median = marked(words.hours(hours.median), meta, "first_response_hours.median")
        parts += ["; half of the answers came within ", median]
    return [*parts, ". ", *_needs(found)]


def _needs(found: Overview) -> list[Part]:
    """Companies out of touch and meetings that did not take place, each leading to its panel."""
    parts: list[Part] = []
    if overdue := found.portfolio_check_ins.overdue:
        many = counted(overdue, "company is", "companies are")
        parts += [_to(COVERAGE.id, f"{many} overdue for a check-in"), "; "]
    if missed := found.board_meetings.missed:
        parts += [_to(BOARDS.id, f"{counted(missed, 'board meeting')} missed"), "; "]
    if parts:
        parts[-1] = "."
    return parts


def _to(panel_id: str, said: str) -> html.A:
    return html.A(said, href=f"#{ids.anchor(panel_id)}")
