"""The mark of a check: an icon and a word beside the colour, the same on every page."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html

from layouts.panels import icon
from layouts.rows import Bit


@dataclass(frozen=True, slots=True)
class Mark:
    """How a status looks: its word, its icon, its tone."""

    word: str
    icon: str
    tone: str


MARKS = {
    "red": Mark("fails", "failed", "bad"),
    "amber": Mark("to look at", "warning", "warn"),
    "green": Mark("holds", "check", "good"),
    "unchecked": Mark("not checked", "age", ""),
}


def marked(status: str) -> Bit:
    """The chip of a status in a table of rows."""
    found = MARKS.get(status, MARKS["unchecked"])
    return Bit(text=found.word, icon=found.icon, look=f"chip {found.tone}".strip())


def mark(status: str) -> html.Span:
    """The chip of a status."""
    found = MARKS.get(status, MARKS["unchecked"])
    return html.Span([icon(found.icon, small=True), found.word], className=f"chip {found.tone}")
