"""What a holding is worth between marks, what it adds, and what its currency did."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.calc.fx import fx_effect
from services.calc.holdings import gain_share, rolled_forward, value_change, weights


def test_a_currency_may_eat_half_of_a_local_return() -> None:
    assert fx_effect(local=0.098, base=0.049) == pytest.approx(1.049 / 1.098 - 1)
    assert fx_effect(local=0.1, base=0.21) == pytest.approx(0.1)
    assert fx_effect(local=None, base=0.1) is None
    assert fx_effect(local=-1.0, base=-1.0) is None


def test_a_holding_is_never_worth_less_than_nothing() -> None:
    assert value_change("follow_on", Decimal(20)) == 20
    assert value_change("fee", Decimal(20)) == 0
    assert [value_change(slug, Decimal(20)) for slug in ("proceeds", "write_off")] == [-20, -20]
    assert rolled_forward(Decimal(150), Decimal(-40)) == 110
    assert rolled_forward(Decimal(150), Decimal(-400)) == 0


def test_shares_and_weights_are_of_something() -> None:
    assert gain_share(Decimal(114), Decimal(100)) == 1.14
    assert gain_share(Decimal(5), Decimal(0)) is None
    assert weights({"a": Decimal(3), "b": Decimal(1)}) == {"a": 0.75, "b": 0.25}
    assert weights({"a": Decimal(3), "b": None}) is None
    assert weights({"a": Decimal(0)}) is None
