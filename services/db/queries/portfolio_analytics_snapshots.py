"""Snapshots of the health of funds' portfolios, and who may write them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.db.reads.snapshots import SnapshotTable

_TYPES = {
    "fund_id": "text",
    "aggregation_date": "date",
    "data_version": "bigint",
    "total_companies": "integer",
    "active_companies": "integer",
    "exited_companies": "integer",
    "failed_companies": "integer",
    "total_revenue_ttm": "numeric",
    "avg_growth_rate": "double precision",
    "median_burn_rate": "numeric",
    "avg_runway_months": "double precision",
    "avg_ltv_cac_ratio": "double precision",
    "median_gross_margin": "double precision",
    "companies_at_risk": "integer",
    "high_burn_companies": "integer",
    "sector_distribution": "jsonb",
    "stage_distribution": "jsonb",
    "payload": "jsonb",
}
PORTFOLIO_AGGREGATIONS = SnapshotTable(
    "portfolio_aggregations",
    types=_TYPES,
    key=("fund_id", "aggregation_date", "data_version"),
)


def hold(session: Session, fund_ids: Sequence[str]) -> None:
    """Wait until nobody else writes these funds' snapshots; held until the transaction ends."""
    asked = text(
        "SELECT pg_advisory_xact_lock(hashtextextended('portfolio:' || fund_id, 0)) "
        "FROM unnest(CAST(:funds AS text[])) AS fund_id"
    )
    session.execute(asked, {"funds": sorted(fund_ids)})
