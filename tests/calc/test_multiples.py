"""Multiples: what came back and what is left, per unit paid in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc import multiples
from services.calc.multiples import Position

money = st.decimals(min_value=0, max_value=10**12, places=2)


def test_half_returned_and_the_rest_at_par():
    found = multiples.multiples(paid_in=80, distributed=40, nav=60, commitment=100)
    assert (found.dpi, found.rvpi, found.tvpi, found.pic) == (0.5, 0.75, 1.25, 0.8)


def test_a_fund_before_its_first_call_has_no_multiple_but_a_share_paid_in():
    found = multiples.multiples(paid_in=0, distributed=0, nav=0, commitment=100)
    assert (found.dpi, found.rvpi, found.tvpi, found.pic) == (None, None, None, 0.0)


def test_refunds_beyond_the_calls_leave_no_multiple():
    assert multiples.tvpi(paid_in=-5, distributed=10, nav=1) is None


def test_an_unknown_value_leaves_the_distributions_known():
    found = multiples.multiples(paid_in=100, distributed=30, nav=None)
    assert (found.dpi, found.rvpi, found.tvpi) == (0.3, None, None)


def test_without_a_commitment_the_share_paid_in_is_unknown():
    assert multiples.pic(paid_in=10, commitment=None) is None
    assert multiples.pic(paid_in=10, commitment=0) is None


def test_moic_divides_by_what_was_invested():
    assert multiples.moic(invested=70, proceeds=42, fair_value=126) == 2.4
    assert multiples.moic(invested=0, proceeds=0, fair_value=0) is None


def test_tenths_add_up_exactly():
    assert multiples.total([0.1, 0.2]) == Decimal("0.3")
    assert multiples.total([Decimal("0.10"), 0.2, 1]) == Decimal("1.30")


@pytest.mark.parametrize("unknown", [None, float("nan"), Decimal("Infinity")])
def test_a_sum_with_an_unknown_part_is_unknown(unknown):
    assert multiples.total([1, unknown]) is None


def test_nothing_adds_up_to_zero():
    assert multiples.total([]) == 0


def test_a_recalled_distribution_counts_on_both_sides():
    # 60 called, 10 given back to be recalled, 10 recalled
    assert multiples.unfunded(commitment=100, paid_in=70, recallable=10) == 40
    assert multiples.tvpi(paid_in=70, distributed=10, nav=75) == pytest.approx(85 / 70)


def test_a_fee_beside_the_commitment_leaves_the_commitment_open():
    left = multiples.unfunded(commitment=100, paid_in=Decimal("41.5"), outside_commitment=1.5)
    assert left == 60


def test_released_commitment_cannot_be_called():
    assert multiples.unfunded(commitment=100, paid_in=40, released=25, adjustment=5) == 40


def test_an_unknown_commitment_leaves_the_unfunded_unknown():
    assert multiples.unfunded(commitment=None, paid_in=40) is None


def test_a_fund_is_the_ratio_of_its_investors_sums():
    small = Position(paid_in=1, distributed=3, nav=0, commitment=2)
    large = Position(paid_in=9, distributed=0, nav=9, commitment=8)
    fund = multiples.rollup([small, large])
    assert (fund.tvpi, fund.pic) == (1.2, 1.0)  # the mean of 3.0 and 1.0 would be 2.0


@given(money.filter(bool), money, money)
def test_what_came_back_and_what_is_left_make_the_total(paid_in, distributed, nav):
    found = multiples.multiples(paid_in=paid_in, distributed=distributed, nav=nav)
    assert found.tvpi == pytest.approx(found.dpi + found.rvpi, rel=1e-12)


@given(money.filter(bool), money, money, st.integers(1, 10**9))
def test_the_currency_unit_changes_no_multiple(paid_in, distributed, nav, unit):
    one = multiples.tvpi(paid_in=paid_in, distributed=distributed, nav=nav)
    other = multiples.tvpi(paid_in=paid_in * unit, distributed=distributed * unit, nav=nav * unit)
    assert one == pytest.approx(other, rel=1e-12)
