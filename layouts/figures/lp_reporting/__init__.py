"""The charts of LP Reporting, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.lp_reporting.flows import flows
from layouts.figures.lp_reporting.outcomes import outcomes
from layouts.figures.shapes import Figure

__all__ = ["FIGURES", "flows", "outcomes"]

FIGURES: tuple[Callable[..., Figure], ...] = (outcomes, flows)
