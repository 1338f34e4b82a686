"""The fund against an index bought and sold with the same money."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.calc import irr, pme

DATES = [date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1)]


def test_a_fund_twice_as_good_as_the_index_has_a_ratio_of_two():
    found = pme.dated(DATES, [100, 0, 0], [0, 0, 0], [100, 105, 110], nav=220)
    assert found.ks_pme == pytest.approx(2.0)
    assert found.ln_nav == pytest.approx(110.0)
    assert found.direct_alpha == pytest.approx(2**0.5 - 1, abs=1e-10)
    assert found.direct_alpha_continuous == pytest.approx(0.3465735903, abs=1e-9)


def test_the_rates_of_dated_flows_are_yearly():
    found = pme.dated(DATES, [100, 0, 0], [0, 60, 0], [100, 110, 121], nav=66)
    assert found.fund_irr == pytest.approx(irr.solve(DATES, [-100, 60, 66]).irr, abs=1e-12)
    # 60 carried to the end is 66: the index investor would hold 121 - 66
    assert found.ln_nav == pytest.approx(55.0)
    assert found.ln_pme_irr == pytest.approx(0.10, abs=1e-10)
    assert found.pme_plus_lambda == pytest.approx(55 / 66)
    assert found.pme_plus_irr == pytest.approx(0.10, abs=1e-10)


def test_a_distribution_on_the_valuation_day_is_kept():
    found = pme.periodic([100, 0], [0, 50], [100, 100], nav=70)
    assert (found.fv_distributions, found.ks_pme) == (50.0, pytest.approx(1.2))
    assert found.fund_irr == pytest.approx(0.20, abs=1e-12)


def test_a_call_and_a_distribution_of_one_day_are_not_netted():
    found = pme.periodic([100, 50], [0, 50], [100, 100], nav=180)
    assert found.ks_pme == pytest.approx(230 / 150)


def test_a_fund_far_ahead_leaves_the_index_investor_short():
    found = pme.periodic([100, 0, 0], [0, 180, 0], [100, 100, 100], nav=30)
    assert (found.ln_nav, found.ln_pme_meaningful, found.ln_pme_irr) == (-80.0, False, None)
    assert found.ks_pme == pytest.approx(2.1)


def test_without_distributions_pme_plus_is_not_defined():
    found = pme.periodic([10, 10], [0, 0], [100, 104], nav=24)
    assert (found.pme_plus_lambda, found.pme_plus_irr) == (None, None)
    assert found.ks_pme == pytest.approx(24 / 20.4)


def test_a_value_above_all_calls_makes_lambda_negative_and_no_rate():
    found = pme.periodic([10, 0, 0], [0, 5, 0], [100, 100, 100], nav=30)
    assert (found.pme_plus_lambda, found.pme_plus_irr) == (-4.0, None)


def test_without_calls_there_is_no_ratio():
    found = pme.periodic([0, 0], [0, 5], [100, 100], nav=1)
    assert (found.ks_pme, found.direct_alpha) == (None, None)
    assert found.direct_alpha_status == irr.NO_SIGN_CHANGE


def test_without_a_value_only_the_index_position_is_known():
    found = pme.periodic([100, 0], [0, 40], [100, 110], nav=None)
    assert (found.ks_pme, found.direct_alpha, found.fund_irr) == (None, None, None)
    assert found.ln_nav == pytest.approx(70.0)


@pytest.mark.parametrize("levels", [[100, 0], [100, None], [100, float("nan")], [100], [-1, 5]])
def test_an_index_that_cannot_be_used_leaves_everything_unknown(levels):
    assert pme.periodic([100, 0], [0, 40], levels, nav=60) == pme.Pme()


def test_dates_out_of_order_leave_everything_unknown():
    found = pme.dated(DATES[::-1], [100, 0, 0], [0, 0, 0], [100, 105, 110], nav=220)
    assert found == pme.Pme()
    assert pme.mpme_dated(DATES[::-1], [1, 0, 0], [0, 0, 0], [1, 1, 1], [1, 1, 1]).mpme_irr is None


def test_no_flows_leave_everything_unknown():
    assert pme.dated([], [], [], [], nav=1) == pme.Pme()


def test_the_mirror_portfolio_sells_what_the_fund_distributes():
    # half of the fund is distributed: half of the index position, grown by a fifth, is sold
    found = pme.mpme_periodic([100, 0, 0], [0, 50, 0], [100, 50, 55], [100, 120, 132])
    assert found.final_mpme_nav == pytest.approx(66.0)
    assert found.mpme_irr == pytest.approx(irr.periodic([-100, 60, 66]).irr, abs=1e-12)
    assert found.fund_irr == pytest.approx(irr.periodic([-100, 50, 55]).irr, abs=1e-12)


def test_a_liquidated_fund_has_sold_the_whole_mirror_portfolio():
    found = pme.mpme_periodic([100, 0, 0], [0, 130, 0], [100, 0, 0], [100, 110, 90])
    assert found.final_mpme_nav == 0.0
    assert found.mpme_irr == pytest.approx(0.10, abs=1e-12)


def test_a_missing_value_leaves_the_mirror_portfolio_unknown():
    assert pme.mpme_periodic([1, 0], [0, 0], [1, None], [1, 1]) == pme.ModifiedPme()


def test_the_level_of_a_day_is_the_last_one_published():
    days, levels = DATES, [100.0, 110.0, 121.0]
    assert pme.level_on(days, levels, date(2022, 6, 30)) == 110.0
    assert pme.level_on(days, levels, DATES[2]) == 121.0
    assert pme.level_on(days, levels, date(2020, 12, 31)) is None


sizes = st.integers(0, 10**8)
books = st.lists(st.tuples(sizes, sizes, st.floats(1, 1e4)), min_size=2, max_size=12)


def laid_out(book):
    paid, got, levels = (list(column) for column in zip(*book, strict=True))
    paid[0] += 1
    return [date(2010, 1, 1) + timedelta(days=400 * i) for i in range(len(book))], paid, got, levels


@given(books, sizes)
def test_against_a_flat_index_the_ratio_is_tvpi_and_alpha_the_irr(book, nav):
    dates, paid, got, _ = laid_out(book)
    found = pme.dated(dates, paid, got, [50.0] * len(book), nav=nav)
    assert found.ks_pme == pytest.approx((sum(got) + nav) / sum(paid), rel=1e-12)
    assert found.direct_alpha_status == found.fund_irr_status
    if found.fund_irr is not None:
        assert found.direct_alpha == pytest.approx(found.fund_irr, rel=1e-9, abs=1e-9)


@given(books, sizes, st.sampled_from([0.01, 4.0, 1024.0]))
def test_rescaling_the_index_changes_nothing(book, nav, unit):
    dates, paid, got, levels = laid_out(book)
    one = pme.dated(dates, paid, got, levels, nav=nav)
    other = pme.dated(dates, paid, got, [level * unit for level in levels], nav=nav)
    assert one.ks_pme == pytest.approx(other.ks_pme, rel=1e-9)
    assert one.ln_nav == pytest.approx(other.ln_nav, rel=1e-9, abs=1e-3)
    if one.direct_alpha is not None and other.direct_alpha is not None:
        assert one.direct_alpha == pytest.approx(other.direct_alpha, rel=1e-6, abs=1e-8)


@given(books)
def test_a_fund_that_holds_the_index_has_ratio_one_and_no_alpha(book):
    dates, paid, got, levels = laid_out(book)
    got = [0] * len(got)
    value = sum(size * levels[-1] / level for size, level in zip(paid, levels, strict=True))
    assume(sum(paid[:-1]) > paid[-1] / 1000)
    found = pme.dated(dates, paid, got, levels, nav=value)
    assert found.ks_pme == pytest.approx(1.0, rel=1e-12)
    assert found.direct_alpha == pytest.approx(0.0, abs=1e-9)
