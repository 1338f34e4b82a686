"""How the figures came about: trend, J-curve and the list of flows."""

from __future__ import annotations

from datetime import date

import pytest

from services.fund_performance import FundPerformanceService
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import TWO_YEARS_ON


def test_the_trend_has_quarter_ends_and_gaps_before_the_first_call(
    simple: str, service: FundPerformanceService
) -> None:
    points = service.trend(partner(), Scope(period="2019-10-01..2021-12-31")).data_points
    assert [point.date for point in points][:3] == [
        date(2019, 12, 31),
        date(2020, 3, 31),
        date(2020, 6, 30),
    ]
    assert points[0].tvpi is None
    assert points[1].tvpi == 1.0  # at cost for 120 days
    assert points[2].tvpi is None
    assert points[-1].date == TWO_YEARS_ON
    assert points[-1].irr == pytest.approx(0.10, abs=1e-9)


def test_the_trend_is_monthly_where_values_are(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2023-12-31", "capital_call", 100)
    for month_end in ("2024-01-31", "2024-02-29", "2024-03-31"):
        facts.nav(fund, month_end, 100)
    points = service.trend(partner(), Scope(period="2m")).data_points
    assert [point.date.isoformat() for point in points] == [
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
    ]


def test_the_last_point_of_the_trend_equals_the_headline(
    simple: str, service: FundPerformanceService
) -> None:
    last = service.trend(partner()).data_points[-1]
    found = service.calculate_fund_metrics(partner())
    for name in ("irr", "gross_irr"):
        assert getattr(last, name) == pytest.approx(getattr(found, name), abs=1e-12), name
    for name in ("tvpi", "dpi", "rvpi", "moic", "nav", "paid_in", "distributions"):
        assert getattr(last, name) == getattr(found, name), name


def test_the_j_curve_finds_its_trough_and_the_day_of_break_even(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flows(fund, [("2020-02-01", "capital_call", 60), ("2020-05-01", "capital_call", 40)])
    facts.flows(fund, [("2021-02-01", "distribution", 70), ("2021-05-01", "distribution", 50)])
    facts.nav(fund, "2021-06-30", 10)
    curve = service.j_curve(partner())
    assert [point.net_cash for point in curve.points] == [-60, -100, -100, -100, -30, 20]
    assert curve.trough is not None and curve.trough.date == date(2020, 6, 30)
    assert curve.break_even == date(2021, 5, 1)
    assert (curve.points[-1].called, curve.points[-1].distributed) == (0, 50)
    assert curve.points[-1].net_value == 30


def test_every_listed_flow_leads_to_the_running_total(
    simple: str, service: FundPerformanceService
) -> None:
    listed = service.cash_flows(partner())
    assert [(row.amount, row.cumulative) for row in listed.rows] == [(210, -790), (-1000, -1000)]
    assert listed.total_rows == 2
    newest = service.cash_flows(partner(), limit=1)
    assert [(row.amount, row.cumulative) for row in newest.rows] == [(210, -790)]
    assert (newest.total_rows, newest.paid_in) == (2, 1000)
