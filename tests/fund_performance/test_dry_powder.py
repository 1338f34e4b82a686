"""What is left for new investments, as far as cash and reserves are known."""

from __future__ import annotations

from datetime import date

import pytest

from services.fund_performance import FundPerformanceService
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import codes


@pytest.fixture
def called(simple: str) -> str:
    """Half of 2,000 is called: 1,000 is unfunded."""
    return simple


def test_while_cash_is_not_known_it_is_the_unfunded_commitment(
    called: str, service: FundPerformanceService
) -> None:
    found = service.calculate_fund_metrics(partner())
    assert (found.unfunded, found.dry_powder) == (1000, 1000)
    assert "unfunded_only" in codes(found)


def test_while_reserves_are_not_known_cash_is_added_and_nothing_taken_off(
    called: str, facts: Facts, service: FundPerformanceService
) -> None:
    facts.balance(called, day="2021-09-30", item="cash", amount=7)
    facts.balance(called, day="2021-12-31", item="cash", amount=50)
    facts.balance(called, day="2021-12-31", item="credit_line", amount=20)
    found = service.calculate_fund_metrics(partner())
    assert found.dry_powder == 1050
    assert "unfunded_and_cash" in codes(found)


def test_reserves_fees_and_debts_are_taken_off(
    called: str, facts: Facts, service: FundPerformanceService
) -> None:
    facts.company("C1")
    facts.company("C2")
    rows = (("cash", 50), ("reserve_fees", 120), ("credit_line", 20), ("liabilities", 10))
    for item, amount in rows:
        facts.balance(called, day="2021-12-31", item=item, amount=amount)
    for company, amount in (("id-C1", 200), ("id-C2", 100)):
        facts.balance(
            called,
            day="2021-12-31",
            item="reserve_follow_on",
            amount=amount,
            company_id=company,
        )
    found = service.calculate_fund_metrics(partner())
    assert found.dry_powder == 1000 + 50 - 300 - 120 - 20 - 10
    (told,) = [note.text for note in found.notes if note.code == "after_reserves"]
    assert told == (
        "Dry powder is unfunded plus cash less reserved follow-ons and fees to the end and the "
        "credit line and other liabilities (balances of 2021-12-31)."
    )


def test_balances_stated_long_ago_are_said_to_be_old(
    called: str, facts: Facts, service: FundPerformanceService
) -> None:
    facts.balance(called, day="2021-08-31", item="cash", amount=5)
    at_the_limit = service.calculate_fund_metrics(partner(), Scope(as_of=date(2021, 12, 29)))
    assert "balances_stale" not in codes(at_the_limit)
    assert "balances_stale" in codes(service.calculate_fund_metrics(partner()))


def test_a_balance_in_the_funds_currency_is_converted_at_as_of(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("EU", currency="EUR", total_committed=100)
    facts.flow(fund, "2021-12-31", "capital_call", 40, currency="EUR")
    facts.nav(fund, "2021-12-31", 40, currency="EUR")
    facts.balance(fund, day="2021-12-31", item="cash", amount=10)
    facts.rate("EUR", "2021-12-31", "0.5")
    assert service.calculate_fund_metrics(partner()).dry_powder == 70
    dollars = service.calculate_fund_metrics(partner(), Scope(currency="USD"))
    assert dollars.dry_powder == 140
