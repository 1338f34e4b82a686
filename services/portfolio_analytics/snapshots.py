"""Portfolios aggregated ahead: every fund's overview, written once per state of its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import orjson

from services.cache import encode
from services.db.queries.portfolio_analytics_snapshots import PORTFOLIO_AGGREGATIONS, hold
from services.db.reads.funds import FundRow
from services.db.session import Database
from services.frames import House
from services.jobs import Ahead, Tell, compute_ahead
from services.portfolio_analytics.overview import overview
from services.portfolio_analytics.records import each_fund, read_records
from services.portfolio_analytics.results import Overview
from services.scope import SYSTEM, Scope


def aggregate_portfolios(
    db: Database,
    fund_ids: Sequence[str],
    *,
    tell: Tell,
    house: House = House(),  # noqa: B008 - frozen
    as_of: date | None = None,
) -> Ahead:
    """Write the overview of funds (ids), in batches of a fixed number of statements.

    Doing it twice leaves the same rows; those of older facts are no longer believed. When a batch
    raises, its funds are tried one by one. `tell` is called with the data versions of each batch
    after its commit. `as_of` None means each fund's latest NAV date (RULES 15).
    """
    write = partial(_write, db, house, as_of)
    return compute_ahead(fund_ids, write, tell=tell, what="aggregating portfolios")


def _write(
    db: Database, house: House, as_of: date | None, fund_ids: Sequence[str]
) -> tuple[dict[str, int], int]:
    """One transaction: hold the funds, compute from one moment's facts, write."""
    with db.session() as session:
        hold(session, fund_ids)
        # A reading of its own begins after the lock is held: it sees all that is committed.
        with db.read() as facts:
            scope = Scope(funds=tuple(fund_ids), as_of=as_of)
            together = read_records(facts, SYSTEM, scope, house, market=True)
            found = [(each.frame.funds[0], overview(each)) for each in each_fund(together)]
        rows = [_row(fund, whole) for fund, whole in found]
        PORTFOLIO_AGGREGATIONS.write(session, orjson.dumps(rows))
    return {fund.id: fund.version for fund, _ in found}, len(rows)


def _row(fund: FundRow, found: Overview) -> dict[str, Any]:
    """One snapshot by column, money in the fund's currency; `payload` is the API's answer."""
    columns = {
        "fund_id": fund.id,
        "aggregation_date": found.meta.as_of,
        "data_version": fund.version,
        "total_companies": found.total_companies,
        "active_companies": found.active_companies,
        "exited_companies": found.exited_companies,
        "failed_companies": found.failed_companies,
        "total_revenue_ttm": found.total_revenue_ttm,
        "avg_growth_rate": found.avg_growth_rate,
        "median_burn_rate": found.median_burn_rate,
        "avg_runway_months": found.avg_runway_months,
        "avg_ltv_cac_ratio": found.avg_ltv_cac_ratio,
        "median_gross_margin": found.median_gross_margin,
        "companies_at_risk": found.companies_under_6_months,  # as the specification counts it
        "high_burn_companies": found.high_burn_companies,
        "sector_distribution": found.sector_distribution,
        "stage_distribution": found.stage_distribution,
    }
    amounts = {
        name: orjson.Fragment(encode(value)) if isinstance(value, Decimal) else value
        for name, value in columns.items()
    }
    return {**amounts, "payload": orjson.Fragment(encode(found))}
