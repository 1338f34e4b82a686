"""The drawer, before anything was asked and when nothing can be told."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.ids import Shell
from layouts.panels import Part, icon

TITLE = "Where this number comes from"


def drawer() -> html.Div:
    """The drawer, closed and empty; assets/explain.js opens it and says what was asked."""
    waiting = [
        html.Span(className="sk", style={"width": width, "height": f"{height}px"})
        for width, height in (("44%", 12), ("62%", 26), ("90%", 12), ("74%", 12), ("100%", 76))
    ]
    return html.Div(
        [
            dcc.Store(id=Shell.EXPLAIN_ASKED),
            dbc.Offcanvas(
                [
                    html.Div(id=Shell.EXPLAIN_BODY, className="explained", role="region",
                             **{"aria-live": "polite", "aria-label": TITLE}),
                    html.Div(waiting, className="waiting", **{"aria-hidden": "true"}),
                ],
                id=Shell.EXPLAIN,
                title=html.Span(TITLE, id=Shell.EXPLAIN_TITLE),
                labelledby=Shell.EXPLAIN_TITLE,
                placement="end",
                is_open=False,
                scrollable=False,
                class_name="explain",
            ),
        ]
    )  # fmt: skip


def refused(words: str) -> Part:
    """A figure that cannot be explained, in the sentence of whoever refused."""
    return html.Div(
        [icon("info"), html.Strong("This figure cannot be opened."), html.P(words)],
        className="empty",
        role="alert",
    )


def broken(reference: str) -> Part:
    """An unknown problem: the number under which it was written down."""
    words = ["If it happens again, give support the reference ", html.Strong(reference), "."]
    return html.Div(
        [icon("warning"), html.Strong("This could not be explained."), html.P(words)],
        className="empty",
        role="alert",
    )
