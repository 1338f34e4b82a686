"""What the panels of Deal Flow share: ways to the rows behind a figure, bars in cells, sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from dash import html

from layouts import formats
from layouts.bits import missing
from layouts.deal_flow import DEALS, FILTERS
from layouts.explain import mark
from layouts.figures.deal_flow import words
from layouts.formats import Number
from layouts.panels import Part, View
from layouts.rows import Bit, Piece

if TYPE_CHECKING:
    from services.envelope import Meta

MOST_ROWS = 12
BLANK = "not given"


def source(meta: Meta) -> str:
    """Whose records the figures stand on."""
    return f"Source: {meta.source or 'imported pipeline records'}"


def span(meta: Meta) -> str:
    """The window of an answer in words, its day where it has none."""
    if meta.period is None:
        return f"as of {formats.day(meta.as_of)}"
    start, end = _ends(meta.period)
    return words.within(start, end)


def _ends(period: Any) -> tuple[date, date]:
    return (period[0], period[1]) if isinstance(period, tuple) else (period.start, period.end)


def rows_of(view: View, **filters: str | None) -> str | None:
    """The address that lists the deals behind a figure: these filters and no other.

    `counting` is that of the figure where its panel knows but one: `cohort` for those sourced in
    the window, None for what happened in it. None in a frame of one panel: there is no list.
    """
    if "panel" in view.own:
        return None
    return f"{view.here(**{**dict.fromkeys(FILTERS), **filters})}#{DEALS.id}"


def leads(view: View, text: str, **filters: str | None) -> Piece:
    """Text that opens the deals behind it."""
    go = rows_of(view, **filters)
    return text if go is None else Bit(text=text, go=go)


def count(view: View, number: int, **filters: str | None) -> Piece:
    """A count that opens its deals; nothing to open where there are none."""
    if not number:
        return Bit(text="0", look="muted")
    return leads(view, formats.count(number), **filters)


def number(text: str, figures: Mapping[str, str], name: str, *, look: str | None = None) -> Piece:
    """A number that opens where it comes from, as far as that is known."""
    explain = figures.get(name)
    return text if explain is None and look is None else Bit(text=text, explain=explain, look=look)


def marked(text: str, meta: Meta, name: str) -> Part:
    """A number within a sentence that opens where it comes from."""
    return html.B(mark(text, meta.figures.get(name)))


def amount(value: Number | None, currency: str | None, why: str = "not known") -> Piece:
    """`$2.5m`, or an en dash with the reason."""
    return missing(why) if value is None else formats.money_short(value, currency)


def texts(result: Any) -> list[str]:
    """The notes of an answer as sentences."""
    return [note.text for note in result.notes]


def reason(result: Any, *fields: str) -> str | None:
    """The sentence that tells why one of the fields is not given."""
    return next((note.text for note in result.notes if note.field in fields), None)


def name_of(name: str | None) -> str:
    """A name of the firm's data as it is shown, what is blank as such."""
    return words.named(name or BLANK)
