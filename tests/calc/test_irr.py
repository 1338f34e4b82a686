"""The rate of return: one rate, several, none, and what may be shown of it."""

from datetime import date
from decimal import Decimal

import pytest

from services.calc import irr

D2020, D2021, D2022, D2023 = (date(year, 1, 1) for year in (2020, 2021, 2022, 2023))
# 366 days after D2020; from 2021 on a year has 365 days
YEARS = [D2021, D2022, D2023]


def test_ten_percent_over_a_year_of_365_days_is_ten_percent():
    assert irr.solve([D2021, D2022], [-100, 110]).irr == pytest.approx(0.10, abs=1e-12)


def test_the_leap_day_makes_the_year_longer_than_one():
    assert irr.solve([D2020, D2021], [-100, 110]).irr == pytest.approx(0.0997135859, abs=1e-9)


def test_doubling_in_two_years_is_the_root_of_two():
    assert irr.solve([D2021, D2023], [-50, 100]).irr == pytest.approx(0.4142135624, abs=1e-9)


def test_a_fund_with_two_rates_shows_both_and_picks_none():
    found = irr.solve(YEARS, [-100, 230, -132])
    assert (found.status, found.irr) == (irr.MULTIPLE, None)
    assert found.roots == pytest.approx((0.10, 0.20), abs=1e-9)


def test_a_fund_with_three_rates_shows_all_three():
    # (x - 1.1)(x - 1.2)(x - 1.5) = x^3 - 3.8 x^2 + 4.77 x - 1.98
    found = irr.periodic([-100, 380, -477, 198])
    assert found.roots == pytest.approx((0.10, 0.20, 0.50), abs=1e-9)


def test_flows_that_never_balance_have_no_rate():
    assert irr.solve(YEARS, [-100, 150, -60]) == irr.Solution(irr.NONE)


def test_a_rate_that_only_touches_zero_counts_once():
    found = irr.solve(YEARS, [-100, 220, -121])
    assert found.status == irr.UNIQUE
    assert found.irr == pytest.approx(0.10, abs=1e-7)


def test_three_turns_of_sign_may_still_mean_one_rate():
    found = irr.solve([*YEARS, date(2024, 1, 1)], [-100, 5, -100, 300])
    assert found.status == irr.UNIQUE
    assert len(found.roots) == 1


def test_nothing_paid_is_no_flows():
    assert irr.solve([], []).status == irr.NO_FLOWS
    assert irr.solve([D2020, D2021], [0, 0]).status == irr.NO_FLOWS


def test_calls_alone_have_no_rate():
    assert irr.solve([D2020, D2021], [-100, -50]).status == irr.NO_SIGN_CHANGE
    assert irr.solve([D2020], [-100]).status == irr.NO_SIGN_CHANGE


def test_everything_on_one_day_has_no_duration():
    assert irr.solve([D2020] * 3, [-100, -100, 210]).status == irr.ZERO_DURATION


def test_two_days_that_thirty_360_counts_as_one_moment_have_no_duration():
    days = [date(2024, 3, 30), date(2024, 3, 31)]
    assert irr.solve(days, [-100, 101], day_count="30/360 ISDA").status == irr.ZERO_DURATION
    assert irr.solve(days, [-100, 101]).status == irr.UNIQUE


def test_calls_that_remain_after_netting_have_no_rate():
    assert irr.solve([D2020, D2021, D2021], [-100, -40, 40]).status == irr.NO_SIGN_CHANGE


@pytest.mark.parametrize("missing", [None, float("nan"), float("-inf")])
def test_a_missing_amount_is_an_error_and_not_a_rate(missing):
    assert irr.solve(YEARS, [-100, missing, 150]) == irr.Solution(irr.INVALID_INPUT)
    assert irr.periodic([-100, missing, 150]) == irr.Solution(irr.INVALID_INPUT)


def test_an_unknown_day_count_is_refused():
    with pytest.raises(ValueError, match="Day Count"):
        irr.solve(YEARS, [-100, 0, 150], day_count="lunar")


@pytest.mark.parametrize("unit", [1e-12, 1e-3, 1.0, 1e10, 1e13, 1e200])
def test_the_unit_of_money_does_not_matter(unit):
    found = irr.solve(YEARS, [-100 * unit, 60 * unit, 60 * unit])
    assert found.irr == pytest.approx(0.1306623863, abs=1e-9)


def test_decimals_and_floats_give_the_same_rate():
    exact = irr.solve(YEARS, [Decimal("-100.10"), Decimal("60.20"), Decimal("60.20")])
    assert exact == irr.solve(YEARS, [-100.10, 60.20, 60.20])


def test_a_fund_that_lost_nearly_all_has_a_rate():
    assert irr.solve([D2021, D2022], [-1_000_000, 1_000]).irr == pytest.approx(-0.999, abs=1e-12)


def test_a_thousandfold_in_a_year_is_not_cut():
    assert irr.solve([D2021, D2022], [-1, 1_001]).irr == pytest.approx(1000.0, rel=1e-12)


def test_five_percent_in_a_day_is_solved_beyond_the_usual_range():
    days = [D2021, date(2021, 1, 2)]
    assert irr.solve(days, [-100, 105]).irr == pytest.approx(54_211_840.58, rel=1e-9)


def test_a_rate_beyond_any_number_is_none():
    days = [D2021, date(2021, 1, 2)]
    assert irr.solve(days, [-1, 1_000]) == irr.Solution(irr.NONE)


def test_two_thousand_calls_and_returns_are_solved():
    days = [date.fromordinal(D2020.toordinal() + day) for day in range(2_500)]
    found = irr.solve(days, [-1.0] * 1_500 + [2.0] * 1_000)
    assert found.status == irr.UNIQUE
    assert 0.08 < found.irr < 0.12


def test_periods_are_one_apart_and_leading_zeros_wait():
    assert irr.periodic([0, 0, -100, 121]).irr == pytest.approx(0.21, abs=1e-12)
    assert irr.periodic([-100, 0, 121]).irr == pytest.approx(0.10, abs=1e-12)


def test_a_pool_is_the_rate_of_all_flows_and_not_a_mean():
    small, large = ([D2021, D2022], [-1, 2]), ([D2021, D2022], [-99, 99])
    assert irr.pooled([small, large]).irr == pytest.approx(0.01, abs=1e-12)


def test_a_written_off_fund_has_lost_everything():
    shown = irr.performance([D2020, D2021], [-100, -50], nav=0, as_of=D2023)
    assert (shown.status, shown.irr, shown.days) == (irr.TOTAL_LOSS, -1.0, 1096)


def test_a_fund_whose_value_is_not_supplied_has_not_lost_everything():
    shown = irr.performance([D2020, D2021], [-100, -50], as_of=D2023)
    assert (shown.status, shown.irr) == (irr.NO_SIGN_CHANGE, None)


def test_a_worthless_fund_that_paid_something_back_has_its_rate():
    shown = irr.performance([D2021, D2022], [-100, 50], nav=0, as_of=D2023)
    assert (shown.status, shown.irr) == (irr.UNIQUE, pytest.approx(-0.5, abs=1e-12))


def test_a_value_closes_the_series_on_its_day():
    shown = irr.performance([D2021], [-100], nav=Decimal("121"), as_of=D2023)
    assert (shown.irr, shown.days, shown.display) == (pytest.approx(0.10, abs=1e-12), 730, "irr")


def test_under_a_year_the_period_is_shown_and_not_the_year():
    shown = irr.performance([date(2010, 1, 1)], [-1000], nav=1100, as_of=date(2010, 1, 31))
    assert (shown.status, shown.irr, shown.days) == (irr.SHORT_PERIOD, None, 30)
    assert shown.period_return == pytest.approx(0.10, abs=1e-12)
    assert shown.irr_annualised == pytest.approx(2.1886804769, abs=1e-9)
    assert shown.display == "period_return"


def test_exactly_a_year_is_annualised():
    assert irr.performance([D2021], [-100], nav=90, as_of=D2022).status == irr.UNIQUE


def test_a_flow_after_the_valuation_day_is_an_error():
    shown = irr.performance([D2021, D2023], [-100, 50], nav=90, as_of=D2022)
    assert shown.status == irr.INVALID_INPUT


def test_a_value_without_a_day_is_an_error():
    assert irr.performance([D2021], [-100], nav=90).status == irr.INVALID_INPUT


def test_several_rates_are_listed_beside_the_word():
    shown = irr.performance(YEARS[:2], [-100, 230], nav=-132, as_of=D2023)
    assert (shown.status, shown.irr, shown.display) == (irr.MULTIPLE, None, None)
    assert shown.roots == pytest.approx((0.10, 0.20), abs=1e-9)


def test_a_fund_called_and_closed_on_one_day_is_not_a_loss_yet():
    assert irr.performance([D2021], [-100], nav=0, as_of=D2021).status == irr.ZERO_DURATION


def test_a_horizon_starts_from_the_opening_value():
    shown = irr.horizon(
        [D2020, D2021, D2022],
        [-500, -70, 30],
        opening_nav=100,
        start=D2021,
        closing_nav=80,
        end=D2022,
    )
    # the flow of the start day is in the 100; 30 and 80 are got back after a year
    assert (shown.irr, shown.days) == (pytest.approx(0.10, abs=1e-12), 365)


def test_a_horizon_without_an_opening_value_is_not_guessed():
    shown = irr.horizon([D2021], [-1], opening_nav=None, start=D2021, closing_nav=1, end=D2022)
    assert shown.status == irr.INVALID_INPUT
