"""A credit line: the call comes later and costs something."""

from datetime import date

import pytest

from services.calc.credit_line import line_effect


def effect(**changes):
    case = {
        "investment_date": date(2021, 1, 1),
        "amount": 100,
        "lp_call_date": date(2022, 1, 1),
        "line_cost": 10,
        "exit_date": date(2023, 1, 1),
        "proceeds": 121,
    }
    return line_effect(**{**case, **changes})


def test_a_later_call_at_a_cost_keeps_the_rate_and_lowers_the_multiple():
    found = effect()
    assert found.irr_without_line == pytest.approx(0.10, abs=1e-12)  # 121/100 over two years
    assert found.irr_with_line == pytest.approx(0.10, abs=1e-12)  # 121/110 over one
    assert (found.tvpi_without_line, found.tvpi_with_line) == (1.21, pytest.approx(1.1))


def test_an_unknown_cost_leaves_the_view_with_the_line_unknown():
    found = effect(line_cost=None)
    assert (found.irr_with_line, found.tvpi_with_line) == (None, None)
    assert found.tvpi_without_line == 1.21
