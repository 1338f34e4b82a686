"""The years ahead, dashed: calls, distributions and value as one model runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts.figures import shapes
from layouts.figures.fund_performance.sizes import HEIGHT, MONEY_HOVER, NOTHING
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.fund_performance.results import Forecast, ForecastYear

YEAR_BAR = 200 * 86_400_000  # days in milliseconds
PANEL_FILL = {"color": "rgba(0,0,0,0)"}


def forecast_path(found: Forecast, *, narrow: bool = False) -> Figure:
    """Past years solid, years ahead dashed; calls down, distributions up, value as a line."""
    rows = found.rows
    if not any(row.nav is not None or row.called is not None for row in rows):
        return shapes.blank(NOTHING, height=HEIGHT)
    past = [row for row in rows if row.kind == "actual"]
    ahead = [row for row in rows if row.kind != "actual"]
    values = [v for r in rows for v in (r.nav, r.net_cash, shapes.minus(r.called), r.distributed)]
    axis = shapes.value_axis(values, kind="money")
    unit = shapes.unit_of(axis["tickvals"])
    joined = [*past[-1:], *ahead]
    data = [
        *_bars(past, solid=True),
        *_bars(ahead, solid=False),
        _path(past, "nav", "Value", "cat-1"),
        _path(joined, "nav", "Value, model", "cat-1", dash="4px,3px"),
        _path(past, "net_cash", "Net cash", "ink-3"),
        _path(joined, "net_cash", "Net cash, model", "ink-3", dash="4px,3px"),
    ]
    last = rows[-1]
    ends = [
        shapes.money_end(name, value, unit=unit, role=role, strong=strong)
        for name, value, role, strong in (
            ("NAV" if narrow else "Value", last.nav, "ink", True),
            ("Cash" if narrow else "Net cash", last.net_cash, "ink-2", False),
        )
        if value is not None
    ]
    days = [row.date for row in rows]
    marks = [shapes.rule(x=past[-1].date)] if past and ahead else []
    high = axis["range"][1]
    notes = shapes.end_labels(ends, axis, height=HEIGHT)
    if past and ahead and not narrow:
        notes.append(
            shapes.text("model from here", x=past[-1].date.isoformat(), y=high,
                        role="ink-3", shift=(6, -8))
        )  # fmt: skip
    return shapes.figure(
        data,
        x=shapes.date_axis(days, narrow=narrow, least_pad=150),
        y=axis,
        height=HEIGHT,
        right=shapes.room(end[0] for end in ends),
        notes=notes,
        shapes=marks,
        barmode="overlay",
    )


def _bars(rows: list[ForecastYear], *, solid: bool) -> list[Figure]:
    found = []
    for key, name, role, sign in (
        ("called", "Called", "cat-8", -1), ("distributed", "Distributed", "cat-3", 1),
    ):  # fmt: skip
        values = [getattr(row, key) for row in rows]
        signed = [None if value is None else sign * value for value in values]
        words = name if solid else f"{name}, model"
        bar = shapes.bars([r.date for r in rows], signed, name=words, role=role, hover=MONEY_HOVER)
        bar["width"] = YEAR_BAR
        if not solid:
            stroke = {"color": colour(role), "width": 1.4}
            bar["marker"] = PANEL_FILL | {"line": stroke}
        found.append(bar)
    return found


def _path(
    rows: list[ForecastYear], key: str, name: str, role: str, *, dash: str | None = None
) -> Figure:
    return shapes.line(
        [row.date for row in rows],
        [getattr(row, key) for row in rows],
        name=name,
        role=role,
        hover=MONEY_HOVER,
        width=2.0 if key == "nav" else 1.5,
        dash=dash,
    )
