"""A capital account adds up the way ILPA's own workbook does."""

from decimal import Decimal

import openpyxl
import pytest

from services.calc.account_roll import TOTALS, rolled
from services.calc.capital_account import LINES, resolve

WORKBOOK = "ILPA-Reporting-Template-Version-2.0.xlsx"


def test_an_account_rolls_from_opening_to_closing():
    lines = {"beginning_nav": 100, "contributions": 20, "distributions": -10,
             "management_fees": -5, "fee_waiver": 1, "audit": -2, "internal_it": -1,
             "external_expenses_offsets": 1, "dividend_income": 3, "realized_gain": 4,
             "unrealized_gain": -6, "carry_beginning": -9, "carry_accrued": -2, "carry_paid": 5,
             "beginning_unfunded": 50, "unfunded_contributions": -20,
             "recallable_distributions": 4}  # fmt: skip
    found = rolled({slug: Decimal(amount) for slug, amount in lines.items()})
    assert (found["total_flows"], found["management_fees_net"]) == (10, -4)
    assert (found["total_net_expenses"], found["net_operating_income"]) == (-2, -3)
    assert (found["total_gain"], found["ending_nav"]) == (-2, 105)
    assert (found["carry_ending"], found["ending_nav_gross"]) == (-6, 111)
    assert found["ending_unfunded"] == 34
    assert "received_total" not in found


def test_a_stated_total_counts_only_where_its_lines_are_not_known():
    alone = rolled({"beginning_nav": Decimal(10), "total_gain": Decimal(5)})
    assert alone["ending_nav"] == 15
    both = rolled({"total_gain": Decimal(5), "realized_gain": Decimal(3)})
    assert both["total_gain"] == 3


def test_totals_are_exactly_the_lines_that_add_up_others():
    assert set(TOTALS) == {line.slug for line in LINES.values() if line.total}
    assert {part for parts in TOTALS.values() for part in parts} <= set(LINES)


@pytest.mark.shared
def test_the_totals_of_the_real_workbook_are_reproduced(shared):
    book = openpyxl.load_workbook(shared / "data" / "messy_imports" / WORKBOOK, data_only=True)
    sheet = book["Reporting Template"]
    compared = 0
    for column in "EFGHIJ":
        stated = {}
        for row in range(12, 132):
            label = next(
                (
                    line
                    for cell in ("C", "B")
                    if (line := resolve(str(sheet[f"{cell}{row}"].value)))
                ),
                None,
            )
            value = sheet[f"{column}{row}"].value
            if label is not None and isinstance(value, int | float):
                stated.setdefault(label.slug, Decimal(repr(value)))
        if len(stated) < 50:
            continue
        lines = {slug: amount for slug, amount in stated.items() if not LINES[slug].total}
        found = rolled(lines)
        wrong = {
            slug: (amount, found.get(slug))
            for slug, amount in stated.items()
            if abs(found.get(slug, Decimal(0)) - amount) > Decimal("0.005")
        }
        assert wrong == {}, column
        compared += len(stated)
    assert compared > 400
