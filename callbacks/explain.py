"""The drawer at work: which figure was asked for is said by assets/explain.js, the rest is here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.panels import Ports
from layouts import explain
from layouts.ids import Shell
from layouts.panels import Part
from services.errors import GpError

NAMESPACE = "explain"
DEEPEST, LONGEST_NAME = 12, 80


def register(app: Dash, ports: Ports) -> None:
    """Fill the drawer when a figure is asked for; tell the browser when it closes."""

    def draw(asked: Mapping[str, Any] | None, path: str | None) -> Any:
        return render(ports, asked, embedded=(path or "").startswith("/embed/"))

    app.callback(
        Output(Shell.EXPLAIN_BODY, "children"),
        Input(Shell.EXPLAIN_ASKED, "data"),
        State(Shell.URL, "pathname"),
        prevent_initial_call=True,
    )(draw)
    app.clientside_callback(
        ClientsideFunction(NAMESPACE, "toggled"), Input(Shell.EXPLAIN, "is_open")
    )
    app.clientside_callback(
        ClientsideFunction(NAMESPACE, "drawn"), Input(Shell.EXPLAIN_BODY, "children")
    )


def render(ports: Ports, asked: Mapping[str, Any] | None, *, embedded: bool = False) -> Part:
    """One figure, whatever happens: explained, refused in a sentence, or a reference number."""
    figure = asked.get("figure") if asked else None
    if not isinstance(figure, str) or asked is None or ports.explained is None:
        return no_update
    try:
        principal = ports.principal()
        told = ports.explained(principal, figure, _limit(asked.get("limit")))
        return explain.content(
            told,
            _trail(asked.get("trail")),
            embedded=embedded,
            may_export=principal.may_export,
        )
    except GpError as error:
        return explain.refused(error.message)
    except Exception as error:
        # A defect in one explanation is written down and leaves the page standing.
        return explain.broken(ports.reference(error))


def _limit(asked: object) -> int:
    known = isinstance(asked, int) and not isinstance(asked, bool)
    return min(max(int(asked), 1), explain.MOST) if known else explain.STEP  # type: ignore[call-overload]


def _trail(asked: object) -> list[dict[str, str]]:
    """The figures one came down from, as far as they can be read."""
    steps = asked if isinstance(asked, list) else []
    return [
        {"figure": step["figure"], "name": step["name"][:LONGEST_NAME]}
        for step in steps[:DEEPEST]
        if isinstance(step, dict)
        and isinstance(step.get("figure"), str)
        and isinstance(step.get("name"), str)
    ]
