"""What the Takahashi-Alexander model must give for any parameters, and by hand for simple ones."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.pacing import BUYOUT, VENTURE, Pace, forecast, steady_commitment

HALVES = Pace(contribution_rates=(0.5, 1), life=2, bow=1, growth=0.1)


def test_two_years_can_be_worked_out_by_hand():
    found = forecast(HALVES, commitment=100)
    # year 1: half is called; year 2: the rest is called and the grown 55 are paid out
    assert [(y.contribution, y.distribution, y.nav) for y in found.years] == [
        (50, 0, 50), (50, 55, 50),
    ]  # fmt: skip
    assert (found.paid_in, found.distributed, found.ending_nav) == (100, 55, 50)
    assert (found.dpi, found.tvpi, found.irr) == (0.55, 1.05, pytest.approx(0.1))
    assert (found.peak_nav, found.peak_nav_year) == (50, 1)
    assert (found.j_curve_trough, found.j_curve_trough_year) == (-50, 1)
    assert found.cash_breakeven_year is None


def test_a_fund_restarts_from_where_it_stands():
    found = forecast(HALVES, commitment=100, nav=80, paid_in=60, age=1)
    (year,) = found.years
    assert (year.year, year.contribution, year.distribution, year.nav) == (2, 40, 88, 40)
    assert (found.tvpi, found.irr) == (pytest.approx(128 / 120), pytest.approx(0.1))
    over = forecast(HALVES, commitment=100, nav=80, paid_in=130, age=1)
    assert over.years[0].contribution == 0
    old = forecast(HALVES, commitment=100, nav=80, paid_in=100, age=2)
    assert (old.years, old.ending_nav, old.irr, old.cash_breakeven_year) == ((), 80, None, None)


def test_published_parameters_return_more_than_was_paid_in():
    assert round(forecast(VENTURE, commitment=100).dpi, 2) == 1.88
    assert forecast(BUYOUT, commitment=100).peak_nav_year == 5
    assert forecast(VENTURE, commitment=100).cash_breakeven_year == 8


@pytest.mark.parametrize(
    "wrong",
    [{"contribution_rates": ()}, {"contribution_rates": (None,)}, {"contribution_rates": (2,)},
     {"life": 0}, {"life": 101}, {"bow": -1}, {"growth": -1}, {"yield_floor": None}],
)  # fmt: skip
def test_parameters_that_are_none_give_no_forecast(wrong):
    known = {"contribution_rates": (0.5,), "life": 10, "bow": 2, "growth": 0.1}
    assert forecast(Pace(**known | wrong), commitment=100) is None
    assert forecast(HALVES, commitment=None) is None
    assert forecast(HALVES, commitment=100, nav=None) is None


rates = st.lists(st.integers(1, 100).map(lambda n: Decimal(n) / 100), min_size=1, max_size=4)


@given(
    rates, st.integers(1, 25), st.integers(0, 60), st.integers(-40, 80), st.integers(0, 30),
    st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 12),
)  # fmt: skip
def test_the_flows_and_what_is_left_earn_the_growth(
    called, life, bow, growth, floor, nav, paid_in, age
):
    pace = Pace(contribution_rates=tuple(called), life=life, bow=Decimal(bow) / 10,
                growth=Decimal(growth) / 100, yield_floor=Decimal(floor) / 100)  # fmt: skip
    found = forecast(pace, commitment=10**7, nav=nav, paid_in=paid_in, age=age)
    by = 1 + pace.growth
    worth = Decimal(-nav)
    for n, year in enumerate(found.years, 1):
        worth += (year.distribution - year.contribution) / by**n
    worth += found.ending_nav / by ** len(found.years)
    assert abs(worth) < Decimal("1E-9")
    assert all(year.contribution >= 0 and year.nav >= 0 for year in found.years)
    assert found.paid_in + paid_in <= max(10**7, paid_in)
    if found.irr is not None:
        assert found.irr == pytest.approx(float(pace.growth), abs=1e-6)
    assert found.irr is not None or not found.years or not nav


def test_a_steady_programme_carries_the_sum_of_its_ages():
    assert steady_commitment([0.25, 0.5, 0.25], target_nav=150) == (1.0, 150)
    assert steady_commitment([0.5, 1.5], target_nav=100) == (2.0, 50)
    assert steady_commitment([0.5], target_nav=None) == (0.5, None)
    assert steady_commitment([], target_nav=100) == (None, None)
    assert steady_commitment([0.5, None], target_nav=100) == (None, None)
