"""The page of words: what every figure means, its formula and whose definition it follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from layouts.panels import DefinitionLike, Panel, Part, place
from layouts.rows import Bit, rows_table

WORDS = Panel(id="definitions-list", title="Definitions", shape="table")


def layout(**_query: Any) -> html.Div:
    """The page before the list is there."""
    return html.Div(
        [
            html.H1("Definitions", className="plain"),
            html.P(
                "What every figure means here, and whose definition it follows.", className="state"
            ),
            html.Div(place(WORDS), className="grid"),
        ],
        className="page",
    )


def listing(definitions: Iterable[DefinitionLike]) -> Part:
    """One line for each figure."""
    lines = [
        (
            item.name,
            item.text,
            Bit(text=item.formula, tag="code"),
            Bit(text=item.citation, look="muted"),
        )
        for item in definitions
    ]
    return rows_table(
        ("Figure", "What it means", "Formula", "After"),
        lines,
        caption="Definitions",
        words=(0, 1, 2, 3),
        deep=(3,),
        look="told words",
        find="Find a figure",
    )
