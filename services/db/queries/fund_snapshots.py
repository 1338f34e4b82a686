"""Snapshots of funds' headline figures, one for each basis and view of the credit line."""

from __future__ import annotations

from services.db.reads.snapshots import SnapshotTable

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
FUND_METRICS = SnapshotTable("fund_metrics", types=_TYPES, key=_KEY)
