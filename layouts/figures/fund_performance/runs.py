"""Stretches of a trend at which a figure is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.fund_performance.results import TrendPoint


def runs(
    points: Sequence[TrendPoint], is_known: Callable[[TrendPoint], bool]
) -> list[list[TrendPoint]]:
    """Stretches of neighbouring points at which a figure is known: areas must not span gaps."""
    return [list(run) for known, run in groupby(points, key=is_known) if known]
