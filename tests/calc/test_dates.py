"""Day counts, and the day a flow is counted on."""

from datetime import date

import numpy as np
import pytest

from services.calc import dates


def test_a_year_of_365_days_is_one_and_a_leap_year_more():
    assert dates.year_fraction(date(2023, 1, 1), date(2024, 1, 1)) == 1.0
    assert dates.year_fraction(date(2024, 1, 1), date(2025, 1, 1)) == pytest.approx(366 / 365)


@pytest.mark.parametrize("name", ["30/360 US", "30u/360", "30/360 ISDA", "30E/360"])
def test_thirty_day_months_make_a_half_year_a_half(name):
    assert dates.year_fraction(date(2024, 1, 15), date(2024, 7, 15), name) == 0.5


def test_an_unknown_convention_is_refused():
    with pytest.raises(ValueError, match="Day Count"):
        dates.year_fraction(date(2024, 1, 1), date(2025, 1, 1), "moon/28")


def test_years_count_from_the_first_day_under_any_convention():
    first = date(2024, 1, 15).toordinal()
    days = np.array([first, date(2024, 7, 15).toordinal()])
    assert dates.years_since(first, days).tolist() == [0.0, 182 / 365]
    assert dates.years_since(first, days, "30E/360").tolist() == [0.0, 0.5]


def test_a_flow_may_be_counted_in_the_middle_or_at_the_end_of_its_quarter():
    day = date(2024, 9, 28)
    assert dates.counted_on(day) == day
    assert dates.counted_on(day, dates.MID_QUARTER) == date(2024, 8, 14)
    assert dates.counted_on(day, dates.QUARTER_END) == date(2024, 9, 30)


def test_the_forty_fifth_day_of_the_first_quarter_is_the_fourteenth_of_february():
    assert dates.counted_on(date(2024, 3, 31), dates.MID_QUARTER) == date(2024, 2, 14)


def test_an_unknown_dating_basis_is_refused():
    with pytest.raises(ValueError, match="dating basis"):
        dates.counted_on(date(2024, 3, 31), "weekly")
