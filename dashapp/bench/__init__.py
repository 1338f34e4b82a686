"""Promises about speed as ratios: both sides measured in turn, in one run, on one machine."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashapp.bench.measure import Ratio

__all__ = ["ENTRIES", "run"]

# Each is a module of this package with a function `ratios`, loaded when it is asked for.
ENTRIES = ("trend", "serving", "stampede", "imports", "market")


def run(names: list[str]) -> Iterator[Ratio]:
    """The ratios of the named entries, of all when none is named."""
    for name in names or ENTRIES:
        yield from import_module(f"dashapp.bench.{name}").ratios()
