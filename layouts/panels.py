"""A page is a list of panels: their frame, their tools, and the states every one of them has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from layouts import formats, ids
from layouts.views import API, DefinitionLike, Panel, Part, View

if TYPE_CHECKING:
    from layouts.figures.shapes import Figure
    from services.scope import Scope

__all__ = [
    "API",
    "GRAPH",
    "Bare",
    "Content",
    "DefinitionLike",
    "Empty",
    "Panel",
    "Part",
    "View",
    "alert",
    "broken",
    "downloads",
    "drawing",
    "empty",
    "frame",
    "graph",
    "icon",
    "not_found",
    "page",
    "place",
    "refused",
    "skeleton",
]

GRAPH = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A panel that has something to show.

    `title` is the finding, `subtitle` measure, unit and basis; `twin` the same as a table;
    `summary` one line for a screen reader; `aside` stands above the body, such as a stale mark;
    `file` gives the address of its rows as csv or xlsx where the panel's own does not.
    """

    title: str
    subtitle: str
    body: Part
    summary: str
    source: str
    as_of: date | None
    twin: Part | None = None
    aside: Sequence[Part] = ()
    notes: Sequence[str] = ()
    scope: Scope | None = None
    file: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """Nothing to show yet: what is missing, in a sentence."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A panel without a frame of its own, such as the state sentence or the row of cards."""

    children: Part


def icon(name: str, *, small: bool = False) -> html.Span:
    """A sign of the icon set; always beside a word or inside a labelled button."""
    return html.Span(className=f"i i-{name}{' s' if small else ''}", **{"aria-hidden": "true"})


def page(panels: Sequence[Panel], *, only: str | None = None) -> html.Div:
    """The empty page: one place per panel, each in the shape of what will come.

    `only` keeps a single panel, for an embed of its own.
    """
    shown = [panel for panel in panels if only in {None, panel.id}]
    if not shown:
        return not_found(f"There is no panel {only} on this page.")
    loose = [place(panel) for panel in shown if panel.shape in {"head", "cards"}]
    boxed = [place(panel) for panel in shown if panel.shape not in {"head", "cards"}]
    return html.Div(
        [
            *loose,
            html.Div(boxed, className="grid") if boxed else None,
        ],
        className="page single" if only else "page",
    )


def place(panel: Panel) -> html.Section:
    """Where a panel is drawn: the one output of the panel callback."""
    box = "loose" if panel.shape in {"head", "cards"} else f"panel c{panel.width}"
    attributes = {"data-panel": panel.id, "aria-label": panel.title}
    waiting = [skeleton(panel.shape), html.P(f"Loading {panel.title}", className="sr")]
    return html.Section(waiting, id=ids.panel(panel.id), className=box, **attributes)


def skeleton(shape: str) -> Part:
    """Grey bars in the shape of what will stand there, so that nothing jumps."""
    if shape == "head":
        return html.Div([_bar("12%", 12), _bar("58%", 22), _bar("34%", 12)], className="sk-head")
    if shape == "cards":
        card = [_bar("35%", 10), _bar("58%", 24), _bar("68%", 9), _bar("60%", 16), _bar("80%", 8)]
        return html.Div([html.Div(card, className="kpi sk-card")] * 6, className="kpis solo")
    head = [_bar("55%", 14), _bar("38%", 10)]
    if shape == "table":
        return html.Div([*head, *[_bar("100%", 14)] * 7], className="sk-rows")
    heights = (28, 34, 38, 46, 52, 56, 62, 68, 75, 82, 88, 94)
    columns = [html.Span(className="sk", style={"height": f"{height}%"}) for height in heights]
    return html.Div([*head, html.Div(columns, className="sk-chart")], className="sk-rows")


def frame(view: View, content: Content | Empty | Bare) -> Part:
    """The inside of a panel: head, tools, body, table twin, source."""
    if isinstance(content, Bare):
        return content.children
    if isinstance(content, Empty):
        return empty(view.panel, content.words)
    views = [html.Div(content.body, className="as-chart")]
    if content.twin is not None:
        views.append(html.Div(content.twin, className="as-table"))
    return [
        html.Header(
            [
                html.Div(
                    [html.H2(content.title), html.P(content.subtitle, className="sub")],
                    className="titles",
                ),
                _tools(view, content),
            ]
        ),
        *content.aside,
        html.P(content.summary, className="sr"),
        html.Div(views, className="body"),
        _notes(content.notes),
        html.Footer(
            [
                html.Span(content.source),
                html.Span(f"As of {formats.day(content.as_of)}", className="nb"),
            ]
        ),
    ]


def graph(panel_id: str, wide: Figure, narrow: Figure, *, label: str) -> html.Div:
    """A chart to be drawn in the browser, with a drawing of its own for narrow screens.

    The figure waits in a store without theme; the shell's script dresses it, so that a change of
    theme or width costs no request.
    """
    height, tall = (drawn["layout"]["height"] for drawn in (wide, narrow))
    chart = dcc.Graph(
        figure=_filling(wide), config=GRAPH, responsive=True, style={"height": "100%"}
    )
    box = drawing(
        panel_id, chart, narrow={"layout": _filling(narrow)["layout"]}, label=label, height=height
    )
    if tall > height:
        box.style["--tall"] = f"{tall}px"
    return box


def _filling(drawn: Figure) -> Figure:
    """The figure without its height: the browser lets it fill its panel, at least that tall."""
    layout = {key: value for key, value in drawn["layout"].items() if key != "height"}
    return drawn | {"layout": layout}


def drawing(
    panel_id: str, component: Part, *, narrow: dict[str, Any], label: str, height: int
) -> html.Div:
    """A component whose library is only fetched when it is drawn."""
    told = {"component": component.to_plotly_json() | {"props": _props(component)}}
    return html.Div(
        [
            dcc.Store(id=ids.drawing(panel_id), data=told | {"narrow": narrow}),
            html.Div(id=ids.drawn(panel_id), className="drawn"),
        ],
        className="drawing",
        style={"minHeight": f"{height}px"},
        role="figure",
        **{"aria-label": label},
    )


def empty(panel: Panel, words: str) -> Part:
    """Nothing to draw: what is missing and the command that brings it."""
    return [
        html.Header(html.Div([html.H2(panel.title)], className="titles")),
        html.Div(
            [
                icon("download"),
                html.Strong(words),
                html.P(f"Import {panel.needs}; this panel then fills by itself."),
                html.Code(panel.command),
            ],
            className="body mid empty",
        ),
        html.Footer(html.Span(f"Needs: {panel.needs}")),
    ]


def refused(panel: Panel, words: str, ways: Sequence[Part] = ()) -> Part:
    """A known problem, in the sentence of the one who raised it, and ways out of it."""
    return [
        html.Header(html.Div([html.H2(panel.title)], className="titles")),
        html.Div(
            html.Div(
                [icon("info"), html.Div([html.P(words), html.Div(ways, className="ways")])],
                className="alert info",
                role="status",
            ),
            className="body mid",
        ),
    ]


def broken(panel: Panel, reference: str) -> Part:
    """An unknown problem: the number under which it was written down."""
    return [
        html.Header(html.Div([html.H2(panel.title)], className="titles")),
        html.Div(
            [
                icon("warning"),
                html.Strong("This panel could not be drawn."),
                html.P(
                    [
                        "The other panels are not affected. If it happens again, "
                        "give support the reference ",
                        html.Strong(reference, className="num"),
                        ".",
                    ]
                ),
                html.Div(
                    [
                        html.Button(
                            [icon("known"), "Try again"],
                            className="b",
                            type="button",
                            **{"data-act": "reload"},
                        ),
                        html.Button(
                            "Copy reference",
                            className="b q",
                            type="button",
                            **{"data-act": "copy", "data-copy": reference},
                        ),
                    ],
                    className="row",
                ),
            ],
            className="body mid empty",
            role="alert",
        ),
    ]


def alert(kind: str, strong: str, words: str, *, sign: str = "info") -> html.Div:
    """A line above the body: what is so and what to do; `kind` is info, warn or bad."""
    said = html.Div([html.Strong(strong), f" {words}"])
    return html.Div([icon(sign), said], className=f"alert {kind}")


def not_found(words: str) -> html.Div:
    """A page that is not there."""
    return html.Div(
        [html.H1("Not found", className="plain"), html.P(words, className="state")],
        className="page",
    )


def _tools(view: View, content: Content) -> html.Div:
    title = view.panel.title
    buttons: list[Part] = []
    if content.twin is not None:
        buttons += [
            _tool("chart", f"Chart: {title}", keep=True, pressed=True, **{"data-act": "chart"}),
            _tool("table", f"Table: {title}", keep=True, pressed=False, **{"data-act": "table"}),
        ]
    if view.may_export and (content.file or view.panel.endpoint):
        buttons.append(downloads(title, content.file or view.download))
    if not view.embedded:
        copied = {"data-act": "copy", "data-copy": view.framed()}
        buttons.append(_tool("link", f"Copy the address of {title}", **copied))
    return html.Div(buttons, className="tools")


def downloads(title: str, address: Callable[[str], str]) -> html.Details:
    """The same rows as a file, behind one button; `address` of csv and of xlsx."""
    links = [
        html.A(
            kind.upper(),
            href=address(kind),
            download=True,
            className="item",
            **{"aria-label": f"Download {title} as {kind.upper()}"},
        )
        for kind in ("csv", "xlsx")
    ]
    sign = html.Summary(
        icon("download"),
        className="ib",
        title="Download",
        **{"aria-label": f"Download {title}"},
    )
    return html.Details([sign, html.Div(links, className="menu end")], className="pop")


def _tool(
    sign: str, label: str, *, keep: bool = False, pressed: bool | None = None, **data: str
) -> html.Button:
    state = {} if pressed is None else {"aria-pressed": str(pressed).lower()}
    return html.Button(
        icon(sign),
        className=f"ib{' keep' if keep else ''}",
        type="button",
        title=label,
        **{"aria-label": label},
        **state,
        **data,
    )


def _notes(notes: Sequence[str]) -> Part:
    if not notes:
        return None
    unique = list(dict.fromkeys(notes))
    head = "1 note" if len(unique) == 1 else f"{len(unique)} notes"
    lines = html.Ul([html.Li(note) for note in unique])
    return html.Details([html.Summary(head), lines], className="notes")


def _bar(width: str, height: int) -> html.Span:
    return html.Span(className="sk", style={"width": width, "height": f"{height}px"})


def _props(component: Part) -> dict[str, Any]:
    props: dict[str, Any] = component.to_plotly_json()["props"]
    return props
