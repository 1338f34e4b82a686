"""The tear sheet: one company on one page, in place of the panels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from dash import html

from layouts.panels import Bare, Content, Empty, Panel, Part, View, frame
from layouts.portfolio_analytics.company import head, reports, returns, standing

if TYPE_CHECKING:
    from services.portfolio_analytics.results import TearSheet

Draw = Callable[["TearSheet", View], Content | Empty]

REPORTS = Panel(
    id="portfolio-analytics-company-reports",
    title="Reports and valuations",
    width=7,
    needs="reports of this company",
    command="gpdash import company_metrics FILE",
)
WORTH = Panel(
    id="portfolio-analytics-company-worth",
    title="Value over time",
    width=5,
    needs="marks of this company",
    command="gpdash import valuations FILE",
)
RETURNS = Panel(id="portfolio-analytics-company-returns", title="Returns", width=7)
HEALTH = Panel(
    id="portfolio-analytics-company-health",
    title="Health",
    width=5,
    needs="reports of this company",
    command="gpdash import company_metrics FILE",
)
BOARD = Panel(
    id="portfolio-analytics-company-board",
    title="Board and dates",
    needs="board seats and expiries",
    command="gpdash import board_seats FILE",
)
PARTS: tuple[tuple[Panel, Draw], ...] = (
    (REPORTS, reports.reports),
    (WORTH, reports.worth),
    (RETURNS, returns.returns),
    (HEALTH, standing.health),
    (BOARD, standing.board),
)


def tear_sheet(sheet: TearSheet, view: View) -> Bare:
    """Header, figures, reports directly above valuations, returns, health, board."""
    parts: list[Part] = [*head.header(sheet, view), head.figures(sheet, view)]
    boxes = [_box(panel, draw, sheet, view) for panel, draw in PARTS]
    return Bare(children=[*parts, html.Div(boxes, className="grid")])


def _box(panel: Panel, draw: Draw, sheet: TearSheet, view: View) -> html.Section:
    """A panel inside the sheet: the sheet is framed and downloaded as a whole, not in parts."""
    own = replace(view, panel=panel, embedded=True, may_export=False)
    inside = frame(own, draw(sheet, own))
    return html.Section(inside, className=f"panel c{panel.width}", **{"aria-label": panel.title})
