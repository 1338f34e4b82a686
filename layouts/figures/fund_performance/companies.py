"""Who made the gain: one bar a company, gains to the right, losses to the left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.fund_performance.sizes import HEIGHT, NOTHING
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.fund_performance.results import CompanyContribution, Contributions

MOST_BARS = 12
BAR, MARGIN = 26, 40
LONGEST_NAME = 22


def gain_bars(found: Contributions, *, narrow: bool = False) -> Figure:
    """Gains by company, the largest on top; of many companies the first and the last ones."""
    rows = shown([row for row in found.rows if row.gain is not None])
    if not rows:
        return shapes.blank(NOTHING, height=HEIGHT)
    gains = [row.gain for row in rows]
    axis = shapes.value_axis(gains, kind="money")
    low, high = axis["range"]
    room = (high - low) * (0.2 if narrow else 0.09)
    axis |= {"range": [low - (room if low < 0 else 0), high + room], "zeroline": True}
    axis |= {"zerolinecolor": colour("mark-zero"), "showgrid": False}
    places = list(range(len(rows)))
    names = [_short(row.name, narrow=narrow) for row in rows]
    data: Figure = {
        "type": "bar",
        "orientation": "h",
        "x": [shapes.number(gain) for gain in gains],
        "y": places,
        "width": 0.66,
        "marker": {"color": [colour("cat-1" if _won(row) else "cat-2") for row in rows]},
        "customdata": [[shapes.words(row.name), formats.multiple(row.moic)] for row in rows],
        "hovertemplate": "%{customdata[0]}: %{x:,.0f}, %{customdata[1]}<extra></extra>",
    }
    return shapes.figure(
        [data],
        x=axis,
        y={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": places,
            "ticktext": [shapes.words(name) for name in names],
            "showgrid": False,
            "zeroline": False,
        },
        height=max(HEIGHT, BAR * len(rows) + MARGIN),
        right=8,
        notes=[_label(row, place, axis) for place, row in zip(places, rows, strict=True)],
        hovermode="closest",
    )


def shown(rows: Sequence[CompanyContribution]) -> list[CompanyContribution]:
    """All rows, or of many the largest gains and the largest losses."""
    if len(rows) <= MOST_BARS:
        return list(rows)
    last = [row for row in rows[MOST_BARS // 2 :] if not _won(row)][-(MOST_BARS // 2) :]
    return [*rows[: MOST_BARS - len(last)], *last]


def _won(row: CompanyContribution) -> bool:
    return row.gain is not None and row.gain >= 0


def _label(row: CompanyContribution, place: int, axis: Figure) -> Figure:
    """The amount beside the end of its bar, on the side it points to."""
    unit = shapes.unit_of(axis["tickvals"])
    return shapes.text(
        shapes.money_label(row.gain, *unit),
        x=float(row.gain or 0),
        y=place,
        anchor="left" if _won(row) else "right",
        shift=(5 if _won(row) else -5, 0),
    )


def _short(name: str, *, narrow: bool) -> str:
    most = LONGEST_NAME // 2 if narrow else LONGEST_NAME
    return name if len(name) <= most else f"{name[: most - 1]}…"
