"""What may close against what can be invested: two bars on one scale, with the interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.deal_flow import words
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.deal_flow.results import Forecast

HEIGHT = 132
ROLES = {"sourced": "seq-2", "screened": "seq-3", "term_sheet": "seq-4"}
HOVER = "%{customdata}: %{x:,.0f}<extra></extra>"


def pipeline_bar(found: Forecast, *, narrow: bool = False) -> Figure:
    """The weighted pipeline by stage with its interval, above the capacity for new deals."""
    total = shapes.number(found.weighted_pipeline)
    capacity = shapes.number(found.new_deal_capacity)
    if total is None and capacity is None:
        return shapes.blank(words.NOTHING, height=HEIGHT)
    data = [] if total is None else [*_stages(found), *_interval(found)]
    if capacity is not None:
        data.append(_bar([0.0], [capacity], 1, role="mark-peer", name="Capacity for new deals"))
    axis = shapes.value_axis(
        [total, capacity, shapes.number(found.weighted_high)], kind="money"
    )  # fmt: skip
    size, letter = shapes.unit_of(axis["tickvals"])
    axis["ticktext"] = [f"{text}{letter}" if text != "0" else text for text in axis["ticktext"]]
    ends = [(place, value) for place, value in enumerate((total, capacity)) if value is not None]
    return shapes.figure(
        data,
        x=axis | {"showgrid": True, "gridcolor": colour("mark-grid"), "zeroline": True},
        y={
            "range": [1.5, -0.5],
            "tickvals": [0, 1],
            "ticktext": ["Weighted", "Capacity"] if narrow else ["Weighted pipeline", "Capacity"],
            "showgrid": False,
            "zeroline": False,
            "ticklabelstandoff": 6,
        },
        height=HEIGHT,
        right=70,
        notes=[
            shapes.text(shapes.money_label(value, size, letter), x=1, y=place, role="ink",
                        strong=True, right=True)
            for place, value in ends
        ],
        barmode="overlay",
        hovermode="closest",
    )  # fmt: skip


def _stages(found: Forecast) -> list[Figure]:
    """The stages end to end, those without an amount left out."""
    marks, start = [], 0.0
    for row in found.stages:
        length = shapes.number(row.weighted)
        if length is None:
            continue
        name = f"{words.named(row.stage, words.STAGES)}, {words.deals(row.open_deals)}"
        marks.append(_bar([start], [length], 0, role=ROLES.get(row.stage, "seq-5"), name=name))
        start += length
    return marks


def _interval(found: Forecast) -> list[Figure]:
    total, low, high = (
        shapes.number(value)
        for value in (found.weighted_pipeline, found.weighted_low, found.weighted_high)
    )
    if total is None or low is None or high is None:
        return []
    said = f"between {formats.money_short(low)} and {formats.money_short(high)}"
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [total],
            "y": [0],
            "marker": {"color": colour("ink"), "size": 5},
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [high - total],
                "arrayminus": [total - low],
                "color": colour("ink"),
                "thickness": 1.4,
                "width": 5,
            },
            "hovertemplate": said + "<extra></extra>",
        }
    ]


def _bar(starts: list[float], lengths: list[float], place: int, *, role: str, name: str) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "base": starts,
        "x": lengths,
        "y": [place],
        "width": 0.5,
        "customdata": [name],
        "name": name,
        "marker": {"color": colour(role), "line": {"color": colour("panel"), "width": 1}},
        "hovertemplate": HOVER,
    }
