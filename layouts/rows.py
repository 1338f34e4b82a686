"""Tables of many rows: one component whatever their number, drawn in the browser by assets/rows.js.

A component for each cell would take the browser seconds; here the rows travel as one text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dash import html


@dataclass(frozen=True, slots=True, kw_only=True)
class Bit:
    """A piece of a cell: its text, and how it stands.

    `go` is an address of ours that it leads to; `tag` is del, ins, strong or code; `look` a class
    such as muted or chip; `icon` stands before the text; `said` is read out beside it.
    """

    text: str
    go: str | None = None
    tag: str | None = None
    look: str | None = None
    icon: str | None = None
    said: str | None = None


Cell = str | Bit | Sequence[str | Bit]
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Wide:
    """A line below a row that takes its whole width, such as what the row means."""

    cell: Cell


def rows_table(
    head: Sequence[str],
    rows: Sequence[Row | Wide],
    *,
    caption: str,
    words: Sequence[int] = (0,),
    deep: Sequence[int] = (),
) -> html.Div:
    """A table that can be scrolled sideways; columns in `words` are text and stand left.

    Columns in `deep` are left out on a narrow screen. Numbers are given as they are shown.
    """
    told = {
        "caption": caption,
        "head": list(head),
        "sides": [
            " ".join((*(["l"] if index in words else []), *(["hm"] if index in deep else [])))
            for index in range(len(head))
        ],
        "rows": [_row(row) for row in rows],
    }
    return html.Div(
        className="tw",
        tabIndex=0,
        role="region",
        **{
            "aria-label": f"{caption}, scrolls sideways",
            "data-rows": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        },
    )


def _row(row: Row | Wide) -> object:
    return {"wide": _cell(row.cell)} if isinstance(row, Wide) else [_cell(cell) for cell in row]


def _cell(cell: Cell) -> object:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Bit):
        return {name: value for name, value in asdict(cell).items() if value is not None}
    return [_cell(bit) for bit in cell]
