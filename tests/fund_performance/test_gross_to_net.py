"""From the deals to what investors have: each part switched on in the flows, nothing left over."""

from __future__ import annotations

from random import Random

import pytest

from services.db.session import Database
from services.errors import InvalidInput
from services.fund_performance import FundPerformanceService
from services.fund_performance.results import GrossToNet
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import codes

DRAWN = "fund_level_subscription_facility_drawdown_investments"
REPAID = "synthetic_distribution_fund_level_subscription_facility_repayment_investments"
LINE_COST = "capital_call_fund_level_subscription_facility_fees_interest"
FEE = "capital_call_management_fees_inside_commitment"
ACCRUED = "quarter_end_adjustment_for_carry_allocation"


def effects(found: GrossToNet) -> dict[str, float | None]:
    return {row.step: row.tvpi_effect for row in found.rows}


def closes(found: GrossToNet) -> bool:
    rates = [row.irr_effect for row in found.rows]
    tvpis = [row.tvpi_effect for row in found.rows]
    return (
        found.residual_irr == 0
        and found.residual_tvpi == 0
        and abs(found.gross_irr + sum(rates) - found.net_irr) < 1e-12
        and abs(found.gross_tvpi + sum(tvpis) - found.net_tvpi) < 1e-12
    )


@pytest.fixture
def typed(facts: Facts) -> str:
    """1,000 into companies, worth 2,000 two years on: 2.0x gross. The line pays a quarter before
    investors do and costs 10; fees of 100 and expenses of 40 are called; 150 of carry accrues.

    Net: (2,000 - 150) / (1,000 + 10 + 100 + 40).
    """
    fund = facts.fund("AQ1")
    company = facts.company("C1")
    deal = facts.deal("I1", fund=fund, company=company, day="2020-01-01")
    facts.investment_flow(deal, day="2020-01-01", amount=1000)
    facts.mark(deal, day="2021-12-31", value=2000)
    facts.flows(
        fund,
        [
            ("2020-01-01", DRAWN, 1000),
            ("2020-04-01", REPAID, 1000),
            ("2020-04-01", "capital_call_investments", 1000),
            ("2020-04-01", LINE_COST, 10),
            ("2020-01-01", FEE, 100),
            ("2020-01-01", "capital_call_partnership_expenses", 40),
            ("2021-12-31", ACCRUED, 150),
        ],
    )
    facts.nav(fund, "2021-12-31", 1850)
    return fund


def test_each_part_takes_what_its_switch_changes(
    typed: str, service: FundPerformanceService
) -> None:
    found = service.gross_to_net(partner())
    assert found.sequence == ("cash", "credit_line", "fees", "expenses", "carry")
    assert found.gross_tvpi == pytest.approx(2.0)
    assert found.net_tvpi == pytest.approx(1850 / 1150)
    told = effects(found)
    assert told["cash"] == pytest.approx(0.0)
    assert told["credit_line"] == pytest.approx(2000 / 1010 - 2)
    assert told["fees"] == pytest.approx(2000 / 1110 - 2000 / 1010)
    assert told["expenses"] == pytest.approx(2000 / 1150 - 2000 / 1110)
    assert told["carry"] == pytest.approx(-150 / 1150)
    assert closes(found)
    rates = {row.step: row.irr_effect for row in found.rows}
    assert found.gross_irr == pytest.approx(2**0.5 - 1, abs=1e-6)
    assert rates["credit_line"] > 0  # paid later: the line lifts the rate
    assert max(rates["fees"], rates["expenses"], rates["carry"]) < 0


def test_the_ends_are_the_headline_figures(typed: str, service: FundPerformanceService) -> None:
    for basis, line in (("net_lp", "with"), ("net_fund", "without"), ("gross", "with")):
        scope = Scope(basis=basis, credit_line=line)
        found = service.gross_to_net(partner(), scope)
        net = scope.on(basis="net_lp" if basis == "gross" else basis)
        headline = service.calculate_fund_metrics(partner(), net)
        assert found.net_irr == pytest.approx(headline.irr, abs=1e-9)
        assert found.net_tvpi == pytest.approx(headline.tvpi)
        assert found.gross_irr == pytest.approx(headline.gross_irr, abs=1e-9)
        assert ("credit_line" in found.sequence) == (line == "with")
        assert closes(found)


def test_the_mean_over_every_order_closes_too_and_favours_none(
    typed: str, service: FundPerformanceService
) -> None:
    found = service.gross_to_net(partner(), order="shapley")
    assert found.order == "shapley"
    assert closes(found)
    stated = service.gross_to_net(partner())
    assert effects(found)["fees"] != pytest.approx(effects(stated)["fees"], abs=1e-6)
    with pytest.raises(InvalidInput, match="no order"):
        service.gross_to_net(partner(), order="alphabetical")


def test_costs_that_flows_do_not_itemise_are_those_of_the_ledger(
    facts: Facts, service: FundPerformanceService
) -> None:
    """1,100 called in one; the ledger says 100 of it were fees and 150 of carry have accrued."""
    fund = facts.fund("AQ1")
    facts.flow(fund, "2020-01-01", "capital_call", 1100)
    facts.nav(fund, "2021-12-31", 1850)
    facts.ledger_line(fund, day="2020-01-01", account="management_fees", amount=-100)
    facts.ledger_line(fund, day="2021-12-31", account="carry_accrued", amount=-150)
    found = service.gross_to_net(partner())
    assert found.gross_tvpi == pytest.approx(2.0)
    assert effects(found)["fees"] == pytest.approx(2000 / 1100 - 2)
    assert effects(found)["carry"] == pytest.approx(-150 / 1100)
    assert closes(found)
    assert "from_ledger" in codes(found)


def test_what_nobody_itemises_is_one_step(facts: Facts, service: FundPerformanceService) -> None:
    fund = facts.fund("AQ1")
    deal = facts.deal("I1", fund=fund, company=facts.company("C1"), day="2020-01-01")
    facts.investment_flow(deal, day="2020-01-01", amount=1000)
    facts.mark(deal, day="2021-12-31", value=2000)
    facts.flow(fund, "2020-01-01", "capital_call", 1150)
    facts.nav(fund, "2021-12-31", 1850)
    found = service.gross_to_net(partner())
    assert found.sequence == ("not_itemised",)
    assert effects(found)["not_itemised"] == pytest.approx(1850 / 1150 - 2)
    assert closes(found)
    assert "not_itemised" in codes(found)


def test_fees_called_with_expenses_are_one_step(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("AQ1")
    facts.flow(fund, "2020-01-01", "capital_call_investments", 1000)
    facts.flow(fund, "2020-01-01", "capital_call_management_fees_partnership_expenses", 100)
    facts.nav(fund, "2021-12-31", 1210)
    found = service.gross_to_net(partner())
    assert found.sequence == ("credit_line", "fees_and_expenses", "carry")
    assert effects(found)["fees_and_expenses"] == pytest.approx(1210 / 1100 - 1.21)
    assert closes(found)


def test_under_a_year_multiples_close_and_rates_say_why_they_are_missing(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("AQ1")
    facts.flow(fund, "2021-06-01", "capital_call_investments", 1000)
    facts.flow(fund, "2021-06-01", FEE, 100)
    facts.nav(fund, "2021-12-31", 1050)
    found = service.gross_to_net(partner())
    assert (found.net_irr, found.residual_irr, found.irr_status) == (None, None, "short_period")
    assert found.residual_tvpi == 0
    assert "short_period" in codes(found)


def test_generated_funds_close_alone_and_pooled_in_both_orders(module_db: Database) -> None:
    facts, draw = Facts(module_db), Random(11)
    kinds = (DRAWN, REPAID, LINE_COST, FEE, "capital_call_partnership_expenses",
             "capital_call_working_capital", "distribution_permanent", "distribution_carry",
             "deemed_gp_contribution_from_lps", "distribution_recallable")  # fmt: skip
    for number in range(6):
        fund = facts.fund(f"F{number}")
        rows = [("2018-01-15", "capital_call_investments", "5000")]
        rows += [
            (f"{draw.randint(2018, 2021)}-{draw.randint(2, 11):02}-11", draw.choice(kinds),
             f"{draw.uniform(1, 400):.2f}")
            for _ in range(25)
        ]  # fmt: skip
        rows.append(("2021-12-31", ACCRUED, f"{draw.uniform(0, 500):.2f}"))
        facts.flows(fund, rows)
        facts.nav(fund, "2021-12-31", f"{draw.uniform(4000, 9000):.2f}")
        if number % 2:
            deal = facts.deal(f"I{number}", fund=fund, company=facts.company(f"C{number}"))
            facts.investment_flow(deal, day="2018-02-01", amount=4800)
            facts.mark(deal, day="2021-12-31", value=f"{draw.uniform(4000, 9000):.2f}")
    service = FundPerformanceService(module_db)
    for order in ("stated", "shapley"):
        found = service.gross_to_net(partner(), order=order)
        assert closes(found)
        assert len(found.funds) == 6
        for row in found.funds:
            assert row.residual_tvpi == 0
            assert row.residual_irr == 0
            sums = row.gross_irr + sum(step.irr_effect for step in row.steps)
            assert abs(sums - row.net_irr) < 1e-12
