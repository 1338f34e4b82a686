"""What we paid against the market: its band of each stage and quarter, and our entry on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats
from layouts.figures import shapes
from layouts.figures.market_intelligence import ranges
from layouts.figures.market_intelligence.quarters import words
from layouts.figures.market_intelligence.sizes import HEIGHT, MOST_ROWS, NOTHING, stage
from layouts.figures.shapes import Figure

if TYPE_CHECKING:
    from services.market_intelligence.results import OurDeal, PortfolioVsMarket

MOST_STRIPS = MOST_ROWS * 2
LONGEST = 34


def entry_strips(ours: PortfolioVsMarket, *, narrow: bool = False) -> Figure:
    """One row a deal: the market from p25 to p75, its median, and what we paid."""
    rows = [_strip(deal, ours.meta.currency) for deal in newest(ours)]
    if not any(row.known for row in rows):
        return shapes.blank(NOTHING, height=HEIGHT)
    values = [value for row in rows for value in (row.low, row.mid, row.high, row.own)]
    return ranges.drawn(rows, axis=ranges.money_axis(values), narrow=narrow, longest=LONGEST)


def newest(ours: PortfolioVsMarket) -> Sequence[OurDeal]:
    """The deals that can be placed before the others, each by their quarter, the newest first."""
    ordered = sorted(ours.deals, key=lambda deal: deal.quarter, reverse=True)
    return sorted(ordered, key=lambda deal: deal.entry_pre_money is None)[:MOST_STRIPS]


def ranked(deal: OurDeal) -> str:
    """`p66 of 23`; an en dash where the market tells too little."""
    if deal.entry_percentile is None:
        return formats.MISSING
    return f"p{deal.entry_percentile:.0f} of {formats.count(deal.n)}"


def _strip(deal: OurDeal, currency: str | None) -> ranges.Row:
    ours = formats.money_short(deal.entry_pre_money, currency)
    market = ", ".join(
        f"{name} {formats.money_short(value, currency)}"
        for name, value in (
            ("p25", deal.market_p25),
            ("median", deal.market_median),
            ("p75", deal.market_p75),
        )
    )
    kind = stage(deal.stage) if deal.stage else "stage not known"
    hover = f"{deal.name}, {kind}, {words(deal.quarter)}: {ours}; market {market}, n {deal.n}"
    return ranges.Row(
        name=deal.name,
        more=stage(deal.stage) if deal.stage else "",
        low=ranges.positive(deal.market_p25),
        mid=ranges.positive(deal.market_median),
        high=ranges.positive(deal.market_p75),
        own=ranges.positive(deal.entry_pre_money),
        side=ranked(deal),
        hover=hover,
        why="neither our pre-money nor the market's is known",
    )
