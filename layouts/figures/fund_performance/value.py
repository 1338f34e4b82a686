"""Where the value stands: multiples stacked, cash in and out, the same dollars in an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.fund_performance.runs import runs
from layouts.figures.fund_performance.sizes import (
    HEIGHT,
    MONEY_HOVER,
    NOTHING,
    PATH_HEIGHT,
    X_HOVER,
)
from layouts.figures.shapes import Figure

if TYPE_CHECKING:
    from services.fund_performance.results import JCurve, PmeTable, Trend, TrendPoint


def tvpi_stack(trend: Trend, *, narrow: bool = False) -> Figure:
    """DPI and RVPI stacked to TVPI; a gap where a multiple was unknown."""
    points = [point for point in trend.data_points if point.paid_in]
    if not any(point.tvpi is not None for point in points):
        return shapes.blank(NOTHING, height=HEIGHT)
    data: list[Figure] = []
    for run in runs(points, lambda point: point.tvpi is not None and point.dpi is not None):
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


def j_curve(curve: JCurve, *, narrow: bool = False) -> Figure:
    """Calls and distributions by quarter, running net cash, and net cash plus NAV."""
    points = curve.points
    if all(point.net_cash is None for point in points):
        return shapes.blank(NOTHING, height=HEIGHT)
    days = [point.date for point in points]
    hover = MONEY_HOVER
    net_cash = [point.net_cash for point in points]
    net_value = [point.net_value for point in points]
    data = [
        shapes.bars(
            days,
            [shapes.minus(point.called) for point in points],
            name="Calls",
            role="cat-8",
            hover=hover,
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
            *(shapes.minus(point.called) for point in points),
            *(point.distributed for point in points),
        ],
        kind="money",
    )
    size, letter = shapes.unit_of(axis["tickvals"])
    last = points[-1]
    ends: list[shapes.End] = []
    if last.net_cash is not None:
        data.append(shapes.dot(last.date, last.net_cash, role="cat-1"))
        ends.append(
            shapes.money_end(
                "Net cash", last.net_cash, unit=(size, letter), role="ink", strong=True
            )
        )
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
    if (
        curve.trough is not None
        and curve.trough.net_cash is not None
        and len(points) > 2
        and curve.trough.date != last.date
    ):
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
    hover = MONEY_HOVER
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
