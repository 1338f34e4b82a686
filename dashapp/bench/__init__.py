"""Promises about speed as ratios: both sides measured in turn, in one run, on one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashapp.bench.measure import Ratio

__all__ = ["ENTRIES", "run"]


def _computing() -> Iterator[Ratio]:
    from dashapp.bench import computing

    yield from computing.ratios()


def _serving() -> Iterator[Ratio]:
    from dashapp.bench import serving

    yield from serving.ratios()


def _stampede() -> Iterator[Ratio]:
    from dashapp.bench import stampede

    yield from stampede.ratios()


# Name of the entry -> what it measures; each loads its own parts only when asked for.
ENTRIES: dict[str, Callable[[], Iterator[Ratio]]] = {
    "trend": _computing,
    "serving": _serving,
    "stampede": _stampede,
}


def run(names: list[str]) -> Iterator[Ratio]:
    """The ratios of the named entries, of all when none is named."""
    for name in names or list(ENTRIES):
        yield from ENTRIES[name]()
