"""Waiting times of which some are not over yet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from services.calc.survival import waiting

CASES = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([None, "won", "lost"])), max_size=60)


def test_without_anybody_waiting_nothing_is_known():
    found = waiting([], [])
    assert (found.n, found.median, found.naive_median, found.final("won")) == (0, None, None, None)


def test_a_median_that_is_not_reached_is_not_given():
    found = waiting([10, 20, 30], ["won", None, None])
    assert (found.median, found.naive_median, found.n_censored) == (None, 10, 2)
    assert (found.survival_at(9.5), found.survival_at(10)) == (1, pytest.approx(2 / 3))


def test_half_exactly_is_the_median():
    assert waiting([1, 2, 3, 4], ["won"] * 4).median == 2
    assert waiting([3, 6, 9, 12, 15, 18], ["won"] * 6).median == 9


def test_who_is_censored_on_a_day_was_still_at_risk_on_it():
    found = waiting([5, 5], ["won", None])
    assert (found.at_risk, found.survival) == ((2,), (0.5,))


def test_a_time_before_the_start_is_refused():
    with pytest.raises(ValueError):
        waiting([-1], ["won"])
    with pytest.raises(ValueError):
        waiting([1, 2], ["won"])


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_the_shares_that_wait_won_and_lost_are_one(cases):
    found = waiting([days for days, _ in cases], [cause for _, cause in cases])
    for place, time in enumerate(found.times):
        shares = found.incidence_at("won", time) + found.incidence_at("lost", time)
        assert found.survival[place] + shares == pytest.approx(1)
        assert -1e-9 <= found.survival[place] <= 1


@settings(max_examples=100, deadline=None)
@given(CASES.filter(lambda cases: any(cause for _, cause in cases)))
def test_one_cause_is_the_product_limit_estimate_that_scipy_gives(cases):
    ended = [days for days, cause in cases if cause]
    waits = [days for days, cause in cases if not cause]
    found = waiting(ended + waits, ["over"] * len(ended) + [None] * len(waits))
    curve = ecdf(CensoredData(uncensored=ended, right=waits)).sf
    for time in found.times:
        assert found.survival_at(time) == pytest.approx(float(curve.evaluate(time)), abs=1e-9)
