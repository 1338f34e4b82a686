"""What the panels of Team Operations share: numbers that open, sources, legends, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dash import html

from layouts import formats, spans
from layouts.bits import seg
from layouts.explain import mark
from layouts.panels import Part, View
from layouts.rows import Bit, Piece

if TYPE_CHECKING:
    from services.envelope import Meta

TEAM = "Team"


def source(meta: Meta) -> str:
    """Whose records the figures stand on."""
    return f"Source: {meta.source or 'imported records of the team'}"


def span(meta: Meta) -> str:
    """The window of an answer in words."""
    if meta.period is None:
        return f"to {formats.day(meta.as_of)}"
    return spans.window(*meta.period)


def within(meta: Meta) -> str:
    """The window after `in`."""
    if meta.period is None:
        return f"the time to {formats.day(meta.as_of)}"
    return spans.within(*meta.period)


def number(text: str, figures: Mapping[str, str], name: str, *, look: str | None = None) -> Piece:
    """A number that opens where it comes from, as far as that is known."""
    explain = figures.get(name)
    return text if explain is None and look is None else Bit(text=text, explain=explain, look=look)


def marked(text: str, meta: Meta, name: str) -> Part:
    """A number within a sentence that opens where it comes from."""
    return html.B(mark(text, meta.figures.get(name)))


def texts(result: Any) -> list[str]:
    """The notes of an answer as sentences."""
    return [note.text for note in result.notes]


def reason(result: Any, *fields: str) -> str | None:
    """The sentence that tells why one of the fields is not given."""
    return next((note.text for note in result.notes if note.field in fields), None)


def legend(entries: Iterable[tuple[str, str]]) -> html.Div:
    """Colours in words: class of the colour, and what it stands for."""
    spans_ = [html.Span([html.I(className=role), words]) for role, words in entries]
    return html.Div(spans_, className="legend teamkeys")


def people(
    view: View, members: Sequence[tuple[str, str]], chosen: str | None, *, team: bool
) -> Part:
    """A switch of people, the whole team first; nothing where there is nobody to choose."""
    if not members or (len(members) == 1 and not team):
        return None
    ways = [(TEAM, view.here(user=None), chosen is None)] if team else []
    ways += [(code, view.here(user=code), code == chosen) for code, _ in members]
    return switch(seg(ways, label="Person"))


def switch(inside: Part) -> html.Div:
    """The place of a switch above a body, as wide as it needs to be."""
    return html.Div(inside, className="switch teamswitch")


def counted(number_: int, one: str, many: str | None = None) -> str:
    """`1 company`, `4 companies`."""
    return f"{number_:,} {one if number_ == 1 else many or one + 's'}"
