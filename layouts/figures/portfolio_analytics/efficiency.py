"""Growth against what it costs: each company by burn multiple and growth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats, sectors
from layouts.figures import shapes
from layouts.figures.portfolio_analytics.sizes import LONGEST_NAME, NOTHING, SCATTER
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.portfolio_analytics.results import KpiMatrix, KpiRow

FURTHEST = 8.0  # burn multiples beyond stand at the edge; their label says how large they are
# Where the bands of a burn multiple end and what they are called, as the answer's own words do.
BANDS = ((1.0, "amazing"), (1.5, "great"), (2.0, "good"), (3.0, "suspect"))
WORST = "bad"
SOUND = 2.0  # up to here nobody asks
MOST_NAMES = 12
LETTER, LINE = 0.0205, 0.058  # of width and height of the plot: what a sign of a name takes


def efficiency(matrix: KpiMatrix, *, narrow: bool = False) -> Figure:
    """One dot a company: better is further left and higher up."""
    rows = placed(matrix.rows)
    if not rows:
        return shapes.blank(NOTHING, height=SCATTER)
    growth = [(row.kpis.growth_rate or 0.0) * 100 for row in rows]
    axis = shapes.value_axis(growth, kind="percent")
    last = max([4.0, *(_burn(row) for row in rows)]) * 1.08
    return shapes.figure(
        [_dots(rows, growth)],
        x={
            "range": [0, last],
            "tickvals": (ticks := [0, *(end for end, _ in BANDS), *range(4, int(last) + 1, 2)]),
            "ticktext": [f"{tick:g}x" for tick in ticks],
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": colour("mark-zero"),
        },
        y=axis,
        height=SCATTER,
        right=8,
        notes=[*_bands(last, narrow=narrow), *_names(rows, growth, last, axis, narrow=narrow)],
        shapes=[_field(), shapes.rule(y=0, dash="solid")],
        margin={"l": 4, "r": 8, "t": 22, "b": 22},
        hovermode="closest",
    )


def placed(rows: Sequence[KpiRow]) -> list[KpiRow]:
    """The companies that have a place: growth known, and burning for it."""
    return [
        row
        for row in rows
        if row.kpis.growth_rate is not None
        and row.kpis.burn_multiple is not None
        and row.kpis.burn_multiple >= 0
    ]


def _burn(row: KpiRow) -> float:
    return min(row.kpis.burn_multiple or 0.0, FURTHEST)


def _dots(rows: Sequence[KpiRow], growth: list[float]) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_burn(row) for row in rows],
        "y": growth,
        "marker": {
            "size": 10,
            "color": [colour(sectors.role(row.sector)) for row in rows],
            "line": {"color": colour("panel"), "width": 1.4},
        },
        "customdata": [
            [shapes.words(row.name), formats.multiple(row.kpis.burn_multiple)] for row in rows
        ],
        "hovertemplate": "%{customdata[0]}: burn multiple %{customdata[1]}, growth %{y:.1f} %"
        "<extra></extra>",
        "cliponaxis": False,
    }


def _field() -> Figure:
    """The band of burn that nobody needs to explain."""
    return {
        "type": "rect",
        "x0": 0,
        "x1": SOUND,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": colour("seq-1"),
        "line": {"width": 0},
        "layer": "below",
    }


def _bands(last: float, *, narrow: bool) -> list[Figure]:
    """The names of the bands above the plot, each at its middle; one without room is left out."""
    letter = LETTER * (1.6 if narrow else 0.8)
    start, notes = 0.0, []
    for end, name in (*BANDS, (last, WORST)):
        if (end - start) / last >= len(name) * letter:
            note = shapes.text(name, x=(start + end) / 2, y=1, role="ink-3", anchor="center")
            smaller = {"font": note["font"] | {"size": 11}}
            notes.append(note | {"yref": "paper", "yanchor": "bottom"} | smaller)
        start = end
    return notes


def _names(
    rows: Sequence[KpiRow], growth: list[float], last: float, axis: Figure, *, narrow: bool
) -> list[Figure]:
    """Names beside the dots, right or left of them; one that would touch another is left out."""
    low, high = axis["range"]
    taken: list[tuple[float, float, float]] = [
        (_burn(row) / last - 0.012, _burn(row) / last + 0.012, (value - low) / (high - low))
        for row, value in zip(rows, growth, strict=True)
    ]
    notes = []
    letter = LETTER * (1.6 if narrow else 1.0)
    for row, value in list(zip(rows, growth, strict=True))[:MOST_NAMES]:
        name = row.name if len(row.name) <= LONGEST_NAME else f"{row.name[: LONGEST_NAME - 1]}…"
        if (row.kpis.burn_multiple or 0) > FURTHEST:
            name += f" {formats.multiple(row.kpis.burn_multiple)}"
        x, y, long = _burn(row) / last, (value - low) / (high - low), len(name) * letter
        for anchor, start in (("left", x + 0.02), ("right", x - 0.02 - long)):
            free = start >= 0 and start + long <= 1.02
            if free and not any(_touch((start, start + long, y), other) for other in taken):
                taken.append((start, start + long, y))
                shift = (8 if anchor == "left" else -8, 0)
                notes.append(shapes.text(name, x=_burn(row), y=value, anchor=anchor, shift=shift))
                break
    return notes


def _touch(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < LINE
