"""Snapshots of pipelines: one row a fund and quarter per state of its facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, select
from sqlalchemy.orm import Session

from services.db.models import PipelineMetrics
from services.db.reads.snapshots import SnapshotTable

_KEY = ("fund_id", "period_start", "period_end", "data_version")
_TYPES = {
    "fund_id": "text",
    "period_start": "date",
    "period_end": "date",
    "data_version": "bigint",
    "total_deals_sourced": "integer",
    "deals_screened": "integer",
    "deals_term_sheet": "integer",
    "deals_closed": "integer",
    "screen_conversion_rate": "double precision",
    "term_sheet_conversion_rate": "double precision",
    "close_conversion_rate": "double precision",
    "overall_conversion_rate": "double precision",
    "avg_source_to_screen_days": "double precision",
    "avg_screen_to_term_days": "double precision",
    "avg_term_to_close_days": "double precision",
    "avg_total_cycle_days": "double precision",
    "sourcing_channels": "jsonb",
    "payload": "jsonb",
}
PIPELINE_METRICS = SnapshotTable("pipeline_metrics", types=_TYPES, key=_KEY)


class Standing(NamedTuple):
    """Funds that have believed rows, and those whose rows need not be written anew."""

    known: frozenset[str]
    fresh: frozenset[str]


def standing(
    session: Session, versions: Mapping[str, int], period_ends: Collection[date]
) -> Standing:
    """Which of the funds (id and version of its facts) have rows, and for all of the periods."""
    table = PipelineMetrics
    ids = bindparam("funds", sorted(versions), type_=ARRAY(Text))
    query = select(table.fund_id, table.data_version, table.period_end).where(
        table.fund_id == any_(ids), table.known_to.is_(None)
    )
    rows = session.execute(query).tuples().all()
    ready = {(fund, end) for fund, version, end in rows if version == versions[fund]}
    fresh = (fund for fund in versions if all((fund, end) in ready for end in period_ends))
    return Standing(frozenset(fund for fund, _, _ in rows), frozenset(fresh))
