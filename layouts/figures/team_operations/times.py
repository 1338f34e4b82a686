"""Hours until an answer, month by month: the median as a dot, up to where nine of ten lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.shapes import Figure
from layouts.figures.team_operations import words
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.team_operations.results import AnswerTimes

HEIGHT = 220
MOST_NAMED = 6


def answer_intervals(found: AnswerTimes, *, narrow: bool = False) -> Figure:
    """A dot for the median, a line from it to the ninth decile; a gap where nothing is recorded."""
    months = found.trend
    known = [month for month in months if month.median_hours is not None]
    if not known:
        return shapes.blank("no response time is on record", height=HEIGHT)
    places = list(range(len(months)))
    names = [formats.month(month.start) for month in months]
    median: Figure = {
        "type": "scatter",
        "mode": "markers",
        "name": "Median",
        "x": places,
        "y": [shapes.number(month.median_hours) for month in months],
        "customdata": [[words.hours(m.p90_hours), m.n] for m in months],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [_above(month.median_hours, month.p90_hours) for month in months],
            "arrayminus": [0 for _ in months],
            "color": colour("mark-peer"),
            "thickness": 1.6,
            "width": 4,
        },
        "marker": {"color": colour("cat-1"), "size": 8},
        "hovertemplate": "median %{y:,.1f} h, p90 %{customdata[0]}, n = %{customdata[1]}"
        "<extra></extra>",
        "cliponaxis": False,
    }
    step = max(1, -(-len(months) // (4 if narrow else MOST_NAMED)))
    named = places[::-1][::step][::-1]
    overall = found.overall.median
    top = [month.p90_hours for month in known]
    return shapes.figure(
        [median],
        x={
            "range": [-0.6, len(months) - 0.4],
            "tickvals": named,
            "ticktext": [names[place] for place in named],
            "showgrid": False,
        },
        y=shapes.value_axis(top, kind="number"),
        height=HEIGHT,
        right=58 if overall is not None else 14,
        shapes=[shapes.rule(y=overall)] if overall is not None else [],
        notes=[]
        if overall is None
        else [
            shapes.text(words.hours(overall), x=1, y=overall, role="ink", strong=True, right=True)
        ],
    )


def _above(median: float | None, p90: float | None) -> float:
    return 0.0 if median is None or p90 is None else p90 - median
