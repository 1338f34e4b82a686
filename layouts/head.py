"""The head of a module's page: its sentence, what that stands on, and the page as print or file."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from layouts.panels import Bare, Part, View, icon


def head(
    view: View,
    *,
    title: str,
    said: Sequence[Part],
    stands: Sequence[Part],
    printed: Sequence[Part],
    endpoint: str,
) -> Bare:
    """One sentence in large type, below it a line of what it stands on.

    `printed` are the two ends of the line that heads the page on paper; `endpoint` is the answer
    that the button Export downloads as a workbook.
    """
    left, right = printed
    words = [
        html.H1(title),
        html.P(list(said), className="state"),
        html.Div(list(stands), className="asof"),
    ]
    return Bare(
        children=[
            html.Div(
                [html.Span([html.B(left), f" · {title}"]), html.Span(right)], className="phead"
            ),
            html.Div([html.Div(words), _actions(view, endpoint)], className="head"),
        ]
    )


def _actions(view: View, endpoint: str) -> html.Div:
    buttons: list[Part] = [
        html.Button([icon("print"), "Print"], className="b", type="button", **{"data-act": "print"})
    ]
    if view.may_export:
        file = {"href": view.file(endpoint, "xlsx"), "download": True}
        buttons.append(html.A([icon("download"), "Export"], className="b", **file))
    return html.Div(buttons, className="acts")
