"""Running totals become periods: differences, decreases, gaps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.cumulative import Snapshot, changes

Q1, Q2, Q3 = date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30)


def test_the_first_list_is_everything_since_inception_and_the_next_a_difference() -> None:
    first, second = changes([Snapshot(Q2, 130, 40, 95), Snapshot(Q1, 100, 30, 80)])
    assert (first.start, first.called, first.distributed, first.nav_change) == (None, 100, 30, 80)
    assert (second.start, second.end) == (Q1, Q2)
    assert (second.called, second.distributed, second.nav_change, second.nav) == (30, 10, 15, 95)


def test_a_total_that_goes_down_is_flagged_and_given_as_it_is() -> None:
    _, second = changes([Snapshot(Q1, 100, 30, 80), Snapshot(Q2, 90, 30, 80)])
    assert (second.called, second.distributed, second.decreased) == (-10, 0, ("called",))


def test_what_is_not_disclosed_leaves_both_sides_unknown() -> None:
    rows = [Snapshot(Q1, 100, 30, 80), Snapshot(Q2, None, 35, 80), Snapshot(Q3, 120, 40, None)]
    _, second, third = changes(rows)
    assert (second.called, second.distributed) == (None, 5)
    assert (third.called, third.distributed, third.nav_change) == (None, 5, None)


def test_two_lists_of_one_day_must_be_settled_first() -> None:
    with pytest.raises(ValueError, match="one day"):
        changes([Snapshot(Q1, 1, 1, 1), Snapshot(Q1, 2, 2, 2)])


@given(st.lists(st.tuples(*[st.integers(0, 10**14)] * 3), min_size=1, max_size=12))
def test_the_periods_add_up_to_the_last_totals(totals: list[tuple[int, int, int]]) -> None:
    rows = [
        Snapshot(date.fromordinal(738000 + number), *(Decimal(part) / 100 for part in row))
        for number, row in enumerate(totals)
    ]
    found = changes(rows)
    assert sum(row.called or 0 for row in found) == rows[-1].paid_in
    assert sum(row.distributed or 0 for row in found) == rows[-1].distributed
    assert sum(row.nav_change or 0 for row in found) == rows[-1].nav
