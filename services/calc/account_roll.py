"""The totals of a capital account: from the opening value, line by line, to the closing one.

Lines are slugs of `capital_account` with the signs of the account (what raises the value is
positive; accrued carry, a charge, stands below 0). The sums are those of ILPA's Reporting Template
v2.0: gains are stated net of carried interest, whose own roll-forward stands beside the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from services.calc.capital_account import AFFILIATED, EXPENSES, LINES, OFFSETS, PORTFOLIO

NOTHING = Decimal(0)
_INTERNAL, _OFFSET = "internal_", "offset_"
_ADDED_BACK = ("related_persons_offsets", "external_expenses_offsets")


def _lines(section: str, prefix: str = "") -> tuple[str, ...]:
    return tuple(
        line.slug
        for line in LINES.values()
        if line.section == section and not line.total and line.slug.startswith(prefix)
    )


def _fees(section: str) -> tuple[str, ...]:
    return tuple(slug for slug in _lines(section) if not slug.endswith("_reimbursements"))


_RELATED = _lines(EXPENSES, _INTERNAL)
_EXTERNAL = tuple(
    slug for slug in _lines(EXPENSES) if slug not in _RELATED and slug not in _ADDED_BACK
)
_LESS = {
    ("unapplied_offsets_ending", "unapplied_offsets_applied"),
    ("ending_nav_gross", "carry_ending"),
}
# What each total adds up, in the order in which totals need each other.
TOTALS: Mapping[str, tuple[str, ...]] = {
    "total_flows": (
        "contributions",
        "distributions",
        "offering_costs",
        "placement_fees",
        "partner_transfers",
    ),
    "management_fees_net": (
        "management_fees",
        "management_fee_rebate",
        "fee_waiver",
        "management_fee_offsets",
    ),
    "related_persons_gross": _RELATED,
    "related_persons_net": ("related_persons_gross", "related_persons_offsets"),
    "external_expenses_gross": _EXTERNAL,
    "external_expenses_net": ("external_expenses_gross", "external_expenses_offsets"),
    "total_net_expenses": ("related_persons_net", "external_expenses_net"),
    "offsets_recognized": _lines(OFFSETS, _OFFSET),
    "offsets_applied": ("management_fee_offsets", *_ADDED_BACK),
    "unapplied_offsets_recognized": ("offsets_recognized",),
    "unapplied_offsets_applied": ("offsets_applied",),
    "unapplied_offsets_ending": (
        "unapplied_offsets_beginning",
        "unapplied_offsets_recognized",
        "unapplied_offsets_applied",
    ),
    "fees_and_expenses_gross": (
        "management_fees",
        "related_persons_gross",
        "external_expenses_gross",
    ),
    "offsets_waivers_rebates": ("offsets_applied", "management_fee_rebate", "fee_waiver"),
    "fees_and_expenses_net": ("management_fees_net", "total_net_expenses"),
    "total_income": ("interest_income", "dividend_income", "interest_expense", "other_income"),
    "net_operating_income": ("fees_and_expenses_net", "total_income"),
    "total_gain": ("realized_gain", "unrealized_gain"),
    "ending_nav": ("beginning_nav", "total_flows", "net_operating_income", "total_gain"),
    "carry_change": ("carry_accrued", "carry_earned"),
    "carry_ending": ("carry_beginning", "carry_change", "carry_paid", "clawback"),
    "ending_nav_gross": ("ending_nav", "carry_ending"),
    "ending_unfunded": (
        "beginning_unfunded",
        "unfunded_contributions",
        "recallable_distributions",
        "expired_commitments",
        "unfunded_adjustment",
    ),
    "received_fees": _fees(PORTFOLIO),
    "received_total": ("received_fees", "received_reimbursements"),
    "affiliated_fees": _fees(AFFILIATED),
    "affiliated_total": ("affiliated_fees", "affiliated_reimbursements"),
}


def rolled(lines: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The lines given, with every total that can be added up from them.

    A line that is not given counts as nothing. A total that is given counts only where none of
    what it adds up is; otherwise the sum takes its place, and the difference is a tie-out's to
    find. A total of which nothing at all is known is left out.
    """
    found = dict(lines)
    for total, parts in TOTALS.items():
        known = [
            -found[part] if (total, part) in _LESS else found[part]
            for part in parts
            if part in found
        ]
        if known:
            found[total] = sum(known, NOTHING)
    return found
