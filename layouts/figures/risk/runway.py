"""The watch-list: months of cash by company, the shortest on top, with the value at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.risk.axes import NOTHING, field, heading, height, names, scale
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.risk.results.holdings import Runway, RunwayRow

LONGEST = 36.0  # months at which a bar ends; its label says how many there are
MOST_BARS = 12
STEP = 6


def watch_ladder(found: Runway, *, narrow: bool = False) -> Figure:
    """One bar a company with its fair value at the right; under the horizon in red."""
    rows = [row for row in found.rows if row.runway_months is not None][:MOST_BARS]
    if not rows:
        return shapes.blank(NOTHING, height=height(0))
    horizon = found.horizon_months
    ends = [min(row.runway_months or 0.0, LONGEST) for row in rows]
    last = max(*ends, 2 * horizon, 1.0) * (1.2 if narrow else 1.1)
    axis = scale(last, STEP * (2 if narrow and last > 4 * STEP else 1), "")
    axis["ticktext"] = ["0 mo", *axis["ticktext"][1:]]
    return shapes.figure(
        [_bars(rows, ends, horizon)],
        x=axis,
        y=names([row.name for row in rows], longest=14 if narrow else 20),
        height=height(len(rows)),
        right=74,
        notes=_notes(rows, ends, horizon),
        shapes=[field(0, horizon, "bad-soft")],
        hovermode="closest",
        margin={"l": 4, "r": 74, "t": 22, "b": 22},
    )


def _bars(rows: list[RunwayRow], ends: list[float], horizon: float) -> Figure:
    shades = ["bad" if (row.runway_months or 0.0) < horizon else "cat-1" for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "x": ends,
        "y": list(range(len(rows))),
        "width": 0.62,
        "marker": {"color": [colour(shade) for shade in shades]},
        "customdata": [
            [
                shapes.words(row.name),
                formats.months(row.runway_months),
                formats.money(row.fair_value),
                formats.percent(row.weight),
                formats.month(row.zero_cash_on),
            ]
            for row in rows
        ],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}, cash ends %{customdata[4]}<br>fair "
        "value %{customdata[2]}, %{customdata[3]} of all<extra></extra>",
    }


def _notes(rows: list[RunwayRow], ends: list[float], horizon: float) -> list[Figure]:
    notes = [
        heading(f"under {horizon:g} months", x=0, role="bad"),
        heading("fair value", x=1, role="ink-3", right=True),
    ]
    for place, (row, end) in enumerate(zip(rows, ends, strict=True)):
        months = f"{row.runway_months:.0f}"
        notes.append(shapes.text(months, x=end, y=place, strong=True, role="ink", shift=(5, 0)))
        worth = formats.money_short(row.fair_value)
        notes.append(shapes.text(worth, x=1, y=place, role="ink-2", right=True))
    return notes
