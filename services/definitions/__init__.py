"""The formula book that tooltips, the definitions page and the API read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from services.definitions import (
    deal_flow,
    fund_books,
    fund_comparison,
    fund_performance,
    lp_reporting,
    market_intelligence,
    portfolio,
    portfolio_analytics,
    risk,
    statistics,
    team_operations,
)
from services.definitions.entry import Definition
from services.envelope import DEFINITIONS_VERSION
from services.errors import NotFound

__all__ = ["DEFINITIONS", "ENTRIES", "Definition", "DefinitionBook", "book", "definition"]

ENTRIES = (
    *fund_performance.ENTRIES,
    *portfolio.ENTRIES,
    *fund_comparison.ENTRIES,
    *fund_books.ENTRIES,
    *portfolio_analytics.ENTRIES,
    *deal_flow.ENTRIES,
    *market_intelligence.ENTRIES,
    *team_operations.ENTRIES,
    *lp_reporting.ENTRIES,
    *risk.ENTRIES,
    *statistics.ENTRIES,
)
# A key that means something else in another module stands as `module.key` there.
DEFINITIONS: Mapping[str, Definition] = MappingProxyType({entry.id: entry for entry in ENTRIES})


@dataclass(frozen=True, slots=True)
class DefinitionBook:
    """Every definition in force, under the version that answers name in `meta`."""

    version: str
    definitions: tuple[Definition, ...]


def book() -> DefinitionBook:
    """The whole book, in the order of the pages."""
    return DefinitionBook(DEFINITIONS_VERSION, tuple(DEFINITIONS.values()))


def definition(metric: str) -> Definition:
    """What a key of the answers means, or `module.key` in the answers of one module.

    Raises NotFound for a key that no answer has.
    """
    found = DEFINITIONS.get(metric) or DEFINITIONS.get(metric.rpartition(".")[2])
    if found is None:
        raise NotFound("There is no such figure; GET /api/v1/definitions lists them all.")
    return found
