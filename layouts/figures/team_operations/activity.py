"""Activity month by month: one bar a month, its types on top of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.shapes import Figure
from layouts.figures.team_operations import words
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.team_operations.results import Activity

HEIGHT = 268
MOST_NAMED = 12


def activity_bars(found: Activity, *, narrow: bool = False) -> Figure:
    """Bars from zero, a colour a type; the newest total stands above its bar."""
    months = found.months
    if not any(month.total for month in months):
        return shapes.blank(words.NOTHING, height=HEIGHT)
    names = [formats.month(month.start) for month in months]
    places = list(range(len(months)))
    types = list(dict.fromkeys((*words.TYPES, *(t for m in months for t in m.counts))))
    data: list[Figure] = [
        {
            "type": "bar",
            "name": words.named(type_),
            "x": places,
            "y": [month.counts.get(type_, 0) for month in months],
            "customdata": names,
            "marker": {"color": colour(words.role(type_))},
            "hovertemplate": "%{y:,}",
        }
        for type_ in types
        if any(month.counts.get(type_) for month in months)
    ]
    step = max(1, -(-len(months) // (4 if narrow else MOST_NAMED)))
    named = places[::-1][::step][::-1]
    last = months[-1]
    axis = shapes.value_axis([month.total for month in months], kind="number")
    return shapes.figure(
        data,
        x={
            "range": [-0.6, len(months) - 0.4],
            "tickvals": named,
            "ticktext": [_short(names[place]) for place in named],
            "showgrid": False,
        },
        y=axis,
        height=HEIGHT,
        right=14,
        notes=[
            shapes.text(
                formats.count(last.total),
                x=places[-1],
                y=last.total,
                role="ink",
                strong=True,
                anchor="center",
                shift=(0, 9),
            )
        ],
        barmode="stack",
        bargap=0.28,
    )


def _short(name: str) -> str:
    """`Sep ’26` of `Sep 2026`."""
    month, _, year = name.partition(" ")
    return f"{month} ’{year[2:]}"
