"""Funds by rate and multiple: one mark a fund, larger with what was paid in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.fund_performance.sizes import HEIGHT, NOTHING
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.fund_performance.results import FundTable

SMALLEST, LARGEST = 9, 26
MOST_NAMED = 12


def fund_places(found: FundTable, *, narrow: bool = False) -> Figure:
    """IRR to the right, TVPI up; funds without one of the two are only in the table."""
    rows = [row for row in found.rows if row.irr is not None and row.tvpi is not None]
    if not rows:
        return shapes.blank(NOTHING, height=HEIGHT)
    across = shapes.value_axis([float(row.irr or 0) * 100 for row in rows], kind="percent")
    up = shapes.value_axis([1.0, *(row.tvpi for row in rows)], kind="x")
    most = max(float(row.paid_in or 0) for row in rows) or 1.0
    low, high = across["range"]
    room = (high - low) * (0.16 if narrow else 0.1)
    data: Figure = {
        "type": "scatter",
        "mode": "markers",
        "x": [float(row.irr or 0) * 100 for row in rows],
        "y": [shapes.number(row.tvpi) for row in rows],
        "customdata": [
            [shapes.words(row.name), formats.percent(row.irr), formats.multiple(row.tvpi)]
            for row in rows
        ],
        "marker": {
            "size": [
                SMALLEST + (LARGEST - SMALLEST) * math.sqrt(float(row.paid_in or 0) / most)
                for row in rows
            ],
            "color": colour("cat-1"),
            "line": {"color": colour("panel"), "width": 1.5},
        },
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}, %{customdata[2]}<extra></extra>",
    }
    named = rows if len(rows) <= MOST_NAMED else []
    return shapes.figure(
        [data],
        x=across | {"range": [low - room / 2, high + room], "ticksuffix": formats.THIN + "%"},
        y=up | {"range": [up["range"][0], up["range"][1] * 1.06]},
        height=HEIGHT,
        right=10,
        notes=[
            shapes.text(
                row.fund or row.name,
                x=float(row.irr or 0) * 100,
                y=float(row.tvpi or 0),
                anchor="center",
                shift=(0, 19),
            )
            for row in named
        ],
        shapes=[shapes.rule(y=1.0)],
        hovermode="closest",
    )
