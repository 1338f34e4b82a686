"""Smoothed returns, old marks, thin cash, late exits, and other currencies."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.currency_effect import currency_effect
from services.calc.liquidity import Holding, coverage, runway_at_risk
from services.calc.smoothing import autocorrelation, desmooth, smooth
from services.calc.staleness import staleness
from services.calc.stress import exit_delay, multiple_compression

AS_OF = date(2026, 1, 1)


def test_undoing_half_a_smoothing_doubles_the_steps():
    found = desmooth([0.0, 0.02, 0.04], rho=0.5)
    assert found.desmoothed == pytest.approx((0.04, 0.06))
    assert (found.rho, found.first_period_lost) == (0.5, True)
    assert found.vol_observed == pytest.approx(0.02)


def test_returns_that_do_not_hang_together_are_left_alone():
    jumpy = desmooth([0.1, -0.1, 0.1, -0.1])
    assert jumpy.rho == -0.75
    assert (jumpy.desmoothed, jumpy.first_period_lost) == ((0.1, -0.1, 0.1, -0.1), False)
    assert jumpy.vol_desmoothed == jumpy.vol_observed
    assert desmooth([0.1, None]) is None
    assert desmooth([0.1, 0.2], rho=1.0).desmoothed is None
    assert autocorrelation([0.1, 0.1, 0.1]) is None
    lone = desmooth([0.1])
    assert (lone.rho, lone.desmoothed, lone.vol_observed) == (None, None, None)


@given(
    st.lists(st.floats(-0.5, 0.5), min_size=2, max_size=40),
    st.integers(1, 95).map(lambda n: n / 100),
)
def test_smoothing_again_gives_the_returns_back(returns, rho):
    found = desmooth(returns, rho=rho)
    assert smooth(found.desmoothed, rho=rho, before=returns[0]) == pytest.approx(
        tuple(returns[1:]), abs=1e-12
    )


def test_old_marks_weigh_by_what_they_say():
    marks = [(30, date(2025, 12, 2)), (10, date(2025, 9, 3)), (10, date(2025, 9, 2)), (50, None)]
    found = staleness(marks, as_of=AS_OF)
    assert found.ages == (30, 120, 121, None)
    assert found.weighted_age_days == pytest.approx((30 * 30 + 10 * 120 + 10 * 121) / 50)
    assert (found.stale_share, found.stale_count, found.undated_share) == (0.1, 1, 0.5)
    unknown = staleness([(None, AS_OF), (10, AS_OF)], as_of=AS_OF)
    assert (unknown.weighted_age_days, unknown.stale_share) == (None, None)
    assert staleness([], as_of=AS_OF).stale_share is None


def test_what_can_be_raised_covers_what_is_due():
    known = {"commitments": 100, "paid_in": 62, "recallable": 5, "cash": 3, "undrawn_line": 10,
             "follow_ons": 24, "fees_to_end": 8, "other_obligations": 1,
             "invested": 51}  # fmt: skip
    found = coverage(**known)
    assert (found.unfunded, found.sources, found.uses, found.new_deal_capacity) == (43, 56, 33, 13)
    assert (found.coverage_ratio, found.called_share) == (pytest.approx(56 / 33), 0.62)
    assert coverage(**known | {"expired": 3}).unfunded == 40
    assert coverage(**known | {"cash": None}).coverage_ratio is None
    nothing_due = coverage(**known | {"follow_ons": 0, "fees_to_end": 0, "other_obligations": 0})
    assert (nothing_due.coverage_ratio, nothing_due.new_deal_capacity) == (None, 46)


def test_whoever_earns_cash_does_not_run_out_of_it():
    companies = [
        Holding(fair_value=10, runway=4.5), Holding(fair_value=20, runway=6.0),
        Holding(fair_value=5, runway=None),
        Holding(fair_value=15, runway=None, cash_generative=True),
    ]  # fmt: skip
    found = runway_at_risk(companies, horizon_months=6)
    assert (found.share_at_risk, found.count) == (0.2, 1)
    assert (found.unknown_share, found.unknown_count) == (0.1, 1)
    unvalued = runway_at_risk([Holding(fair_value=None, runway=1)], horizon_months=6)
    assert (unvalued.share_at_risk, unvalued.count) == (None, 1)


def test_a_gain_looks_worse_and_a_loss_better_when_it_comes_later():
    gain = exit_delay(multiple=4, years=1, delay_years=1)
    assert (gain.base_irr, gain.delayed_irr, gain.moic) == (3.0, 1.0, 4.0)
    loss = exit_delay(multiple=0.25, years=1, delay_years=1)
    assert (loss.base_irr, loss.delayed_irr) == (-0.75, -0.5)
    assert exit_delay(multiple=0, years=2, delay_years=0).base_irr == -1
    for wrong in ({"multiple": -1}, {"multiple": None}, {"years": 0}, {"multiple": 1e300}):
        known = {"multiple": 2, "years": 0.001, "delay_years": 0} | wrong
        assert exit_delay(**known).base_irr is None


def test_debt_makes_a_lower_multiple_cost_more():
    known = {"ebitda": 100, "multiple": 10, "net_debt": 500}
    found = multiple_compression(**known, cut=0.1)
    assert (found.equity_before, found.equity_after, found.equity_change) == (500, 400, -0.2)
    assert multiple_compression(**known, cut=0.6).equity_after == 0
    assert multiple_compression(**known, cut=None).equity_change is None
    under = multiple_compression(ebitda=10, multiple=10, net_debt=500, cut=0.1)
    assert (under.equity_before, under.equity_change) == (0, None)
    assert multiple_compression(ebitda=None, multiple=1, net_debt=0, cut=0).equity_before is None


def test_a_currency_adds_to_a_return_what_it_gained_itself():
    days = [date(2021, 1, 1), date(2022, 1, 1)]
    found = currency_effect(days, [-100, 120], [1.0, 1.1])
    assert found.local_irr == pytest.approx(0.2)
    assert found.base_irr == pytest.approx(0.32)
    assert found.effect == pytest.approx(0.1)
    unknown = currency_effect(days, [-100, 120], [1.0, None])
    assert (unknown.base_irr, unknown.effect) == (None, None)
