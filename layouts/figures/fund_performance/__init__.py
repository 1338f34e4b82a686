"""The charts of Fund Performance, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.fund_performance.companies import gain_bars
from layouts.figures.fund_performance.returns import irr_trend, multiples_trend
from layouts.figures.fund_performance.value import index_path, j_curve, tvpi_stack
from layouts.figures.shapes import Figure

__all__ = [
    "FIGURES",
    "gain_bars",
    "index_path",
    "irr_trend",
    "j_curve",
    "multiples_trend",
    "tvpi_stack",
]

FIGURES: tuple[Callable[..., Figure], ...] = (
    tvpi_stack,
    irr_trend,
    multiples_trend,
    j_curve,
    index_path,
    gain_bars,
)
