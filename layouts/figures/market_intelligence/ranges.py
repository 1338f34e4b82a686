"""Rows of a median between its quartiles, each with its number of cases, and our own mark on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures import shapes
from layouts.figures.market_intelligence.sizes import LONGEST_NAME, short, tall
from layouts.figures.shapes import Figure, Value
from layouts.figures.theme import colour

MOST_TICKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: p25, median and p75 of the market, `own` our value, `side` words at the right.

    `more` stands behind the name where the screen is wide.
    `hover` says all of it exactly; `why` stands in the row where there is nothing to draw.
    """

    name: str
    low: Value
    mid: Value
    high: Value
    own: Value = None
    more: str = ""
    side: str = ""
    hover: str = ""
    why: str = ""

    @property
    def known(self) -> bool:
        """Is there anything of this row to draw?"""
        return any(value is not None for value in (self.mid, self.own))


def marks(rows: Sequence[Row], *, pane: str = "") -> list[Figure]:
    """Bands, median ticks and our marks of all rows; `pane` is the number of their axes."""
    on = {"xaxis": f"x{pane}", "yaxis": f"y{pane}"}
    bands: list[tuple[float | None, int | None]] = []
    for place, row in enumerate(rows):
        if row.low is not None and row.high is not None:
            ends = (shapes.number(row.low), shapes.number(row.high))
            bands += [(ends[0], place), (ends[1], place), (None, None)]
    band: Figure = {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in bands],
        "y": [y for _, y in bands],
        "line": {"color": colour("mark-band"), "width": 9},
        "hoverinfo": "skip",
        **on,
    }
    return [band, *_middles(rows, on), *_owns(rows, on)]


def drawn(
    rows: Sequence[Row], *, axis: Figure, narrow: bool, longest: int = LONGEST_NAME
) -> Figure:
    """The whole figure of these rows over one axis of values."""
    height = tall(len(rows))
    if narrow:
        axis = axis | {key: axis[key][::2] for key in ("tickvals", "ticktext") if key in axis}
    return shapes.figure(
        marks(rows),
        x=axis,
        y=names(rows, narrow=narrow, longest=longest),
        height=height,
        right=shapes.room(row.side for row in rows),
        notes=beside(rows),
        hovermode="closest",
    )


def names(
    rows: Sequence[Row], *, narrow: bool, shown: bool = True, longest: int = LONGEST_NAME
) -> Figure:
    """The axis that names the rows, the first on top."""
    return {
        "range": [len(rows) - 0.5, -0.5],
        "tickvals": list(range(len(rows))),
        "ticktext": [_named(row, narrow=narrow, longest=longest) for row in rows],
        "showgrid": False,
        "zeroline": False,
        "showticklabels": shown,
    }


def _named(row: Row, *, narrow: bool, longest: int) -> str:
    whole = row.name if narrow or not row.more else f"{row.name} · {row.more}"
    return shapes.words(short(whole, narrow=narrow, longest=longest))


def beside(
    rows: Sequence[Row], *, pane: str = "", start: float = 0, end: float = 1
) -> list[Figure]:
    """Words at the right of each row, and in a row without figures why there are none."""
    found = []
    for place, row in enumerate(rows):
        said = [("left", end, 9, row.side)] if row.side else []
        said += [("left", start, 4, row.why)] if row.why and not row.known else []
        for anchor, x, shift, words in said:
            note = shapes.text(words, x=x, y=place, anchor=anchor, shift=(shift, 0), role="ink-3")
            found.append(note | {"xref": "paper", "yref": f"y{pane}"})
    return found


def money_axis(values: Iterable[Value]) -> Figure:
    """A logarithmic axis of amounts with round ticks: 1, 2 and 5 of each power of ten."""
    found = [item for item in map(shapes.number, values) if item is not None and item > 0]
    if not found:
        return {"visible": False}
    low, high = min(found) / 1.25, max(found) * 1.25
    ticks = _round_ticks(low, high)
    return {
        "type": "log",
        "range": [math.log10(low), math.log10(high)],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [_amount(tick) for tick in ticks],
        "showgrid": True,
        "gridcolor": colour("mark-grid"),
    }


def plain_axis(values: Iterable[Value], *, kind: str) -> Figure:
    """A linear axis from zero, of multiples (`x`) or of plain numbers (`percent`)."""
    grid: dict[str, Any] = {"showgrid": True, "gridcolor": colour("mark-grid"), "zeroline": True}
    return shapes.value_axis(values, kind=kind) | grid | {"zerolinecolor": colour("mark-zero")}


def positive(value: Value) -> Value:
    """What a logarithmic axis can show: an amount above zero, else nothing."""
    return value if value is not None and value > 0 else None


def _middles(rows: Sequence[Row], on: dict[str, str]) -> list[Figure]:
    found = [(place, row) for place, row in enumerate(rows) if row.mid is not None]
    return [
        _points(found, [row.mid for _, row in found], on)
        | {
            "marker": {
                "symbol": "line-ns",
                "size": 15,
                "line": {"color": colour("mark-peer"), "width": 2.4},
            }
        }
    ]


def _owns(rows: Sequence[Row], on: dict[str, str]) -> list[Figure]:
    found = [(place, row) for place, row in enumerate(rows) if row.own is not None]
    if not found:
        return []
    return [
        _points(found, [row.own for _, row in found], on)
        | {
            "marker": {
                "symbol": "diamond",
                "size": 11,
                "color": colour("cat-1"),
                "line": {"color": colour("panel"), "width": 1.6},
            }
        }
    ]


def _points(
    found: Sequence[tuple[int, Row]], values: Sequence[Value], on: dict[str, str]
) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [shapes.number(value) for value in values],
        "y": [place for place, _ in found],
        "customdata": [shapes.words(row.hover) for _, row in found],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        **on,
    }


def _round_ticks(low: float, high: float) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for steps in ((1, 2, 5), (1, 5), (1,)):
        ticks = [float(step) * 10.0**power for power in range(first, last + 1) for step in steps]
        inside = [tick for tick in ticks if low <= tick <= high]
        if len(inside) <= MOST_TICKS:
            return inside
    return inside[:: math.ceil(len(inside) / MOST_TICKS)]


def _amount(tick: float) -> str:
    size, letter = shapes.unit_of([tick])
    return f"{tick / size:g}{letter}"
