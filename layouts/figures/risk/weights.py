"""Concentration: shares as bars with their running total, and the Lorenz curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats, sectors
from layouts.figures import shapes
from layouts.figures.risk.axes import NOTHING, SQUARE, heading, height, names, scale
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.risk.results.exposure import Concentration, Group

MOST_BARS = 14


def weight_bars(found: Concentration, *, narrow: bool = False) -> Figure:
    """Shares of value, the largest on top; the line is the running total, told at the edge."""
    rows = [group for group in found.groups if group.weight is not None][:MOST_BARS]
    if not rows:
        return shapes.blank(NOTHING, height=height(0))
    places = list(range(len(rows)))
    return shapes.figure(
        [_bars(rows, places, found.by), _running(rows, places)],
        x=scale(108, 50 if narrow else 25, " %"),
        y=names([group.name for group in rows], longest=14 if narrow else 20),
        height=height(len(rows)),
        right=74,
        notes=_notes(rows),
        hovermode="closest",
        margin={"l": 4, "r": 74, "t": 22, "b": 22},
    )


def _bars(rows: list[Group], places: list[int], by: str) -> Figure:
    roles = [sectors.role(group.name) if by == "sector" else "cat-1" for group in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [_percent(group.weight) for group in rows],
        "y": places,
        "width": 0.62,
        "marker": {"color": [colour(role) for role in roles]},
        "customdata": [
            [shapes.words(group.name), formats.money(group.fair_value), formats.money(group.cost)]
            for group in rows
        ],
        "hovertemplate": "%{customdata[0]}: %{x:.1f} %<br>value %{customdata[1]}, cost "
        "%{customdata[2]}<extra></extra>",
    }


def _running(rows: list[Group], places: list[int]) -> Figure:
    """The running total, from the largest down."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [None if group.cumulative is None else group.cumulative * 100 for group in rows],
        "y": places,
        "line": {"color": colour("mark-peer"), "width": 1.4},
        "marker": {"color": colour("panel"), "size": 5,
                   "line": {"color": colour("mark-peer"), "width": 1.4}},
        "hovertemplate": "together %{x:.1f} %<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
    }  # fmt: skip


def _notes(rows: list[Group]) -> list[Figure]:
    notes = [heading("together", x=1, role="ink-3", right=True)]
    for place, group in enumerate(rows):
        share = formats.percent(group.weight, places=0)
        at = _percent(group.weight)
        notes.append(shapes.text(share, x=at, y=place, strong=True, role="ink", shift=(7, 0)))
        total = formats.percent(group.cumulative, places=0)
        notes.append(shapes.text(total, x=1, y=place, role="ink-2", right=True))
    return notes


def lorenz_curve(found: Concentration, *, narrow: bool = False) -> Figure:
    """The share of value that the smaller positions hold together, against an even spread."""
    if len(found.lorenz) < 2:
        return shapes.blank(NOTHING, height=SQUARE)
    xs = [point[0] * 100 for point in found.lorenz]
    ys = [point[1] * 100 for point in found.lorenz]
    even: Figure = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 100],
        "y": [0, 100],
        "line": {"color": colour("mark-zero"), "width": 1.2, "dash": "dot"},
        "hoverinfo": "skip",
    }
    curve: Figure = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": xs,
        "y": ys,
        "line": {"color": colour("cat-1"), "width": 2.2},
        "marker": {"color": colour("cat-1"), "size": 4},
        "fill": "tonexty",
        "fillcolor": colour("seq-1"),
        "hovertemplate": "the smaller %{x:.0f} % of positions hold %{y:.1f} %<extra></extra>",
        "cliponaxis": False,
    }
    axis = scale(100, 50 if narrow else 25, " %")
    notes = [shapes.text("even", x=50, y=50, role="ink-3", anchor="right", shift=(-6, 8))]
    return shapes.figure(
        [even, curve],
        x=axis | {"range": [0, 104], "zeroline": False},
        y=axis
        | {"range": [0, 104], "tickvals": axis["tickvals"][1:], "ticktext": axis["ticktext"][1:]},
        height=SQUARE,
        right=12,
        notes=notes,
        hovermode="closest",
    )


def _percent(share: float | None) -> float:
    return (share or 0.0) * 100
