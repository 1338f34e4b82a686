"""What the fund returns: IRR and multiple, gross beside net, the distance shaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.fund_performance.runs import runs
from layouts.figures.fund_performance.sizes import HEIGHT, NOTHING, PERCENT_HOVER, TALL, X_HOVER
from layouts.figures.shapes import Figure

if TYPE_CHECKING:
    from services.fund_performance.results import Trend, TrendPoint

Pick = Callable[["TrendPoint"], float | None]
FEWEST_FOR_A_NOTE = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A gross and a net figure of a point, and how their values and their distance are said."""

    gross_name: str
    net_name: str
    gross: Pick
    net: Pick
    kind: str
    hover: str
    say: Callable[[float], str]
    apart: Callable[[float], str]
    height: int = HEIGHT

    @property
    def sides(self) -> tuple[tuple[str, Pick, str, str], ...]:
        """Name, figure, colour of the line and of its label; the net one is drawn on top."""
        return (
            (self.gross_name, self.gross, "cat-6", "ink-2"),
            (self.net_name, self.net, "cat-1", "ink"),
        )


def irr_trend(trend: Trend, *, narrow: bool = False) -> Figure:
    """Gross and net IRR since inception in percent, the distance between them shaded."""
    pair = Pair(
        "Gross",
        "Net",
        gross=lambda point: _times(point.gross_irr, 100),
        net=lambda point: _times(point.irr, 100),
        kind="percent",
        hover=PERCENT_HOVER,
        say=lambda value: formats.percent_figure(value / 100),
        apart=lambda gap: formats.points(gap / 100).lstrip("+"),
    )
    return _drawn(trend, pair, narrow=narrow)


def multiples_trend(trend: Trend, *, narrow: bool = False) -> Figure:
    """Gross MOIC and net TVPI, the distance between them shaded."""
    pair = Pair(
        "Gross MOIC",
        "Net TVPI",
        gross=lambda point: point.moic,
        net=lambda point: point.tvpi,
        kind="x",
        hover=X_HOVER,
        say=formats.multiple,
        apart=formats.multiple,
        height=TALL,
    )
    return _drawn(trend, pair, narrow=narrow)


def _drawn(trend: Trend, pair: Pair, *, narrow: bool) -> Figure:
    points = [point for point in trend.data_points if point.paid_in]
    values = [pick(point) for point in points for pick in (pair.gross, pair.net)]
    if all(value is None for value in values):
        return shapes.blank(NOTHING, height=pair.height)
    days = [point.date for point in points]
    axis = shapes.value_axis(values, kind=pair.kind)
    hatched, said = _unknown_start(points, pair, axis)
    ends, dots = _ends(points[-1], pair)
    lines = [
        shapes.line(
            days,
            [pick(point) for point in points],
            name=name,
            role=role,
            hover=pair.hover,
            width=1.7 if role == "cat-6" else 2.2,
        )
        for name, pick, role, _ in pair.sides
    ]
    return shapes.figure(
        [*hatched, *_shade(points, pair), *lines, *dots],
        x=shapes.date_axis(days, narrow=narrow),
        y=axis,
        height=pair.height,
        right=shapes.room(end[0] for end in ends),
        notes=[
            *said,
            *_gap_note(points, pair, axis),
            *shapes.end_labels(ends, axis, height=pair.height),
        ],
        shapes=[shapes.rule(y=0, dash="solid")],
    )


def _shade(points: Sequence[TrendPoint], pair: Pair) -> list[Figure]:
    """The area between both lines, wherever both are known."""
    marks: list[Figure] = []
    for run in runs(points, lambda point: None not in (pair.gross(point), pair.net(point))):
        days = [point.date for point in run]
        edges = {"name": "", "role": "seq-1", "hover": "", "width": 0}
        marks += [
            shapes.line(days, [pair.net(point) for point in run], **edges),
            shapes.line(days, [pair.gross(point) for point in run], **edges, fill="tonexty"),
        ]
    return [mark | {"hoverinfo": "skip", "hovertemplate": None} for mark in marks]


def _ends(last: TrendPoint, pair: Pair) -> tuple[list[shapes.End], list[Figure]]:
    """Labels and dots at the last point of each line that is known there."""
    ends: list[shapes.End] = []
    dots: list[Figure] = []
    for name, pick, role, label_role in pair.sides:
        value = pick(last)
        if value is not None:
            ends.append((f"{name} {pair.say(value)}", value, label_role, label_role == "ink"))
            dots.append(shapes.dot(last.date, value, role=role))
    return ends, dots


def _unknown_start(
    points: Sequence[TrendPoint], pair: Pair, axis: Figure
) -> tuple[list[Figure], list[Figure]]:
    """The hatched field and its word up to the first day on which the net figure is known."""
    known = next((index for index, point in enumerate(points) if pair.net(point) is not None), 0)
    if not known:
        return [], []
    first, last = points[0].date, points[known].date
    low, high = axis["range"]
    place = {"x": (first + (last - first) / 2).isoformat(), "y": low + (high - low) * 0.55}
    said = shapes.text("n.m.", **place, role="ink-3", anchor="center")
    return [shapes.hatch(first, last, low=low, high=high)], [said]


def _gap_note(points: Sequence[TrendPoint], pair: Pair, axis: Figure) -> list[Figure]:
    """The distance between the two lines, written into the shade where it is tall enough."""
    if len(points) < FEWEST_FOR_A_NOTE:
        return []
    spot, last = points[-max(2, len(points) // 8)], points[-1]
    upper, lower = pair.gross(spot), pair.net(spot)
    gross, net = pair.gross(last), pair.net(last)
    if upper is None or lower is None or gross is None or net is None:
        return []
    if abs(upper - lower) <= (axis["range"][1] - axis["range"][0]) * 0.1:
        return []
    place = {"x": spot.date.isoformat(), "y": (upper + lower) / 2}
    return [shapes.text(pair.apart(gross - net), **place, role="ink-2", anchor="center")]


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor
