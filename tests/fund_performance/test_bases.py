"""Whose money counts: investors, general partner, totals, what may be called again, the line."""

from __future__ import annotations

import pytest

from services.fund_performance import FundPerformanceService
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import codes


def test_the_general_partners_share_is_left_out_of_net_lp(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp, gp = facts.investor("LP1", "pension"), facts.investor("GP", "gp")
    for investor, paid, left in ((lp, 90, 99), (gp, 10, 21)):
        facts.flow(fund, "2020-01-01", "capital_call", paid, investor_id=investor)
        facts.nav(fund, "2021-12-31", left, investor_id=investor)
    net_lp = service.calculate_fund_metrics(partner())
    net_fund = service.calculate_fund_metrics(partner(), Scope(basis="net_fund"))
    assert (net_lp.paid_in, net_lp.nav, net_lp.tvpi) == (90, 99, 1.1)
    assert (net_fund.paid_in, net_fund.nav, net_fund.tvpi) == (100, 120, 1.2)
    assert "net_lp_equals_net_fund" not in codes(net_lp)


def test_total_rows_count_and_the_investors_beside_them_do_not(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp, gp = facts.investor("LP1"), facts.investor("GP", "gp")
    facts.flow(fund, "2020-01-01", "capital_call", 100)
    facts.flow(fund, "2020-01-01", "capital_call", 90, investor_id=lp)
    facts.flow(fund, "2020-01-01", "capital_call", 10, investor_id=gp)
    facts.nav(fund, "2021-12-31", 120)
    facts.nav(fund, "2021-12-31", 24, investor_id=gp)
    net_fund = service.calculate_fund_metrics(partner(), Scope(basis="net_fund"))
    net_lp = service.calculate_fund_metrics(partner())
    assert (net_fund.paid_in, net_fund.nav) == (100, 120)
    assert (net_lp.paid_in, net_lp.nav) == (90, 96)
    listed = service.cash_flows(partner())
    assert listed.paid_in == sum(row.paid_in or 0 for row in listed.rows) == 90


def test_a_fund_with_totals_only_says_that_net_lp_is_net_of_the_fund(
    simple: str, service: FundPerformanceService
) -> None:
    assert "net_lp_equals_net_fund" in codes(service.calculate_fund_metrics(partner()))


def test_values_known_only_in_total_are_not_set_against_investors_flows(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp, gp = facts.investor("LP1"), facts.investor("GP", "gp")
    facts.flow(fund, "2020-01-01", "capital_call", 90, investor_id=lp)
    facts.flow(fund, "2020-01-01", "capital_call", 10, investor_id=gp)
    facts.nav(fund, "2021-12-31", 120)
    found = service.calculate_fund_metrics(partner())
    assert found.tvpi == 1.2
    assert "net_lp_equals_net_fund" in codes(found)


def test_paying_back_the_bank_hides_nobodys_call_of_the_same_day(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp, gp = facts.investor("LP1", "pension"), facts.investor("GP", "gp")
    line = "fund_level_subscription_facility_drawdown_investments"
    back = "synthetic_distribution_fund_level_subscription_facility_repayment_investments"
    facts.flow(fund, "2020-01-01", line, 100)
    facts.flow(fund, "2020-07-01", back, 100)
    for investor, paid, left in ((lp, 90, 99), (gp, 10, 21)):
        facts.flow(fund, "2020-07-01", "capital_call", paid, investor_id=investor)
        facts.nav(fund, "2021-12-31", left, investor_id=investor)
    found = service.calculate_fund_metrics(partner())
    assert (found.paid_in, found.nav, found.tvpi) == (90, 99, 1.1)
    assert "net_lp_equals_net_fund" not in codes(found)
    assert "line_of_the_whole_fund" in codes(found)
    listed = service.cash_flows(partner())
    assert listed.paid_in == sum(row.paid_in or 0 for row in listed.rows) == 90


def test_recallable_distributions_may_be_called_again(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp = facts.investor("LP1")
    facts.commitment(fund, lp, "2020-01-01", 100)
    facts.flow(fund, "2020-01-01", "capital_call", 60)
    facts.flow(fund, "2020-06-01", "distribution_recallable", 10)
    facts.flow(fund, "2020-09-01", "capital_call", 10)
    fees = "capital_call_management_fees_outside_commitment"
    facts.flow(fund, "2020-09-01", fees, 5)
    facts.nav(fund, "2020-12-31", 75)
    found = service.calculate_fund_metrics(partner())
    assert (found.paid_in, found.recallable, found.unfunded) == (75, 10, 40)
    assert (found.fees_to_date, found.dry_powder) == (5, 40)
    assert found.tvpi == pytest.approx(85 / 75)


def test_without_the_credit_line_its_balance_belongs_to_value_and_paid_in(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    drawdown = "fund_level_subscription_facility_drawdown_investments"
    facts.flow(fund, "2020-01-01", drawdown, 40)
    facts.flow(fund, "2020-07-01", "capital_call_investments", 60)
    facts.nav(fund, "2021-12-31", 90)
    with_line = service.calculate_fund_metrics(partner())
    without = service.calculate_fund_metrics(partner(), Scope(credit_line="without"))
    assert (with_line.credit_line_balance, with_line.tvpi) == (40, 1.5)
    assert (without.paid_in, without.nav, without.tvpi) == (100, 130, 1.3)
    assert (with_line.tvpi_with_line, with_line.tvpi_without_line) == (1.5, 1.3)
    assert with_line.irr_without_line == without.irr
