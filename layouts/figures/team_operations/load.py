"""Workload: a bar a person of what lies on their desk, and the line of what one can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.shapes import Figure
from layouts.figures.team_operations import words
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.team_operations.results import PersonLoad, Workload

ROW, MARGIN, LEAST = 30, 40, 150
MOST = 24
PARTS = (
    ("early_deals", "early_deal", "Early deals", "cat-6"),
    ("diligence", "diligence", "In diligence", "cat-1"),
    ("boards", "board", "Boards", "cat-2"),
)


def load_bars(found: Workload, *, narrow: bool = False) -> Figure:
    """Bars from zero, the parts weighed as the firm weighs them; over the line the word says so."""
    rows = found.rows[:MOST]
    height = max(LEAST, MARGIN + ROW * len(rows))
    if not rows:
        return shapes.blank(words.NOTHING, height=LEAST)
    most = max(found.capacity, *(row.load for row in rows))
    places = list(range(len(rows)))
    data: list[Figure] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": label,
            "x": [getattr(row, key) * found.weights[weight] for row in rows],
            "y": places,
            "width": 0.56,
            "customdata": [[shapes.words(row.name), getattr(row, key)] for row in rows],
            "marker": {"color": colour(role)},
            "hovertemplate": "%{customdata[0]}: %{customdata[1]:,}<extra>" + label + "</extra>",
        }
        for key, weight, label, role in PARTS
    ]
    line = {
        "type": "line",
        "x0": found.capacity,
        "x1": found.capacity,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colour("ink-2"), "width": 1.4, "dash": "dash"},
    }
    return shapes.figure(
        data,
        x={"range": [0, most * 1.22], "showticklabels": False, "showgrid": False},
        y={
            "range": [len(rows) - 0.4, -0.9],
            "tickvals": places,
            "ticktext": [shapes.words(row.user if narrow else row.name) for row in rows],
            "showgrid": False,
            "zeroline": False,
            "ticklabelstandoff": 6,
        },
        height=height,
        right=14,
        shapes=[line],
        notes=[*_said(rows), _line_said(found.capacity)],
        barmode="stack",
        hovermode="closest",
    )


def _said(rows: tuple[PersonLoad, ...]) -> list[Figure]:
    return [
        shapes.text(
            words.plain(row.load) + (" over" if row.over else ""),
            x=row.load,
            y=place,
            role="bad" if row.over else "ink",
            strong=True,
            shift=(4, 0),
        )
        | {"bgcolor": colour("panel"), "borderpad": 2}
        for place, row in enumerate(rows)
    ]


def _line_said(capacity: float) -> Figure:
    said = f"capacity {formats.count(round(capacity))}"
    if not float(capacity).is_integer():
        said = f"capacity {words.plain(capacity)}"
    return shapes.text(said, x=capacity, y=-0.75, role="ink-2", anchor="center")
