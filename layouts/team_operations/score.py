"""The productivity score of one person, where the firm has scores and the reader may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import missing
from layouts.panels import Bare, Content, Part, View
from layouts.rows import Bar, Cell, rows_table
from layouts.team_operations.parts import people, source, texts, within

if TYPE_CHECKING:
    from services.team_operations.results import Productivity
    from services.team_operations.score import ScoreCard

NAMES = {
    "deals_reviewed": "Deals reviewed",
    "portfolio_check_ins": "Check-ins",
    "response_time": "Response time",
    "sourcing_outcomes": "Deals screened of those found",
}
UNITS = {
    "deals_reviewed": "a quarter",
    "portfolio_check_ins": "a quarter",
    "response_time": "hours, median",
    "sourcing_outcomes": "a quarter",
}
CHOOSE = "Choose a person."


def score(found: ScoreCard, view: View) -> Content | Bare:
    """The card; nothing at all where there are no scores or none that is the reader's to see."""
    if not found.shown:
        return Bare(children=[])
    card = found.score
    chosen = card.user if card else None
    switch = people(view, found.people, chosen, team=False)
    if card is None:
        return Content(
            title="Productivity score",
            subtitle="For the person and for partners; activity, not judgement quality",
            aside=[switch],
            body=html.P(CHOOSE, className="muted"),
            summary=CHOOSE,
            source="Source: imported records of the team",
            as_of=None,
        )
    title = _finding(card)
    seen = "you alone and partners" if card.visible_to == "self" else "the person and partners"
    return Content(
        title=title,
        subtitle=f"{within(card.meta)}: weighted mean of four components of 0 to 100; visible to "
        f"{seen}",
        aside=[switch],
        body=html.Div(
            [_components(card), html.P(_team(card), className="teamrule"), _caveat(card)]
        ),
        summary=f"{title}. {card.caveat}.",
        source=f"{source(card.meta)}; conventions {card.conventions_version}",
        as_of=card.meta.as_of,
        notes=texts(card),
    )


def _finding(card: Productivity) -> str:
    value = card.productivity_score
    if value is None:
        return f"{card.name}: no score, nothing is on record"
    return f"{card.name}: {value:.0f} of 100"


def _components(card: Productivity) -> Part:
    rows: list[list[Cell]] = []
    for key, weight in card.weights.items():
        value, given = card.components.get(key), card.inputs.get(key)
        rows.append(
            [
                NAMES.get(key, key),
                missing("nothing is on record") if given is None else f"{given:,.1f}",
                UNITS.get(key, ""),
                formats.percent(weight, places=0),
                missing("nothing is on record") if value is None else f"{value:.0f}",
                _bar(value),
            ]
        )
    head = ["Component", "On record", "", "Weight", "Points", ""]
    return rows_table(head, rows, caption="Components of the score", words=(0, 2, 5), look="tight")


def _bar(value: float | None) -> Bar:
    parts = [(0.0, max(value, 1.0), "cat-1")] if value else []
    return Bar(parts=parts, look="flowbar")


def _team(card: Productivity) -> str:
    team = card.team_distribution
    if team.p50 is None:
        return f"{team.n} people have a score: too few to show how the team's are spread."
    return (
        f"Team of {team.n}, without names: lower quartile {team.p25:.0f}, median {team.p50:.0f}, "
        f"upper quartile {team.p75:.0f}."
    )


def _caveat(card: Productivity) -> Part:
    return html.P([html.B("Mind: "), f"{card.caveat}."], className="teamcaveat")
