"""The charts of Team Operations, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.shapes import Figure
from layouts.figures.team_operations.activity import activity_bars
from layouts.figures.team_operations.load import load_bars
from layouts.figures.team_operations.times import answer_intervals

__all__ = ["FIGURES", "activity_bars", "answer_intervals", "load_bars"]

FIGURES: tuple[Callable[..., Figure], ...] = (activity_bars, answer_intervals, load_bars)
