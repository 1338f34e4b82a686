"""Every amount, weight, count and score of the portfolio, found again from rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from services.db.session import Database
from services.explain import ExplainService, FigureIds
from services.explain.naming import identified
from services.portfolio_analytics import PortfolioAnalyticsService
from services.scope import SYSTEM, Scope
from tests.api.sized import Sized
from tests.conftest import SECRET
from tests.explain.grounds import counted_again
from tests.factories import Facts

SCOPE = Scope(as_of=date(2025, 9, 30), currency="USD")


@dataclass
class Portfolio:
    """The service, and what explains its figures."""

    db: Database
    service: PortfolioAnalyticsService
    ids: FigureIds
    explain: ExplainService

    def figures(self, result: Any, *, every: bool = True) -> dict[str, str]:
        return dict(identified(result, self.ids, every=every).meta.figures)

    def told(self, result: Any, name: str) -> Any:
        return self.explain.explain(SYSTEM, self.figures(result)[name])


def crooked(facts: Facts) -> None:
    """Two tranches in two funds and currencies, a sale, a loss, old and missing reports."""
    for day, rate in (("2022-02-01", "0.8"), ("2025-09-30", "0.9"), ("2025-06-30", "0.85")):
        facts.rate("EUR", day, rate)
    euro = facts.fund("EUR1", currency="EUR")
    both = facts.company("BOTH", name="Both", sector="Software", currency="EUR")
    for fund, code, currency in (("id-AQ1", "B1", "USD"), (euro, "B2", "EUR")):
        deal = facts.deal(code, fund=fund, company=both, day="2022-02-01")
        facts.investment_flow(deal, day="2022-02-01", amount=400, currency=currency)
        facts.mark(deal, day="2025-06-30", value=900, currency=currency)
    for end, burn, revenue in (("2024-09-30", 30, 900), ("2025-09-30", 45, 1800)):
        facts.company_metric(both, period_end=end, revenue_ttm=revenue, net_burn=burn, cash=200)
    sold = facts.company("SOLD", status="exited")
    deal = facts.deal("S1", fund="id-AQ1", company=sold, day="2022-02-01")
    facts.investment_flow(deal, day="2022-02-01", amount=300)
    facts.investment_flow(deal, day="2025-08-01", amount=750, type="proceeds")
    old = facts.company("OLD", sector="Health")
    facts.deal("O1", fund="id-AQ1", company=old, day="2023-01-01")
    facts.investment_flow("id-O1", day="2023-01-01", amount=50)
    facts.mark("id-O1", day="2024-01-31", value=70)
    facts.company_metric(old, period_end="2024-12-31", cash=500, net_burn=100)
    facts.deal("N1", fund="id-AQ1", company=facts.company("NEW"), day="2025-09-01")


@pytest.fixture(scope="module")
def portfolio(module_db: Database) -> Iterator[Portfolio]:
    Sized(module_db, 12).write()
    crooked(Facts(module_db))
    ids = FigureIds(SECRET)
    explain = ExplainService(module_db, ids=ids)
    yield Portfolio(module_db, PortfolioAnalyticsService(module_db), ids, explain)


@pytest.mark.parametrize("funds", [(), ("AQ1",)], ids=["pooled", "one"])
def test_every_number_of_every_answer_is_found_again_from_its_rows(
    portfolio: Portfolio, funds: tuple[str, ...]
) -> None:
    service, scope = portfolio.service, SCOPE.on(funds=funds)
    answers = [
        service.overview(SYSTEM, scope),
        service.rankings(SYSTEM, scope),
        service.risk_analysis(SYSTEM, scope),
        service.schedule_of_investments(SYSTEM, scope),
        service.kpi_matrix(SYSTEM, scope),
        service.marks(SYSTEM, scope),
        *(service.tear_sheet(SYSTEM, code, scope) for code in ("BOTH", "C1", "OLD")),
    ]
    told, wrong = 0, {}
    for answer in answers:
        known, off = counted_again(portfolio.db, answer, scope)
        told, wrong = told + known, wrong | off
    assert wrong == {}
    assert told > 300


def test_a_score_shows_its_parts_their_weights_and_the_reports_they_stand_on(
    portfolio: Portfolio,
) -> None:
    result = portfolio.service.rankings(SYSTEM, SCOPE.on(funds=("AQ1",)))
    row = next(one for one in result.rankings if one.company == "C1")
    found = portfolio.told(result, "rankings[C1].composite_score")
    # efficiency is not known: 0.30 + 0.25 + 0.20 = 0.75 of the weight is
    assert (row.efficiency_score, row.coverage) == (None, 0.75)
    assert found.numbers.startswith("(0.30 × ") and ") / 0.75 = " in found.numbers
    assert [(part.key, part.value) for part in found.inputs] == [
        ("growth_score", pytest.approx(row.growth_score)),
        ("efficiency_score", None),
        ("runway_score", pytest.approx(row.runway_score)),
        ("market_score", pytest.approx(row.market_score)),
    ]
    assert {line.kind for line in found.rows} == {"company_metrics"}
    assert all(line.label.endswith("C1") for line in found.rows)


def test_a_runway_is_cash_over_burn_and_names_the_rows_of_both(portfolio: Portfolio) -> None:
    result = portfolio.service.risk_analysis(SYSTEM, SCOPE)
    found = portfolio.told(result, "runway_analysis.companies[BOTH].runway_months")
    assert found.numbers == "200.00 / 45.00 = 4.4444"
    assert (found.value, found.unit, found.total_rows) == (200 / 45, "months", 1)
    assert found.definition is not None and found.definition.id.endswith("runway_months")


def test_what_a_company_cost_is_the_rows_of_all_its_tranches_in_one_currency(
    portfolio: Portfolio,
) -> None:
    result = portfolio.service.schedule_of_investments(SYSTEM, SCOPE)
    found = portfolio.told(result, "investments[BOTH].cost")
    # 400 dollars, and 400 euros at 0.8 euros a dollar
    assert (found.value, found.numbers) == (900, "400.00 + 500.00 = 900.00")
    assert {row.currency: row.adds for row in found.rows} == {"USD": 400, "EUR": 500}
    brief = portfolio.figures(result, every=False)
    whole = portfolio.explain.explain(SYSTEM, brief["investments[BOTH]"])
    assert {part.key for part in whole.inputs} >= {"cost", "fair_value", "moic"}
    assert next(p for p in whole.inputs if p.key == "cost").figure_id is not None


def test_a_weight_is_a_value_over_all_that_is_held(portfolio: Portfolio) -> None:
    result = portfolio.service.risk_analysis(SYSTEM, SCOPE)
    top = portfolio.told(result, "concentration_risk.top_3_weight")
    weights = [row.weight_fair_value for row in result.concentration_risk.companies]
    assert top.value == pytest.approx(sum(sorted(weights, reverse=True)[:3]))
    assert len(top.inputs) == 5 and top.inputs[0].figure_id is not None
    count = portfolio.told(portfolio.service.overview(SYSTEM, SCOPE), "exited_companies")
    assert count.value == count.total_rows
    assert {row.kind for row in count.rows} == {"company_versions"}
