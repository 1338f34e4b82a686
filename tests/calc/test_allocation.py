"""Cents are never lost between a fund and its investors, and never moved by more than one."""

from decimal import Decimal
from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.allocation import allocate
from services.calc.waterfall import GRAIN
from services.calc.whole_tables import allocate_table

CENT = Decimal("0.01")
cents = st.integers(-(10**15), 10**15).map(lambda n: Decimal(n) * CENT)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=200).filter(any)
exact = st.integers(-(10**16), 10**16).map(lambda n: Decimal(n) * GRAIN)


def test_the_cents_left_over_go_to_the_largest_remainders():
    # thirds of 100.00: 33.33 each, and the cent left over to the first of equals
    assert allocate(Decimal(100), dict.fromkeys("abc", Decimal(1))) == {
        "a": Decimal("33.34"), "b": Decimal("33.33"), "c": Decimal("33.33"),
    }  # fmt: skip
    # a single cent goes to the heaviest
    found = allocate(CENT, {"a": Decimal(3), "b": Decimal(5), "c": Decimal(2)})
    assert list(found.values()) == [0, CENT, 0]
    assert allocate(-CENT, {"a": Decimal(1), "b": Decimal(2)}) == {"a": 0, "b": -CENT}
    assert allocate(Decimal(8), {"a": Decimal(10), "b": Decimal(-2)}) == {"a": 10, "b": -2}


def test_nothing_is_shared_among_nobody():
    assert allocate(Decimal(0), {}) == {}
    assert allocate(Decimal(0), {"a": Decimal(0)}) == {"a": 0}
    with pytest.raises(ValueError, match="add up to 0"):
        allocate(CENT, {"a": Decimal(0)})


def test_a_sum_finer_than_a_cent_is_rounded_once():
    assert sum(allocate(Decimal("0.025"), {"a": Decimal(1), "b": Decimal(1)}).values()) == 2 * CENT
    parts = allocate(Decimal("0.025"), {"a": Decimal(1), "b": Decimal(2)}, unit=GRAIN)
    assert sum(parts.values()) == Decimal("0.025")


@given(cents, weights)
def test_parts_add_up_and_stay_within_a_cent_of_their_share(total, heavy):
    found = allocate(total, {n: Decimal(weight) for n, weight in enumerate(heavy)})
    assert sum(found.values()) == total
    whole = sum(heavy)
    for n, weight in enumerate(heavy):
        assert abs(Fraction(found[n]) - Fraction(total) * weight / whole) < Fraction(1, 100)
        assert weight or not found[n]
    assert allocate(-total, dict(enumerate(map(Decimal, heavy)))) == {
        key: -part for key, part in found.items()
    }


@given(st.integers(1, 7).flatmap(
    lambda width: st.lists(st.lists(exact, min_size=width, max_size=width), min_size=1, max_size=12)
))  # fmt: skip
def test_a_table_in_cents_foots_both_ways(rows):
    whole = sum(map(sum, rows))
    rows[0][0] -= whole % CENT  # all tiers of all investors are the proceeds, in cents
    cells = {r: dict(enumerate(row)) for r, row in enumerate(rows)}
    found = allocate_table(cells)
    pairs = [(found[r][c], cells[r][c]) for r in cells for c in cells[r]]
    pairs += [(sum(found[r].values()), sum(cells[r].values())) for r in cells]
    pairs += [(sum(f[c] for f in found.values()), sum(r[c] for r in rows)) for c in cells[0]]
    assert all(abs(shown - true) < CENT for shown, true in pairs)
    assert all(shown == true for shown, true in pairs if true % CENT == 0)
    assert sum(sum(row.values()) for row in found.values()) == sum(map(sum, rows))


def test_a_table_keeps_its_shape_and_its_whole_cells():
    half = Decimal("0.005")
    assert allocate_table({}) == {}
    found = allocate_table({"a": {}, "b": {"x": half, "y": half}})
    assert found["a"] == {}
    assert sorted(found["b"].values()) == [0, CENT]
    assert allocate_table({"a": {"x": Decimal(7)}}) == {"a": {"x": 7}}


def test_a_table_of_very_many_investors_is_settled_in_time():
    third = Decimal(1) / 3
    cells = {n: dict.fromkeys("wxyz", third * (n + 1)) for n in range(3000)}
    started = process_time()
    found = allocate_table(cells)
    assert process_time() - started < 5  # a walk through all rows for each loop takes a minute
    assert abs(sum(row["w"] for row in found.values()) - third * 3000 * 3001 / 2) < CENT
