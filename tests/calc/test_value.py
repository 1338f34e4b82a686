"""What flows are worth at a given rate."""

from datetime import date

import pytest

from services.calc import value

D2021, D2022, D2023 = (date(year, 1, 1) for year in (2021, 2022, 2023))


def test_the_first_flow_counts_in_full_or_a_period_later():
    assert value.npv(0.10, [-100, 110]) == pytest.approx(0.0, abs=1e-12)
    assert value.npv(0.10, [110, 121], first_flow_at_t0=False) == pytest.approx(200.0)


def test_dated_flows_are_valued_on_the_first_and_on_the_last_day():
    dates, amounts = [D2023, D2021, D2022], [121, -100, 110]
    assert value.xnpv(0.10, dates, amounts) == pytest.approx(100.0)
    assert value.xnfv(0.10, dates, amounts) == pytest.approx(121.0)


def test_one_sided_flows_have_a_value_too():
    assert value.xnfv(0.10, [D2021, D2022], [100, 0]) == pytest.approx(110.0)


def test_no_flows_are_worth_nothing():
    assert value.xnpv(0.10, [], []) == 0.0
    assert value.xnfv(0.10, [], []) == 0.0


@pytest.mark.parametrize("rate", [-1.0, -2.0, float("nan")])
def test_a_rate_of_minus_one_or_less_values_nothing(rate):
    assert value.npv(rate, [1, 2]) is None
    assert value.xnpv(rate, [D2021, D2022], [-1, 2]) is None


def test_a_missing_amount_leaves_the_value_unknown():
    assert value.npv(0.10, [1, None]) is None
    assert value.xnfv(0.10, [D2021, D2022], [1, float("nan")]) is None
    assert value.mirr([-1, float("nan"), 2], finance_rate=0.1, reinvest_rate=0.1) is None


def test_reinvesting_at_the_other_rate_moves_the_modified_rate():
    # 50 reinvested for a year at 20 % is 60; 60 + 61 on 100 over two years is 10 % a year
    rate = value.mirr([-100, 50, 61], finance_rate=0.05, reinvest_rate=0.20)
    assert rate == pytest.approx(0.10, abs=1e-12)


def test_money_one_way_has_no_modified_rate():
    assert value.mirr([1, 2], finance_rate=0.1, reinvest_rate=0.1) is None
    assert value.mirr([], finance_rate=0.1, reinvest_rate=0.1) is None


def test_at_its_own_rate_a_series_leaves_nothing_and_at_another_a_share_of_what_moved():
    days = [date(2021, 1, 1), date(2022, 1, 1)]
    assert value.residue(0.1, days, [-100, 110]) == pytest.approx(0, abs=1e-15)
    assert value.residue(0.0, days, [-100, 110]) == pytest.approx(10 / 210)
    assert value.residue(1e9, days, [-100, 110]) == pytest.approx(100 / 210)
    assert value.residue(-0.999999, days, [-100, 110]) == pytest.approx(110 / 210, abs=1e-4)
    assert value.residue(-1.0, days, [-100, 110]) is None
    assert value.residue(0.1, days, [-100, None]) is None
