"""The charts of Fund Performance: multiples, J-curve, returns and the same dollars in an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from layouts import formats
from layouts.figures import shapes
from layouts.figures.shapes import Figure

if TYPE_CHECKING:
    from services.fund_performance.results import JCurve, PmeTable, Trend, TrendPoint

HEIGHT = 236
TALL = 312
PATH_HEIGHT = 170
NOTHING = "nothing to draw yet"
X_HOVER = "%{y:.4f}x"
PERCENT_HOVER = "%{y:.2f} %"


def tvpi_stack(trend: Trend, *, narrow: bool = False) -> Figure:
    """DPI and RVPI stacked to TVPI; a gap where a multiple was unknown."""
    points = [point for point in trend.data_points if point.paid_in]
    if not any(point.tvpi is not None for point in points):
        return shapes.blank(NOTHING, height=HEIGHT)
    data: list[Figure] = []
    for run in _runs(points, lambda point: point.tvpi is not None and point.dpi is not None):
        days = [point.date for point in run]
        data += [
            shapes.line(
                days,
                [point.dpi for point in run],
                name="DPI",
                role="cat-1",
                hover=X_HOVER,
                width=1.4,
                fill="tozeroy",
            ),
            shapes.line(
                days,
                [point.tvpi for point in run],
                name="TVPI",
                role="cat-1",
                hover=X_HOVER,
                fill="tonexty",
                fill_role="seq-2",
            ),
            shapes.line(
                days,
                [point.rvpi for point in run],
                name="RVPI",
                role="seq-2",
                hover=X_HOVER,
                width=0,
            )
            | {"mode": "lines"},
        ]
    axis = shapes.value_axis(
        [1.0, *(value for point in points for value in (point.tvpi, point.dpi))],
        kind="x",
    )
    last = points[-1]
    ends: list[shapes.End] = []
    if last.tvpi is not None and last.dpi is not None:
        data.append(shapes.dot(last.date, last.tvpi, role="cat-1"))
        ends = [
            (f"TVPI {formats.multiple(last.tvpi)}", last.tvpi, "ink", True),
            (f"RVPI {formats.multiple(last.rvpi)}", (last.tvpi + last.dpi) / 2, "ink-2", False),
            (f"DPI {formats.multiple(last.dpi)}", last.dpi / 2, "ink-2", False),
        ]
    notes = [*shapes.end_labels(ends, axis, height=HEIGHT), _par_note(points, axis, narrow=narrow)]
    return shapes.figure(
        data,
        x=shapes.date_axis([point.date for point in points], narrow=narrow),
        y=axis,
        height=HEIGHT,
        right=shapes.room(end[0] for end in ends),
        notes=[note for note in notes if note],
        shapes=[shapes.rule(y=1.0)],
    )


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


def j_curve(curve: JCurve, *, narrow: bool = False) -> Figure:
    """Calls and distributions by quarter, running net cash, and net cash plus NAV."""
    points = curve.points
    if not points:
        return shapes.blank(NOTHING, height=HEIGHT)
    days = [point.date for point in points]
    hover = "%{y:,.0f}"
    net_cash = [point.net_cash for point in points]
    net_value = [point.net_value for point in points]
    data = [
        shapes.bars(
            days, [-point.called for point in points], name="Calls", role="cat-8", hover=hover
        ),
        shapes.bars(
            days,
            [point.distributed for point in points],
            name="Distributions",
            role="cat-3",
            hover=hover,
        ),
        shapes.line(days, net_value, name="Net cash + NAV", role="cat-6", hover=hover, width=1.6),
        shapes.line(days, net_cash, name="Net cash", role="cat-1", hover=hover),
    ]
    axis = shapes.value_axis(
        [
            *net_cash,
            *net_value,
            *(-point.called for point in points),
            *(point.distributed for point in points),
        ],
        kind="money",
    )
    size, letter = shapes.unit_of(axis["tickvals"])
    last = points[-1]
    data.append(shapes.dot(last.date, last.net_cash, role="cat-1"))
    ends = [
        shapes.money_end("Net cash", last.net_cash, unit=(size, letter), role="ink", strong=True)
    ]
    if last.net_value is not None:
        data.append(shapes.dot(last.date, last.net_value, role="cat-6"))
        name = "with NAV" if narrow else "Net cash + NAV"
        ends.append(
            shapes.money_end(name, last.net_value, unit=(size, letter), role="ink-2", strong=False)
        )
    marks = [shapes.rule(y=0, dash="solid")]
    notes = shapes.end_labels(ends, axis, height=HEIGHT)
    if curve.break_even is not None:
        marks.append(shapes.rule(x=curve.break_even))
        notes.append(
            shapes.text(
                "cash back",
                x=curve.break_even.isoformat(),
                y=axis["range"][1],
                role="ink-3",
                shift=(5, -8),
            )
        )
    if curve.trough is not None and len(points) > 2 and curve.trough.date != last.date:
        notes.append(
            shapes.text(
                shapes.money_label(curve.trough.net_cash, size, letter),
                x=curve.trough.date.isoformat(),
                y=float(curve.trough.net_cash),
                role="ink-2",
                anchor="center",
                shift=(0, -12),
            )
        )
        axis["range"][0] -= (axis["range"][1] - axis["range"][0]) * 0.05
    return shapes.figure(
        data,
        x=shapes.date_axis(days, narrow=narrow, least_pad=60),
        y=axis,
        height=HEIGHT,
        right=shapes.room(end[0] for end in ends),
        notes=notes,
        shapes=marks,
        barmode="overlay",
    )


def index_path(table: PmeTable, *, narrow: bool = False) -> Figure:
    """NAV of the fund beside what the same dollars would be worth in the index."""
    days = [day for day, _, _ in table.path]
    fund = [value for _, value, _ in table.path]
    index = [value for _, _, value in table.path]
    if not any(value is not None for value in (*fund, *index)):
        return shapes.blank(NOTHING, height=PATH_HEIGHT)
    hover = "%{y:,.0f}"
    data = [
        shapes.line(
            days,
            index,
            name="Same dollars in the index",
            role="mark-peer",
            hover=hover,
            width=1.6,
            dash="4px,3px",
        ),
        shapes.line(days, fund, name="Fund NAV", role="cat-1", hover=hover),
    ]
    axis = shapes.value_axis([*fund, *index], kind="money")
    size, letter = shapes.unit_of(axis["tickvals"])
    ends = []
    if fund[-1] is not None:
        data.append(shapes.dot(days[-1], fund[-1], role="cat-1"))
        name = "Fund" if narrow else "Fund NAV"
        ends.append(shapes.money_end(name, fund[-1], unit=(size, letter), role="ink", strong=True))
    if index[-1] is not None:
        ends.append(
            shapes.money_end("Index", index[-1], unit=(size, letter), role="ink-2", strong=False)
        )
    return shapes.figure(
        data,
        x=shapes.date_axis(days, narrow=narrow),
        y=axis,
        height=PATH_HEIGHT,
        right=shapes.room(end[0] for end in ends),
        notes=shapes.end_labels(ends, axis, height=PATH_HEIGHT),
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
    for run in _runs(points, lambda point: None not in (of_gross(point), of_net(point))):
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


def _runs(
    points: Sequence[TrendPoint], is_known: Callable[[TrendPoint], bool]
) -> list[list[TrendPoint]]:
    """Stretches of neighbouring points at which a figure is known: areas must not span gaps."""
    return [list(run) for known, run in groupby(points, key=is_known) if known]


def _par_note(points: Sequence[TrendPoint], axis: Figure, *, narrow: bool) -> Figure | None:
    """The words on the line at 1.0x, left out where the axis is too tall to read them against."""
    early = [point.tvpi for point in points[: len(points) // 2 + 1] if point.tvpi is not None]
    room = (axis["range"][1] - axis["range"][0]) * 0.09
    above = all(value < 1 or value > 1 + room for value in early)
    below = all(value > 1 or value < 1 - room for value in early)
    if axis["range"][1] > 6 or narrow or not (above or below):
        return None
    return shapes.text(
        "1.0x: paid-in returned on paper",
        x=points[0].date.isoformat(),
        y=1.0,
        role="ink",
        shift=(2, 8 if above else -8),
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


FIGURES: tuple[Callable[..., Figure], ...] = (
    tvpi_stack,
    irr_trend,
    multiples_trend,
    j_curve,
    index_path,
)
