"""What every panel of the market says of itself: who tells it, of which quarter, what lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from dash import html

from layouts import formats
from layouts.figures import shapes
from layouts.figures.market_intelligence.quarters import words
from layouts.figures.shapes import Figure
from layouts.formats import Number
from layouts.panels import Bare, Content, Empty, Part, View, graph, refused
from layouts.rows import Bit, Cell, Line, Row, rows_table

if TYPE_CHECKING:
    from services.envelope import Meta, Note
    from services.market_intelligence.results import Origin

COMPUTING, RECOMPUTING, NOTHING = "not_precomputed", "recomputing", "no_data"
LATE = "Preliminary: the provider still learns of rounds of this quarter."
NO_DATA = "no data"


class Answer(Protocol):
    """What all answers about the market have."""

    @property
    def origin(self) -> Origin | None: ...
    @property
    def meta(self) -> Meta: ...
    @property
    def notes(self) -> tuple[Note, ...]: ...


def absent(answer: Any, view: View, words_: str) -> Bare | Empty:
    """Nothing to draw: it is being computed, or there is nothing to compute it from."""
    waiting = next((note.text for note in answer.notes if note.code == COMPUTING), None)
    if waiting is not None:
        return Bare(children=refused(view.panel, waiting))
    if getattr(answer, "current_quarter", words_) is not None:
        return Empty(words=words_)
    return Empty(words=next((n.text for n in answer.notes if n.code == NOTHING), words_))


def panel(
    answer: Answer, *, late: str | None = None, more: Sequence[str] = (), **parts: Any
) -> Content:
    """A panel with what all of them say: source, day, notes.

    `late` is the quarter it is about, marked while it fills up; `more` are notes of the drawing.
    """
    return Content(
        source=source(answer.origin),
        as_of=answer.meta.as_of,
        aside=lateness(answer, late),
        notes=[*more, *(note.text for note in answer.notes)],
        **parts,
    )


def chart(view: View, draw: Callable[..., Figure], answer: Any, *, label: str) -> Part:
    """The chart of an answer, drawn for both widths, with the sector that is asked for in bold."""
    drawn = [_lit(draw(answer, narrow=narrow), view) for narrow in (False, True)]
    return graph(view.panel.id, *drawn, label=label)


def _lit(drawn: Figure, view: View) -> Figure:
    axis = drawn["layout"]["yaxis"]
    sector = view.own.get("sector")
    if sector and "ticktext" in axis:
        name = shapes.words(sector).casefold()
        axis["ticktext"] = [f"<b>{t}</b>" if t.casefold() == name else t for t in axis["ticktext"]]
    return drawn


def source(origin: Origin | None) -> str:
    """The source line: provider, release, the day it was fetched, and the attribution it asks."""
    if origin is None:
        return "Source: imported market rounds and exits"
    parts = [origin.provider, origin.release or "release not named"]
    if origin.fetched is not None:
        parts.append(f"fetched {formats.day(origin.fetched)}")
    if origin.attribution:
        parts.append(origin.attribution)
    return f"Source: {', '.join(parts)}"


def quarter(answer: Answer, name: str | None) -> str:
    """`Q3 2026`, or `Q3 2026, preliminary` while the provider still learns of its rounds."""
    return f"{words(name)}{', preliminary' if is_late(answer, name) else ''}"


def is_late(answer: Answer, name: str | None) -> bool:
    """Is this quarter of the provider still filling up?"""
    return answer.origin is not None and name in answer.origin.preliminary


def lateness(answer: Answer, name: str | None) -> list[Part]:
    """The hatched chip above a panel whose quarter is preliminary."""
    if not is_late(answer, name):
        return []
    said = f"{words(name)} is preliminary: late reports still come in"
    return [html.Div(swatch(said), className="lateness")]


def swatch(said: str) -> html.Span:
    """A chip with the hatching that marks what is preliminary."""
    sign = html.I(className="prelim", **{"aria-hidden": "true"})
    return html.Span([sign, said], className="chip", title=LATE)


def hatched(answer: Answer) -> str:
    """`; hatched: preliminary`, for a drawing over quarters of which some still fill up."""
    late = answer.origin is not None and bool(answer.origin.preliminary)
    return "; hatched: preliminary" if late else ""


def why(answer: Answer, *fields: str) -> str:
    """Why a figure is not given."""
    found = next((note.text for note in answer.notes if note.field in fields), None)
    return found or "the provider does not tell"


def grown(rate: float | None) -> str:
    """`+8.2 %`, `−4.0 %`, `unchanged`; an en dash without a base."""
    if rate is None or not formats.known(rate):
        return formats.MISSING
    figure = formats.percent_figure(abs(rate))
    if not any(sign in "123456789" for sign in figure):
        return "unchanged"
    return f"{formats.MINUS if rate < 0 else '+'}{figure}{formats.THIN}%"


def explained(figures: Mapping[str, str], row: str, **written: str) -> list[Cell]:
    """The cells of a row, each of which opens where it is from: name of the figure and text."""
    return [cell(text, figures.get(f"{row}.{key}")) for key, text in written.items()]


def cell(text: str, figure: str | None) -> Cell:
    """A number in a table that opens its explanation; plain where it has none."""
    return text if figure is None else Bit(text=text, explain=figure)


def table(
    head: Sequence[str],
    rows: Sequence[Row | Line],
    *,
    caption: str,
    total: Row | None = None,
    words: Sequence[int] = (0,),
    deep: Sequence[int] = (),
) -> Part:
    """Rows that travel as one text: a market has more cells than the browser makes in a moment."""
    lines = [*rows, *([Line(cells=total, look="total")] if total is not None else [])]
    return rows_table(head, lines, caption=caption, words=words, deep=deep)


def legend(items: Sequence[tuple[str, str]]) -> html.P:
    """What the colours of a chart are, each as (role, word)."""
    keys = [
        html.Span([html.I(style={"background": f"var(--{role})"}), said]) for role, said in items
    ]
    return html.P(keys, className="keys")


def way(shown: Part, address: str, *, look: str, title: str) -> Part:
    """A link within the page, which stays where it is scrolled to."""
    return html.A(shown, href=address, className=look, title=title, **{"data-go": ""})


def asked(view: View, name: str | None) -> bool:
    """Is this the sector that the address asks for? Providers spell in large and small letters."""
    return name is not None and view.own.get("sector", "").casefold() == name.casefold()


def sector_link(name: str, view: View) -> Part:
    """A sector's name that turns the page to it, and back from it."""
    turn = sector_bit(name, view)
    return way(name, turn.go or "", look=turn.look or "", title=turn.title or "")


def sector_bit(name: str, view: View) -> Bit:
    """The same in a table of rows."""
    chosen = asked(view, name)
    title = "Back to all sectors" if chosen else f"This page for {name}"
    address = view.here(sector=None if chosen else name)
    return Bit(text=name, go=address, look="turns on" if chosen else "turns", title=title)


def of_sector(view: View) -> str:
    """` in Fintech` where the address asks for one sector."""
    sector = view.own.get("sector")
    return f" in {sector}" if sector else ""


def everywhere(view: View) -> str:
    """`all sectors: ` before a figure that stays as it is while the page is turned to one."""
    return "all sectors: " if view.own.get("sector") else ""


def total(values: Iterable[Number | None]) -> Number | None:
    """The sum of what is known, None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
