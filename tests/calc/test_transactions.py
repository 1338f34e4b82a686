"""What each type of transaction does to IRR, multiples and unfunded."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from services.calc import irr, multiples, transactions
from services.calc.transactions import TYPES, canonical_amount, contribution, resolve

WORDS = {
    "numerator": "Numerator",
    "denominator": "Denominator",
    "decrease_denominator": "Decrease Denominator",
}


def added(slug, amount, basis="net_lp", credit_line="with"):
    return tuple(contribution(TYPES[slug], amount, basis=basis, credit_line=credit_line))


def test_a_call_is_paid_in_and_money_out():
    assert added("capital_call", 100) == (100, 0, -100)


def test_a_reversed_call_takes_back_what_was_paid_in():
    assert added("capital_call", -100) == (-100, 0, 100)


def test_a_distribution_counts_above_and_comes_in():
    assert added("distribution", Decimal("40.50")) == (0, Decimal("40.50"), Decimal("40.50"))


def test_excess_capital_returned_lowers_what_was_paid_in():
    slug = "distribution_return_of_excess_capital_called_investments"
    assert added(slug, 30) == (-30, 0, 30)


def test_fees_are_paid_in_by_investors_and_no_part_of_the_gross_view():
    assert added("management_fee", 5) == (5, 0, -5)
    assert added("management_fee", 5, basis="gross") == (0, 0, 0)


def test_a_drawdown_counts_only_where_the_line_is_undone():
    slug = "fund_level_subscription_facility_drawdown_investments"
    assert added(slug, 15) == (0, 0, 0)
    assert added(slug, 15, credit_line="without") == (15, 0, -15)


def test_both_net_bases_count_alike():
    assert added("capital_call", 1, basis="net_fund") == added("capital_call", 1, basis="net_lp")


@pytest.mark.parametrize(("basis", "line"), [("net-ish", "with"), ("gross", "maybe")])
def test_an_unknown_view_is_refused(basis, line):
    with pytest.raises(ValueError, match="is not a"):
        added("nav", 1, basis=basis, credit_line=line)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Capital Call: Investments", "capital_call_investments"),
        ("CAPITAL CALL: INVESTMENTS", "capital_call_investments"),
        (" capital_call_investments ", "capital_call_investments"),
        ("Distribution: Recallable", "distribution_recallable"),
        ("nav", "nav"),
        ("recallable_distribution", "recallable_distribution"),
        ("Distribution: Carry - (Should be input as a positive value)", "distribution_carry"),
        (
            "Quarter-end Adjustment for Accrued Interest from Fund-level Subscription Facility",
            "quarter_end_adjustment_for_accrued_fees_interest_from_fund_level_subscription_facility",
        ),
    ],
)
def test_a_type_is_known_by_slug_and_by_label_in_any_case(text, slug):
    assert resolve(text).slug == slug


def test_an_unknown_type_is_none():
    assert resolve("Gift") is None
    assert resolve("") is None


def test_there_are_thirty_four_itemised_and_five_plain_types():
    assert len(transactions.ILPA_TYPES) == 34
    assert len(TYPES) == 39


def test_a_signed_call_and_a_signed_refund_become_the_types_own_direction():
    working_capital = TYPES["capital_call_working_capital"]
    assert canonical_amount(working_capital, Decimal(-2300)) == 2300
    assert canonical_amount(working_capital, Decimal(700)) == -700
    assert canonical_amount(TYPES["distribution_permanent"], Decimal(1500)) == 1500


def change(slug, amount, **more):
    return transactions.unfunded_change(TYPES[slug], Decimal(amount), **more)


def test_calls_inside_the_commitment_use_it_up():
    assert change("capital_call_investments", 10) == -10
    assert change("capital_call_management_fees_inside_commitment", 2) == -2
    assert change("capital_call_management_fees_outside_commitment", 2) == 0
    assert change("fund_level_subscription_facility_drawdown_investments", 15) == 0


def test_recallable_distributions_and_returned_excess_may_be_called_again():
    assert change("distribution_recallable", 10) == 10
    assert change("distribution_return_of_excess_capital_called_investments", 3) == 3
    assert change("distribution_permanent", 10) == 0


def test_a_row_that_says_recallable_overrules_its_type():
    assert change("distribution", 10, recallable=True) == 10
    assert change("distribution_recallable", 10, recallable=False) == 0
    assert change("nav", 10, recallable=True) == 0


@pytest.mark.shared
def test_the_table_is_the_one_ilpa_publishes(shared):
    path = shared / "data" / "fund_cashflows" / "ilpa_transaction_type_mapping.csv"
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert {row["transaction_type"] for row in rows} == {t.label for t in transactions.ILPA_TYPES}
    for row in rows:
        kind = resolve(row["transaction_type"])
        for line in ("with", "without"):
            for basis, ratio in (("net", "tvpi"), ("gross", "moic")):
                bucket = kind.bucket_for(basis=basis, credit_line=line)
                assert row[f"{line}_{basis}_irr"] == ("Included" if bucket else "")
                assert row[f"{line}_{basis}_{ratio}"] == WORDS.get(bucket, "")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("basis", "line", "numerator", "denominator", "rate"),
    [
        ("gross", "with", 49_300, 34_500, 0.4464826882),
        ("net_lp", "with", 48_500, 37_800, 0.3003808558),
        ("gross", "without", 59_800, 45_000, 0.2244305909),
        ("net_lp", "without", 59_100, 48_100, 0.1625024140),
    ],
)
def test_ilpas_own_sample_comes_out_as_published(shared, basis, line, numerator, denominator, rate):
    path = shared / "data" / "fund_cashflows" / "ilpa_granular_sample_flows.csv"
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    kinds = [resolve(row["transaction_type"]) for row in rows]
    amounts = [
        canonical_amount(kind, Decimal(row["amount"]))
        for kind, row in zip(kinds, rows, strict=True)
    ]
    parts = [
        contribution(kind, amount, basis=basis, credit_line=line)
        for kind, amount in zip(kinds, amounts, strict=True)
    ]
    paid_in = sum(part.paid_in for part in parts)
    came_back = sum(part.distributed for part in parts)
    assert (came_back, paid_in) == (numerator, denominator)
    dates = [date.fromisoformat(row["effective_date"]) for row in rows]
    found = irr.solve(dates, [part.irr_amount for part in parts])
    assert found.irr == pytest.approx(rate, abs=5e-9)
    assert multiples.ratio(came_back, paid_in) == pytest.approx(numerator / denominator)
