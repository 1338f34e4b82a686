"""Tables: the exact twin of a chart, and the grid for many rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from layouts.panels import Part

# Read by the grid's own parser in the browser, not run as script: the policy stays strict.
MONEY = "params.value == null ? '' : d3.format('(,.2f')(params.value)"
DAY = "params.node.rowPinned ? params.value : d3.timeFormat('%-d %b %Y')(d3.timeParse('%Y-%m-%d')(params.value))"  # noqa: E501


def table(
    head: Sequence[Part],
    rows: Sequence[Sequence[Part]],
    *,
    caption: str,
    total: Sequence[Part] | None = None,
    words: Sequence[int] = (0,),
    deep: Sequence[int] = (),
) -> html.Div:
    """A plain table; columns in `words` are text and stand left, the others are figures.

    Columns in `deep` are left out on a narrow screen.
    """
    sides = [
        " ".join((*(["l"] if index in words else []), *(["hm"] if index in deep else [])))
        for index in range(len(head))
    ]
    body = [html.Tr(_cells(row, sides)) for row in rows]
    if total is not None:
        body.append(html.Tr(_cells(total, sides), className="total"))
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="sr"),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(cell, scope="col", className=side)
                            for cell, side in zip(head, sides, strict=True)
                        ]
                    )
                ),
                html.Tbody(body),
            ]
        ),
        className="tw",
        tabIndex=0,
        role="region",
        **{"aria-label": f"{caption}, scrolls sideways"},
    )


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
