"""The mark that makes a number open its explanation."""

from __future__ import annotations

from typing import Any

from dash import html

from layouts.panels import Part


def mark(shown: Part, figure: str | None, *, label: str = "", **more: Any) -> Part:
    """A number that opens its explanation; plain where it has none."""
    if figure is None:
        return shown
    names = {"aria-label": f"{label}, explain"} if label else {}
    return html.Button(
        shown,
        type="button",
        className=more.pop("className", "x"),
        **{"data-explain": figure},
        **names,
        **more,
    )
