"""Every figure with every kind of data it may meet, for the eyes of those who draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dash import dcc, html

from layouts import kpi
from layouts.figures.shapes import Figure
from layouts.panels import Panel, Part, View, broken, frame, graph, refused
from layouts.showing import Showing, Shown
from services.modules import MODULES
from services.scope import Scope

PATH = "/gallery"


def layout(**_query: Any) -> html.Div:
    """Where each module's figures stand, and the states that a panel of any module may be in."""
    links = [dcc.Link(showing.slug, href=f"{PATH}/{showing.slug}") for showing in showings()]
    return _page(
        html.Ul([html.Li(link) for link in links]),
        _section("states", _states()),
    )


def pages() -> dict[str, Callable[..., html.Div]]:
    """A page for each module, by path: all charts of the firm at once are more than a browser
    draws in a minute."""
    return {f"{PATH}/{showing.slug}": partial(of, showing) for showing in showings()}


def of(showing: Showing, **_query: Any) -> html.Div:
    """A module's figures, cards, rails and panels in all samples."""
    return _page(html.P(showing.slug, className="spec"), *_sections(showing))


def _page(*parts: Part) -> html.Div:
    head = html.H1("Gallery", className="plain")
    words = html.P("Every figure in every state its data may be in.", className="state")
    return html.Div([head, words, *parts], className="page gallery")


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
    for part in inside:
        _rename(part, place.id)
    return html.Section(
        [html.P(kind, className="spec"), *inside], className=f"panel c{shown.width}"
    )


def _rename(part: Any, sample: str) -> None:
    """Give what stands inside a panel under a fixed id one of this sample's own: a page has an id
    once, and the gallery shows the panel in every sample."""
    named = getattr(part, "id", None)
    if isinstance(named, dict) and not str(named.get("panel", sample)).startswith(sample):
        part.id = named | {"panel": f"{sample}-{named['panel']}"}
    elif isinstance(named, str) and not named.startswith(sample):
        part.id = f"{sample}-{named}"
    for child in _listed(getattr(part, "children", [])):
        _rename(child, sample)


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
    return list(part) if isinstance(part, list | tuple) else [part]
