"""The credit line by quarter, holdings by currency, and what stresses leave of the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.risk.axes import NOTHING, heading, height, money, names, said, scale
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.risk.results.holdings import CreditLine, CurrencyRow, FxExposure, Scenario, Stress

LINE_HEIGHT = 208
MOST_SCENARIOS = 12
MOST_CURRENCIES = 10


def line_bars(found: CreditLine, *, narrow: bool = False) -> Figure:
    """What was drawn at each quarter-end, under the limit of the line."""
    points = [point for point in found.rows if point.outstanding is not None]
    if not points:
        return shapes.blank(NOTHING, height=LINE_HEIGHT)
    days = [point.date for point in found.rows]
    axis = shapes.value_axis([*(point.outstanding for point in points), found.limit], kind="money")
    size, letter = shapes.unit_of(axis["tickvals"])
    hover = "%{y:,.0f}<extra></extra>"
    values = [point.outstanding for point in found.rows]
    drawn = shapes.bars(days, values, name="Drawn", role="cat-1", hover=hover)
    ends: list[shapes.End] = []
    lines: list[Figure] = []
    if found.limit is not None:
        ends.append(
            shapes.money_end("limit", found.limit, unit=(size, letter), role="ink-2", strong=False)
        )
        lines.append(shapes.rule(y=float(found.limit), dash="dash"))
    last = points[-1].outstanding
    ends.append(shapes.money_end("drawn", last, unit=(size, letter), role="ink", strong=True))
    return shapes.figure(
        [drawn],
        x=shapes.date_axis(days, narrow=narrow, least_pad=50),
        y=axis,
        height=LINE_HEIGHT,
        right=shapes.room(end[0] for end in ends),
        notes=shapes.end_labels(ends, axis, height=LINE_HEIGHT),
        shapes=lines,
    )


def currency_bars(found: FxExposure, *, narrow: bool = False) -> Figure:
    """Fair value by currency; at the edge what NAV loses when that currency falls by 10 %."""
    rows = [row for row in found.rows if row.weight is not None][:MOST_CURRENCIES]
    if not rows:
        return shapes.blank(NOTHING, height=height(0))
    last = max((row.weight or 0.0) * 100 for row in rows) * 1.2
    step = next(step for step in (5, 10, 20, 25, 50) if last / step <= 6)
    shades = ["cat-8" if row.currency == found.base else "cat-1" for row in rows]
    drawn: Figure = {
        "type": "bar",
        "orientation": "h",
        "x": [(row.weight or 0.0) * 100 for row in rows],
        "y": list(range(len(rows))),
        "width": 0.56,
        "marker": {"color": [colour(shade) for shade in shades]},
        "customdata": [
            [shapes.words(row.currency), formats.money(row.fair_value), _fall(row)] for row in rows
        ],
        "hovertemplate": "%{customdata[0]}: %{x:.1f} % of fair value, %{customdata[1]}<br>if it "
        "falls by 10 %: %{customdata[2]}<extra></extra>",
    }
    notes = [heading("if −10 %", x=1, role="ink-3", right=True)]
    for place, row in enumerate(rows):
        share = formats.percent(row.weight, places=0)
        at = (row.weight or 0.0) * 100
        notes.append(shapes.text(share, x=at, y=place, strong=True, role="ink", shift=(5, 0)))
        fall = "base" if row.currency == found.base else _fall(row)
        notes.append(shapes.text(fall, x=1, y=place, role="ink-2", right=True))
    return shapes.figure(
        [drawn],
        x=scale(last, step * (2 if narrow and last / step > 4 else 1), " %"),
        y=names([row.currency for row in rows]),
        height=height(len(rows)),
        right=76,
        notes=notes,
        hovermode="closest",
        margin={"l": 4, "r": 76, "t": 22, "b": 22},
    )


def tornado(found: Stress, *, narrow: bool = False) -> Figure:
    """What NAV changes by: the wide bar before carry, the narrow one net to limited partners."""
    rows = [row for row in found.scenarios if row.nav_change is not None][:MOST_SCENARIOS]
    if not rows:
        return shapes.blank(NOTHING, height=height(0))
    gross = [_gross(row, found) for row in rows]
    net = [shapes.number(row.nav_change) for row in rows]
    axis, size, letter = money([*gross, *net])
    if narrow:
        axis = axis | {"tickvals": axis["tickvals"][::2], "ticktext": axis["ticktext"][::2]}
    labels = [
        shapes.text(
            shapes.money_label(row.nav_change, size, letter), x=1, y=place, role="ink",
            strong=True, right=True,
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip
    return shapes.figure(
        [
            _side(gross, "mark-band", 0.7, "before carry"),
            _side(net, ["cat-2" if (value or 0) < 0 else "cat-1" for value in net], 0.36, "net"),
        ],
        x=axis,
        y=names([said(row.name) for row in rows], longest=22 if narrow else 30),
        height=height(len(rows)),
        right=74,
        notes=[heading("net to LPs", x=1, role="ink-3", right=True), *labels],
        barmode="overlay",
        hovermode="y unified",
        margin={"l": 4, "r": 74, "t": 22, "b": 22},
    )


def _gross(row: Scenario, found: Stress) -> float | None:
    """The change before carry: the waterfall takes nothing of it back."""
    before, after = found.base.nav_gross_of_carry, row.nav_gross_of_carry
    return None if before is None or after is None else float(after - before)


def _side(values: list[float | None], role: str | list[str], width: float, name: str) -> Figure:
    shades = [colour(one) for one in role] if isinstance(role, list) else colour(role)
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(values))),
        "width": width,
        "name": name,
        "marker": {"color": shades},
        "hovertemplate": f"%{{x:,.0f}} {name}<extra></extra>",
    }


def _fall(row: CurrencyRow) -> str:
    return formats.money_short(row.nav_if_falls_10)
