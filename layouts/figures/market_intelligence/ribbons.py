"""Pre-money valuations by stage: a ribbon from p25 to p75 around the median, quarter by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.market_intelligence.quarters import last_day, spaced
from layouts.figures.market_intelligence.sizes import HEIGHT, NOTHING, STAGES, stage
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.market_intelligence.results import ValuationPoint, Valuations

GAP, TOP = 0.045, 0.97
MOST_COUNTS = 9  # more of them would run into each other
HALF = timedelta(days=45)
Dated = tuple[date, "ValuationPoint"]


def valuation_ribbons(valuations: Valuations, *, narrow: bool = False) -> Figure:
    """One pane a stage, each with its own scale; n under every point, gaps where it is too few."""
    panes = by_stage(valuations)
    if not any(point.median_pre is not None for _, points in panes for _, point in points):
        return shapes.blank(NOTHING, height=HEIGHT)
    data: list[Figure] = []
    notes: list[Figure] = []
    axes: Figure = {}
    for place, (key, points) in enumerate(panes):
        number = "" if place == 0 else str(place + 1)
        axis = _values(points)
        low, high = axis["range"]
        axis["range"] = [low - (high - low) * 0.12, high]  # the row of n stands below zero
        data += _marks(points, axis, number)
        notes += _notes(key, points, axis, number, currency=valuations.meta.currency)
        axes |= _axes(points, axis, place, count=len(panes), narrow=narrow)
    first = {"x": axes.pop("xaxis"), "y": axes.pop("yaxis")}
    return shapes.figure(data, **first, height=HEIGHT + 20, right=10, notes=notes, **axes)


def by_stage(valuations: Valuations) -> list[tuple[str, list[Dated]]]:
    """The points of each stage in the order of quarters, stages from seed on."""
    order = list(STAGES)
    found: dict[str, list[Dated]] = {}
    for point in valuations.trend_data:
        day = last_day(point.quarter)
        if day is not None:
            found.setdefault(point.stage, []).append((day, point))
    shown = sorted(
        (key for key in found if key != "other"),
        key=lambda key: order.index(key) if key in order else len(order),
    )
    return [(key, sorted(found[key], key=lambda item: item[0])) for key in shown]


def _values(points: Sequence[Dated]) -> Figure:
    values = [value for _, p in points for value in (p.median_pre, p.pre_p25, p.pre_p75)]
    return shapes.value_axis(values, kind="money")


def _marks(points: Sequence[Dated], axis: Figure, number: str) -> list[Figure]:
    on = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    found: list[Figure] = []
    for known, group in groupby(points, key=lambda item: item[1].pre_p25 is not None):
        run = list(group)
        if known:
            found.append(_band(run))
    days = [day for day, _ in points]
    medians = [point.median_pre for _, point in points]
    exact = [_said(point) for _, point in points]
    hover = "%{customdata}<extra></extra>"
    middle = shapes.line(days, medians, name="Median", role="cat-1", hover=hover)
    found.append(middle | {"mode": "lines+markers", "marker": {"size": 5}, "customdata": exact})
    hatched = [day for day, point in points if point.preliminary]
    if hatched:
        low, high = axis["range"]
        found.append(shapes.hatch(min(hatched) - HALF, max(hatched) + HALF, low=low, high=high))
    return [mark | on for mark in found]


def _band(run: Sequence[Dated]) -> Figure:
    """The field between the quartiles; a lone quarter is a short bar of it."""
    upper = [(day, point.pre_p75) for day, point in run]
    lower = [(day, point.pre_p25) for day, point in run]
    if len(run) == 1:
        (day, high), (_, low) = upper[0], lower[0]
        near = (day - timedelta(days=9), day + timedelta(days=9))
        upper, lower = [(item, high) for item in near], [(item, low) for item in near]
    edge = [*upper, *reversed(lower)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day, _ in edge],
        "y": [shapes.number(value) for _, value in edge],
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": colour("seq-2"),
        "hoverinfo": "skip",
    }


def _said(point: ValuationPoint) -> str:
    """What the hover box says: median, quartiles, n."""
    between = f"{formats.money(point.pre_p25)} to {formats.money(point.pre_p75)}"
    late = ", preliminary" if point.preliminary else ""
    return (
        f"median {formats.money(point.median_pre)}<br>p25 to p75 {between}<br>n {point.n_pre}{late}"
    )


def _notes(
    key: str, points: Sequence[Dated], axis: Figure, number: str, *, currency: str | None
) -> list[Figure]:
    """The stage and its unit above the pane, n below each point, or why nothing is drawn."""
    on = {"xref": f"x{number}", "yref": f"y{number}"}
    low, high = axis["range"]
    known = any(point.median_pre is not None for _, point in points)
    letter = shapes.unit_of(axis["tickvals"])[1] if known else ""
    unit = f", {formats.symbol(currency)}{letter}" if known else ""
    head = shapes.text(f"{stage(key)}{unit}", x=0, y=1, role="ink", strong=True)
    found = [head | {"xref": f"x{number} domain", "yref": f"y{number} domain", "yshift": 12}]
    if not known:
        n = sum(point.n_pre for _, point in points)
        why = "no data" if n == 0 else "no data: fewer than 5 a quarter"
        middle = {"xref": f"x{number} domain", "yref": f"y{number} domain"}
        found.append(shapes.text(why, x=0.5, y=0.5, anchor="center", role="ink-3") | middle)
    for place_, (day, point) in enumerate(spaced(points, most=MOST_COUNTS)):
        said = f"n {point.n_pre}" if place_ == 0 else str(point.n_pre)
        place = {"x": day.isoformat(), "y": low + (high - low) * 0.045}
        note = shapes.text(said, **place, anchor="center", role="ink-3") | on
        found.append(note | {"font": note["font"] | {"size": 9.5}})
    return found


def _axes(points: Sequence[Dated], axis: Figure, place: int, *, count: int, narrow: bool) -> Figure:
    """The axes of one pane: panes stand side by side, on a narrow screen below each other."""
    number = "" if place == 0 else str(place + 1)
    share = (1 - GAP * (count - 1)) / count
    start = place * (share + GAP)
    span = [start, start + share]
    pitch = TOP / count
    top = TOP - place * pitch
    x = shapes.date_axis([day for day, _ in points], narrow=True, least_pad=46)
    known = any(point.median_pre is not None for _, point in points)
    return {
        f"xaxis{number}": x
        | {"domain": [0, 1] if narrow else span, "anchor": f"y{number}", "showgrid": False},
        f"yaxis{number}": axis
        | {
            "domain": [max(top - pitch * 0.72, 0), top] if narrow else [0, 0.94],
            "anchor": f"x{number}",
            "showticklabels": known,
            "showgrid": known,
        },
    }
