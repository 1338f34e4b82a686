"""Shares as bars: where the deals are, and three ways to weigh the sectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.market_intelligence.sizes import HEIGHT, MOST_ROWS, NOTHING, short, tall
from layouts.figures.shapes import Figure
from layouts.figures.theme import colour

if TYPE_CHECKING:
    from services.market_intelligence.results import Place, PortfolioVsMarket, Thesis, Valuations

# Key of the share, its name, its colour.
SIDES = (
    ("market_share", "Market money", "cat-8"),
    ("pipeline_share", "Our pipeline", "cat-6"),
    ("portfolio_share", "Our portfolio", "cat-1"),
)
GROUP, BAR = 46, 0.27


def geography(valuations: Valuations, *, narrow: bool = False) -> Figure:
    """Deals by place, the most first, with the share of each."""
    places = largest(valuations)
    if not places:
        return shapes.blank(NOTHING, height=HEIGHT)
    deals = [place.deals for place in places]
    ends = [f"{formats.count(place.deals)} · {formats.percent(place.share)}" for place in places]
    top = max(deals)
    bar: Figure = {
        "type": "bar",
        "orientation": "h",
        "x": deals,
        "y": list(range(len(places))),
        "width": 0.66,
        "marker": {"color": colour("cat-1")},
        "customdata": [_said(place, valuations.meta.currency) for place in places],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return shapes.figure(
        [bar],
        x={"range": [0, top * (1.5 if narrow else 1.22)], "visible": False},
        y=_names([place.name for place in places], narrow=narrow),
        height=tall(len(places)),
        right=8,
        notes=[shapes.text(end, x=deals[row], y=row, shift=(5, 0)) for row, end in enumerate(ends)],
        hovermode="closest",
    )


def largest(valuations: Valuations) -> list[Place]:
    """The places with most deals."""
    found = sorted(valuations.geographic_comparison.values(), key=lambda place: -place.deals)
    return [place for place in found if place.deals][:MOST_ROWS]


def thesis(ours: PortfolioVsMarket, *, narrow: bool = False) -> Figure:
    """Three bars a sector: the market's money, our pipeline, our portfolio."""
    rows = weighed(ours)
    if not rows:
        return shapes.blank(NOTHING, height=HEIGHT)
    shares = [value for row in rows for key, _, _ in SIDES if (value := getattr(row, key))]
    data = [_side(rows, place) for place in range(len(SIDES))]
    return shapes.figure(
        data,
        x={"range": [0, max(shares, default=1) * (1.22 if narrow else 1.1)], "visible": False},
        y=_names([row.sector for row in rows], narrow=narrow),
        height=max(HEIGHT, GROUP * len(rows) + 26),
        right=8,
        notes=[_end(row, at, place) for at, row in enumerate(rows) for place in range(len(SIDES))],
        barmode="overlay",
        hovermode="y unified",
    )


def weighed(ours: PortfolioVsMarket) -> list[Thesis]:
    """Sectors with any share, the market's largest first."""
    known = [row for row in ours.thesis if any(getattr(row, key) for key, _, _ in SIDES)]
    return sorted(known, key=lambda row: -max(row.market_share or 0, 0))[:MOST_ROWS]


def _side(rows: Sequence[Thesis], place: int) -> Figure:
    key, name, role = SIDES[place]
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": [shapes.number(getattr(row, key)) for row in rows],
        "y": [at + _offset(place) for at in range(len(rows))],
        "width": BAR - 0.03,
        "marker": {"color": colour(role)},
        "customdata": [f"{shapes.words(row.sector)}: {name}" for row in rows],
        "hovertemplate": "%{customdata} %{x:.1%}<extra></extra>",
    }


def _end(row: Thesis, at: int, place: int) -> Figure:
    """The share beside its bar; an en dash where it is unknown."""
    share = getattr(row, SIDES[place][0])
    said = formats.percent(share, places=0)
    note = shapes.text(said, x=share or 0, y=at + _offset(place), shift=(4, 0))
    return note | {"font": note["font"] | {"size": 10}}


def _offset(place: int) -> float:
    return (place - 1) * BAR


def _names(names: Sequence[str], *, narrow: bool) -> Figure:
    return {
        "range": [len(names) - 0.5, -0.5],
        "tickvals": list(range(len(names))),
        "ticktext": [shapes.words(short(name, narrow=narrow)) for name in names],
        "showgrid": False,
        "zeroline": False,
    }


def _said(place: Place, currency: str | None) -> str:
    money = formats.money_short(place.total_funding, currency)
    median = formats.money_short(place.median_deal_size, currency)
    name = shapes.words(place.name)
    return f"{name}: {formats.count(place.deals)} deals, {money}, median deal {median}"
