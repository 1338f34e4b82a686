"""Age of the marks: how old each is against how much of the value stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.risk.axes import NOTHING, SQUARE, field, heading, name
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.risk.results.holdings import MarkRow, ValuationRisk

STALE = 120  # days
FURTHEST = 720  # older ones stand at the edge; their label says how old they are
MOST_NAMES = 14
LETTER, LINE = 0.0165, 0.062  # of width and height of the plot: what a sign of a name takes


def mark_ages(found: ValuationRisk, *, narrow: bool = False) -> Figure:
    """One dot a holding; hollow while it stands at cost, in the tinted field it is stale."""
    rows = placed(found.rows)
    if not rows:
        return shapes.blank(NOTHING, height=SQUARE)
    last = max([STALE * 1.5, *(_age(row) for row in rows)]) * 1.08
    weights = [(row.weight or 0.0) * 100 for row in rows]
    axis = shapes.value_axis(weights, kind="percent")
    axis["ticktext"] = [f"{text} %" for text in axis["ticktext"]]
    step = 60 if last <= 400 else 120 if last <= 800 else 240
    ticks = list(range(0, int(last) + 1, step * (2 if narrow else 1)))
    return shapes.figure(
        [_dots(rows, weights)],
        x={
            "range": [-last * 0.03, last],
            "tickvals": ticks,
            "ticktext": [f"{tick} d" for tick in ticks],
            "showgrid": False,
            "zeroline": False,
        },
        y=axis,
        height=SQUARE,
        right=8,
        notes=[
            heading(f"stale: over {STALE} days", x=STALE, role="ink-3"),
            *_names(rows, weights, last, axis["range"], narrow=narrow),
        ],
        shapes=[field(STALE, last, "bad-soft")],
        margin={"l": 4, "r": 8, "t": 22, "b": 22},
        hovermode="closest",
    )


def placed(rows: Sequence[MarkRow]) -> list[MarkRow]:
    """The holdings that have a place: weight and day of the mark known, the heaviest first."""
    found = [row for row in rows if row.weight is not None and row.age_days is not None]
    return sorted(found, key=lambda row: -(row.weight or 0.0))


def _age(row: MarkRow) -> int:
    return min(row.age_days or 0, FURTHEST)


def _dots(rows: Sequence[MarkRow], weights: list[float]) -> Figure:
    roles = ["cat-2" if row.stale else "cat-1" for row in rows]
    fills = ["panel" if row.at_cost else role for row, role in zip(rows, roles, strict=True)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_age(row) for row in rows],
        "y": weights,
        "marker": {
            "size": 10,
            "symbol": ["diamond" if row.stale else "circle" for row in rows],
            "color": [colour(role) for role in fills],
            "line": {"color": [colour(role) for role in roles], "width": 1.6},
        },
        "customdata": [
            [
                shapes.words(row.name),
                f"{row.age_days} days",
                formats.money(row.fair_value),
                shapes.words((row.method or "no method given").replace("_", " ")),
            ]
            for row in rows
        ],
        "hovertemplate": "%{customdata[0]}: %{y:.1f} % of fair value, %{customdata[2]}<br>marked "
        "%{customdata[1]} ago, %{customdata[3]}<extra></extra>",
        "cliponaxis": False,
    }


def _names(
    rows: Sequence[MarkRow],
    weights: list[float],
    last: float,
    span: Sequence[float],
    *,
    narrow: bool,
) -> list[Figure]:
    """Names beside the dots, right or left; stale ones first, one that would touch is left out."""
    letter = LETTER * (1.9 if narrow else 1.0)
    low, high = span
    places = [
        (_age(row) / last, (weight - low) / (high - low))
        for row, weight in zip(rows, weights, strict=True)
    ]
    taken = [(x - 0.014, x + 0.014, y) for x, y in places]
    order = sorted(range(len(rows)), key=lambda place: not rows[place].stale)[:MOST_NAMES]
    notes: list[Figure] = []
    for place in order:
        row, (x, y) = rows[place], places[place]
        said = name(row.name) + (f" {row.age_days} d" if (row.age_days or 0) > FURTHEST else "")
        long = len(said) * letter
        for anchor, start in (("left", x + 0.02), ("right", x - 0.02 - long)):
            free = start >= -0.02 and start + long <= 1.0
            if free and not any(_touch((start, start + long, y), other) for other in taken):
                taken.append((start, start + long, y))
                shift = (8 if anchor == "left" else -8, 0)
                note = shapes.text("", x=_age(row), y=weights[place], anchor=anchor, shift=shift)
                notes.append(note | {"text": said})
                break
    return notes


def _touch(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < LINE
