"""Which funds' figures change with a fact, from what the facts of its kind have in common."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from psycopg import Cursor, sql

from services.imports.kinds.declare import Kind

FUND = "fund_id"
# per series of a kind: the funds concerned; versions tell also where a thing belonged before
_HOLDERS = "SELECT fund_id FROM deal_versions WHERE company_id = ANY(%(ids)s)"
_FUNDS_OF = {
    FUND: "SELECT id FROM funds WHERE id = ANY(%(ids)s)",
    "investor_id": (
        "SELECT fund_id FROM commitments WHERE investor_id = ANY(%(ids)s) "
        "UNION SELECT fund_id FROM fund_cash_flows WHERE investor_id = ANY(%(ids)s) "
        "UNION SELECT fund_id FROM fund_navs WHERE investor_id = ANY(%(ids)s)"
    ),
    "company_id": _HOLDERS,
    "deal_id": "SELECT fund_id FROM deal_versions WHERE deal_id = ANY(%(ids)s)",
    "pipeline_deal_id": (
        "SELECT fund_id FROM pipeline_deal_versions WHERE pipeline_deal_id = ANY(%(ids)s)"
    ),
    "coalesce(company_id, fund_id)": (
        f"SELECT id FROM funds WHERE id = ANY(%(ids)s) UNION {_HOLDERS}"  # noqa: S608 - above
    ),
}
# and back: what belongs to a fund, for each series whose facts belong to funds
_THEMSELVES = "SELECT unnest(%(funds)s::text[])"
_HELD = "SELECT company_id FROM deal_versions WHERE fund_id = ANY(%(funds)s)"
_OF_FUNDS = {
    FUND: _THEMSELVES,
    "company_id": _HELD,
    "coalesce(company_id, fund_id)": f"{_THEMSELVES} UNION {_HELD}",
    "deal_id": "SELECT deal_id FROM deal_versions WHERE fund_id = ANY(%(funds)s)",
    "pipeline_deal_id": (
        "SELECT pipeline_deal_id FROM pipeline_deal_versions WHERE fund_id = ANY(%(funds)s)"
    ),
}
SHARED_TOO = ("investors", "board_seats")  # pages that belong to no fund show them as well


def funds_of(cursor: Cursor[Any], kind: Kind, series: Collection[str]) -> set[str]:
    """Ids of the funds whose figures change with facts of these series; empty for shared facts."""
    if kind.series not in _FUNDS_OF or not series:
        return set()
    cursor.execute(_FUNDS_OF[kind.series], {"ids": list(series)})
    return {fund for (fund,) in cursor.fetchall()}


def is_shared(kind: Kind, funds: Collection[str]) -> bool:
    """Whether facts of this kind, which concern these funds, are seen outside of them too."""
    return kind.series != FUND and (not funds or kind.name in SHARED_TOO)


def latest_knowledge(kind: Kind) -> sql.Composed | None:
    """A query for the moment of the last change to the kind's facts of `funds`; None: they belong
    to no fund."""
    if kind.series not in _OF_FUNDS:
        return None
    return sql.SQL("SELECT max(greatest(known_from, known_to)) FROM {} WHERE {} IN ({})").format(
        sql.Identifier(kind.table), sql.SQL(kind.series), sql.SQL(_OF_FUNDS[kind.series])
    )
