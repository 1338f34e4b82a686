"""What the fund returns: IRR and multiple, gross beside net, the distance shaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from layouts import formats
from layouts.figures import shapes
from layouts.figures.fund_performance.runs import runs
from layouts.figures.fund_performance.sizes import HEIGHT, NOTHING, PERCENT_HOVER, TALL, X_HOVER
from layouts.figures.shapes import Figure

if TYPE_CHECKING:
    from services.fund_performance.results import Trend, TrendPoint


def irr_trend(trend: Trend, *, narrow: bool = False) -> Figure:
    """Gross and net IRR since inception in percent, the distance between them shaded."""
    return _pair(
        trend,
        gross=("Gross", lambda point: _times(point.gross_irr, 100)),
        net=("Net", lambda point: _times(point.irr, 100)),
        kind="percent",
        hover=PERCENT_HOVER,
        narrow=narrow,
        say=lambda value: formats.percent_figure(value / 100),
        apart=lambda gap: formats.points(gap / 100).lstrip("+"),
    )


def multiples_trend(trend: Trend, *, narrow: bool = False) -> Figure:
    """Gross MOIC and net TVPI, the distance between them shaded."""
    return _pair(
        trend,
        gross=("Gross MOIC", lambda point: point.moic),
        net=("Net TVPI", lambda point: point.tvpi),
        kind="x",
        hover=X_HOVER,
        narrow=narrow,
        say=formats.multiple,
        apart=formats.multiple,
        height=TALL,
    )


def _pair(
    trend: Trend,
    *,
    gross: tuple[str, Callable[[TrendPoint], float | None]],
    net: tuple[str, Callable[[TrendPoint], float | None]],
    kind: str,
    hover: str,
    narrow: bool,
    say: Callable[[float], str],
    apart: Callable[[float], str],
    height: int = HEIGHT,
) -> Figure:
    points = [point for point in trend.data_points if point.paid_in]
    (gross_name, of_gross), (net_name, of_net) = gross, net
    if all(of_gross(point) is None and of_net(point) is None for point in points):
        return shapes.blank(NOTHING, height=height)
    days = [point.date for point in points]
    axis = shapes.value_axis(
        [value for point in points for value in (of_gross(point), of_net(point))], kind=kind
    )
    data: list[Figure] = []
    for run in runs(points, lambda point: None not in (of_gross(point), of_net(point))):
        run_days = [point.date for point in run]
        data += [
            shapes.line(
                run_days, [of_net(point) for point in run], name="", role="seq-1", hover="", width=0
            ),
            shapes.line(
                run_days,
                [of_gross(point) for point in run],
                name="",
                role="seq-1",
                hover="",
                width=0,
                fill="tonexty",
            ),
        ]
    data = [trace | {"hoverinfo": "skip", "hovertemplate": None} for trace in data]
    data += [
        shapes.line(
            days,
            [of_gross(point) for point in points],
            name=gross_name,
            role="cat-6",
            hover=hover,
            width=1.7,
        ),
        shapes.line(
            days, [of_net(point) for point in points], name=net_name, role="cat-1", hover=hover
        ),
    ]
    notes = _gap_note(points, of_gross, of_net, apart, axis)
    field = _unknown_start(points, of_net)
    if field is not None:
        low, high = axis["range"]
        data.insert(0, shapes.hatch(*field, low=low, high=high))
        middle = field[0] + (field[1] - field[0]) / 2
        notes.append(
            shapes.text(
                "n.m.",
                x=middle.isoformat(),
                y=low + (high - low) * 0.55,
                role="ink-3",
                anchor="center",
            )
        )
    ends: list[shapes.End] = []
    for name, pick, role, strong in (
        (gross_name, of_gross, "ink-2", False),
        (net_name, of_net, "ink", True),
    ):
        value = pick(points[-1])
        if value is not None:
            ends.append((f"{name} {say(value)}", value, role, strong))
            mark = "cat-1" if strong else "cat-6"
            data.append(shapes.dot(points[-1].date, value, role=mark))
    return shapes.figure(
        data,
        x=shapes.date_axis(days, narrow=narrow),
        y=axis,
        height=height,
        right=shapes.room(end[0] for end in ends),
        notes=[*notes, *shapes.end_labels(ends, axis, height=height)],
        shapes=[shapes.rule(y=0, dash="solid")],
    )


def _unknown_start(
    points: Sequence[TrendPoint], pick: Callable[[TrendPoint], float | None]
) -> tuple[Any, Any] | None:
    """First day and the day before the first known value, where the start is not meaningful."""
    known = next((index for index, point in enumerate(points) if pick(point) is not None), None)
    return (points[0].date, points[known].date) if known else None


def _gap_note(
    points: Sequence[TrendPoint],
    of_gross: Callable[[TrendPoint], float | None],
    of_net: Callable[[TrendPoint], float | None],
    apart: Callable[[float], str],
    axis: Figure,
) -> list[Figure]:
    """The distance between the two lines, written into the shade where it is tall enough."""
    if len(points) < 6:
        return []
    spot = points[-max(2, len(points) // 8)]
    upper, lower = of_gross(spot), of_net(spot)
    last_upper, last_lower = of_gross(points[-1]), of_net(points[-1])
    if None in (upper, lower, last_upper, last_lower):
        return []
    tall = abs(upper - lower) > (axis["range"][1] - axis["range"][0]) * 0.1  # type: ignore[operator]
    label = apart(last_upper - last_lower)  # type: ignore[operator]
    middle = (upper + lower) / 2  # type: ignore[operator]
    note = shapes.text(label, x=spot.date.isoformat(), y=middle, role="ink-2", anchor="center")
    return [note] if tall else []


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor
