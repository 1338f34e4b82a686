"""The charts of Fund Performance, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.fund_performance.ahead import forecast_path
from layouts.figures.fund_performance.companies import gain_bars
from layouts.figures.fund_performance.fund_places import fund_places
from layouts.figures.fund_performance.money_out import (
    deployment_bars,
    fee_bars,
    reserve_bars,
)
from layouts.figures.fund_performance.returns import irr_trend, multiples_trend
from layouts.figures.fund_performance.steps import nav_steps, net_steps
from layouts.figures.fund_performance.value import index_path, j_curve, tvpi_stack
from layouts.figures.shapes import Figure

__all__ = [
    "FIGURES",
    "deployment_bars",
    "fee_bars",
    "forecast_path",
    "fund_places",
    "gain_bars",
    "index_path",
    "irr_trend",
    "j_curve",
    "multiples_trend",
    "nav_steps",
    "net_steps",
    "reserve_bars",
    "tvpi_stack",
]

FIGURES: tuple[Callable[..., Figure], ...] = (
    tvpi_stack,
    irr_trend,
    multiples_trend,
    j_curve,
    index_path,
    gain_bars,
    nav_steps,
    net_steps,
    fee_bars,
    deployment_bars,
    reserve_bars,
    forecast_path,
    fund_places,
)
