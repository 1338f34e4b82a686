"""How long money lasts at a pace."""

from __future__ import annotations

from decimal import Decimal

from services.calc.deployment import lasts


def test_it_is_used_up_in_the_quarter_in_which_the_last_of_it_goes() -> None:
    assert lasts(capacity=Decimal(30), pace=Decimal(10), quarter="2026Q3") == (3.0, "2027Q2")
    assert lasts(capacity=Decimal(31), pace=Decimal(10), quarter="2026Q3") == (3.1, "2027Q3")
    assert lasts(capacity=Decimal(0), pace=Decimal(10), quarter="2026Q3") == (0.0, "2026Q3")
    assert lasts(capacity=Decimal(-5), pace=Decimal(10), quarter="2026Q3") == (0.0, "2026Q3")


def test_without_a_pace_or_a_capacity_there_is_no_end() -> None:
    assert lasts(capacity=Decimal(30), pace=Decimal(0), quarter="2026Q3") == (None, None)
    assert lasts(capacity=Decimal(30), pace=None, quarter="2026Q3") == (None, None)
    assert lasts(capacity=None, pace=Decimal(10), quarter="2026Q3") == (None, None)
    assert lasts(capacity=Decimal(9000), pace=Decimal(1), quarter="2026Q3") == (9000.0, None)
