"""Snapshots of investors' accounts by quarter, and who may write them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.db.reads.snapshots import SnapshotTable

_TYPES = {
    "fund_id": "text",
    "lp_id": "text",
    "report_date": "date",
    "report_type": "text",
    "data_version": "bigint",
    "lp_commitment": "numeric",
    "lp_called_capital": "numeric",
    "lp_distributions": "numeric",
    "lp_nav": "numeric",
    "lp_irr": "double precision",
    "lp_tvpi": "double precision",
    "lp_dpi": "double precision",
    "management_fees_paid": "numeric",
    "carried_interest_accrued": "numeric",
    "payload": "jsonb",
}
LP_REPORTING = SnapshotTable(
    "lp_reporting",
    types=_TYPES,
    key=("fund_id", "lp_id", "report_date", "report_type", "data_version"),
)


def hold(session: Session, fund_ids: Sequence[str]) -> None:
    """Wait until nobody else writes these funds' snapshots; held until the transaction ends."""
    asked = text(
        "SELECT pg_advisory_xact_lock(hashtextextended('lp_reporting:' || fund_id, 0)) "
        "FROM unnest(CAST(:funds AS text[])) AS fund_id"
    )
    session.execute(asked, {"funds": sorted(fund_ids)})
