"""Parts between gross and net: every type belongs to one, and effects add up whatever the order."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.calc.gross_net import (
    CARRY,
    CREDIT_LINE,
    EXPENSES,
    FEES,
    PARTS,
    counts,
    part_of,
    shapley,
    stated,
)
from services.calc.transactions import TYPES

EVERY = frozenset(PARTS)
LINE_COSTS = {
    "capital_call_fund_level_subscription_facility_fees_interest",
    "quarter_end_adjustment_for_accrued_fees_interest_from_fund_level_subscription_facility",
}


def test_all_switches_off_is_gross_and_all_on_is_net_as_the_table_of_types_has_it() -> None:
    for kind in TYPES.values():
        assert counts(kind, frozenset()) == kind.included(basis="gross", credit_line="without")
        assert counts(kind, EVERY) == kind.included(basis="net", credit_line="with")
        without = EVERY - {CREDIT_LINE}
        assert counts(kind, without) == kind.included(basis="net", credit_line="without")
    with_line = frozenset({CREDIT_LINE})
    differ = {
        slug
        for slug, kind in TYPES.items()
        if counts(kind, with_line) != kind.included(basis="gross", credit_line="with")
    }
    assert differ == LINE_COSTS  # the line's own cost belongs to the line, not to expenses


def test_each_type_belongs_to_the_part_its_line_says() -> None:
    named = {slug: part_of(kind) for slug, kind in TYPES.items()}
    assert named["capital_call"] is None
    assert named["nav"] is None
    assert named["capital_call_management_fees_outside_commitment"] == FEES
    assert named["deemed_gp_contribution_from_lps"] == FEES
    assert named["capital_call_partnership_expenses"] == EXPENSES
    assert named["quarter_end_adjustment_for_carry_allocation"] == CARRY
    assert named["fund_level_subscription_facility_drawdown_investments"] == CREDIT_LINE


def worth(values: dict[frozenset[str], float | None]):
    return lambda on: values[on]


def test_stated_steps_telescope_and_shapley_takes_the_mean_of_both_orders() -> None:
    """Alone a takes 1 and b takes 3; together they take 6: the 2 between them are halved."""
    values = worth(
        {frozenset(): 10.0, frozenset("a"): 9.0, frozenset("b"): 7.0, frozenset("ab"): 4.0}
    )
    one_after_the_other = stated(("a", "b"), values)
    assert one_after_the_other.effects == (-1, -5)
    assert one_after_the_other.levels == (9, 4)
    assert stated(("b", "a"), values).effects == (-3, -3)
    fair = shapley(("a", "b"), values)
    assert fair.effects == (-2, -4)
    assert fair.levels == (8, 4)
    assert (fair.residual, one_after_the_other.residual) == (0, 0)


def test_a_series_without_a_rate_leaves_its_own_steps_open_and_closes_no_mean() -> None:
    values = worth(
        {frozenset(): 10.0, frozenset("a"): None, frozenset("b"): 7.0, frozenset("ab"): 4.0}
    )
    found = stated(("a", "b"), values)
    assert found.effects == (None, None)
    assert found.residual is None
    assert shapley(("a", "b"), values).effects == (None, None)
    kept = shapley(("c", "a", "b"), lambda on: None if on == {"c", "a"} else 1.0, first=("c",))
    assert kept.effects == (0, None, None)


NUMBERS = st.floats(min_value=-50, max_value=50, allow_nan=False)


@given(st.lists(NUMBERS, min_size=16, max_size=16))
def test_effects_add_up_to_net_less_gross_exactly_in_every_order(values: list[float]) -> None:
    every = {frozenset(p for n, p in enumerate(PARTS) if index >> n & 1): value
             for index, value in enumerate(values)}  # fmt: skip
    for order in (PARTS, PARTS[::-1]):
        found = stated(order, worth(every))
        assert found.residual == 0
        assert found.levels[-1] == found.last
    fair = shapley(PARTS, worth(every))
    assert fair.residual == 0
    assert sum((e for e in fair.effects if e is not None), Fraction(0)) == fair.last - fair.first
    assert set(fair.effects) == set(shapley(PARTS[::-1], worth(every)).effects)


def test_a_part_that_changes_nothing_is_given_nothing() -> None:
    found = shapley(PARTS, lambda on: 0.1 - 0.02 * (FEES in on) - 0.01 * (CARRY in on))
    told = dict(zip(PARTS, found.effects, strict=True))
    assert (told[CREDIT_LINE], told[EXPENSES]) == (0, 0)
    assert abs(float(told[FEES] or 0) + 0.02) < 1e-12
    assert abs(float(told[CARRY] or 0) + 0.01) < 1e-12
