"""Quarter-ends are calendar facts."""

from datetime import date

import pytest

from services.clock import last_closed_quarter_end, quarter_end


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2024, 2, 29), date(2024, 3, 31)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_the_quarter_that_ends_next(day, end):
    assert quarter_end(day) == end


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 22), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 9, 29), date(2026, 6, 30)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_quarter_is_closed_on_its_last_day(day, end):
    assert last_closed_quarter_end(day) == end
