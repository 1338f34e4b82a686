"""What one module shows of itself in the gallery: its charts and panels, each from samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.figures.shapes import Figure
from layouts.panels import Bare, Content, Empty, Panel, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A panel with everything around its chart; `width` of the gallery's twelve columns."""

    name: str
    panel: Panel
    draw: Callable[[Any, View], Content | Empty | Bare]
    sample: Callable[[str], Any]
    kinds: Sequence[str]
    width: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A module's charts, the samples of each by the chart's name, and its panels."""

    slug: str
    figures: Sequence[Callable[..., Figure]]
    samples: Mapping[str, Callable[[str], Any]]
    kinds: Sequence[str]
    panels: Sequence[Shown] = ()
