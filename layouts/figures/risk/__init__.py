"""The charts of Risk, each from one result."""

from __future__ import annotations

from collections.abc import Callable

from layouts.figures.shapes import Figure

__all__ = ["FIGURES"]

FIGURES: tuple[Callable[..., Figure], ...] = ()
