"""The marks charts are made of: lines with gaps, bars, labels at line ends, axes that read well."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise
from typing import Any

from layouts import formats
from layouts.figures.theme import colour

BAR_WIDTH = 60 * 86_400_000  # days in milliseconds: two thirds of a quarter
Figure = dict[str, Any]
Value = int | float | Decimal | None
End = tuple[str, float, str, bool]  # words, value they stand at, role of colour, strong


def number(value: Value) -> float | None:
    """What plotly is given: a finite float, or None, which it leaves out."""
    return float(value) if value is not None and math.isfinite(value) else None


def minus(value: Decimal | None) -> Decimal | None:
    """The amount with its sign turned, unknown as it was."""
    return None if value is None else -value


def words(text: str) -> str:
    """Text of the firm's data inside plotly's small markup: nothing in it is a tag."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def line(
    days: Sequence[date],
    values: Sequence[Value],
    *,
    name: str,
    role: str,
    hover: str,
    width: float = 2.2,
    dash: str | None = None,
    fill: str | None = None,
    fill_role: str | None = None,
) -> Figure:
    """A dated line with gaps where a value is unknown; a lone point gets a dot."""
    lone = sum(value is not None for value in values) == 1
    stroke: Figure = {"color": colour(role), "width": width}
    trace: Figure = {
        "type": "scatter",
        "mode": "lines+markers" if lone else "lines",
        "x": [item.isoformat() for item in days],
        "y": [number(value) for value in values],
        "name": words(name),
        "line": stroke | ({"dash": dash} if dash else {}),
        "hovertemplate": hover,
        "connectgaps": False,
    }
    if fill:
        trace |= {"fill": fill, "fillcolor": colour(fill_role or role)}
    return trace


def dot(day: date, value: Value, *, role: str) -> Figure:
    """The marker at a line's last point."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [day.isoformat()],
        "y": [number(value)],
        "marker": {
            "color": colour(role),
            "size": 7,
            "line": {"color": colour("panel"), "width": 1.6},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def bars(
    days: Sequence[date], values: Sequence[Value], *, name: str, role: str, hover: str
) -> Figure:
    """Bars from zero, one per quarter."""
    return {
        "type": "bar",
        "x": [item.isoformat() for item in days],
        "y": [number(value) for value in values],
        "name": words(name),
        "width": BAR_WIDTH,
        "marker": {"color": colour(role)},
        "hovertemplate": hover,
    }


def hatch(first: date, last: date, *, low: float, high: float) -> Figure:
    """The hatched field over days on which a figure is not meaningful."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day in (first, last, last, first, first)],
        "y": [low, low, high, high, low],
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)",
        "fillpattern": {"shape": "/", "fgcolor": colour("mark-band"), "size": 6, "solidity": 0.18},
        "hoverinfo": "skip",
    }


def text(
    words_: str,
    *,
    x: str | float,
    y: float,
    role: str = "ink-2",
    strong: bool = False,
    anchor: str = "left",
    right: bool = False,
    shift: tuple[int, int] = (0, 0),
) -> Figure:
    """A word on the chart; `right` puts it beside the plot, at the height of `y`."""
    return {
        "text": words(words_),
        "x": 1 if right else x,
        "xref": "paper" if right else "x",
        "y": y,
        "yref": "y",
        "xanchor": "left" if right else anchor,
        "yanchor": "middle",
        "xshift": 9 if right else shift[0],
        "yshift": shift[1],
        "showarrow": False,
        "align": "left",
        "font": {"size": 11.5, "color": colour(role), "weight": 620 if strong else 530},
    }


def rule(*, y: float | None = None, x: date | None = None, dash: str = "dot") -> Figure:
    """A thin line across the plot at a value, or up it at a day."""
    stroke = {"color": colour("mark-zero"), "width": 1, "dash": dash}
    if x is not None:
        day = x.isoformat()
        return {
            "type": "line",
            "yref": "paper",
            "x0": day,
            "x1": day,
            "y0": 0,
            "y1": 1,
            "line": stroke,
            "layer": "below",
        }
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": stroke,
        "layer": "below",
    }


def spread(heights: Sequence[float], *, gap: float) -> list[float]:
    """Heights moved apart until labels at them are `gap` from each other, in their order."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = list(heights)
    for _ in range(len(heights) * 2):
        for below, above in pairwise(order):
            overlap = gap - (placed[above] - placed[below])
            if overlap > 1e-9:
                placed[below] -= overlap / 2
                placed[above] += overlap / 2
    return placed


def value_axis(values: Iterable[Value], *, kind: str) -> Figure:
    """A y axis with round ticks that covers the values and zero; `kind`: x, percent or money."""
    found = [item for item in map(number, values) if item is not None]
    low, high = min([0.0, *found]), max([0.0, *found])
    if low == high:
        high = 1.0
    step = _round_step((high - low) / 5)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    ticks = [index * step for index in range(first, last + 1)]
    slack = (high - low) * 0.06
    return {
        "range": [low - (slack if low < 0 else 0), high + slack],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": _tick_texts(ticks, step, kind),
    }


def unit_of(values: Iterable[Value]) -> tuple[int, str]:
    """The size and letter in which an axis of money counts: (1_000_000, "m")."""
    largest = max((abs(item) for item in map(number, values) if item is not None), default=0)
    for size, name in ((10**12, "tn"), (10**9, "bn"), (10**6, "m"), (10**3, "k")):
        if largest >= size:
            return size, name
    return 1, ""


def date_axis(days: Sequence[date], *, narrow: bool, least_pad: int = 8) -> Figure:
    """An x axis named by years where it spans some, else by quarters.

    `least_pad` days stay free at both ends, more where bars stand on the first and last day.
    """
    if not days:
        return {"visible": False}
    first, last = min(days), max(days)
    pad = max((last - first).days // 60, least_pad)
    axis: Figure = {
        "type": "date",
        "range": [_moved(first, -pad), _moved(last, pad)],
        "tickmode": "array",
        "hoverformat": "%-d %b %Y",
        "ticklabelposition": "outside",
    }
    years = list(range(first.year + (first > date(first.year, 1, 31)), last.year + 1))
    if len(years) >= 3:
        step = math.ceil(len(years) / (6 if narrow else 9))
        named = years[::step]
        texts = [f"’{year % 100:02}" if narrow else str(year) for year in named]
        return axis | {"tickvals": [f"{year}-01-01" for year in named], "ticktext": texts}
    step = math.ceil(len(days) / (3 if narrow else 5))
    named_days = sorted(days)[::-1][::step]
    return axis | {
        "tickvals": [item.isoformat() for item in named_days],
        "ticktext": [formats.quarter(item) for item in named_days],
    }


def figure(
    data: list[Figure],
    *,
    x: Figure,
    y: Figure,
    height: int,
    right: int,
    notes: Sequence[Figure] = (),
    shapes: Sequence[Figure] = (),
    **more: Any,
) -> Figure:
    """A whole figure; `right` is the room for labels at line ends."""
    return {
        "data": data,
        "layout": {
            "height": height,
            "margin": {"l": 4, "r": right, "t": 8, "b": 22},
            "xaxis": x,
            "yaxis": y,
            "annotations": list(notes),
            "shapes": list(shapes),
        }
        | more,
    }


def end_labels(ends: Sequence[End], axis: Figure, *, height: int) -> list[Figure]:
    """Labels beside the last points, moved apart where they would touch."""
    low, high = axis["range"]
    gap = (high - low) * 17 / (height - 30)
    heights = spread([max(end[1], low + gap / 2) for end in ends], gap=gap)
    return [
        text(label, x=1, y=place, role=role, strong=strong, right=True)
        for (label, _, role, strong), place in zip(ends, heights, strict=True)
    ]


def money_end(name: str, value: Any, *, unit: tuple[int, str], role: str, strong: bool) -> End:
    """The label of an amount at the end of its line."""
    return (f"{name} {money_label(value, *unit)}", float(value), role, strong)


def money_label(value: Any, size: int, letter: str) -> str:
    """`(65.6m)` on the scale of an axis, rounded as amounts are everywhere."""
    scaled = (abs(Decimal(str(value))) / size).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return f"({scaled:,}{letter})" if value < 0 else f"{scaled:,}{letter}"


def blank(said: str, *, height: int) -> Figure:
    """A figure of nothing: no axes, the reason in the middle."""
    note = {
        "text": words(said),
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "font": {"size": 12, "color": colour("ink-3")},
    }
    hidden: Figure = {"visible": False}
    return figure([], x=hidden, y=dict(hidden), height=height, right=12, notes=[note])


def room(labels: Iterable[str]) -> int:
    """Pixels that the longest label beside the plot needs."""
    return 20 + round(max(map(len, labels), default=0) * 6.7)


def _tick_texts(ticks: Sequence[float], step: float, kind: str) -> list[str]:
    if kind == "money":
        size, _ = unit_of(ticks)
        return [_parenthesised(tick / size, _places(step / size)) for tick in ticks]
    places = _places(step)
    if kind == "x":
        return [f"{_minus(tick, max(places, 1))}x" for tick in ticks]
    return [_minus(tick, places) for tick in ticks]


def _places(step: float) -> int:
    """Decimals that tell neighbouring ticks apart without rounding any."""
    return next((count for count in range(7) if math.isclose(round(step, count), step)), 6)


def _parenthesised(value: float, places: int) -> str:
    return f"({abs(value):,.{places}f})" if value < 0 else f"{value:,.{places}f}"


def _minus(value: float, places: int) -> str:
    return f"{formats.MINUS if value < 0 else ''}{abs(value):,.{places}f}"


def _round_step(rough: float) -> float:
    size = 10 ** math.floor(math.log10(rough))
    for step in (1, 2, 2.5, 5, 10):
        if rough <= step * size * 1.0000001:
            return float(step * size)
    return float(10 * size)


def _moved(day: date, days: int) -> str:
    return date.fromordinal(day.toordinal() + days).isoformat()
