"""What one investor paid in and got back, year by year, and how far it is out of pocket."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.lp_reporting.results.register import Lp

NOTHING = "nothing to draw yet"
HEIGHT = 240


def flows(found: Lp, *, narrow: bool = False) -> Figure:
    """Bars below the line are calls, above it distributions; the line is their running total."""
    years = _by_year(found)
    if not years:
        return shapes.blank(NOTHING, height=HEIGHT)
    names = [str(year) for year in years]
    called = [min(below, Decimal(0)) for below, _ in years.values()]
    paid = [above for _, above in years.values()]
    total = list(accumulate(below + above for below, above in years.values()))
    axis = shapes.value_axis([*called, *paid, *total], kind="money")
    size, letter = shapes.unit_of(axis["tickvals"])
    last = f"net {shapes.money_label(total[-1], size, letter)}"
    return shapes.figure(
        [
            _bars(names, called, "Called", "cat-6"),
            _bars(names, paid, "Distributed", "cat-3"),
            _line(names, total),
        ],
        x={
            "type": "category",
            "tickvals": names[:: 2 if narrow and len(names) > 6 else 1],
            "ticktext": [f"’{name[2:]}" if narrow else name for name in names][
                :: 2 if narrow and len(names) > 6 else 1
            ],
        },
        y=axis,
        height=HEIGHT,
        right=shapes.room([last]),
        notes=shapes.end_labels([(last, float(total[-1]), "ink", True)], axis, height=HEIGHT),
        barmode="relative",
        bargap=0.5,
    )


def _by_year(found: Lp) -> dict[int, tuple[Decimal, Decimal]]:
    """Calls (negative) and distributions of each year between the first and the last flow."""
    known = [item for item in found.flows if item.amount is not None]
    if not known:
        return {}
    first, last = (pick(item.date.year for item in known) for pick in (min, max))
    sums = {year: (Decimal(0), Decimal(0)) for year in range(first, last + 1)}
    for item in known:
        amount = item.amount or Decimal(0)
        below, above = sums[item.date.year]
        sums[item.date.year] = (below + amount, above) if amount < 0 else (below, above + amount)
    return sums


def _bars(names: list[str], values: list[Decimal], name: str, role: str) -> Figure:
    return {
        "type": "bar",
        "x": names,
        "y": [shapes.number(value) for value in values],
        "name": name,
        "marker": {"color": colour(role)},
        "customdata": [formats.money(value) for value in values],
        "hovertemplate": "%{customdata}",
    }


def _line(names: list[str], values: list[Decimal]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": names,
        "y": [shapes.number(value) for value in values],
        "name": "Net to date",
        "line": {"color": colour("ink"), "width": 1.8},
        "marker": {"color": colour("ink"), "size": 5},
        "customdata": [formats.money(value) for value in values],
        "hovertemplate": "%{customdata}",
    }
