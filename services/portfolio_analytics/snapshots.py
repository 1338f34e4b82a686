"""Portfolios aggregated ahead: every fund's overview, written once per state of its facts."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from services.cache import encode
from services.db.queries.portfolio_analytics_snapshots import PORTFOLIO_AGGREGATIONS, hold
from services.db.reads.funds import FundRow
from services.db.session import Database
from services.frames import House
from services.jobs import CHUNK, batches
from services.portfolio_analytics.overview import overview
from services.portfolio_analytics.records import each_fund, read_records
from services.portfolio_analytics.results import Overview
from services.scope import SYSTEM, Scope

log = logging.getLogger(__name__)
Tell = Callable[[Mapping[str, int]], None]


@dataclass(slots=True)
class Aggregated:
    """What came of aggregating funds: data version by fund, and the words of those that failed."""

    written: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def aggregate_portfolios(
    db: Database,
    fund_ids: Sequence[str],
    *,
    tell: Tell,
    house: House = House(),  # noqa: B008 - frozen
    as_of: date | None = None,
) -> Aggregated:
    """Write the overview of funds (ids), in batches of a fixed number of statements.

    Doing it twice leaves the same rows; those of older facts are no longer believed. When a batch
    raises, its funds are tried one by one. `tell` is called with the data versions of each batch
    after its commit. `as_of` None means each fund's latest NAV date (RULES 15).
    """
    started = time.monotonic()
    run = _Run(db, house, as_of, tell)
    for chunk in batches(fund_ids, CHUNK):
        run.batch(chunk)
    run.outcome.seconds = round(time.monotonic() - started, 3)
    return run.outcome


@dataclass(slots=True)
class _Run:
    """One call of `aggregate_portfolios`: what it works with and what came of it."""

    db: Database
    house: House
    as_of: date | None
    tell: Tell
    outcome: Aggregated = field(default_factory=Aggregated)

    def batch(self, fund_ids: Sequence[str]) -> None:
        """Aggregate funds together, or apart when that raises."""
        try:
            done = self._write(fund_ids)
        except Exception as error:
            # Whatever a fund's facts lead to, it must not keep the others from their figures.
            log.exception("aggregating %d portfolios failed", len(fund_ids))
            if len(fund_ids) > 1:
                for fund_id in fund_ids:
                    self.batch([fund_id])
                return
            self.outcome.failed[fund_ids[0]] = f"{type(error).__name__}: {error}"
            return
        self.outcome.written |= done
        self.tell(done)

    def _write(self, fund_ids: Sequence[str]) -> dict[str, int]:
        """One transaction: hold the funds, compute from one moment's facts, write."""
        with self.db.session() as session:
            hold(session, fund_ids)
            # A reading of its own begins after the lock is held: it sees all that is committed.
            with self.db.read() as facts:
                scope = Scope(funds=tuple(fund_ids), as_of=self.as_of)
                together = read_records(facts, SYSTEM, scope, self.house, market=True)
                found = [
                    (records.frame.funds[0], overview(records)) for records in each_fund(together)
                ]
            rows = [_row(fund, whole) for fund, whole in found]
            PORTFOLIO_AGGREGATIONS.write(session, orjson.dumps(rows))
        return {fund.id: fund.version for fund, _ in found}


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
