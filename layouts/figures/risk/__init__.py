"""The charts of Risk, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.risk.axes import said
from layouts.figures.risk.liquidity import SOURCES, USES, sources_and_uses
from layouts.figures.risk.marks import STALE, mark_ages
from layouts.figures.risk.money import currency_bars, line_bars, tornado
from layouts.figures.risk.runway import MOST_BARS, watch_ladder
from layouts.figures.risk.weights import lorenz_curve, weight_bars
from layouts.figures.shapes import Figure

__all__ = [
    "FIGURES",
    "MOST_BARS",
    "SOURCES",
    "STALE",
    "USES",
    "currency_bars",
    "line_bars",
    "lorenz_curve",
    "mark_ages",
    "said",
    "sources_and_uses",
    "tornado",
    "watch_ladder",
    "weight_bars",
]

FIGURES: tuple[Callable[..., Figure], ...] = (
    weight_bars,
    lorenz_curve,
    sources_and_uses,
    watch_ladder,
    mark_ages,
    tornado,
    currency_bars,
    line_bars,
)
