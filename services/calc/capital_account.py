"""Lines of an investor's capital account, as ILPA's two templates name them.

The older statement has 28 lines, the Reporting Template (v2.0) itemises them. A line that both
have carries one slug here, with the label of each; labels are recognised in any case, whatever
their dashes, brackets, stars and hints to the person who fills them in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NAV, FLOWS, FEES, EXPENSES, OFFSETS = "nav", "flows", "fees", "expenses", "offsets"
INCOME, GAINS, CARRY, COMMITMENT = "income", "gains", "carry", "commitment"
# What the adviser receives from companies, for the fund and for others beside it: not in the
# account.
PORTFOLIO, AFFILIATED = "portfolio", "affiliated"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `sign`: +1 where its amounts usually raise the account, -1 where they lower it, 0
    where they may do either. `total`: it adds up other lines and is never added to them."""

    slug: str
    section: str
    sign: int
    labels: tuple[str, ...]
    total: bool = False

    @property
    def label(self) -> str:
        return self.labels[0]


def _line(section: str, slug: str, sign: int, *labels: str) -> Line:
    return Line(slug, section, sign, labels)


def _total(section: str, slug: str, sign: int, *labels: str) -> Line:
    return Line(slug, section, sign, labels, total=True)


_INSIDE = "Internal Staff/Related Persons"
_OUTSIDE = "Partnership Expenses"
_NET = "Net of Offsets, Waivers & Rebates"
_GROSS = "Gross of Offsets, Waivers & Rebates"
_CARRY = "Accrued/Earned/Paid Carried Interest"
_OLD = "2016 ILPA Reporting Template Value"
_RELATED = "Expenses Allocated/Paid to Investment Adviser or Related Persons"
_ROLL = "Unapplied Offset Balance (Roll-forward)"
_RECOGNISED = "Total Offsets to Fees & Expenses (Recognized During Period)"
_APPLIED = "Total Offsets to Fees & Expenses (Applied During Period)"

_STATEMENT = (
    _line(
        NAV,
        "beginning_nav",
        0,
        f"Beginning NAV - Net of {_CARRY}",
        "Beginning NAV - Net of Incentive Allocation",
    ),
    _line(FLOWS, "contributions", 1, "Contributions - Cash & Non-Cash"),
    _line(FLOWS, "distributions", -1, "Distributions - Cash & Non-Cash"),
    _line(FLOWS, "offering_costs", -1, "Offering/Syndication Costs"),
    _line(FLOWS, "placement_fees", -1, "Placement Fees"),
    _line(FLOWS, "partner_transfers", 0, "Partner Transfers"),
    _total(
        FLOWS,
        "total_flows",
        0,
        "Total Cash / Non-Cash Flows (Contributions, Less Distributions)",
        "Total Cash/Non-Cash Flows",
    ),
    _line(FEES, "management_fees", -1, f"Management Fees - {_GROSS}"),
    _line(FEES, "management_fee_rebate", 1, "Less Management Fee Rebate", "Management Fee Rebate"),
    _line(FEES, "fee_waiver", 1, "Less Fee Waivers", "Fee Waiver"),
    _line(
        FEES, "management_fee_offsets", 1, "Less Offsets to Management Fees (Applied During Period)"
    ),
    _total(FEES, "management_fees_net", -1, f"Management Fees - {_NET}"),
)
_EXPENSES = (
    _line(
        EXPENSES,
        "internal_administration",
        -1,
        f"{_INSIDE} - Administration, Accounting, Valuation, Audit & Tax Prep/Advisory",
    ),
    _line(EXPENSES, "internal_it", -1, f"{_INSIDE} - IT Activities"),
    _line(
        EXPENSES,
        "internal_legal",
        -1,
        f"{_INSIDE} - Legal, Regulatory, Compliance, Investigation & Examination",
    ),
    _line(EXPENSES, "internal_organization", -1, f"{_INSIDE} - Organization Costs"),
    _line(EXPENSES, "internal_other", -1, f"{_INSIDE} - Other"),
    _total(EXPENSES, "related_persons_gross", -1, f"{_RELATED} - Gross of Offsets"),
    _line(
        EXPENSES,
        "related_persons_offsets",
        1,
        "Less Offsets to Expenses Paid to the Investment Adviser & Related Persons "
        "(Applied During Period)",
    ),
    _total(EXPENSES, "related_persons_net", -1, f"{_RELATED} - Net of Offsets"),
    *(
        _line(EXPENSES, slug, -1, f"{_OUTSIDE} - {words}")
        for slug, words in (
            ("administration", "Third-Party Fund Administration & Accounting"),
            ("valuation_services", "Third-Party Valuation Services"),
            ("it", "Third-Party IT Activities"),
            ("legal", "Third-Party Legal, Regulatory & Compliance"),
            ("investigation", "Third-Party Investigation & Examination"),
            ("audit", "Third-Party Audit"),
            ("tax_advice", "Third-Party Tax Preparation & Tax Advisory"),
            ("organization", "Third-Party Organization Costs"),
            ("taxes", "Taxes"),
            ("bank_fees", "Bank Fees"),
            ("subscription_facility_fees", "Subscription Facility - Fees"),
            ("subscription_facility_interest", "Subscription Facility - Interest"),
            ("other_facility_fees", "Other Credit Facilities - Fees"),
            ("other_facility_interest", "Other Credit Facilities - Interest"),
            ("other_interest_expense", "Other Interest Expense"),
            ("custody", "Custody Fees"),
            ("due_diligence", "Due Diligence"),
            ("broken_deals", "Broken Deals"),
            ("travel", "Travel & Entertainment"),
            ("insurance", "Insurance"),
            (
                "portfolio_costs",
                "Non-recoverable Portfolio Costs / Unreimbursed Portfolio Company Expenses",
            ),
            ("other_expenses", "Other"),
            ("other_expenses_2016", f"Other: {_OLD}"),
        )
    ),
    _total(EXPENSES, "external_expenses_gross", -1, f"External Partnership Expenses - {_GROSS}"),
    _line(
        EXPENSES,
        "external_expenses_offsets",
        1,
        "Less Offsets to External Partnership Expenses (Applied During Period)",
    ),
    _total(EXPENSES, "external_expenses_net", -1, f"External Partnership Expenses - {_NET}"),
    _line(EXPENSES, "partnership_expenses", -1, "Partnership Expenses - Total"),
    _total(EXPENSES, "total_net_expenses", -1, f"Total Net {_RELATED} and {_OUTSIDE} - External"),
)
_OFFSETS = (
    *(
        _line(OFFSETS, f"offset_{slug}", 1, words)
        for slug, words in (
            ("advisory", "Advisory & Consulting Fee Offset"),
            ("broken_deal", "Broken Deal Fee Offset"),
            ("transaction", "Transaction & Deal Fee Offset"),
            ("directors", "Directors Fee Offset"),
            ("monitoring", "Monitoring Fee Offset"),
            ("capital_markets", "Capital Markets Fee Offset"),
            ("arrangement", "Arrangement Fee Offset"),
            ("origination", "Origination Fee Offset"),
            ("organization", "Organization Cost Offset"),
            ("placement", "Placement Fee Offset"),
            ("other", "Other Offsets"),
            ("other_2016", f"Other Fee Offsets: {_OLD}"),
        )
    ),
    _total(OFFSETS, "offsets_recognized", 1, _RECOGNISED),
    _total(OFFSETS, "offsets_applied", 1, _APPLIED, "Total Offsets to Fees & Expenses"),
    _line(OFFSETS, "unapplied_offsets_beginning", 1, f"{_ROLL} - Beginning Balance"),
    _total(OFFSETS, "unapplied_offsets_recognized", 1, f"Plus: {_RECOGNISED}"),
    _total(OFFSETS, "unapplied_offsets_applied", 0, f"Less: {_APPLIED}"),
    _total(OFFSETS, "unapplied_offsets_ending", 1, f"{_ROLL} - Ending Balance"),
    _total(OFFSETS, "fees_and_expenses_gross", -1, f"Total Fees & Expenses: {_GROSS}"),
    _total(
        OFFSETS,
        "offsets_waivers_rebates",
        1,
        "Total Offsets, Waivers & Rebates (Applied During Period)",
    ),
    _total(OFFSETS, "fees_and_expenses_net", -1, f"Total Fees & Expenses: {_NET}"),
)
_RESULT = (
    _line(INCOME, "interest_income", 1, "Interest Income"),
    _line(INCOME, "dividend_income", 1, "Dividend Income"),
    _line(INCOME, "interest_expense", -1, "Interest Expense"),
    _line(INCOME, "other_income", 0, "Other Investment Income", "Other Income/(Expense)"),
    _total(INCOME, "total_income", 0, "Total Investment Income"),
    _total(INCOME, "net_operating_income", 0, "Total Net Operating Income / (Expense)"),
    _line(GAINS, "realized_gain", 0, "Net Realized Gain / (Loss)", "Realized Gain / (Loss)"),
    _line(
        GAINS,
        "unrealized_gain",
        0,
        "Net Unrealized Gain / (Loss)",
        "Change in Unrealized Gain / (Loss)",
    ),
    _total(GAINS, "total_gain", 0, "Total Net Realized and Unrealized Gain / (Loss)"),
    _total(
        NAV,
        "ending_nav",
        0,
        f"Ending NAV - Net of {_CARRY}",
        f"End NAV - Net of {_CARRY}",
        "Ending NAV - Net of Incentive Allocation",
    ),
    _line(CARRY, "carry_beginning", 0, f"{_CARRY} - Starting Period Balance"),
    _line(
        CARRY,
        "carry_accrued",
        0,
        "Carried Interest Accrued (Unrealized Profits)",
    ),
    _line(
        CARRY,
        "carry_earned",
        0,
        "Carried Interest Earned (Realized Profits, Inclusive of Amount Held in Escrow)",
    ),
    _line(
        CARRY,
        "carry_in_escrow",
        0,
        "Carried Interest: Amount Held in Escrow - Ending Period Balance",
    ),
    _total(
        CARRY,
        "carry_change",
        0,
        "Carried Interest Accrued/Earned (Total)",
        "Accrued Incentive Allocation - Periodic Change",
    ),
    _line(
        CARRY,
        "carry_paid",
        1,
        "Carried Interest - Paid During the Period",
        "Incentive Allocation - Paid During the Period",
    ),
    _line(CARRY, "clawback", 0, "Returned Clawback"),
    _total(
        CARRY,
        "carry_ending",
        0,
        f"{_CARRY} - Ending Period Balance",
        "Accrued Incentive Allocation - Ending Period Balance",
        "Accrued Incentive Allocation - Ending Balance",
    ),
    _total(
        NAV,
        "ending_nav_gross",
        0,
        f"Ending NAV - Gross of {_CARRY}",
        f"End NAV - Gross of {_CARRY}",
        "Ending NAV - Gross of Accrued Incentive Allocation",
    ),
)
_PROMISED = (
    _line(COMMITMENT, "total_commitment", 1, "Total Commitment"),
    _line(COMMITMENT, "beginning_unfunded", 1, "Beginning Unfunded Commitment"),
    _line(COMMITMENT, "unfunded_contributions", 0, "Less Contributions"),
    _line(
        COMMITMENT,
        "recallable_distributions",
        1,
        "Plus Recallable Distributions",
        "Recallable Distributions",
    ),
    _line(COMMITMENT, "expired_commitments", 0, "Less Expired/Released Commitments"),
    _line(COMMITMENT, "unfunded_adjustment", 0, "+/- Other Unfunded Adjustment"),
    _total(COMMITMENT, "ending_unfunded", 1, "Ending Unfunded Commitment"),
)
_FEES_RECEIVED = (
    ("advisory", "Advisory & Consulting Fees"),
    ("broken_deal", "Broken Deal Fees"),
    ("transaction", "Transaction & Deal Fees"),
    ("directors", "Directors Fees"),
    ("monitoring", "Monitoring Fees"),
    ("capital_markets", "Capital Markets Fees"),
    ("arrangement", "Arrangement Fees"),
    ("origination", "Origination Fees"),
    ("other", "Other Fees"),
    ("other_2016", f"Other Fees: {_OLD}"),
)


def _received(section: str, prefix: str, before: str = "") -> tuple[Line, ...]:
    """What the adviser receives from companies, its totals among it."""
    return (
        *(_line(section, prefix + slug, 1, before + words) for slug, words in _FEES_RECEIVED),
        _total(
            section,
            f"{prefix}fees",
            1,
            f"{before}Total Fees with Respect to Portfolio Companies/Investments",
        ),
        _line(
            section,
            f"{prefix}reimbursements",
            1,
            f"{before}Total Reimbursements for Travel & Administrative Expenses",
        ),
        _total(
            section,
            f"{prefix}total",
            1,
            f"{before}Total Received by the Investment Adviser & Related Persons",
        ),
    )


_RECEIVED = (
    *_received(PORTFOLIO, "received_"),
    *_received(AFFILIATED, "affiliated_", "Affiliated Positions - "),
)
LINES: Mapping[str, Line] = MappingProxyType(
    {
        line.slug: line
        for lines in (_STATEMENT, _EXPENSES, _OFFSETS, _RESULT, _PROMISED, _RECEIVED)
        for line in lines
    }
)
_HINTS = re.compile(r"\((input positive values|=)\)")


def _plain(text: str) -> str:
    """Letters and digits of a label, without the hint to whoever fills it in."""
    return "_".join(re.findall(r"[a-z0-9]+", _HINTS.sub(" ", text.lower())))


_BY_NAME: Mapping[str, Line] = MappingProxyType(
    {_plain(name): line for line in LINES.values() for name in (line.slug, *line.labels)}
)


def resolve(text: str) -> Line | None:
    """The line of a slug or of a label of either template; None when there is none."""
    return _BY_NAME.get(_plain(text))
