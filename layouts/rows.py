"""Tables of many rows: one component whatever their number, drawn in the browser by assets/rows.js.

A component for each cell would take the browser seconds; here the rows travel as one text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields

from dash import html


@dataclass(frozen=True, slots=True, kw_only=True)
class Bit:
    """A piece of a cell: its text, and how it stands.

    `go` is an address of ours that it leads to; `tag` is del, ins, strong or code; `look` a class
    such as muted or chip; `icon` stands before the text; `said` is read out beside it; `title`
    shows when it is pointed at. `explain` is the id of the figure that it opens. `fill` is the
    class of the whole cell, such as the colour of a heat map.
    """

    text: str
    go: str | None = None
    tag: str | None = None
    look: str | None = None
    icon: str | None = None
    said: str | None = None
    title: str | None = None
    explain: str | None = None
    fill: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A drawn piece of a cell: parts from and to a place in percent of it, each with its class.

    `rule` is where an upright line stands; `said` is what it shows, for who does not see it; empty
    where the text beside it says the same.
    """

    parts: Sequence[tuple[float, float, str]]
    said: str = ""
    rule: float | None = None
    look: str | None = None


Piece = str | Bit | Bar
Cell = Piece | Sequence[Piece]
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row with a place of its own: `look` is sub, tr or total.

    `opens` is the name under which it shows and hides the lines that are `under` it (and under
    what they open); `shut` says that they are hidden at first, `named` what the button is called.
    """

    cells: Row
    look: str | None = None
    opens: str | None = None
    named: str | None = None
    shut: bool | None = None
    under: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Wide:
    """A line below a row that takes its whole width, such as what the row means."""

    cell: Cell


def rows_table(
    head: Sequence[str],
    rows: Sequence[Row | Line | Wide],
    *,
    caption: str,
    words: Sequence[int] = (0,),
    deep: Sequence[int] = (),
    look: str = "",
    sorts: bool = False,
    find: str = "",
) -> html.Div:
    """A table that can be scrolled sideways; columns in `words` are text and stand left.

    Columns in `deep` are left out on a narrow screen. Numbers are given as they are shown. A line
    break in a heading stands there as one; `look` is a class of the table.

    A table that `sorts` is put in order by its headings: text in `words`, numbers else, what is
    not known last, totals where they stand. `find` is what to call a box above the table that
    leaves only the rows with all its words. Neither goes with lines that open and close.
    """
    told = {
        "caption": caption,
        "head": list(head),
        "sides": [
            " ".join((*(["l"] if index in words else []), *(["hm"] if index in deep else [])))
            for index in range(len(head))
        ],
        "rows": [_row(row) for row in rows],
        **({"sorts": True} if sorts else {}),
        **({"find": find} if find else {}),
    }
    return html.Div(
        className=f"tw {look}".strip(),
        tabIndex=0,
        role="region",
        **{
            "aria-label": f"{caption}, scrolls sideways",
            "data-rows": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        },
    )


def _row(row: Row | Line | Wide) -> object:
    if isinstance(row, Wide):
        return {"wide": _cell(row.cell)}
    if isinstance(row, Line):
        return _set(row) | {"cells": [_cell(cell) for cell in row.cells]}
    return [_cell(cell) for cell in row]


def _cell(cell: Cell) -> object:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Bit):
        return _set(cell)
    if isinstance(cell, Bar):
        places = [[round(start, 2), round(end, 2), look] for start, end, look in cell.parts]
        return _set(cell) | {"parts": places}
    return [_cell(bit) for bit in cell]


def _set(told: Bit | Bar | Line) -> dict[str, object]:
    """What is given of a piece: the rest need not travel."""
    given = {item.name: getattr(told, item.name) for item in fields(told) if item.name != "cells"}
    return {name: value for name, value in given.items() if value is not None and value != ()}
