"""What the headline figures say, on small books that can be checked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import nan

import pytest

from services.fund_performance import FundPerformanceService
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import TWO_YEARS_ON, codes


def test_a_fund_that_grows_by_a_tenth_each_year_has_an_irr_of_a_tenth(
    simple: str, service: FundPerformanceService
) -> None:
    found = service.calculate_fund_metrics(partner())
    assert found.irr == pytest.approx(0.10, abs=1e-9)
    assert (found.tvpi, found.dpi, found.rvpi) == (1.21, 0.21, 1.0)
    assert (found.pic, found.unfunded) == (0.5, Decimal(1000))
    assert (found.paid_in, found.distributions, found.nav) == (1000, 210, 1000)
    assert found.as_of_date == TWO_YEARS_ON
    assert found.meta.currency == "USD"


def test_a_fund_before_its_first_call_has_no_multiple(
    simple: str, service: FundPerformanceService
) -> None:
    found = service.calculate_fund_metrics(partner(), Scope(as_of=date(2019, 12, 31)))
    assert (found.irr, found.tvpi, found.dpi, found.nav) == (None, None, None, None)
    assert found.paid_in == 0
    assert found.irr_status == "no_flows"
    assert "nothing_paid_in" in codes(found)


def test_a_value_is_rolled_forward_with_calls_and_distributions_since(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flows(fund, [("2020-01-01", "capital_call", 100), ("2021-02-01", "capital_call", 30)])
    facts.flow(fund, "2021-03-01", "distribution", 10)
    facts.nav(fund, "2020-12-31", 120)
    found = service.calculate_fund_metrics(partner(), Scope(as_of=date(2021, 3, 31)))
    assert found.nav == 140
    assert found.meta.nav_as_of == date(2020, 12, 31)
    assert "nav_rolled_forward" in codes(found)


def test_a_value_older_than_120_days_is_marked_stale(
    simple: str, service: FundPerformanceService
) -> None:
    fresh = service.calculate_fund_metrics(partner(), Scope(as_of=date(2022, 4, 30)))
    stale = service.calculate_fund_metrics(partner(), Scope(as_of=date(2022, 5, 1)))
    assert "nav_stale" not in codes(fresh)
    assert "nav_stale" in codes(stale)


def test_a_fund_wound_up_long_ago_makes_no_value_stale(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    gone = facts.fund("AQ0")
    facts.flows(gone, [("2010-01-01", "capital_call", 10), ("2015-01-01", "distribution", 20)])
    facts.nav(gone, "2015-03-31", 0)
    found = service.calculate_fund_metrics(partner())
    assert found.nav == 1000
    assert found.meta.nav_as_of == TWO_YEARS_ON
    assert "nav_stale" not in codes(found)


def test_under_a_year_the_return_is_that_of_the_period(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2024-01-01", "capital_call", 100)
    facts.nav(fund, "2024-06-30", 105)
    found = service.calculate_fund_metrics(partner())
    assert found.irr is None
    assert found.irr_status == "short_period"
    assert found.period_return == pytest.approx(0.05, abs=1e-9)


def test_a_rate_above_a_thousand_percent_says_nothing(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2020-01-01", "capital_call", 1)
    facts.nav(fund, "2020-12-31", 20)  # 365 days: 1,900 %
    found = service.calculate_fund_metrics(partner())
    assert (found.irr, found.irr_status, found.tvpi) == (None, "not_meaningful", 20.0)


def test_calls_that_came_to_nothing_are_a_total_loss(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2020-01-01", "capital_call", 100)
    facts.nav(fund, "2021-12-31", 0)
    found = service.calculate_fund_metrics(partner())
    assert (found.irr, found.irr_status, found.tvpi) == (-1.0, "total_loss", 0.0)


def test_a_young_fund_stands_at_cost_and_an_old_one_without_value_is_unknown(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2024-01-01", "capital_call", 100)
    young = service.calculate_fund_metrics(partner(), Scope(as_of=date(2024, 3, 31)))
    old = service.calculate_fund_metrics(partner(), Scope(as_of=date(2025, 3, 31)))
    assert (young.nav, young.tvpi) == (100, 1.0)
    assert "nav_at_cost" in codes(young)
    assert (old.nav, old.tvpi, old.irr) == (None, None, None)
    assert "nav_unknown" in codes(old)


@dataclass(frozen=True)
class Flow:
    date: date
    amount: float


def test_the_specifications_calculate_irr_takes_dated_amounts() -> None:
    flows = [Flow(date(2020, 1, 1), -100.0), Flow(date(2020, 12, 31), 110.0)]
    assert FundPerformanceService.calculate_irr(flows) == pytest.approx(0.10)
    assert FundPerformanceService.calculate_irr([]) is None
    assert FundPerformanceService.calculate_irr([Flow(date(2020, 1, 1), nan)]) is None
