"""Numbers as a partner reads them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from layouts import formats

THIN, MINUS = "\u2009", "\u2212"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("118400000"), "$118.4m"),
        (Decimal("118449999.99"), "$118.4m"),
        (Decimal("999960000"), "$1.0bn"),
        (Decimal("999940000"), "$999.9m"),
        (Decimal("1234567890123456"), "$1,234.6tn"),
        (Decimal("950"), "$950"),
        (Decimal("9999"), "$9,999"),
        (Decimal("45600"), "$46k"),
        (Decimal("-3600000"), "($3.6m)"),
        (Decimal("-0.2"), "$0"),
        (Decimal("0"), "$0"),
        (None, "–"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_money_on_a_card_is_short_and_negative_money_stands_in_parentheses(amount, shown):
    assert formats.money_short(amount, "USD") == shown


def test_a_currency_without_a_sign_is_named_by_its_code():
    assert formats.money_short(Decimal("2500000"), "CHF") == f"CHF{THIN}2.5m"


def test_full_money_has_thousands_and_parentheses():
    assert formats.money(Decimal("11840000")) == "11,840,000"
    assert formats.money(Decimal("-1290000.255"), cents=True) == "(1,290,000.26)"
    assert formats.money(None) == "–"


def test_a_change_of_money_says_its_direction():
    assert formats.money_change(Decimal("6000000"), "USD") == "+$6.0m"
    assert formats.money_change(Decimal("-4800000"), "USD") == f"{MINUS}$4.8m"
    assert formats.money_change(Decimal("0.10"), "USD") == "unchanged"


def test_a_multiple_has_two_decimals_and_a_true_minus():
    assert formats.multiple(1.55) == "1.55x"
    assert formats.multiple(-0.4) == f"{MINUS}0.40x"
    assert formats.multiple(-0.001) == "0.00x"
    assert formats.multiple(None) == "–"


def test_a_rate_is_shown_in_percent_with_a_thin_space():
    assert formats.percent(0.155) == f"15.5{THIN}%"
    assert formats.percent(-0.026) == f"{MINUS}2.6{THIN}%"
    assert formats.percent(None) == "–"


def test_a_difference_of_rates_is_in_points_and_taken_before_rounding():
    # 15.54 % after 15.46 %: both are shown as 15.5 %, the change is 0.1 points
    assert formats.points(0.1554 - 0.1546) == "+0.1 pp"
    assert formats.points(0.00001) == "unchanged"


def test_days_quarters_and_months_are_written_out():
    assert formats.day(date(2026, 9, 30)) == "30 Sep 2026"
    assert formats.day(datetime(2026, 11, 12, 18, 4, tzinfo=UTC)) == "12 Nov 2026"
    assert formats.quarter(date(2026, 9, 30)) == "Q3 2026"
    assert formats.months(15.5) == "15.5 mo"
    assert formats.day(None) == formats.quarter(None) == formats.months(None) == "–"


def test_a_rank_that_is_only_a_bound_is_shown_as_one():
    assert formats.percentile(66.2, None) == "p66"
    assert formats.percentile(None, ">75") == "> p75"
    assert formats.percentile(None, None) == "–"
    assert formats.quartile("2") == "2nd quartile"
    assert formats.quartile("3 or 4") == "quartile 3 or 4"


def test_the_exact_value_keeps_every_digit_the_api_gives():
    assert formats.exact(Decimal("118400000.00")) == "118400000.00"
    assert formats.exact(0.31666666666666665) == "0.31666666666666665"
    assert formats.exact(None) == ""
    assert formats.exact(float("nan")) == ""
