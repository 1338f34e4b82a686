"""Where a gain came from, and how much of the rest was lost."""

from datetime import date
from decimal import Decimal

import pytest

from services.calc.attribution import (
    DealFlows,
    DealOutcome,
    contribution,
    loss_ratios,
    value_bridge,
    venture_bridge,
)

D = Decimal


def test_a_buyout_gain_is_the_sum_of_its_drivers():
    found = value_bridge(
        ebitda=(10, 15), ev_multiple=(8, 10), net_debt=(30, 20), dividends=4,
        equity_injections=1, revenue=(100, 120),
    )  # fmt: skip
    # 50 to 130, 4 paid and 1 put in
    assert (found.entry_equity, found.exit_equity, found.gain) == (50, 130, 83)
    assert (found.ebitda_growth, found.multiple_expansion, found.combination) == (40, 20, 10)
    assert found.net_debt_and_cash == 13
    # margins of 10 and 12.5 %: 20 x 0.1 x 8, 100 x 0.025 x 8, 20 x 0.025 x 8
    parts = (found.revenue_growth, found.margin_change, found.revenue_margin_combination)
    assert parts == (16, 20, 4)
    assert sum(parts) == found.ebitda_growth


def test_what_is_not_known_is_not_split():
    assert value_bridge(ebitda=(10, None), ev_multiple=(8, 8), net_debt=(0, 0)) is None
    no_revenue = value_bridge(ebitda=(1, 2), ev_multiple=(5, 5), net_debt=(0, 0), revenue=(0, 9))
    assert (no_revenue.gain, no_revenue.revenue_growth) == (5, None)
    assert venture_bridge(revenue=(1, 2), ev_revenue_multiple=(3, 3), ownership=(1, None)) is None


def test_dilution_is_a_driver_of_a_venture_gain():
    found = venture_bridge(revenue=(2, 11), ev_revenue_multiple=(25, 14), ownership=(0.2, 0.14))
    assert (found.revenue_growth, found.multiple_change) == (45, D("-4.4"))
    assert (found.combination, found.dilution) == (D("-19.8"), D("-9.24"))
    parts = found.revenue_growth + found.multiple_change + found.combination + found.dilution
    assert found.total == parts == D("11.56")


def deal(invested: int, value: int, back: int = 0) -> DealFlows:
    days = (date(2020, 1, 1), date(2021, 12, 31))
    return DealFlows(dates=days, amounts=(-invested, back), fair_value=value)


def test_multiples_add_up_and_rates_do_not():
    found = contribution([deal(100, 121), deal(100, 0, 50)], as_of=date(2021, 12, 31))
    assert (found.moic, found.moic_contributions) == (0.855, [0.605, 0.25])
    assert found.irr_without_each == [
        pytest.approx(-0.2929, abs=1e-4),
        pytest.approx(0.1, abs=1e-4),
    ]
    assert (found.gain, found.gain_shares, found.top_performer) == (-29, [None, None], None)
    assert sum(found.irr_contributions) == pytest.approx(found.sum_of_irr_contributions)


def test_a_gain_may_be_made_by_one_deal_beyond_all_of_it():
    found = contribution([deal(100, 200), deal(100, 50)], as_of=date(2021, 12, 31))
    assert (found.gain_shares, found.top_performer) == ([2.0, -1.0], 2.0)
    alone = contribution([deal(100, 121)], as_of=date(2021, 12, 31))
    assert (alone.irr_without_each, alone.irr_contributions) == ([None], [None])
    unknown = contribution(
        [deal(100, 121), DealFlows(dates=(), amounts=(), fair_value=None)],
        as_of=date(2021, 12, 31),
    )
    assert (unknown.irr, unknown.moic, unknown.gain) == (None, None, None)
    assert contribution([], as_of=date(2021, 12, 31)).moic is None


def outcome(cost: int | None, realized: int, fair_value: int | None) -> DealOutcome:
    return DealOutcome(cost=cost, realized=realized, fair_value=fair_value)


def test_five_readings_of_a_loss_are_told_apart():
    found = loss_ratios([outcome(50, 0, 0), outcome(30, 6, 0), outcome(20, 90, 0)])
    assert found.by_count == pytest.approx(2 / 3)
    assert found.invested_below_cost == 0.8
    assert found.capital_lost == 0.74  # 50 + 24 of 100
    assert found.written_off_by_count == pytest.approx(1 / 3)
    assert found.written_off_by_cost == 0.5
    assert loss_ratios([outcome(10, 0, 10)]).by_count == 0
    assert loss_ratios([outcome(10, 0, None)]).by_count is None
    assert loss_ratios([]).invested_below_cost is None
    assert loss_ratios([outcome(0, 0, 0)]).invested_below_cost is None
