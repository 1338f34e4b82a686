"""Lines of the capital account are known by the labels of both of ILPA's templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.calc import capital_account
from services.calc.capital_account import LINES, resolve

STATEMENT = {
    "Beginning NAV net of incentive allocation": "beginning_nav",
    "Contributions cash & non-cash": "contributions",
    "Distributions cash & non-cash": "distributions",
    "Total cash/non-cash flows": "total_flows",
    "(Management fees gross of offsets, waivers & rebates)": "management_fees",
    "(Management fee rebate)": "management_fee_rebate",
    "(Partnership expenses total)": "partnership_expenses",
    "Total offsets to fees & expenses": "offsets_applied",
    "Fee waiver": "fee_waiver",
    "Interest income": "interest_income",
    "Dividend income": "dividend_income",
    "(Interest expense)": "interest_expense",
    "Other income/(expense)": "other_income",
    "Total net operating income/(expense)": "net_operating_income",
    "(Placement fees)": "placement_fees",
    "Realized gain/(loss)": "realized_gain",
    "Change in unrealized gain/(loss)": "unrealized_gain",
    "Ending NAV net of incentive allocation": "ending_nav",
    "Incentive allocation paid during the period": "carry_paid",
    "Accrued incentive allocation periodic change": "carry_change",
    "Accrued incentive allocation ending balance": "carry_ending",
    "Ending NAV gross of accrued incentive allocation": "ending_nav_gross",
    "Total commitment": "total_commitment",
    "Beginning unfunded commitment": "beginning_unfunded",
    "Plus recallable distributions": "recallable_distributions",
    "Less expired/released commitments": "expired_commitments",
    "+/- other unfunded adjustment": "unfunded_adjustment",
    "Ending unfunded commitment": "ending_unfunded",
}


@pytest.mark.parametrize(("label", "slug"), STATEMENT.items())
def test_the_28_lines_of_the_older_statement_are_known(label: str, slug: str) -> None:
    line = resolve(label)
    assert line is not None
    assert line.slug == slug


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Ending NAV – Net of Accrued/Earned/Paid Carried Interest", "ending_nav"),
        ("Less Management Fee Rebate (input positive values)", "management_fee_rebate"),
        ("(Internal Staff/Related Persons – Other)*", "internal_other"),
        ("Other Fees*,**** ", "received_other"),
        ("TOTAL COMMITMENT (=)", "total_commitment"),
        ("subscription_facility_interest", "subscription_facility_interest"),
        ("(External Partnership Expenses - Net of Offsets, Waivers & Rebates",
         "external_expenses_net"),
    ],
)  # fmt: skip
def test_dashes_brackets_stars_and_hints_do_not_matter(label: str, slug: str) -> None:
    line = resolve(label)
    assert line is not None
    assert line.slug == slug


@pytest.mark.parametrize("text", ["", "(=)", "Management", "Offset Categories", "Footnotes"])
def test_what_is_no_line_is_none(text: str) -> None:
    assert resolve(text) is None


def test_a_label_belongs_to_one_line() -> None:
    labels = [label for line in LINES.values() for label in line.labels]
    found = [resolve(label) for label in labels]
    own = [line for line in LINES.values() for _ in line.labels]
    assert len(set(labels)) == len(labels)
    assert found == own


def test_what_lowers_the_account_is_negative_and_totals_are_marked() -> None:
    assert (LINES["management_fees"].sign, LINES["management_fees"].total) == (-1, False)
    assert (LINES["contributions"].sign, LINES["distributions"].sign) == (1, -1)
    assert LINES["ending_nav"].total
    assert LINES["realized_gain"].sign == 0
    assert {line.section for line in LINES.values()} == {
        capital_account.NAV, capital_account.FLOWS, capital_account.FEES,
        capital_account.EXPENSES, capital_account.OFFSETS, capital_account.INCOME,
        capital_account.GAINS, capital_account.CARRY, capital_account.COMMITMENT,
        capital_account.PORTFOLIO, capital_account.AFFILIATED,
    }  # fmt: skip


@pytest.mark.shared
def test_every_row_of_the_template_with_numbers_is_known(shared: Path) -> None:
    from openpyxl import load_workbook

    path = shared / "data/messy_imports/ILPA-Reporting-Template-Version-2.0.xlsx"
    sheet = load_workbook(path, data_only=True)["Reporting Template"]
    unknown, rows = [], 0
    for number in range(12, 132):
        label = sheet.cell(number, 3).value or sheet.cell(number, 2).value
        if isinstance(sheet.cell(number, 5).value, int | float):
            rows += 1
            unknown += [label] if resolve(str(label)) is None else []
    assert (unknown, rows) == ([], 107)
