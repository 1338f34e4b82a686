"""Each wrong thing turns exactly its own check red (or amber), and is kept with its numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.quality import CHECKS
from tests.quality.conftest import FUND, TODAY, WRONG, Firm, late_flow

GREEN = dict.fromkeys(CHECKS, "green")


def test_books_in_order_are_green_in_every_check(firm: Firm) -> None:
    firm.check()
    assert {r.message for r in firm.quality().checks if r.status != "green"} == set()
    assert firm.colours() == GREEN


def test_every_check_has_its_wrong_thing() -> None:
    assert set(WRONG) == set(CHECKS)


@pytest.mark.parametrize("check_id", CHECKS)
def test_one_wrong_thing_turns_its_own_check_and_no_other(firm: Firm, check_id: str) -> None:
    wrong = WRONG[check_id]
    firm.check()
    wrong.do(firm)
    firm.check()
    assert firm.colours() == GREEN | {check_id: wrong.status}
    [result] = [r for r in firm.quality(check=check_id).checks if r.subject == wrong.subject]
    assert result.status == wrong.status
    assert result.expected == (None if wrong.expected is None else Decimal(wrong.expected))
    if wrong.actual is not None:
        assert result.actual == Decimal(wrong.actual)
        assert result.difference == Decimal(wrong.actual) - Decimal(wrong.expected or 0)
    assert result.tolerance is not None


def test_a_sentence_names_the_amounts_the_day_and_the_holder(firm: Firm) -> None:
    WRONG["lp_sum_nav"].do(firm)
    WRONG["paid_in_within_commitment"].do(firm)
    WRONG["one_currency"].do(firm)
    WRONG["companies_add_up"].do(firm)
    firm.check()
    said = {r.check_id: r.message for r in firm.quality(status="red").checks}
    assert said == {
        "lp_sum_nav": (
            "Investors' NAV on 2022-12-31 off by 0.50 USD: theirs adds up to 550.50, the fund's is "
            "550.00; so on 1 of 2 days."
        ),
        "paid_in_within_commitment": ("LP2 paid in 195.00 USD, 95.00 more than 100.00 promised."),
        "one_currency": "No exchange rate into USD: CHF on 2023-08-01. Import fx_rates.",
        "companies_add_up": "1 company is neither active, exited nor failed: C2.",
    }


def test_a_difference_of_a_cent_is_no_difference(firm: Firm) -> None:
    firm.facts.flow(FUND, "2023-06-20", "distribution", "0.01", investor_id="id-LP2")
    firm.check()
    assert firm.colours() == GREEN


def test_a_call_outside_the_commitment_explains_an_excess(firm: Firm) -> None:
    firm.facts.flow(
        FUND,
        "2022-03-16",
        "capital_call_management_fees_outside_commitment",
        300,
        investor_id="id-LP2",
    )
    firm.check()
    [result] = [
        r for r in firm.quality(check="paid_in_within_commitment").checks if r.subject == "LP2"
    ]
    assert (result.status, result.actual, result.expected) == ("amber", 495, 390)


def test_what_may_be_recalled_may_be_paid_in_again(firm: Firm) -> None:
    firm.facts.flow(FUND, "2023-07-01", "recallable_distribution", 50, investor_id="id-LP2")
    firm.facts.flow(FUND, "2023-07-02", "capital_call", 240, investor_id="id-LP2")
    firm.check()
    [result] = [
        r for r in firm.quality(check="paid_in_within_commitment").checks if r.subject == "LP2"
    ]
    assert (result.status, result.actual, result.expected) == ("green", 435, 440)


def test_a_flow_learned_after_later_values_is_amber_until_they_are_restated(firm: Firm) -> None:
    firm.check()
    late_flow(firm)
    firm.check()
    assert firm.colours() == GREEN | {"flow_dates": "amber"}
    [result] = firm.quality(check="flow_dates").checks
    assert "2022-12-31 was known already" in result.message
    firm.change("UPDATE fund_navs SET known_from = '2024-02-12' WHERE nav_date = '2022-12-31'")
    firm.change("UPDATE fund_navs SET known_from = '2024-02-12' WHERE nav_date = '2023-12-31'")
    firm.check()
    assert firm.colours() == GREEN


def test_a_flow_of_tomorrow_is_red(firm: Firm) -> None:
    firm.facts.flow(FUND, "2024-02-16", "distribution_carry", 7)
    firm.check()
    [result] = firm.quality(check="flow_dates").checks
    assert result.status == "red"
    assert f"after today ({TODAY})" in result.message


def test_a_quarter_that_opens_elsewhere_than_the_last_one_closed_is_red(firm: Firm) -> None:
    firm.change(
        "UPDATE fund_ledger SET amount = amount + 5 WHERE entry_date = '2023-09-30' "
        "AND account IN ('beginning_nav', 'ending_nav')"
    )
    firm.check()
    [result] = [r for r in firm.quality(check="nav_roll_forward").checks if r.status == "red"]
    assert (result.expected, result.actual, result.difference) == (595, 590, -5)
    assert "opens where that to 2023-09-30 closed" in result.message


def test_a_deal_that_closed_and_was_lost_ends_in_two_ways(firm: Firm) -> None:
    firm.change("UPDATE pipeline_deals SET outcome = 'lost' WHERE code = 'P1'")
    firm.check()
    [result] = firm.quality(check="funnel_is_monotone").checks
    assert result.status == "red"
    assert "P1" in result.message


def test_an_assertion_within_its_own_tolerance_is_green(firm: Firm) -> None:
    firm.change("UPDATE balance_assertions SET amount = 598, tolerance = 2 WHERE item = 'nav'")
    firm.check()
    assert firm.colours() == GREEN


def test_an_asserted_balance_that_is_not_known_here_is_red(empty: Firm) -> None:
    fund = empty.facts.fund("AQ2")
    empty.facts.assertion(fund, day="2023-12-31", item="unfunded", amount=5)
    empty.check()
    [result] = empty.quality(check="balance_assertion").checks
    assert (result.status, result.actual, result.difference) == ("red", None, None)


def test_a_check_without_its_facts_says_nothing(empty: Firm) -> None:
    empty.facts.fund("AQ2")
    empty.check()
    assert empty.quality().checks == ()
    assert empty.quality().status == "unchecked"


def test_the_value_on_stale_marks_is_a_share_of_what_is_held(firm: Firm) -> None:
    """480 of 530 rests on a mark of July."""
    WRONG["marks_are_fresh"].do(firm)
    firm.check()
    whole = next(r for r in firm.quality(check="marks_are_fresh").checks if r.subject == "AQ1")
    assert (whole.expected, whole.actual, whole.difference) == (530, 50, -480)
    assert whole.message == "90.6 % of the value held rests on stale marks: C1."
