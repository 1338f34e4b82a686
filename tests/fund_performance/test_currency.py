"""Amounts in several currencies: at whose rate, of which day, and what a missing one means."""

from __future__ import annotations

from datetime import date

import pytest

from services.calc.fx import fx_effect
from services.fund_performance import FundPerformanceService
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import codes


def test_each_flow_is_converted_at_its_own_day_and_the_value_at_as_of(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("EU", currency="EUR")
    facts.flow(fund, "2020-01-01", "capital_call", 100, currency="EUR")
    facts.nav(fund, "2021-12-31", 150, currency="EUR")
    facts.rate("EUR", "2020-01-01", "0.8")  # 1.25 dollars a euro
    facts.rate("EUR", "2021-12-31", "0.5")  # 2 dollars a euro
    own = service.calculate_fund_metrics(partner())
    dollars = service.calculate_fund_metrics(partner(), Scope(currency="USD"))
    assert (own.paid_in, own.nav, own.meta.currency) == (100, 150, "EUR")
    assert (dollars.paid_in, dollars.nav, dollars.meta.currency) == (125, 300, "USD")
    assert (own.tvpi, dollars.tvpi) == (1.5, 2.4)


def test_without_an_exchange_rate_money_is_unknown_and_never_added_up(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    euro = facts.fund("EU", currency="EUR")
    facts.flow(euro, "2020-01-01", "capital_call", 100, currency="EUR")
    facts.nav(euro, "2021-12-31", 150, currency="EUR")
    found = service.calculate_fund_metrics(partner())
    assert (found.paid_in, found.nav, found.tvpi, found.irr) == (None, None, None, None)
    assert "fx_rate_missing" in codes(found)
    assert found.meta.currency == "USD"


def test_an_answer_names_the_rates_it_was_converted_at(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("EU", currency="EUR")
    facts.flow(fund, "2020-01-01", "capital_call", 100, currency="EUR")
    facts.nav(fund, "2021-12-31", 150, currency="EUR")
    facts.rate("EUR", "2020-01-01", "0.8")
    facts.rate("EUR", "2021-12-30", "0.5")
    assert service.calculate_fund_metrics(partner()).meta.fx == ()
    found = service.calculate_fund_metrics(partner(), Scope(currency="USD"))
    (used,) = found.meta.fx
    assert (used.currency, used.to, used.source) == ("EUR", "USD", "test")
    assert (used.nav_rate, used.nav_rate_date) == (2, date(2021, 12, 30))
    assert used.convention.startswith("flows at the rate of their own day")
    (told,) = [note.text for note in found.notes if note.code == "converted"]
    assert told == (
        "EUR amounts are converted into USD: flows at the rate of their own day, values at "
        "2.000000 of 2021-12-30 (test)."
    )


def test_a_missing_rate_is_named_with_its_pair_and_its_day(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("EU", currency="EUR")
    facts.flow(fund, "2020-02-15", "capital_call", 100, currency="EUR")
    facts.nav(fund, "2021-12-31", 150, currency="EUR")
    facts.rate("EUR", "2019-12-31", "0.8")  # 46 days before the call: too old
    facts.rate("EUR", "2021-12-31", "0.5")
    found = service.calculate_fund_metrics(partner(), Scope(currency="USD"))
    assert (found.paid_in, found.nav, found.tvpi) == (None, None, None)
    (told,) = [note.text for note in found.notes if note.code == "fx_rate_missing"]
    assert told.startswith("No rate from EUR to USD of 2020-02-15 is known, nor one of the 45 days")
    facts.rate("EUR", "2020-01-01", "0.8")  # 45 days before: still good
    assert service.calculate_fund_metrics(partner(), Scope(currency="USD")).paid_in == 125


def test_nothing_is_nothing_in_every_currency(
    facts: Facts, service: FundPerformanceService
) -> None:
    gone = facts.fund("EU", currency="EUR")
    facts.flow(gone, "2010-01-01", "capital_call", 10, currency="EUR")
    facts.flow(gone, "2015-01-01", "distribution", 20, currency="EUR")
    facts.nav(gone, "2015-03-31", 0, currency="EUR")
    facts.rate("EUR", "2010-01-01", "0.5")
    facts.rate("EUR", "2015-01-01", "0.8")
    found = service.calculate_fund_metrics(partner(), Scope(currency="USD"))
    assert (found.paid_in, found.distributions, found.nav) == (20, 25, 0)


def test_an_investment_in_a_third_currency_is_converted_at_the_days_of_its_own_flows(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("EU", currency="EUR")
    facts.flow(fund, "2020-01-01", "capital_call", 100, currency="EUR")
    facts.nav(fund, "2021-12-31", 150, currency="EUR")
    facts.company("C1", currency="GBP")
    facts.deal("A", fund=fund, company="id-C1")
    facts.investment_flow("id-A", day="2020-01-01", amount=80, currency="GBP")
    facts.mark("id-A", day="2021-12-31", value=100, currency="GBP")
    # crossed over the dollar: 0.8 / 0.64 = 1.25 euros a pound, then 0.9 / 0.75 = 1.2
    for currency, then, now in (("EUR", "0.8", "0.9"), ("GBP", "0.64", "0.75")):
        facts.rate(currency, "2020-01-01", then)
        facts.rate(currency, "2021-12-31", now)
    found = service.calculate_fund_metrics(partner())
    assert (found.capital_deployed, found.unrealized_value, found.moic) == (100, 120, 1.2)
    local = service.calculate_fund_metrics(partner(), Scope(currency="GBP"))
    assert (local.capital_deployed, local.unrealized_value, local.moic) == (80, 100, 1.25)
    assert fx_effect(local=0.25, base=0.2) == pytest.approx(1.2 / 1.25 - 1)
