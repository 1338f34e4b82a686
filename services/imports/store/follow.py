"""What follows from written facts in one transaction: derived columns, tables, versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from psycopg import Cursor

from services.imports.kinds import KINDS
from services.imports.kinds.declare import Kind
from services.imports.store import benchmarks


@dataclass
class Changed:
    """Whose figures change: ids of funds, and whether facts shared by all did."""

    funds: set[str] = field(default_factory=set)
    shared: bool = False


def follow(cursor: Cursor[Any], touched: dict[str, set[str]]) -> Changed:
    """Bring what follows from facts up to date. `touched`: series that changed by name of kind."""
    changed = Changed()
    for name, series in touched.items():
        if KINDS[name].series == "fund_id":
            changed.funds |= series
        elif series:
            changed.shared = True
            changed.funds |= _funds_of(cursor, KINDS[name], series)
        if name == "benchmarks" and series:
            benchmarks.rebuild(cursor, series)
    return changed


def _funds_of(cursor: Cursor[Any], kind: Kind, series: set[str]) -> set[str]:
    """Funds whose figures change with what is known of these investors (who is the GP)."""
    if kind.entity != "limited_partners":
        return set()
    cursor.execute(
        "SELECT fund_id FROM commitments WHERE investor_id = ANY(%(ids)s) "
        "UNION SELECT fund_id FROM fund_cash_flows WHERE investor_id = ANY(%(ids)s) "
        "UNION SELECT fund_id FROM fund_navs WHERE investor_id = ANY(%(ids)s)",
        {"ids": list(series)},
    )
    return {fund for (fund,) in cursor.fetchall()}
