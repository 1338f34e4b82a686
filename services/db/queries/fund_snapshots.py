"""Snapshots of funds: written once per state of their facts, closed when a newer state is known."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_KEY = ("fund_id", "metric_date", "basis", "credit_line", "data_version")
_TYPES = {
    "fund_id": "text",
    "metric_date": "date",
    "basis": "text",
    "credit_line": "text",
    "data_version": "bigint",
    "irr": "double precision",
    "irr_status": "text",
    "tvpi": "double precision",
    "dpi": "double precision",
    "rvpi": "double precision",
    "pic": "double precision",
    "moic": "double precision",
    "total_committed": "numeric",
    "capital_called": "numeric",
    "distributed": "numeric",
    "capital_deployed": "numeric",
    "dry_powder": "numeric",
    "unfunded": "numeric",
    "nav": "numeric",
    "unrealized_value": "numeric",
    "realized_value": "numeric",
    "top_performer_contribution": "double precision",
    "sector_concentration": "jsonb",
    "vintage_year": "integer",
    "payload": "jsonb",
}
COLUMNS = tuple(_TYPES)
_NAMES = ", ".join(COLUMNS)
_TYPED = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
_SET = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name not in _KEY)

# Amounts arrive as JSON numbers with all their digits and are never floats on the way.
_UPSERT = text(
    f"INSERT INTO fund_metrics (id, {_NAMES}) "  # noqa: S608 - names of our own columns
    f"SELECT gen_random_uuid()::text, {_NAMES} "
    f"FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row({_TYPED}) "
    f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {_SET}, updated_at = now(), known_to = NULL"
)
_SUPERSEDE = text(
    "UPDATE fund_metrics AS old SET known_to = now() "
    "FROM (SELECT DISTINCT fund_id, data_version "
    "      FROM jsonb_to_recordset(CAST(:rows AS jsonb)) "
    "      AS row(fund_id text, data_version bigint)) AS new "
    "WHERE old.fund_id = new.fund_id AND old.data_version < new.data_version "
    "AND old.known_to IS NULL"
)


def write(session: Session, rows: bytes) -> None:
    """Upsert snapshots, given as a JSON array of objects keyed by COLUMNS.

    Those of the same funds from older facts are no longer believed from now on.
    """
    session.execute(_UPSERT, {"rows": rows.decode()})
    session.execute(_SUPERSEDE, {"rows": rows.decode()})
