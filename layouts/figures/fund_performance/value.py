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
    from services.fund_performance.results import JCurve, JCurvePoint, PmeTable, Trend, TrendPoint


def tvpi_stack(trend: Trend, *, narrow: bool = False) -> Figure:
    """DPI and RVPI stacked to TVPI; a gap where a multiple was unknown."""
    points = [point for point in trend.data_points if point.paid_in]
    if not any(point.tvpi is not None for point in points):
        return shapes.blank(NOTHING, height=HEIGHT)
    known = runs(points, lambda point: point.tvpi is not None and point.dpi is not None)
    data = [mark for run in known for mark in _stacked(run)]
    axis = shapes.value_axis(
        [1.0, *(value for point in points for value in (point.tvpi, point.dpi))], kind="x"
    )
    last = points[-1]
    ends = _stack_ends(last)
    if ends:
        data.append(shapes.dot(last.date, last.tvpi, role="cat-1"))
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
    axis = shapes.value_axis(
        [
            value
            for point in points
            for value in (
                point.net_cash,
                point.net_value,
                shapes.minus(point.called),
                point.distributed,
            )
        ],
        kind="money",
    )
    unit = shapes.unit_of(axis["tickvals"])
    notes, marks = _cash_notes(curve, axis, unit)
    ends = _cash_ends(points[-1], unit, narrow=narrow)
    return shapes.figure(
        _cash_marks(points),
        x=shapes.date_axis([point.date for point in points], narrow=narrow, least_pad=60),
        y=axis,
        height=HEIGHT,
        right=shapes.room(end[0] for end in ends),
        notes=[*notes, *shapes.end_labels(ends, axis, height=HEIGHT)],
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


def _stacked(run: Sequence[TrendPoint]) -> list[Figure]:
    """Both areas of one stretch; RVPI is a row of the hover box without a mark of its own."""
    days = [point.date for point in run]
    dpi = [point.dpi for point in run]
    tvpi = [point.tvpi for point in run]
    rvpi = [point.rvpi for point in run]
    return [
        shapes.line(days, dpi, name="DPI", role="cat-1", hover=X_HOVER, width=1.4, fill="tozeroy"),
        shapes.line(
            days,
            tvpi,
            name="TVPI",
            role="cat-1",
            hover=X_HOVER,
            fill="tonexty",
            fill_role="seq-2",
        ),
        shapes.line(days, rvpi, name="RVPI", role="seq-2", hover=X_HOVER, width=0)
        | {"mode": "lines"},
    ]


def _stack_ends(last: TrendPoint) -> list[shapes.End]:
    """TVPI stands at its line, its two parts at the middle of their areas."""
    if last.tvpi is None or last.dpi is None:
        return []
    middle = (last.tvpi + last.dpi) / 2
    return [
        (f"TVPI {formats.multiple(last.tvpi)}", last.tvpi, "ink", True),
        (f"RVPI {formats.multiple(last.rvpi)}", middle, "ink-2", False),
        (f"DPI {formats.multiple(last.dpi)}", last.dpi / 2, "ink-2", False),
    ]


def _cash_marks(points: Sequence[JCurvePoint]) -> list[Figure]:
    """Bars of the quarters, both running lines, and a dot at the end of each."""
    days = [point.date for point in points]
    called = [shapes.minus(point.called) for point in points]
    paid = [point.distributed for point in points]
    value = [point.net_value for point in points]
    cash = [point.net_cash for point in points]
    last = points[-1]
    marks = [
        shapes.bars(days, called, name="Calls", role="cat-8", hover=MONEY_HOVER),
        shapes.bars(days, paid, name="Distributions", role="cat-3", hover=MONEY_HOVER),
        shapes.line(days, value, name="Net cash + NAV", role="cat-6", hover=MONEY_HOVER, width=1.6),
        shapes.line(days, cash, name="Net cash", role="cat-1", hover=MONEY_HOVER),
    ]
    ends = ((last.net_cash, "cat-1"), (last.net_value, "cat-6"))
    return marks + [shapes.dot(last.date, end, role=role) for end, role in ends if end is not None]


def _cash_ends(last: JCurvePoint, unit: tuple[int, str], *, narrow: bool) -> list[shapes.End]:
    """The two running lines by name and amount."""
    named = (
        ("Net cash", last.net_cash, "ink"),
        ("with NAV" if narrow else "Net cash + NAV", last.net_value, "ink-2"),
    )
    return [
        shapes.money_end(name, value, unit=unit, role=role, strong=role == "ink")
        for name, value, role in named
        if value is not None
    ]


def _cash_notes(
    curve: JCurve, axis: Figure, unit: tuple[int, str]
) -> tuple[list[Figure], list[Figure]]:
    """Zero, the day the money was back, and the lowest point, for which the axis gets room."""
    notes: list[Figure] = []
    marks = [shapes.rule(y=0, dash="solid")]
    if curve.break_even is not None:
        marks.append(shapes.rule(x=curve.break_even))
        place = {"x": curve.break_even.isoformat(), "y": axis["range"][1]}
        notes.append(shapes.text("cash back", **place, role="ink-3", shift=(5, -8)))
    low = curve.trough
    if low is None or low.net_cash is None or low.date == curve.points[-1].date:
        return notes, marks
    axis["range"][0] -= (axis["range"][1] - axis["range"][0]) * 0.05
    said = shapes.money_label(low.net_cash, *unit)
    place = {"x": low.date.isoformat(), "y": float(low.net_cash)}
    notes.append(shapes.text(said, **place, role="ink-2", anchor="center", shift=(0, -12)))
    return notes, marks
