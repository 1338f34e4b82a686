"""Aggregates of the other modules as they are stored, for the checks that add them up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class PortfolioRow(NamedTuple):
    """One stored overview: its companies in all, and what each way of splitting them adds up to.

    None where a split was not stored.
    """

    fund_id: str
    day: date
    total: int
    states: int
    sectors: int | None
    stages: int | None
    classes: int | None


class PipelineRow(NamedTuple):
    """One stored quarter of deal flow; rates are fractions, None without a denominator."""

    fund_id: str
    start: date
    end: date
    sourced: int
    screened: int
    term_sheet: int
    closed: int
    channels: int | None
    screen_rate: float | None
    term_sheet_rate: float | None
    close_rate: float | None
    overall_rate: float | None
    stage_days: float | None
    cycle_days: float | None


class LpsRow(NamedTuple):
    """Stored accounts of all limited partners of a fund on a quarter-end, added up.

    None where one of them is not known. `broken` is how many do not give their own multiple.
    """

    fund_id: str
    day: date
    accounts: int
    called: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None
    broken: int


class SectorRow(NamedTuple):
    """Stored sectors of one provider: how many, and the newest that does not add up (None: all do).

    `parts` is what its stages or its places come to.
    """

    source: str
    cells: int
    broken: int
    sector: str | None
    quarter: str | None
    total: int | None
    parts: int | None
    split: str | None


_PORTFOLIOS = text("""
SELECT fund_id, aggregation_date, total_companies,
       active_companies + exited_companies + failed_companies,
       CASE WHEN sector_distribution IS NOT NULL THEN
           (SELECT coalesce(sum(value::integer), 0) FROM jsonb_each_text(sector_distribution)) END,
       CASE WHEN stage_distribution IS NOT NULL THEN
           (SELECT coalesce(sum(value::integer), 0) FROM jsonb_each_text(stage_distribution)) END,
       CAST(payload ->> 'healthy_companies' AS integer)
       + CAST(payload ->> 'at_risk_companies' AS integer)
       + CAST(payload ->> 'failed_companies' AS integer)
       + CAST(payload ->> 'exited_companies' AS integer)
       + CAST(payload ->> 'unknown_companies' AS integer)
FROM portfolio_aggregations
WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL
ORDER BY fund_id, aggregation_date DESC
""")
_PIPELINES = text("""
SELECT fund_id, period_start, period_end, total_deals_sourced, deals_screened, deals_term_sheet,
       deals_closed, CASE WHEN sourcing_channels IS NOT NULL THEN
           (SELECT coalesce(sum(value::integer), 0) FROM jsonb_each_text(sourcing_channels)) END,
       screen_conversion_rate, term_sheet_conversion_rate, close_conversion_rate,
       overall_conversion_rate,
       avg_source_to_screen_days + avg_screen_to_term_days + avg_term_to_close_days,
       avg_total_cycle_days
FROM pipeline_metrics
WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL
ORDER BY fund_id, period_end DESC, period_start
""")
_LPS = text("""
SELECT fund_id, report_date, count(*),
       CASE WHEN count(lp_called_capital) = count(*) THEN sum(lp_called_capital) END,
       CASE WHEN count(lp_distributions) = count(*) THEN sum(lp_distributions) END,
       CASE WHEN count(lp_nav) = count(*) THEN sum(lp_nav) END,
       count(*) FILTER (WHERE lp_called_capital > 0 AND abs(
           lp_tvpi - (lp_distributions + lp_nav) / lp_called_capital) > 1e-9)
FROM lp_reporting
WHERE fund_id = ANY(CAST(:funds AS text[])) AND known_to IS NULL
GROUP BY fund_id, report_date ORDER BY fund_id, report_date DESC
""")
_SECTORS = text("""
WITH split AS (
    SELECT data_source, sector, quarter, total_deals,
           seed_deals + series_a_deals + series_b_deals + growth_deals + other_deals AS stages,
           CASE WHEN geographic_distribution IS NOT NULL THEN (
               SELECT coalesce(sum(value::integer), 0) FROM jsonb_each_text(geographic_distribution)
           ) END AS places
    FROM sector_trends WHERE known_to IS NULL
), told AS (
    SELECT *, CASE WHEN stages <> total_deals THEN 'stages'
                   WHEN places <> total_deals THEN 'places' END AS broken
    FROM split
), first AS (
    SELECT DISTINCT ON (data_source) * FROM told WHERE broken IS NOT NULL
    ORDER BY data_source, quarter DESC, sector
)
SELECT told.data_source, count(*), count(told.broken), min(first.sector), min(first.quarter),
       min(first.total_deals),
       min(CASE first.broken WHEN 'stages' THEN first.stages ELSE first.places END),
       min(first.broken)
FROM told LEFT JOIN first USING (data_source)
GROUP BY told.data_source ORDER BY told.data_source
""")


def portfolios(session: Session, *, fund_ids: Collection[str]) -> list[PortfolioRow]:
    """Every believed overview of the funds, the latest day first."""
    rows = session.execute(_PORTFOLIOS, {"funds": list(fund_ids)})
    return [PortfolioRow._make(row) for row in rows]


def pipelines(session: Session, *, fund_ids: Collection[str]) -> list[PipelineRow]:
    """Every believed quarter of the funds' deal flow, the latest first."""
    rows = session.execute(_PIPELINES, {"funds": list(fund_ids)})
    return [PipelineRow._make(row) for row in rows]


def lps(session: Session, *, fund_ids: Collection[str]) -> list[LpsRow]:
    """Every believed quarter of the funds' investors, the latest first."""
    rows = session.execute(_LPS, {"funds": list(fund_ids)})
    return [LpsRow._make(row) for row in rows]


def sectors(session: Session) -> list[SectorRow]:
    """The stored sectors of each provider, counted where they lie."""
    return [SectorRow._make(row) for row in session.execute(_SECTORS)]
