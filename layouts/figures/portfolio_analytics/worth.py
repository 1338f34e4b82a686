"""What one company was worth on every day it was valued, beside what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts.figures import shapes
from layouts.figures.portfolio_analytics.sizes import NOTHING, STEPS
from layouts.figures.shapes import Figure

if TYPE_CHECKING:
    from services.portfolio_analytics.results import TearSheet, ValuePoint

HOVER = "%{y:,.0f}"


def worth(sheet: TearSheet, *, narrow: bool = False) -> Figure:
    """Steps from mark to mark: a value stands until the next one is known."""
    points = sheet.valuations
    values = [point.fair_value for point in points]
    if not any(value is not None for value in values):
        return shapes.blank(NOTHING, height=STEPS)
    axis = shapes.value_axis([*values, *(point.cost for point in points)], kind="money")
    ends = _ends(points, shapes.unit_of(axis["tickvals"]))
    days = [point.date for point in points]
    cost = [point.cost for point in points]
    lines = [
        _steps(shapes.line(days, cost, name="Cost", role="mark-peer", hover=HOVER, width=1.5)),
        _steps(shapes.line(days, values, name="Fair value", role="cat-1", hover=HOVER)),
    ]
    last = points[-1]
    dots = [] if last.fair_value is None else [shapes.dot(last.date, last.fair_value, role="cat-1")]
    return shapes.figure(
        [*lines, *dots],
        x=shapes.date_axis(days, narrow=narrow),
        y=axis,
        height=STEPS,
        right=shapes.room(end[0] for end in ends),
        notes=shapes.end_labels(ends, axis, height=STEPS),
    )


def _steps(line: Figure) -> Figure:
    return line | {"line": line["line"] | {"shape": "hv"}}


def _ends(points: Sequence[ValuePoint], unit: tuple[int, str]) -> list[shapes.End]:
    last = points[-1]
    named = (("Fair value", last.fair_value, "ink"), ("Cost", last.cost, "ink-2"))
    return [
        shapes.money_end(name, value, unit=unit, role=role, strong=role == "ink")
        for name, value, role in named
        if value is not None
    ]
