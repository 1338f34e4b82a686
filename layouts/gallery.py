"""Every figure with every kind of data it may meet, for the eyes of those who draw them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from layouts import kpi
from layouts.figures import fund_performance, samples
from layouts.fund_performance import CASH_FLOWS, FIGURES, PEERS, cards, peers, tables
from layouts.panels import Bare, Content, Empty, Panel, Part, View, broken, frame, graph, refused
from services.scope import Scope


def layout(**_query: Any) -> html.Div:
    """Figures, cards, rails and states in all samples."""
    return html.Div(
        [
            html.H1("Gallery", className="plain"),
            html.P("Every figure in every state its data may be in.", className="state"),
            *[_figures(draw) for draw in fund_performance.FIGURES],
            _section(
                "cards",
                [
                    _content(FIGURES, cards.figures, samples.headline, kind)
                    for kind in samples.KINDS
                ],
                wide=True,
            ),
            _section(
                "peers",
                [_content(PEERS, peers.peers, samples.benchmarks, kind) for kind in samples.KINDS],
            ),
            _section(
                "cash flows",
                [
                    _content(CASH_FLOWS, tables.cash_flows, samples.cash_flows, kind)
                    for kind in ("normal", "empty", "huge")
                ],
            ),
            _section("states", _states()),
        ],
        className="page gallery",
    )


def _figures(draw: Callable[..., dict[str, Any]]) -> html.Div:
    boxes = []
    for kind in samples.KINDS:
        data = samples.SAMPLES[draw.__name__](kind)
        name = f"gallery-{draw.__name__.replace('_', '-')}-{kind}"
        chart = graph(name, draw(data), draw(data, narrow=True), label=f"{draw.__name__}, {kind}")
        boxes.append(_box(f"{draw.__name__} · {kind}", chart))
    return _section(draw.__name__, boxes)


def _content(
    panel: Panel, draw: Callable[[Any, View], Content | Empty | Bare], sample: Any, kind: str
) -> html.Section:
    place = Panel(
        id=f"gallery-{panel.id}-{kind}",
        title=panel.title,
        endpoint=panel.endpoint,
        needs=panel.needs,
        command=panel.command,
    )
    view = View(slug="fund-performance", panel=place, scope=Scope(), definition=lambda _key: None)
    return html.Section(
        [html.P(kind, className="spec"), *_listed(frame(view, draw(sample(kind), view)))],
        className="panel c12" if panel is FIGURES else "panel c6",
    )


def _states() -> list[Part]:
    panel = Panel(id="gallery-state", title="IRR trend")
    return [
        html.Section(broken(panel, "FP-7Q3K-20"), className="panel c4"),
        html.Section(
            refused(panel, "This figure is given for one fund at a time."), className="panel c4"
        ),
        html.Section(kpi.chip("not ranked", tone="line"), className="panel c4"),
    ]


def _section(name: str, boxes: list[Part], *, wide: bool = False) -> html.Div:
    kind = "grid wide-grid" if wide else "grid"
    return html.Div([html.H2(name.replace("_", " ")), html.Div(boxes, className=kind)])


def _box(title: str, body: Part) -> html.Section:
    return html.Section([html.P(title, className="spec"), body], className="panel c4")


def _listed(part: Part) -> list[Part]:
    return part if isinstance(part, list) else [part]
