"""What follows from written facts in one transaction: derived columns, tables, versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg import Cursor

from services.imports.kinds import KINDS
from services.imports.store import benchmarks, latest, sums, touching

# tables and columns that are kept equal to the facts of a kind
_KEPT: Mapping[str, Callable[[Cursor[Any], set[str]], None]] = {
    "benchmarks": benchmarks.rebuild,
    "company_metrics": latest.mark,
    "investment_cash_flows": sums.of_flows,
}


@dataclass
class Changed:
    """Whose figures change: ids of funds, and whether facts shared by all did."""

    funds: set[str] = field(default_factory=set)
    shared: bool = False


def follow(cursor: Cursor[Any], touched: dict[str, set[str]]) -> Changed:
    """Bring what follows from facts up to date. `touched`: series that changed by name of kind."""
    changed = Changed()
    for name, series in touched.items():
        if not series:
            continue
        kind = KINDS[name]
        funds = touching.funds_of(cursor, kind, series)
        changed.funds |= funds
        changed.shared = changed.shared or touching.is_shared(kind, funds)
        if name in _KEPT:
            _KEPT[name](cursor, series)
    return changed
