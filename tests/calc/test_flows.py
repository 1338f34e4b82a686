"""Flows made ready for a rate: sorted, netted by day, nothing skipped."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest

from services.calc.flows import Flows, most_rates, net, read, sign_changes

JAN, FEB, MAR = date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)


def amounts(flows: Flows) -> list[float]:
    return flows.amounts.tolist()


def test_flows_come_in_order_of_date_without_zeros():
    flows = read([MAR, JAN, FEB], [130, -100, 0])
    assert amounts(flows) == [-100, 130]
    assert flows.span == 60


def test_a_time_of_day_does_not_make_a_second_day():
    flows = net(read([datetime(2024, 1, 31, 9, 0), datetime(2024, 1, 31, 17, 0)], [-60, -40]))
    assert amounts(flows) == [-100]


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf"), Decimal("NaN"), "n/a"])
def test_a_missing_amount_is_never_skipped(missing):
    assert read([JAN, FEB], [-100, missing]) is None


def test_a_missing_date_is_never_skipped():
    assert read([JAN, None], [-100, 110]) is None


def test_more_dates_than_amounts_cannot_be_read():
    assert read([JAN, FEB], [-100]) is None


def test_a_call_and_a_distribution_of_one_day_are_one_flow():
    assert amounts(net(read([JAN, FEB, FEB], [-100, -40, 60]))) == [-100, 20]


def test_a_day_that_cancels_leaves_no_flow():
    assert amounts(net(read([JAN, FEB, FEB], [-100, -40, 40]))) == [-100]


def test_tenths_that_cancel_leave_no_dust():
    assert amounts(net(read([JAN, FEB, FEB, FEB], [-1, 0.1, 0.2, -0.3]))) == [-1]


def test_cents_beside_billions_are_money_and_stay():
    assert amounts(net(read([JAN, FEB, FEB], [-1, 5e9, -5e9 + 0.01]))) == [
        -1,
        pytest.approx(0.01, abs=1e-6),
    ]


@pytest.mark.parametrize(
    ("series", "turns"),
    [([-1.0, -1, 3], 1), ([-1.0, 2, -1], 2), ([1.0, 2], 0), ([-1.0, 3, -3, 2], 3)],
)
def test_sign_changes_are_counted_along_the_series(series, turns):
    assert sign_changes(np.array(series)) == turns


def test_a_small_refund_during_the_calls_leaves_room_for_one_rate_only():
    refund = np.array([-100.0, 5, -100, 300])
    assert sign_changes(refund) == 3
    assert most_rates(refund) == 1


def test_a_series_with_two_rates_is_not_talked_down():
    assert most_rates(np.array([-100.0, 230, -132])) == 2


def test_a_grand_total_of_zero_keeps_the_plain_bound():
    assert most_rates(np.array([-100.0, 50, -50, 100])) == 3
