"""Figures of one company: what they say, and where they say nothing."""

import pytest

from services.calc import company_metrics as calc


@pytest.mark.parametrize(
    ("cash", "burn", "state", "months", "short"),
    [
        (500_000, 50_000, "finite", 10.0, False),
        (0, 90_000, "finite", 0.0, True),
        (-5, 10, "finite", 0.0, True),  # overdrawn: nothing is left
        (600, 100, "finite", 6.0, False),
        (599, 100, "finite", 5.99, True),
        (1_500_000, -40_000, "cash_generative", None, False),
        (None, 0, "cash_generative", None, False),
        (None, 10, "unknown", None, None),
        (10, None, "unknown", None, None),
        (float("nan"), 10, "unknown", None, None),
        (10, float("inf"), "unknown", None, None),
    ],
)
def test_runway_is_cash_over_burn_and_never_infinite(cash, burn, state, months, short):
    assert calc.runway(cash=cash, net_burn=burn) == calc.Runway(state, months, short)


@pytest.mark.parametrize(
    ("burn", "added", "multiple", "band"),
    [
        (9, 10, 0.9, "amazing"),
        (10, 10, 1.0, "great"),
        (15, 10, 1.5, "good"),
        (20, 10, 2.0, "suspect"),
        (30, 10, 3.0, "suspect"),
        (30.1, 10, 3.01, "bad"),
        (9, -1, None, "bad"),
        (9, 0, None, "bad"),
        (0, 10, None, "cash_generative"),
        (-9, -1, None, "cash_generative"),
        (9, None, None, None),
        (None, 9, None, None),
    ],
)
def test_a_boundary_takes_the_worse_band_but_three_is_still_suspect(burn, added, multiple, band):
    assert calc.burn_multiple(net_burn=burn, net_new_arr=added) == calc.BurnMultiple(multiple, band)


def test_the_rule_of_40_is_exact_at_its_mark():
    assert calc.rule_of_40(growth=0.7, margin=-0.3) == (0.4, True)  # 0.39999... in floats
    assert calc.rule_of_40(growth=0.7, margin=-0.31) == (0.39, False)
    assert calc.rule_of_40(growth=None, margin=0.5) == (None, None)
    assert calc.free_cash_flow_margin(net_burn=100, revenue=2400) == -0.5
    assert calc.free_cash_flow_margin(net_burn=100, revenue=0) is None
    assert calc.free_cash_flow_margin(net_burn=None, revenue=1) is None


def test_customers_that_never_leave_have_no_lifetime_value():
    found = calc.unit_economics(arpa_month=500, gross_margin=0.8, monthly_churn=0, cac=5000)
    assert (found.ltv, found.ltv_cac, found.meets_3x) == (None, None, None)
    assert found.payback_months == 12.5
    lossy = calc.unit_economics(arpa_month=100, gross_margin=-0.1, monthly_churn=0.1, cac=50)
    assert (lossy.ltv, lossy.ltv_cac, lossy.payback_months) == (-100, -2, None)
    at_three = calc.unit_economics(arpa_month=30, gross_margin=1, monthly_churn=0.1, cac=100)
    assert (at_three.ltv_cac, at_three.meets_3x) == (3.0, True)
    free = calc.unit_economics(arpa_month=30, gross_margin=1, monthly_churn=0.1, cac=0)
    assert (free.ltv_cac, free.meets_3x, free.payback_months) == (None, None, 0.0)


def test_nothing_is_divided_by_nothing():
    assert calc.growth(before=4, now=9) == 1.25
    assert calc.growth(before=0, now=9) is None
    assert calc.growth(before=-1, now=9) is None
    assert calc.gross_margin(revenue=100, cost_of_revenue=30) == 0.7
    assert calc.gross_margin(revenue=0, cost_of_revenue=30) is None
    assert calc.magic_number(revenue=56, revenue_before=50, sales_cost_before=24) == 1.0
    assert calc.magic_number(revenue=56, revenue_before=50, sales_cost_before=0) is None
    kept = calc.retention(start=100, expansion=18, contraction=3, churn=7)
    assert (kept.nrr, kept.grr) == (1.08, 0.9)
    assert calc.retention(start=0, expansion=1, contraction=0, churn=0).nrr is None
    unknown = calc.retention(start=100, expansion=None, contraction=3, churn=7)
    assert (unknown.nrr, unknown.grr) == (None, 0.9)
    assert calc.net_burn(cash_out=600_000, cash_in=99_999).high is True
    assert calc.net_burn(cash_out=600_000, cash_in=100_000).high is False
    assert calc.net_burn(cash_out=600_000, cash_in=None).net is None


def test_companies_are_added_up_over_what_is_known():
    found = calc.summary([(60, 10), (None, 30), (90, -5), (30, 10)])
    assert (found.n, found.n_with_burn, found.median_net_burn) == (4, 4, 10)
    assert (found.n_finite_runway, found.mean_runway, found.median_runway) == (2, 4.5, 4.5)
    assert (found.at_risk, found.cash_generative, found.unknown) == (1, 1, 1)
    nobody = calc.summary([])
    assert (nobody.n, nobody.median_net_burn, nobody.mean_runway) == (0, None, None)
