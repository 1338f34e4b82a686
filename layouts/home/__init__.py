"""The page of the firm: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

STATE = Panel(id="firm-state", title="State", shape="head")
FIGURES = Panel(id="firm-figures", title="Headline figures", shape="cards", endpoint="funds")
FUNDS = Panel(id="firm-funds", title="Funds", shape="table", endpoint="funds")
ATTENTION = Panel(
    id="firm-attention",
    title="What needs a hand",
    width=7,
    shape="table",
    endpoint="attention",
    needs="alert rules, checks and packs follow the imports; there is nothing to add",
)
CHANGES = Panel(
    id="firm-changes",
    title="What changed since last quarter",
    width=5,
    shape="table",
    endpoint="changes",
    needs="values of the companies at two quarter-ends",
    command="gpdash import valuations FILE",
)
ACTIVITY = Panel(
    id="firm-activity", title="Lately", shape="table", endpoint="activity", needs="files"
)
PANELS = (STATE, FIGURES, FUNDS, ATTENTION, CHANGES, ACTIVITY)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
