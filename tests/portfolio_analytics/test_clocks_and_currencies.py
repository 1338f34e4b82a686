"""What was known when, in which currency, and for whose eyes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from services.cache import encode
from services.db.models import Valuation
from services.errors import NotFound
from services.portfolio_analytics import PortfolioAnalyticsService
from services.scope import SYSTEM, Scope
from tests.factories import Facts, partner

DAY = date(2025, 9, 30)
THEN = Scope(as_of=DAY)
METHODS = (
    "overview", "rankings", "risk_analysis", "schedule_of_investments", "marks", "kpi_matrix",
    "coverage",
)  # fmt: skip


def euro_firm(facts: Facts) -> str:
    """100 euro in 2024, marked 100 in June and 110 in September, in a fund of dollars.

    A euro is 1.25 dollars when it is bought and in June, 1.60 in September.
    """
    fund = facts.fund("AQ1", total_committed=1000)
    facts.nav(fund, "2025-09-30", 176)
    for day, per_base in (("2024-09-30", "0.8"), ("2025-06-30", "0.8"), ("2025-09-30", "0.625")):
        facts.rate("EUR", day, per_base)
    company = facts.company("E", name="Euro", currency="EUR", sector="Health")
    deal = facts.deal("E1", fund=fund, company=company, day="2024-09-30")
    facts.investment_flow(deal, day="2024-09-30", amount=100, currency="EUR")
    facts.mark(deal, day="2025-06-30", value=100, currency="EUR")
    facts.mark(deal, day="2025-09-30", value=110, currency="EUR")
    facts.company_metric(
        company, period_end="2025-09-30", cash=1_000_000, net_burn=400_000, currency=None
    )
    return fund


def test_currency_is_told_apart_from_the_mark(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    euro_firm(facts)
    (row,) = service.marks(SYSTEM, THEN).marks
    # 100 at 1.25 = 125, 110 at 1.60 = 176: 10 euro of re-mark at 1.60 = 16, the rest is currency
    assert (row.opening, row.remark, row.fx, row.closing) == (125, 16, 35, 176)
    (own,) = service.marks(SYSTEM, THEN.on(currency="EUR")).marks
    assert (own.opening, own.remark, own.fx, own.closing) == (100, 10, 0, 110)


def test_reports_are_converted_at_as_of_and_flows_at_their_day(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    euro_firm(facts)
    (row,) = service.kpi_matrix(SYSTEM, THEN).rows
    # in the company's currency, as its report names none: 1.60 a euro
    assert (row.kpis.cash, row.kpis.net_burn) == (1_600_000, 640_000)
    assert row.kpis.runway_months == 2.5  # a ratio needs no rate
    found = service.overview(SYSTEM, THEN)
    assert (found.cost, found.fair_value) == (125, 176)
    assert found.high_burn_companies == 1  # 640,000 dollars, though 400,000 euro
    assert found.meta.currency == "USD"


def test_without_a_rate_nothing_is_added_up(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    euro_firm(facts)
    found = service.overview(SYSTEM, THEN.on(currency="GBP"))
    assert (found.cost, found.fair_value, found.gross_moic) == (None, None, None)
    assert found.median_runway_months == 2.5
    assert "fx_rate_missing" in {note.code for note in found.notes}
    (row,) = service.marks(SYSTEM, THEN.on(currency="GBP")).marks
    assert (row.opening, row.remark, row.closing) == (None, None, None)


def test_income_proceeds_above_the_mark_and_an_exit_are_realised(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    fund = facts.fund("AQ1")
    facts.nav(fund, "2025-09-30", 1)

    def held(code: str, status: str = "active") -> str:
        company = facts.company(code, status=status)
        deal = facts.deal(f"{code}1", fund=fund, company=company, day="2024-01-31")
        facts.investment_flow(deal, day="2024-01-31", amount=100)
        facts.mark(deal, day="2025-06-30", value=100)
        return deal

    paying, sold, over = held("PAYS"), held("SOLD", "exited"), held("OVER")
    facts.investment_flow(paying, day="2025-08-15", type="dividend", amount=8)
    facts.mark(paying, day="2025-09-30", value=105)
    facts.investment_flow(sold, day="2025-08-15", type="proceeds", amount=150)
    facts.investment_flow(over, day="2025-08-15", type="proceeds", amount=130)
    facts.mark(over, day="2025-09-30", value=20)
    rows = {row.company: row for row in service.marks(SYSTEM, THEN).marks}
    parts = {
        code: (row.cash_out, row.realized_gain, row.remark, row.closing)
        for code, row in rows.items()
    }
    assert parts == {
        "PAYS": (8, 8, 5, 105),  # income of 8, and 105 instead of 100
        "SOLD": (150, 50, 0, 0),
        "OVER": (130, 30, 20, 20),  # 30 above the 100 carried, then 20 found beside it
    }
    for row in rows.values():
        moved = row.cash_in - row.cash_out + row.realized_gain + row.remark + row.fx
        assert row.opening + moved == row.closing


def test_an_answer_under_both_clocks_never_changes(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    fund = facts.fund("AQ1", total_committed=1000)
    facts.nav(fund, "2025-09-30", 150)
    company = facts.company("A", name="Alfa", currency="USD", sector="Health")
    deal = facts.deal("A1", fund=fund, company=company, day="2024-09-30")
    facts.investment_flow(deal, day="2024-09-30", amount=100)
    facts.mark(deal, day="2025-09-30", value=150)
    facts.company_metric(company, period_end="2025-09-30", cash=12, net_burn=1)
    early = datetime.now(UTC)
    both = Scope(as_of=DAY, known_on=early)

    def answers() -> dict[str, bytes]:
        found: dict[str, Any] = {name: getattr(service, name)(SYSTEM, both) for name in METHODS}
        found["company"] = service.tear_sheet(SYSTEM, "A", both)
        return {name: encode(answer, reproducible=True) for name, answer in found.items()}

    before = answers()
    with facts.db.session() as session:  # the mark is corrected: 150 was 140
        session.execute(update(Valuation).values(known_to=datetime.now(UTC)))
    now = datetime.now(UTC)
    facts.mark(deal, day="2025-09-30", value=140, known_from=now)
    facts.company_metric(company, period_end="2025-06-30", cash=99, net_burn=1, known_from=now)
    later = facts.company("B", name="Later", known_from=now)
    tranche = facts.deal("B1", fund=fund, company=later, day="2025-01-31", known_from=now)
    facts.investment_flow(tranche, day="2025-01-31", amount=10, known_from=now)
    assert answers() == before
    assert service.overview(SYSTEM, THEN).fair_value is None  # Later was never marked
    assert service.tear_sheet(SYSTEM, "A", THEN).investment.fair_value == 140
    assert service.tear_sheet(SYSTEM, "A", both).investment.fair_value == 150
    with pytest.raises(NotFound):
        service.tear_sheet(SYSTEM, "B", both)


def test_a_company_of_two_funds_is_one_and_each_sees_its_own_part(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    company = facts.company("C", name="Common", currency="USD")
    funds = [facts.fund(code) for code in ("AQ1", "AQ2")]
    for fund, code, cost, value in zip(funds, ("C1", "C2"), (10, 30), (20, 40), strict=True):
        facts.nav(fund, "2025-09-30", value)
        deal = facts.deal(code, fund=fund, company=company, day="2024-09-30")
        facts.investment_flow(deal, day="2024-09-30", amount=cost)
        facts.mark(deal, day="2025-09-30", value=value)
    (row,) = service.schedule_of_investments(SYSTEM, THEN).investments
    assert (row.cost, row.fair_value, [one.fund for one in row.tranches]) == (
        40, 60, ["AQ1", "AQ2"],
    )  # fmt: skip
    assert service.overview(SYSTEM, THEN).total_companies == 1
    mine = partner(funds[0])
    (own,) = service.schedule_of_investments(mine, THEN).investments
    assert (own.cost, own.fair_value, len(own.tranches)) == (10, 20, 1)
    assert service.tear_sheet(mine, "C", THEN).investment.cost == 10
    assert service.analyze_portfolio_concentration(mine, THEN).companies[0].cost == Decimal(10)


def test_figures_older_than_a_quarter_and_45_days_are_as_good_as_missing(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    fund = facts.fund("AQ1")
    company = facts.company("S", name="Silent", currency="USD")
    facts.deal("S1", fund=fund, company=company, day="2024-01-31")
    facts.company_metric(company, period_end="2025-06-30", cash=2, net_burn=1, growth_rate="0.5")
    last = Scope(as_of=date(2025, 11, 14))  # 137 days after the period
    assert service.rankings(SYSTEM, last).rankings[0].health == "at_risk"
    stale = Scope(as_of=date(2025, 11, 15))
    (row,) = service.rankings(SYSTEM, stale).rankings
    assert (row.health, row.override, row.coverage) == ("unknown", None, 0.0)
    assert row.components[0].why == "no report since 2025-06-30"
    assert service.risk_analysis(SYSTEM, stale).runway_analysis.bands["unknown"] == 1
    (told,) = service.kpi_matrix(SYSTEM, stale).rows
    assert (told.kpis.stale, told.kpis.runway_months) == (True, 2.0)  # shown, and marked as old
    # nothing was paid and nothing is marked: the company is held, its amounts are not known
    found = service.overview(SYSTEM, stale)
    assert (found.total_companies, found.cost, found.fair_value) == (1, None, None)
    assert ("cost", "no_flows_known") in {(note.field, note.code) for note in found.notes}


def test_monthly_reports_are_averaged_over_the_last_three_and_the_last_twelve(
    facts: Facts, service: PortfolioAnalyticsService
) -> None:
    fund = facts.fund("AQ1")
    company = facts.company("M", name="Monthly", currency="USD")
    facts.deal("M1", fund=fund, company=company, day="2023-01-31")
    ends = [f"2024-{month:02}-28" for month in range(9, 13)]
    ends += [f"2025-{month:02}-28" for month in range(1, 10)]
    for place, end in enumerate(ends):
        # 100 a month, and 200 in each of the last three; ARR from 1,000 to 2,500
        burn = 200 if place >= len(ends) - 3 else 100
        facts.company_metric(
            company, period_end=end, net_burn=burn, cash=1200, arr=1000 + 125 * place
        )
    (row,) = service.kpi_matrix(SYSTEM, THEN).rows
    assert (row.kpis.net_burn, row.kpis.runway_months) == (200, 6.0)
    # four quarters of 100, 100, 100 and 200 are 125 a month: 1,500 for 1,500 of ARR
    assert (row.kpis.burn_multiple, row.kpis.burn_multiple_band) == (1.0, "great")
    assert (row.kpis.growth_rate, row.kpis.growth_basis) == (1.5, "arr")
