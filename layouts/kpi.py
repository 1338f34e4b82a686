"""The card of a headline figure: label, value, eight quarters, change, peers, basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import dash_bootstrap_components as dbc
from dash import html

from layouts import formats, ids
from layouts.explain import mark
from layouts.formats import Number
from layouts.panels import DefinitionLike, Part, View, icon

WIDTH, HEIGHT = 76, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure as the head of a page shows it. `exact` is what the API gives.

    `change` is the difference to `against` taken before rounding, None where there is nothing to
    compare with; `good_up` None means that neither direction is good. `reason` tells why `exact`
    is unknown. `figure` is the id that explains the value; `doubt` the sign of a failing check.
    """

    key: str
    label: str
    parts: tuple[str, str]
    exact: Number | None
    history: Sequence[Number | None]
    change: Number | None
    change_text: str
    against: str
    chip: Part
    basis: str
    reason: str | None = None
    good_up: bool | None = True
    figure: str | None = None
    doubt: Part = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A quieter figure below the cards."""

    key: str
    label: str
    text: str
    exact: Number | None
    note: str
    reason: str | None = None
    figure: str | None = None
    doubt: Part = None


def row(view: View, cards: Sequence[Card], facts: Sequence[Fact]) -> html.Div:
    """The ruled box of cards with the facts below in the same columns."""
    return html.Div(
        [
            html.Div([card(view, item) for item in cards], className="kpis"),
            html.Div([fact(item) for item in facts], className="facts"),
        ],
        className="headline",
    )


def card(view: View, item: Card) -> html.Article:
    """Five lines: label, value with its history, change, peers, basis."""
    figure, unit = item.parts
    value = [figure, html.Small(unit)] if unit else [figure]
    unknown = not formats.known(item.exact)
    return html.Article(
        [
            html.H2([item.label, *_explain(view, item), item.doubt], className="k"),
            html.Div(
                [
                    _value(item, value, unknown=unknown),
                    spark(item.history, label=f"{item.label}, last quarters"),
                ],
                className="vv",
            ),
            delta(item) if not unknown else html.P(item.reason or "", className="delta why"),
            html.Div([item.chip, html.Span(item.basis, className="basis")], className="n"),
        ],
        className="kpi",
        **{"data-figure": item.key, "data-value": formats.exact(item.exact)},
    )


def fact(item: Fact) -> html.Div:
    """Label, value and a note."""
    unknown = not formats.known(item.exact)
    return html.Div(
        [
            html.Div([item.label, item.doubt], className="k"),
            _value(item, [item.text], unknown=unknown),
            html.Div(
                (item.reason if unknown else None) or item.note, className="n", title=item.note
            ),
        ],
        className="fact",
        **{"data-figure": item.key, "data-value": formats.exact(item.exact)},
    )


def _value(item: Card | Fact, shown: list[Part], *, unknown: bool) -> Part:
    """The value, which opens its explanation; where it is unknown with the reason beside it."""
    looks = {"className": "v none" if unknown else "v"}
    if unknown and item.reason:
        shown = [*shown, html.Span(f" {item.reason}", className="sr")]
        looks["title"] = item.reason
    return html.Span(shown, **looks) if item.figure is None else mark(shown, item.figure, **looks)


def delta(item: Card) -> html.Div:
    """Arrow, signed change and what it is against; "worse" stands there in words."""
    if item.change is None:
        return html.Div(html.Span(item.against, className="for"), className="delta")
    if item.change_text == "unchanged":
        return html.Div(
            [html.B([_triangle("flat"), "unchanged"]), html.Span(item.against, className="for")],
            className="delta",
        )
    up = item.change > 0
    worse = item.good_up is not None and up != item.good_up
    tone = "" if item.good_up is None else "bad" if worse else "good"
    text = f"{item.change_text}, worse" if worse else item.change_text
    return html.Div(
        [
            html.B([_triangle("up" if up else "down"), text], className=tone),
            html.Span(item.against, className="for"),
        ],
        className="delta",
    )


def chip(words: str, *, tone: str = "") -> html.Span:
    """A small label."""
    return html.Span(words, className=f"chip {tone}".strip())


def quartile_chip(quartile: str | None, percentile: str) -> html.Span:
    """Four squares, the fund's own filled, best at the right, and the same in words."""
    if quartile is None:
        return chip("not ranked", tone="line")
    own = {str(number) for number in range(1, 5)} & set(quartile)
    squares = [html.I(className="on" if str(number) in own else "") for number in (4, 3, 2, 1)]
    words = formats.quartile(quartile)
    text = words if percentile == formats.MISSING else f"{words} · {percentile}"
    return html.Span(
        [html.Span(squares, className="quart", **{"aria-hidden": "true"}), text],
        className="chip acc",
    )


def spark(values: Sequence[Number | None], *, label: str) -> Part:
    """A line of a few quarters without axes; nothing where fewer than two are known.

    Drawn as two masks over the theme's colours: the browser may then change theme on its own.
    """
    known = [float(value) for value in values if value is not None and formats.known(value)]
    if len(known) < 2:
        return html.Span(className="spark")
    low, high = min(known), max(known)
    step = (WIDTH - 8) / (len(values) - 1)
    places = [
        None if value is None else (2 + index * step, _height(float(value), low, high))
        for index, value in enumerate(values)
    ]
    runs = _runs(places)
    lines = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in runs)
    areas = "".join(
        f"M{run[0][0]:.1f} {HEIGHT}"
        + "".join(f"L{x:.1f} {y:.1f}" for x, y in run)
        + f"L{run[-1][0]:.1f} {HEIGHT}Z"
        for run in runs
    )
    stroke = f"<path d='{lines}' fill='none' stroke='black' stroke-width='1.4' stroke-linecap='round' stroke-linejoin='round'/>"  # noqa: E501
    style = {"--line": _mask(stroke), "--area": _mask(f"<path d='{areas}'/>")}
    if (end := places[-1]) is not None:
        style |= {"--x": f"{end[0] / WIDTH:.1%}", "--y": f"{end[1]:.1f}px"}
    parts = [html.I(className=name) for name in ("area", "line")]
    parts += [html.I(className="end")] if places[-1] is not None else []
    return html.Span(parts, className="spark", style=style, role="img", **{"aria-label": label})


def _explain(view: View, item: Card) -> list[Part]:
    definition = view.definition(item.key)
    if definition is None:
        return []
    button = html.Button(
        icon("info"),
        id=ids.explain(view.panel.id, item.key),
        className="why",
        type="button",
        **{"aria-label": f"What {item.label} means"},
    )
    return [button, explanation(ids.explain(view.panel.id, item.key), item, definition)]


def explanation(target: dict[str, str], item: Card, definition: DefinitionLike) -> dbc.Popover:
    """The definition of a figure beside its button."""
    rows: list[tuple[str, Part]] = [
        ("Formula", definition.formula),
        ("Basis", item.basis),
        ("Exact", formats.exact(item.exact) or f"{formats.MISSING} {item.reason or ''}"),
        ("After", definition.citation),
    ]
    terms = [part for name, text in rows if text for part in (html.Dt(name), html.Dd(text))]
    return dbc.Popover(
        [html.Strong(definition.name), html.P(definition.text), html.Dl(terms)],
        target=target,
        trigger="legacy",
        placement="bottom-start",
        class_name="tip",
        hide_arrow=True,
    )


def _triangle(way: str) -> html.Span:
    return html.Span(className=f"tri {way}", **{"aria-hidden": "true"})


def _height(value: float, low: float, high: float) -> float:
    return 14.0 if high == low else 24 - (value - low) / (high - low) * 20


def _runs(
    places: Sequence[tuple[float, float] | None],
) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def _mask(shape: str) -> str:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' preserveAspectRatio='none'>{shape}</svg>"  # noqa: E501
    return f'url("data:image/svg+xml,{quote(svg)}")'
