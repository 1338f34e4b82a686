"""Exits by quarter and type with what they returned, and how long companies took to get there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.market_intelligence import ranges
from layouts.figures.market_intelligence.quarters import last_day, spaced, words
from layouts.figures.market_intelligence.sizes import HEIGHT, NOTHING, tall
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from datetime import date

    from services.market_intelligence.results import ExitActivity, ExitQuarter, TimeToExit

TALL = 330
MOST_COUNTS = 14  # more of them would run into each other
UPPER, LOWER = [0.46, 0.95], [0.0, 0.3]
TYPES = {"ipo": "Listings", "ma": "Sales", "all": "All exits"}
Dated = list[tuple["date", "ExitQuarter"]]


def exit_quarters(exits: ExitActivity, *, narrow: bool = False) -> Figure:
    """Sales and listings stacked by quarter; below the multiple of the money raised, with n."""
    found = sorted(
        ((day, row) for row in exits.quarters if (day := last_day(row.quarter)) is not None),
        key=lambda item: item[0],
    )
    if not any(row.ipo_count or row.ma_count for _, row in found):
        return shapes.blank(NOTHING, height=HEIGHT)
    days = [day for day, _ in found]
    sums = [row.ipo_count + row.ma_count for _, row in found]
    multiples = [
        v for _, r in found for v in (r.median_exit_multiple, r.multiple_p25, r.multiple_p75)
    ]
    known = any(value is not None for value in multiples)
    lower = shapes.value_axis(multiples, kind="x") | {"domain": LOWER, "anchor": "x"}
    if known:
        lower["range"][0] -= (lower["range"][1] - lower["range"][0]) * 0.2
    return shapes.figure(
        [
            _bars(found, "ma_count", "Sales", "cat-1"),
            _bars(found, "ipo_count", "Listings", "cat-2"),
            *_multiples(found),
        ],
        x=shapes.date_axis(days, narrow=narrow, least_pad=60) | {"anchor": "y2"},
        y=shapes.value_axis(sums, kind="percent") | {"domain": UPPER},
        yaxis2=lower | {"showticklabels": known},
        height=TALL,
        right=10,
        notes=_notes(found, lower, known=known),
        barmode="stack",
    )


def time_to_exit(exits: ExitActivity, *, narrow: bool = False) -> Figure:
    """Years from the first known round to the exit: median and quartiles by type."""
    rows = [
        _time(key, exits.exit_timeline_analysis[key])
        for key in TYPES
        if key in exits.exit_timeline_analysis
    ]
    if not any(row.known for row in rows):
        return shapes.blank(NOTHING, height=HEIGHT)
    values = [value for row in rows for value in (row.low, row.mid, row.high)]
    drawn = ranges.drawn(rows, axis=ranges.plain_axis(values, kind="percent"), narrow=narrow)
    drawn["layout"]["height"] = tall(0) // 2 + 22
    return drawn


def _bars(found: Dated, key: str, name: str, role: str) -> Figure:
    """Exits of one type; quarters that are still filling up are hatched."""
    bars = shapes.bars(
        [day for day, _ in found],
        [getattr(row, key) for _, row in found],
        name=name,
        role=role,
        hover="%{y:,}",
    )
    bars["marker"] |= {
        "pattern": {
            "shape": ["/" if row.preliminary else "" for _, row in found],
            "fgcolor": colour("panel"),
            "fillmode": "overlay",
            "size": 6,
            "solidity": 0.35,
        }
    }
    return bars


def _multiples(found: Dated) -> list[Figure]:
    """Quartiles as upright bands, the median as a tick; nothing where too few are known."""
    ends: list[tuple[str | None, float | None]] = []
    for day, row in found:
        if row.multiple_p25 is not None and row.multiple_p75 is not None:
            ends += [(day.isoformat(), row.multiple_p25), (day.isoformat(), row.multiple_p75)]
            ends.append((None, None))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for x, _ in ends],
            "y": [y for _, y in ends],
            "line": {"color": colour("mark-band"), "width": 11},
            "hoverinfo": "skip",
            "yaxis": "y2",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Median multiple",
            "x": [day.isoformat() for day, _ in found],
            "y": [shapes.number(row.median_exit_multiple) for _, row in found],
            "customdata": [_quartiles(row) for _, row in found],
            "marker": {
                "symbol": "line-ew",
                "size": 13,
                "line": {"color": colour("ink-2"), "width": 2.4},
            },
            "hovertemplate": "%{y:.2f}x (%{customdata})",
            "yaxis": "y2",
        },
    ]


def _quartiles(row: ExitQuarter) -> str:
    between = f"{formats.multiple(row.multiple_p25)} to {formats.multiple(row.multiple_p75)}"
    return f"p25 to p75 {between}, n {row.n_multiple}"


def _notes(found: Dated, lower: Figure, *, known: bool) -> list[Figure]:
    heads = [("Exits", "y"), ("Value over money raised, x, with n", "y2")]
    notes = [
        shapes.text(said, x=0, y=1, role="ink-2")
        | {"xref": "x domain", "yref": f"{axis} domain", "yshift": 11}
        for said, axis in heads
    ]
    if not known:
        why = "no data: fewer than 5 exits a quarter tell both"
        place = {"xref": "x domain", "yref": "y2 domain"}
        return [*notes, shapes.text(why, x=0.5, y=0.4, anchor="center", role="ink-3") | place]
    low, high = lower["range"]
    for day, row in spaced(found, most=MOST_COUNTS):
        place = {"x": day.isoformat(), "y": low + (high - low) * 0.09}
        note = shapes.text(str(row.n_multiple), **place, anchor="center", role="ink-3")
        notes.append(note | {"yref": "y2", "font": note["font"] | {"size": 9.5}})
    return notes


def _time(key: str, found: TimeToExit) -> ranges.Row:
    said = [
        f"{name} {years(value)}"
        for name, value in (("p25", found.p25), ("median", found.median), ("p75", found.p75))
    ]
    n = f"n {formats.count(found.n)}"
    return ranges.Row(
        name=TYPES[key],
        low=found.p25,
        mid=found.median,
        high=found.p75,
        side=n if found.median is None else f"{years(found.median)} · {n}",
        hover=f"{TYPES[key]}: {', '.join(said)}, {n}",
        why="no data" if found.n == 0 else "too few exits",
    )


def years(value: float | None) -> str:
    """`6.4 years`."""
    return formats.MISSING if value is None else f"{value:.1f} years"


def quarter_of(row: ExitQuarter) -> str:
    """`Q3 2026`, and whether it is still filling up."""
    return f"{words(row.quarter)}{', preliminary' if row.preliminary else ''}"
