"""The page of words: what every figure means, its formula and whose definition it follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from layouts.panels import DefinitionLike, Panel, Part, place

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
    """One entry for each figure."""
    parts: list[Part] = []
    for item in definitions:
        parts += [
            html.Dt(item.name),
            html.Dd(
                [
                    html.P(item.text),
                    html.Code(item.formula),
                    html.P(item.citation, className="muted"),
                ]
            ),
        ]
    return html.Dl(parts, className="words")
