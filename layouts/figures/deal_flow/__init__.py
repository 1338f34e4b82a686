"""The charts of Deal Flow, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.deal_flow.curves import stage_curves
from layouts.figures.deal_flow.forecast import pipeline_bar
from layouts.figures.deal_flow.funnel import funnel_bars
from layouts.figures.deal_flow.times import step_days
from layouts.figures.deal_flow.trend import trend_bars
from layouts.figures.shapes import Figure

__all__ = [
    "FIGURES",
    "funnel_bars",
    "pipeline_bar",
    "stage_curves",
    "step_days",
    "trend_bars",
]

FIGURES: tuple[Callable[..., Figure], ...] = (
    funnel_bars,
    trend_bars,
    step_days,
    stage_curves,
    pipeline_bar,
)
