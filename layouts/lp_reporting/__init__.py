"""The page of LP Reporting: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

STATE = Panel(id="lp-reporting-state", title="State", shape="head")
PANELS = (STATE,)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
