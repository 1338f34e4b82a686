"""The charts of Portfolio Analytics, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.portfolio_analytics.efficiency import efficiency
from layouts.figures.portfolio_analytics.ladder import MOST_BARS, ladder
from layouts.figures.portfolio_analytics.tiles import tiles
from layouts.figures.portfolio_analytics.worth import worth
from layouts.figures.shapes import Figure

__all__ = ["FIGURES", "MOST_BARS", "efficiency", "ladder", "tiles", "worth"]

FIGURES: tuple[Callable[..., Figure], ...] = (ladder, tiles, efficiency, worth)
