"""Tables: the exact twin of a chart, and the grid for many rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import dcc, html

from layouts.panels import Part
from layouts.rows import Bit, Cell, Line, Piece, Row, Wide, rows_table

# Read by the grid's own parser in the browser, not run as script: the policy stays strict.
MONEY = "params.value == null ? '' : d3.format('(,.2f')(params.value)"
DAY = "params.node.rowPinned ? params.value : d3.timeFormat('%-d %b %Y')(d3.timeParse('%Y-%m-%d')(params.value))"  # noqa: E501


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Part]],
    *,
    caption: str,
    total: Sequence[Part] | None = None,
    words: Sequence[int] = (0,),
    deep: Sequence[int] = (),
) -> html.Div:
    """A plain table; columns in `words` are text and stand left, the others are figures.

    Columns in `deep` are left out on a narrow screen. Cells are text, stressed words, marks
    that open an explanation, and links; they travel as one text, for a component each would cost
    the browser seconds on a page of many tables.
    """
    lines: list[Row | Line | Wide] = [[_one(cell) for cell in row] for row in rows]
    if total is not None:
        lines.append(Line(cells=[_one(cell) for cell in total], look="total"))
    return rows_table(head, lines, caption=caption, words=words, deep=deep)


def _one(part: Part) -> Cell:
    pieces = _cell(part)
    return pieces[0] if len(pieces) == 1 else pieces


def _cell(part: Part) -> list[Piece]:
    """A cell as text, marks, links, stressed words and chips; TypeError for anything else."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, list):
        return [piece for item in part for piece in _cell(item)]
    if not isinstance(part, html.Button | html.Strong | html.Span | dcc.Link):
        raise TypeError(f"a cell is text, a mark, a link, a stressed word or a chip, not {part!r}")
    stands = {
        "explain": getattr(part, "data-explain", None),
        "go": getattr(part, "href", None),
        "tag": "strong" if isinstance(part, html.Strong) else None,
        "look": getattr(part, "className", None) if isinstance(part, html.Span) else None,
        "title": getattr(part, "title", None),
    }
    given = {name: value for name, value in stands.items() if value is not None}
    return [_stood(piece, given) for piece in _cell(part.children)]


def _stood(piece: Piece, given: Mapping[str, str]) -> Piece:
    """A piece as what it stands in makes it."""
    if isinstance(piece, str):
        return Bit(text=piece, **given) if given else piece
    return replace(piece, **given)


def column(field: str, title: str, **more: Any) -> dict[str, Any]:
    """A text column of a grid."""
    return {"field": field, "headerName": title, **more}


def money_column(field: str, title: str, **more: Any) -> dict[str, Any]:
    """A column of amounts: real numbers in the cells, negative ones shown in parentheses."""
    return {
        "field": field,
        "headerName": title,
        "type": "rightAligned",
        "filter": "agNumberColumnFilter",
        "valueFormatter": {"function": MONEY},
        **more,
    }


def day_column(field: str, title: str, **more: Any) -> dict[str, Any]:
    """A column of days, kept as 2026-09-30 so that it sorts, shown as 30 Sep 2026."""
    return {"field": field, "headerName": title, "valueFormatter": {"function": DAY}, **more}


def _cells(row: Sequence[Part], sides: Sequence[str]) -> list[html.Td]:
    cells = []
    for index, (cell, side) in enumerate(zip(row, sides, strict=True)):
        cells.append(
            html.Th(cell, scope="row", className="l rowhead")
            if index == 0
            else html.Td(cell, className=side)
        )
    return cells
