"""Many funds at many month-ends at once say what each would say alone."""

from datetime import date

import numpy as np
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from services.calc import irr
from services.calc.trend import irr_trend

MONTH_ENDS = [date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31)]
ENDS = [day.toordinal() for day in MONTH_ENDS]
START = date(2021, 12, 31).toordinal()


def one(days, amounts, navs, ends=None):
    return irr_trend([0, len(days)], days, amounts, ends or ENDS, [navs])[0].tolist()


def test_a_fund_that_grows_a_tenth_a_year_stands_at_ten_percent():
    found = one([START], [-100.0], [110.0, 121.0, 133.1 * 1.1 ** (1 / 365)])
    assert found == pytest.approx([0.10] * 3, abs=1e-10)


def test_before_its_first_call_a_fund_has_no_rate():
    found = one([ENDS[1]], [-100.0], [0.0, 100.0, 120.0])
    assert np.isnan(found[:2]).all()
    assert found[2] == pytest.approx(1.2 ** (365 / 366) - 1, abs=1e-10)


def test_an_unknown_value_leaves_a_gap():
    found = one([START], [-100.0], [110.0, np.nan, 133.1])
    assert np.isnan(found).tolist() == [False, True, False]


def test_a_worthless_fund_that_paid_back_half_has_its_rate():
    found = one([START, ENDS[0]], [-100.0, 50.0], [0.0, 0.0, 0.0])
    assert found == pytest.approx([-0.5] * 3, abs=1e-10)


def test_a_written_off_fund_has_no_rate_to_solve():
    assert np.isnan(one([START], [-100.0], [0.0, 0.0, 0.0])).all()


def test_a_month_with_two_rates_leaves_a_gap():
    found = one([START, ENDS[0]], [-100.0, 230.0], [0.0, -132.0, 0.0], ENDS)
    assert found[0] == pytest.approx(1.3, abs=1e-10)
    assert np.isnan(found[1])


def test_a_fund_without_flows_stands_beside_others():
    found = irr_trend([0, 0, 1, 1], [START], [-100.0], ENDS[:1], [[5.0], [110.0], [np.nan]])
    assert np.isnan(found[[0, 2], 0]).all()
    assert found[1, 0] == pytest.approx(0.10, abs=1e-10)


def test_no_funds_and_no_months_are_no_rates():
    assert irr_trend([0], [], [], ENDS, np.empty((0, 3))).shape == (0, 3)
    assert irr_trend([0, 1], [START], [-1.0], [], np.empty((1, 0))).shape == (1, 0)


def test_values_for_other_months_are_refused():
    with pytest.raises(ValueError, match="navs"):
        irr_trend([0, 1], [START], [-1.0], ENDS, [[1.0]])


flows = st.lists(
    st.tuples(st.integers(0, 1_460), st.integers(-10_000_00, 10_000_00).filter(bool)),
    min_size=1,
    max_size=12,
)
values = st.lists(st.integers(0, 20_000_00), min_size=3, max_size=3)


@given(st.lists(st.tuples(flows, values), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_every_month_says_what_the_fund_alone_would_say(funds):
    days, amounts, offsets, navs = [], [], [0], []
    for rows, closing in funds:
        ordered = sorted(rows, key=lambda row: row[0])
        days += [START + day for day, _ in ordered]
        amounts += [cents / 100 for _, cents in ordered]
        offsets.append(len(days))
        navs.append([cents / 100 for cents in closing])
    found = irr_trend(offsets, days, amounts, ENDS, navs)
    for fund, closing in enumerate(navs):
        held = range(offsets[fund], offsets[fund + 1])
        for month, (end, nav) in enumerate(zip(ENDS, closing, strict=True)):
            inside = [place for place in held if days[place] <= end]
            dates = [date.fromordinal(days[place]) for place in inside]
            alone = irr.solve(
                [*dates, date.fromordinal(end)], [*(amounts[place] for place in inside), nav]
            )
            got = found[fund, month]
            if alone.irr is None or not inside:
                assert np.isnan(got)
            else:
                assert got == pytest.approx(alone.irr, rel=1e-8, abs=1e-8)


def test_a_busy_firm_agrees_with_the_engine_month_by_month():
    random = np.random.default_rng(11)
    days, amounts, offsets, navs = [], [], [0], []
    for _ in range(40):
        called = np.sort(random.integers(START - 2_000, START, 60))
        returned = np.sort(random.integers(START, ENDS[-1], 40))
        days += [*called, *returned]
        amounts += [*-random.integers(1, 99, 60), *random.integers(1, 150, 40)]
        offsets.append(len(days))
        navs.append(random.integers(500, 4_000, 3).astype(float))
    found = irr_trend(offsets, days, amounts, ENDS, navs)
    for fund, closing in enumerate(navs):
        for month, end in enumerate(ENDS):
            held = [i for i in range(offsets[fund], offsets[fund + 1]) if days[i] <= end]
            dates = [date.fromordinal(int(days[i])) for i in held] + [MONTH_ENDS[month]]
            engine = pyxirr.xirr(dates, [*(float(amounts[i]) for i in held), closing[month]])
            assert found[fund, month] == pytest.approx(engine, abs=1e-8)
