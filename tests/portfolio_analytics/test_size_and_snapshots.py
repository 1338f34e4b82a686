"""What ten and a thousand companies cost, and what is kept of a portfolio between two looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from services.db.models import PortfolioAggregation
from services.db.session import Database
from services.jobs import Ahead
from services.portfolio_analytics import PortfolioAnalyticsService
from services.portfolio_analytics.snapshots import aggregate_portfolios
from services.scope import SYSTEM, Scope
from tests.conftest import fresh_database
from tests.factories import Facts, statements
from tests.portfolio_analytics.conftest import DAY, MILLION, THEN, write_firm

METHODS = {
    "overview": 8, "rankings": 8, "risk_analysis": 7, "schedule_of_investments": 7, "marks": 7,
    "kpi_matrix": 7, "coverage": 7, "analyze_portfolio_concentration": 6,
}  # fmt: skip

MANY = """
INSERT INTO companies (id, code, name, sector, status, currency)
SELECT 'c' || n, 'c' || n, 'Company ' || n, 'S' || n % 7, 'active', 'USD'
FROM generate_series(1, :n) AS n;
INSERT INTO deals (id, code, fund_id, company_id, deal_date)
SELECT 'd' || n, 'd' || n, :fund, 'c' || n, '2023-01-31' FROM generate_series(1, :n) AS n;
INSERT INTO investment_cash_flows (natural_key, known_from, deal_id, flow_date, type, amount,
                                   currency)
SELECT 'f' || n, '2000-01-01', 'd' || n, '2023-01-31', 'investment', 100, 'USD'
FROM generate_series(1, :n) AS n;
INSERT INTO valuations (natural_key, known_from, deal_id, mark_date, fair_value, currency)
SELECT 'v' || n || '-' || q, '2000-01-01', 'd' || n,
       (date '2023-04-01' + make_interval(months => 3 * q))::date - 1, 100 + q, 'USD'
FROM generate_series(1, :n) AS n, generate_series(0, 10) AS q;
INSERT INTO company_metrics (natural_key, known_from, company_id, period_end, arr, cash, net_burn,
                             growth_rate, currency)
SELECT 'm' || n || '-' || q, '2000-01-01', 'c' || n,
       (date '2023-04-01' + make_interval(months => 3 * q))::date - 1,
       1000000 + q * 100000, 9000000, 300000 + n, 0.5, 'USD'
FROM generate_series(1, :n) AS n, generate_series(0, 10) AS q;
"""


def many(db: Database, n: int) -> PortfolioAnalyticsService:
    facts = Facts(db)
    fund = facts.fund("AQ1", total_committed=10**9)
    facts.nav(fund, "2025-09-30", 1)
    with db.session() as session:
        for statement in MANY.split(";"):
            if statement.strip():
                given = {"n": n, "fund": fund} if ":fund" in statement else {"n": n}
                session.execute(text(statement), given)
    with db.session() as session:
        session.execute(text("ANALYZE"))
    return PortfolioAnalyticsService(db)


@pytest.fixture(scope="module")
def small(module_db: Database) -> PortfolioAnalyticsService:
    return many(module_db, 10)


@pytest.fixture(scope="module")
def large(stores: Any, template_url: str) -> Iterator[PortfolioAnalyticsService]:
    with fresh_database(stores) as database:
        yield many(database, 1000)


def sent(service: PortfolioAnalyticsService, method: str, *given: Any) -> tuple[int, Any]:
    """How many statements an answer takes beside the one that opens the reading."""
    with statements(service.db) as found:
        answer = getattr(service, method)(SYSTEM, *given)
    return len(found) - 1, answer


@pytest.mark.parametrize("method", METHODS)
def test_a_thousand_companies_take_as_many_statements_as_ten(
    small: PortfolioAnalyticsService, large: PortfolioAnalyticsService, method: str
) -> None:
    few, answer = sent(small, method, THEN)
    lots, _ = sent(large, method, THEN)
    assert few == lots <= METHODS[method]
    assert answer.companies if method == "coverage" else answer


def test_the_sheet_of_one_company_takes_as_many_statements_among_a_thousand(
    small: PortfolioAnalyticsService, large: PortfolioAnalyticsService
) -> None:
    few, _ = sent(small, "tear_sheet", "c7", THEN)
    lots, sheet = sent(large, "tear_sheet", "c7", THEN)
    assert few == lots <= 10
    assert sheet.investment.fair_value == 110


def test_all_scores_come_from_one_query_of_reports(large: PortfolioAnalyticsService) -> None:
    with statements(large.db) as found:
        scores = large.calculate_portfolio_health_scores(SYSTEM, THEN)
    assert len(scores) == 1000
    assert sum("company_metrics" in statement for statement in found) == 1


def rows(db: Database) -> list[PortfolioAggregation]:
    with db.read() as session:
        query = select(PortfolioAggregation).order_by(PortfolioAggregation.data_version)
        return list(session.scalars(query))


def aggregate(db: Database, *funds: str, **more: Any) -> tuple[Ahead, list[dict[str, int]]]:
    told: list[dict[str, int]] = []
    found = aggregate_portfolios(db, funds, tell=lambda raised: told.append(dict(raised)), **more)
    return found, told


def test_a_portfolio_is_kept_under_the_specifications_columns(facts: Facts) -> None:
    fund = write_firm(facts)
    version = facts.version(fund)
    found, told = aggregate(facts.db, fund)
    assert (found.written, told, found.failed) == ({fund: version}, [{fund: version}], {})
    (row,) = rows(facts.db)
    assert (row.fund_id, row.aggregation_date, row.data_version) == (fund, DAY, version)
    assert (row.total_companies, row.active_companies) == (6, 4)
    assert (row.exited_companies, row.failed_companies, row.companies_at_risk) == (1, 1, 1)
    assert (row.total_revenue_ttm, row.median_burn_rate) == (60 * MILLION, 500_000)
    assert (row.avg_runway_months, row.avg_ltv_cac_ratio, row.high_burn_companies) == (11.5, 3.0, 1)
    assert row.sector_distribution == {"Software": 3, "Health": 2, "Fintech": 1}
    assert row.payload is not None and row.payload["at_risk_companies"] == 1
    assert row.known_to is None


def test_aggregating_twice_leaves_one_row_and_new_facts_supersede_it(facts: Facts) -> None:
    fund = write_firm(facts)
    aggregate(facts.db, fund)
    aggregate(facts.db, fund)
    assert len(rows(facts.db)) == 1
    facts.mark("id-F1", day="2025-09-29", value=39)
    aggregate(facts.db, fund)
    old, new = rows(facts.db)
    assert old.known_to is not None and new.known_to is None
    assert new.data_version == old.data_version + 1


def test_a_fund_without_companies_has_an_empty_portfolio(facts: Facts) -> None:
    fund = facts.fund("AQ9")
    other = write_firm(facts)
    found, told = aggregate(facts.db, fund, other)
    assert set(found.written) == {fund, other}
    assert len(told) == 1
    assert sorted(row.total_companies for row in rows(facts.db)) == [0, 6]


def test_a_fund_that_cannot_be_computed_fails_alone(facts: Facts) -> None:
    good, bad = write_firm(facts), facts.fund("BAD")
    deal = facts.deal("X1", fund=bad, company="id-F")
    facts.investment_flow(deal, day="2024-01-31", amount=1)
    with facts.db.session() as session:
        session.execute(
            text("UPDATE investment_cash_flows SET type = 'luck' WHERE deal_id = :deal"),
            {"deal": deal},
        )
    found, _ = aggregate(facts.db, good, bad)
    assert set(found.written) == {good}
    assert set(found.failed) == {bad}


def test_an_earlier_day_can_be_aggregated_beside_the_present_one(facts: Facts) -> None:
    fund = write_firm(facts)
    aggregate(facts.db, fund)
    aggregate(facts.db, fund, as_of=date(2025, 6, 30))
    assert [row.total_companies for row in rows(facts.db)] == [6, 6]
    assert {row.aggregation_date for row in rows(facts.db)} == {DAY, date(2025, 6, 30)}
    assert Scope(as_of=DAY) == THEN
