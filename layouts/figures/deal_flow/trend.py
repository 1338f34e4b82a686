"""Quarter by quarter: a small chart a stage and one for the rate, unripe quarters hatched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.deal_flow import words
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.deal_flow.results import PipelineFunnel, TrendPoint

HEIGHT = 336
ROWS = (("sourced", "Sourced"), ("screened", "Screened"), ("term_sheet", "Term sheets"),
        ("closed", "Closed"), ("overall", "Closed of sourced, %"))  # fmt: skip
GAP = 0.055  # of the height, between two small charts: room for the name of the lower one


def trend_bars(found: PipelineFunnel, *, narrow: bool = False) -> Figure:
    """Counts by quarter as bars, the overall rate as a line; a quarter that is not ripe is hatched
    and its rate an open dot."""
    points = found.trend
    if not any(point.sourced or point.screened or point.closed for point in points):
        return shapes.blank(words.NOTHING, height=HEIGHT)
    axes: Figure = {}
    notes: list[Figure] = []
    data: list[Figure] = []
    for place, (key, name) in enumerate(ROWS):
        number = str(place + 1) if place else ""
        low, high = _domain(place)
        values = [getattr(point, key) for point in points]
        axes[f"yaxis{number}"] = _axis(values, (low, high))
        marks = _rates(points) if key == "overall" else [_counts(points, key, name)]
        data += [mark | {"yaxis": f"y{number}"} for mark in marks]
        notes.append(_name(name, high))
        notes += _last(key, values[-1], f"y{number}")
    first = axes.pop("yaxis")
    axis = shapes.date_axis([point.end for point in points], narrow=narrow, least_pad=60)
    return shapes.figure(
        data,
        x=axis | {"anchor": f"y{len(ROWS)}"},
        y=first,
        height=HEIGHT,
        right=max(48, shapes.room(f"{point:,}" for point in _counted(points[-1]))),
        notes=notes,
        **axes,
    )


def _counted(point: TrendPoint) -> list[int]:
    """The figures that stand beside the plot."""
    return [getattr(point, key) for key, _ in ROWS[:-1]]


def _domain(place: int) -> tuple[float, float]:
    tall = (1 - GAP * len(ROWS)) / len(ROWS)
    high = 1 - GAP - place * (tall + GAP)
    return max(high - tall, 0.0), high


def _axis(values: Sequence[int | float | None], domain: tuple[float, float]) -> Figure:
    most = max((value for value in values if value is not None), default=0) or 1
    return {
        "domain": list(domain),
        "range": [0, most * 1.14],
        "tickvals": [],
        "showgrid": False,
        "zeroline": True,
    }


def _counts(points: Sequence[TrendPoint], key: str, name: str) -> Figure:
    values = [getattr(point, key) for point in points]
    bars = shapes.bars(
        [point.end for point in points], values, name=name, role="cat-1", hover="%{y:,}"
    )
    hatched = ["" if point.mature else "/" for point in points]
    return bars | {"marker": bars["marker"] | {"pattern": {"shape": hatched, "size": 5}}}


def _rates(points: Sequence[TrendPoint]) -> list[Figure]:
    days = [point.end for point in points]
    line = shapes.line(
        days, [point.overall for point in points], name="Closed of sourced", role="cat-1",
        hover="%{y:.1%}", width=1.6,
    )  # fmt: skip
    fills = [colour("cat-1" if point.mature else "panel") for point in points]
    line |= {"mode": "lines+markers", "cliponaxis": False}
    line["marker"] = {"size": 6, "color": fills, "line": {"color": colour("cat-1"), "width": 1.4}}
    return [line]


def _name(name: str, top: float) -> Figure:
    said = shapes.text(name, x=0, y=top, role="ink-2")
    return said | {"xref": "paper", "yref": "paper", "yanchor": "bottom"}


def _last(key: str, value: int | float | None, axis: str) -> list[Figure]:
    """The newest quarter's figure beside its mark."""
    if value is None:
        return []
    text = formats.percent(value) if key == "overall" else formats.count(int(value))
    return [shapes.text(text, x=1, y=value, role="ink", strong=True, right=True) | {"yref": axis}]
