"""The charts of Market Intelligence, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.market_intelligence.entries import entry_strips
from layouts.figures.market_intelligence.exits import exit_quarters, time_to_exit
from layouts.figures.market_intelligence.places import geography, thesis
from layouts.figures.market_intelligence.ribbons import valuation_ribbons
from layouts.figures.market_intelligence.sectors import deal_sizes, stage_mix
from layouts.figures.market_intelligence.steps import step_ups
from layouts.figures.shapes import Figure

__all__ = [
    "FIGURES",
    "deal_sizes",
    "entry_strips",
    "exit_quarters",
    "geography",
    "stage_mix",
    "step_ups",
    "thesis",
    "time_to_exit",
    "valuation_ribbons",
]

FIGURES: tuple[Callable[..., Figure], ...] = (
    stage_mix,
    deal_sizes,
    valuation_ribbons,
    step_ups,
    geography,
    exit_quarters,
    time_to_exit,
    entry_strips,
    thesis,
)
