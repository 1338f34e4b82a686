"""Every figure with every kind of data it may meet, for the eyes of those who draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dash import html

from layouts import kpi
from layouts.figures.shapes import Figure
from layouts.panels import Panel, Part, View, broken, frame, graph, refused
from layouts.showing import Showing, Shown
from services.modules import MODULES
from services.scope import Scope


def layout(**_query: Any) -> html.Div:
    """Figures, cards, rails and states in all samples, module by module."""
    return html.Div(
        [
            html.H1("Gallery", className="plain"),
            html.P("Every figure in every state its data may be in.", className="state"),
            *[section for showing in showings() for section in _sections(showing)],
            _section("states", _states()),
        ],
        className="page gallery",
    )


def showings() -> Iterator[Showing]:
    """What the built modules show, in the order of the rail."""
    for module in MODULES:
        name = f"layouts.{module.name}.gallery"
        if find_spec(name) is not None:
            yield import_module(name).SHOWING


def _sections(showing: Showing) -> Iterator[html.Div]:
    for draw in showing.figures:
        yield _section(draw.__name__, [_figure(showing, draw, kind) for kind in showing.kinds])
    for shown in showing.panels:
        boxes = [_content(showing.slug, shown, kind) for kind in shown.kinds]
        yield _section(shown.name, boxes, wide=shown.width == 12)


def _figure(showing: Showing, draw: Callable[..., Figure], kind: str) -> html.Section:
    data = showing.samples[draw.__name__](kind)
    name = f"gallery-{draw.__name__.replace('_', '-')}-{kind}"
    chart = graph(name, draw(data), draw(data, narrow=True), label=f"{draw.__name__}, {kind}")
    return _box(f"{draw.__name__} · {kind}", chart)


def _content(slug: str, shown: Shown, kind: str) -> html.Section:
    panel = shown.panel
    place = Panel(
        id=f"gallery-{panel.id}-{kind}",
        title=panel.title,
        endpoint=panel.endpoint,
        needs=panel.needs,
        command=panel.command,
    )
    view = View(slug=slug, panel=place, scope=Scope(), definition=lambda _key: None)
    inside = _listed(frame(view, shown.draw(shown.sample(kind), view)))
    return html.Section(
        [html.P(kind, className="spec"), *inside], className=f"panel c{shown.width}"
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
