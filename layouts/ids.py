"""The ids of the shell, and the shapes of the ids that repeat; no other place spells one."""

from __future__ import annotations

import json
from enum import StrEnum
from urllib.parse import quote

PEERS_RAILS = "fund-performance-peers-rails"


class Shell(StrEnum):
    """Elements that exist once, on every page."""

    URL = "url"
    PAGE = "shell-page"
    FRAME = "shell-frame"
    LIVE = "shell-live"
    LIVE_STATE = "shell-live-state"
    PALETTE = "shell-palette"
    THEME = "shell-theme"
    WIDTH = "shell-width"
    CHOICES = "shell-choices"
    TITLE = "shell-title"
    SHORTCUTS = "shell-shortcuts"
    KNOWN_BADGE = "shell-known-badge"
    USER_NAME = "shell-user-name"
    USER_INITIALS = "shell-user-initials"
    FIRM = "shell-firm"
    SAID = "shell-said"
    FUND_SEARCH = "shell-fund-search"
    EXPLAIN = "shell-explain"
    EXPLAIN_TITLE = "shell-explain-title"
    EXPLAIN_ASKED = "shell-explain-asked"
    EXPLAIN_BODY = "shell-explain-body"


class Filter(StrEnum):
    """The controls of the bar; each value is the name of its parameter in the address."""

    FUND = "fund"
    AS_OF = "as_of"
    KNOWN_ON = "known_on"
    BASIS = "basis"
    CREDIT_LINE = "credit_line"
    CURRENCY = "currency"
    PERIOD = "period"


def control(name: Filter) -> str:
    """The radio list of a filter."""
    return f"shell-filter-{name.value.replace('_', '-')}"


def shown(name: Filter) -> str:
    """The text of a filter in the bar."""
    return f"{control(name)}-shown"


def day_input(name: Filter) -> str:
    """The field for any other day of a filter that is a date."""
    return f"{control(name)}-day"


def box(name: Filter) -> str:
    """The element around a filter, amber while it is not at its usual value."""
    return f"{control(name)}-box"


def nav(page: str) -> dict[str, str]:
    """A link of the rail."""
    return {"type": "nav", "page": page}


def panel(panel_id: str) -> dict[str, str]:
    """The place a panel is drawn in."""
    return {"type": "panel", "panel": panel_id}


def anchor(panel_id: str) -> str:
    """The fragment of an address that leads to a panel of the open page."""
    return quote(json.dumps(panel(panel_id), sort_keys=True, separators=(",", ":")))


def drawing(panel_id: str) -> dict[str, str]:
    """What is to be drawn in the browser: one component in both widths."""
    return {"type": "drawing", "panel": panel_id}


def drawn(panel_id: str) -> dict[str, str]:
    """Where it is drawn."""
    return {"type": "drawn", "panel": panel_id}


def explain(panel_id: str, figure: str) -> dict[str, str]:
    """The button that opens a figure's definition."""
    return {"type": "explain", "panel": panel_id, "figure": figure}
