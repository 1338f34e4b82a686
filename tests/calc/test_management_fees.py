"""Fees on commitments and on what is still invested, by hand."""

from datetime import date
from decimal import Decimal

from services.calc.management_fees import carry_bases, fee_of_period, lifetime_fees, yearly_fees


def test_fees_and_investment_capital_depend_on_each_other():
    found = lifetime_fees(commitment=1000, rate=0.02, committed_years=5, invested_years=5)
    # 900 / 1.06: five years at 20, then 2 % of I x (1 + 0.8 + 0.6 + 0.4 + 0.2)
    assert round(found.investment_capital, 4) == Decimal("849.0566")
    assert round(found.lifetime + found.investment_capital, 20) == 1000
    assert list(found.by_year[:5]) == [20] * 5
    late = lifetime_fees(
        commitment=1000, rate=0.02, committed_years=5, invested_years=5, counted="end"
    )
    assert late.by_year[-1] == 0
    assert round(late.investment_capital, 6) == round(Decimal(900) / Decimal("1.04"), 6)
    plain = lifetime_fees(commitment=1000, rate=0.02, committed_years=10, invested_years=0)
    assert (plain.lifetime, plain.investment_capital) == (200, 800)
    assert lifetime_fees(commitment=None, rate=1, committed_years=1, invested_years=1) is None
    assert lifetime_fees(commitment=1, rate=1, committed_years=-1, invested_years=1) is None


def test_a_year_with_a_cost_is_charged_on_it():
    assert yearly_fees(commitment=100, rate=0.02, cost_by_year=[None, 80, 0]) == (
        2, Decimal("1.6"), 0,
    )  # fmt: skip
    assert yearly_fees(commitment=None, rate=0.02, cost_by_year=[None]) is None


def test_a_period_is_charged_day_by_day():
    start, middle, end = date(2021, 1, 1), date(2021, 4, 11), date(2021, 12, 31)
    # 100 days on 365m, 265 days on 36.5m at 1 % a year
    bases = [(date(2015, 1, 1), 365_000_000), (middle, 36_500_000)]
    assert fee_of_period(rate=0.01, bases=bases, start=start, end=end) == 1_000_000 + 265_000
    assert fee_of_period(rate=0.01, bases=bases[1:], start=start, end=end) is None
    assert fee_of_period(rate=None, bases=bases, start=start, end=end) is None
    unknown = [bases[0], (middle, None)]
    assert fee_of_period(rate=0.01, bases=unknown, start=start, end=end) is None
    before = date(2021, 1, 10)
    assert fee_of_period(rate=0.01, bases=unknown, start=start, end=before) == 100_000


def test_two_carry_bases_cross_where_both_pay_the_same():
    known = {"commitment": 300, "fee_rate": 0.025, "years": 12, "committed_rate": 0.25,
             "investment_rate": 0.2}  # fmt: skip
    found = carry_bases(**known, proceeds=700)
    assert (found.investment_capital, found.break_even) == (210, 660)
    assert (found.committed, found.investment) == (100, 98)
    same = carry_bases(**known | {"committed_rate": 0.2}, proceeds=250)
    assert (same.committed, same.investment, same.break_even) == (0, 8, None)
    assert carry_bases(**known, proceeds=None) is None
