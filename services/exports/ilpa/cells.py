"""Where things stand in ILPA's two workbooks beside their lines: cell address and label."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """A cell that always says the same."""

    cell: str
    text: str


PERFORMANCE_SHEET, REPORTING_SHEET = "Granular Template", "Reporting Template"
GROSS_UP_SHEET = "Gross Up Template"

# --- Performance Template v1.1, granular -----------------------------------------------------
WITH_FACILITY = "With Impact of Fund-level Subscription Facility"
WITHOUT_FACILITY = "Without Impact of Fund-level Subscription Facility"
PERFORMANCE_HEAD = (
    Label("B1", "Detailed Statement of Cash Flows"),
    Label("B2", "As of"),
    Label("B3", "Fund Reporting Currency"),
    Label("B4", "Data Since Inception"),
    Label("E5", "Cumulative Fee-Paying LPs' Allocation of Total Fund"),
    Label("S5", "TVPI/MOIC Inputs"),
    Label("B6", "Cash Flows"),
    Label("E6", "Performance Treatment"),
    Label("S6", "Formula Inclusion"),
    Label("T6", WITH_FACILITY),
    Label("V6", WITHOUT_FACILITY),
    Label("B7", "Effective Date"),
    Label("C7", "Amount - Cumulative LP Allocation"),
    Label("E7", f"Gross - {WITH_FACILITY} (Optional)"),
    Label("F7", f"Net - {WITH_FACILITY}"),
    Label("G7", f"Gross - {WITHOUT_FACILITY} (Optional)"),
    Label("H7", f"Net - {WITHOUT_FACILITY}"),
    Label("I7", "Notes"),
    Label("J7", "Subscription Facility Outstanding Balance"),
    Label("K7", '"Working Capital" Balance'),
    Label("M7", "Fund Performance (Fund ↔ Investor Cash Flows)"),
    Label("T7", "Gross"),
    Label("U7", "Net"),
    Label("V7", "Gross"),
    Label("W7", "Net"),
    Label("M8", "Performance Measure"),
    Label("N8", WITH_FACILITY),
    Label("P8", WITHOUT_FACILITY),
    Label("N9", "Gross (Optional)"),
    Label("O9", "Net"),
    Label("P9", "Gross (Optional)"),
    Label("Q9", "Net"),
    Label("S8", "Numerator"),
    Label("S9", "Denominator"),
    Label("M10", "IRR"),
    Label("M11", "MOIC/TVPI"),
    Label("M14", "Gross Portfolio Performance (Fund ↔ Investment Cash Flows)"),
    Label("M15", "Performance Measure"),
    Label("N15", "Realized Portfolio"),
    Label("O15", "Unrealized Portfolio"),
    Label("P15", "Total Portfolio"),
    Label("M16", "Gross IRR"),
    Label("M17", "Gross MOIC"),
)
DESCRIPTION = "D6"
AS_OF, CURRENCY = "C2", "C3"
FIRST_FLOW_ROW, LAST_FLOW_ROW = 8, 106
# Columns of a line: what of it stands there.
FLOW_COLUMNS = {
    "B": "date",
    "C": "amount",
    "D": "label",
    "E": "gross_with",
    "F": "net_with",
    "G": "gross_without",
    "H": "net_without",
    "I": "words",
    "J": "facility_balance",
    "K": "working_capital",
}
TREATMENT = ("E", "F", "G", "H")
# Columns of a view: of its rate and multiple, and of what the multiple is made of.
VIEW_COLUMNS = {
    "gross_with": ("N", "T"),
    "net_with": ("O", "U"),
    "gross_without": ("P", "V"),
    "net_without": ("Q", "W"),
}
IRR_ROW, MULTIPLE_ROW, NUMERATOR_ROW, DENOMINATOR_ROW = 10, 11, 8, 9
PORTFOLIO_COLUMNS = {"realized": "N", "unrealized": "O", "total": "P"}
PORTFOLIO_IRR_ROW, PORTFOLIO_MOIC_ROW = 16, 17
PERFORMANCE_FOOT = 108
PERFORMANCE_WIDTHS = {
    "A": 4, "B": 24, "C": 19, "D": 89, "E": 31, "F": 31, "G": 31, "H": 31, "I": 63, "J": 22,
    "K": 22, "M": 20, "N": 23, "O": 23, "P": 23, "Q": 20, "S": 34, "T": 30, "U": 30, "V": 30,
    "W": 30,
}  # fmt: skip

# --- Reporting Template v2.0 -----------------------------------------------------------------
KEY_DATES = {
    "inception": ("E2", "Inception Date:", "G2"),
    "initial_closing": ("E3", "Initial Closing:", "G3"),
    "final_closing": ("E4", "Final Closing:", "G4"),
    "commencement": ("H2", "Commencement of Operations:", "J2"),
    "investment_period_end": ("H3", "Investment Period End Date:", "J3"),
    "termination": ("H4", "Fund Termination Date:", "J4"),
    "year_start": ("K2", "Current Year Start:", "M2"),
    "period_start": ("K3", "Current Period Start:", "M3"),
    "period_end": ("K4", "Period End:", "M4"),
}
FUND_CELL, STATEMENT_CELL = "B6", "B10"
DATES_HEAD = Label("D2", "Key Dates")
# What part of each kind of fee is offset against the investor's.
SHARE_COLUMN, SHARE_HEAD = "D", "D63"
COLUMNS = {
    "lp_qtd": "E", "lp_ytd": "F", "lp_itd": "G",
    "fund_qtd": "H", "fund_ytd": "I", "fund_itd": "J",
    "gp_qtd": "K", "gp_ytd": "L", "gp_itd": "M",
}  # fmt: skip
SPAN_ROW, START_ROW, END_ROW = 6, 7, 8
BLOCK_ROWS = (11, 107)
FUND_BLOCK, GP_BLOCK = "Total Fund (incl. GP Allocation)", "GP's Allocation of Total Fund"
RECEIVED_ROW = 118
RECEIVED_BLOCKS = ("Cumulative LPs' Allocation of Total Fund", "Affiliated Positions")
SECTIONS = (
    Label("B11", "A.1 NAV Reconciliation and Summary of Fees, Expenses & Carried Interest"),
    Label("B19", "Net Operating Income/(Expense)"),
    Label("B20", "Management Fees"),
    Label("B26", "Expenses Allocated/Paid to Investment Adviser or Related Persons"),
    Label("B35", "Partnership Expenses - External"),
    Label("B63", "Offset Categories"),
    Label("B78", "Reconciliation for Unapplied Offset Balance (Roll-forward)"),
    Label("B82", "Total Fees & Expenses, Net of Offsets, Waivers & Rebates"),
    Label("B86", "Investment Income"),
    Label("B96", "Reconciliation for Accrued/Earned/Paid Carried Interest"),
    Label("B107", "A.2 Commitment Reconciliation"),
    Label(
        "B117",
        "B. Schedule of Fees and Reimbursements Received by the Investment Adviser & Related "
        "Persons, with Respect to the Private Fund's Portfolio Companies/Investments",
    ),
    Label("B118", "B.1 With Respect to the Private Fund's Portfolio Companies/Investments"),
    Label("B133", "(=) marks lines that add up others"),
)
# Said twice in the template: the net of all fees and expenses also stands in the line above.
REPEATED = {82: "fees_and_expenses_net"}
TOTAL_MARK, TOTAL_COLUMN = "(=)", "N"
REPORTING_WIDTHS = {
    "A": 2, "B": 38, "C": 52, "D": 25, "E": 15, "F": 15, "G": 17, "H": 18, "I": 18, "J": 18,
    "K": 16, "L": 16, "M": 17, "N": 5,
}  # fmt: skip
