"""What the team thought deals' chances were against what came, and the notes of the meetings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.bits import missing
from layouts.panels import Content, Empty, Part, View
from layouts.rows import Bit, Cell, rows_table
from layouts.team_operations.parts import counted, source, texts

if TYPE_CHECKING:
    from services.team_operations.results import Calibration, CalibrationBin, JudgedDeal

MOST = 6
DEALS = "/deal-flow"


def judged(found: Calibration, view: View) -> Content | Empty:
    """The score with its base rate, what came by what was thought, and the newest notes."""
    if not found.judged and not found.deals:
        return Empty(words="Of no deal that ended anybody wrote down a chance before.")
    title = _finding(found)
    noted = [deal for deal in found.deals if deal.link]
    return Content(
        title=title,
        subtitle=f"{counted(found.judged, 'deal')} judged of {found.ended:,} that ended by "
        f"{formats.day(found.meta.as_of)}; {found.caveat}",
        body=html.Div([_bins(found), _notes(noted[:MOST], view)]),
        twin=_deals(found.deals),
        summary=f"{title}.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: Calibration) -> str:
    if found.brier_score is None or found.reference is None:
        return f"{counted(found.judged, 'judged deal')}: fewer than {found.least} say nothing yet"
    ours, base = f"{found.brier_score:.3f}", f"{found.reference:.3f}"
    if found.skill is None:
        return f"Brier score {ours}; all came alike, so there is nothing to compare it with"
    word = "better" if found.skill > 0 else "no better"
    return f"Brier score {ours}: {word} than the base rate ({base})"


def _bins(found: Calibration) -> Part:
    head = ["Thought", "Deals", "On average", "Closed", "95 % interval"]
    rows: list[list[Cell]] = [_bin(each) for each in found.bins]
    return rows_table(head, rows, caption="What came of what was thought", look="tight")


def _bin(each: CalibrationBin) -> list[Cell]:
    nothing = missing("no deal is scored here")
    low, high = each.came_low, each.came_high
    span = nothing
    if low is not None and high is not None:
        span = Bit(text=f"{formats.percent(low)} to {formats.percent(high)}")
    return [
        f"{each.low * 100:.0f} to {each.high * 100:.0f} %",
        f"{each.deals:,}",
        nothing if each.predicted is None else formats.percent(each.predicted),
        nothing if each.came is None else formats.percent(each.came),
        span,
    ]


def _notes(deals: Sequence[JudgedDeal], view: View) -> Part:
    """The newest notes, each opening where the firm keeps them, and the way to the decisions."""
    if not deals:
        return None
    items = [
        html.Li(
            [
                html.A(deal.name, href=deal.link, target="_blank", rel="noopener noreferrer"),
                f" · {deal.outcome}",
                f", {formats.day(deal.ended_on)}" if deal.ended_on else "",
            ]
        )
        for deal in deals
    ]
    return html.Div(
        [
            html.H3("Notes of the meetings", className="agendahead"),
            html.Ul(items, className="teamnotes"),
            None
            if view.embedded
            else html.A("All decisions", href=view.link(DEALS), **{"data-go": ""}),
        ]
    )


def _deals(deals: Sequence[JudgedDeal]) -> Part:
    head = ["Deal", "Judged on", "Chance", "Outcome", "Ended on", "Notes"]
    rows: list[list[Cell]] = [
        [
            deal.name,
            formats.day(deal.judged_on) if deal.judged_on else missing("never before it ended"),
            missing("none was given before it ended")
            if deal.chance is None
            else formats.percent(deal.chance),
            deal.outcome,
            formats.day(deal.ended_on) if deal.ended_on else missing("it is open, or undated"),
            deal.link or missing("no notes are kept"),
        ]
        for deal in deals
    ]
    return rows_table(head, rows, caption="Deals that were judged", words=(0, 1, 3, 4, 5))
