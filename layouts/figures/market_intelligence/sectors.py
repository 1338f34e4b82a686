"""Sectors in one quarter: how their deals divide into stages, and how large a deal is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from layouts import formats
from layouts.figures import shapes
from layouts.figures.market_intelligence import ranges
from layouts.figures.market_intelligence.sizes import (
    HEIGHT,
    MOST_ROWS,
    NOTHING,
    STAGES,
    short,
    stage,
    tall,
)
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.market_intelligence.results import Sector, SectorTrends

ALL = "All sectors"


def stage_mix(trends: SectorTrends, *, narrow: bool = False) -> Figure:
    """Share of each stage in a sector's deals, all sectors first; parts of a bar add up to 1."""
    bars = mixed(trends)
    if not bars:
        return shapes.blank(NOTHING, height=HEIGHT)
    places = list(range(len(bars)))
    totals = [formats.count(total) for _, _, total in bars]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": stage(key),
            "x": [counts[key] / total for _, counts, total in bars],
            "y": places,
            "width": 0.68,
            "marker": {
                "color": colour(role),
                "line": {"color": colour("panel"), "width": 1},
            },
            "customdata": [counts[key] for _, counts, _ in bars],
            "texttemplate": "%{customdata:,}",
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "hovertemplate": "%{customdata:,} deals, %{x:.1%}",
        }
        for key, (_, role) in STAGES.items()
    ]
    return shapes.figure(
        data,
        x={
            "range": [0, 1],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0", "25", "50", "75", f"100{formats.THIN}%"],
        },
        y={
            "range": [len(bars) - 0.5, -0.5],
            "tickvals": places,
            "ticktext": [shapes.words(short(name, narrow=narrow)) for name, _, _ in bars],
            "showgrid": False,
            "zeroline": False,
        },
        height=tall(len(bars)),
        right=shapes.room(totals),
        notes=[
            shapes.text(total, x=1, y=place, right=True)
            for place, total in zip(places, totals, strict=True)
        ],
        barmode="stack",
        hovermode="y unified",
        uniformtext={"mode": "hide", "minsize": 9},
    )


def mixed(trends: SectorTrends) -> list[tuple[str, dict[str, int], int]]:
    """Name, deals by stage and their sum: all sectors together, then the largest ones."""
    sectors = [row for row in trends.sectors if row.total_deals]
    if not sectors:
        return []
    shown = sorted(sectors, key=lambda row: -row.total_deals)[: MOST_ROWS - 1]
    own = [(row.name, counts(row), row.total_deals) for row in shown]
    if len(sectors) == 1:
        return own
    whole = {key: sum(counts(row)[key] for row in sectors) for key in STAGES}
    return [(ALL, whole, sum(whole.values())), *own]


def counts(row: Sector) -> dict[str, int]:
    """Deals of a sector by stage; they add up to its total."""
    return {key: getattr(row, f"{key}_deals") for key in STAGES}


def deal_sizes(trends: SectorTrends, *, narrow: bool = False) -> Figure:
    """Median deal between its quartiles by sector, on a logarithmic axis."""
    sectors = sized(trends)
    rows = [_size(row, trends.meta.currency) for row in sectors]
    if not any(row.known for row in rows):
        return shapes.blank(NOTHING, height=HEIGHT)
    values: list[Any] = [value for row in rows for value in (row.low, row.mid, row.high)]
    return ranges.drawn(rows, axis=ranges.money_axis(values), narrow=narrow)


def sized(trends: SectorTrends) -> Sequence[Sector]:
    """The sectors with most deals of a known amount."""
    return sorted(trends.sectors, key=lambda row: -row.disclosed_deals)[:MOST_ROWS]


def _size(row: Sector, currency: str | None) -> ranges.Row:
    n = f"n {formats.count(row.disclosed_deals)}"
    median = formats.money_short(row.median_deal_size, currency)
    said = [
        f"{name} {formats.money_short(value, currency)}"
        for name, value in (
            ("p25", row.deal_size_p25),
            ("median", row.median_deal_size),
            ("p75", row.deal_size_p75),
        )
    ]
    return ranges.Row(
        name=row.name,
        low=ranges.positive(row.deal_size_p25),
        mid=ranges.positive(row.median_deal_size),
        high=ranges.positive(row.deal_size_p75),
        side=n if row.median_deal_size is None else f"{median} · {n}",
        hover=f"{row.name}: {', '.join(said)}, {n}",
        why="too few amounts are disclosed",
    )
