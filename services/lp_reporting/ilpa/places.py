"""Our own table of the Reporting Template (v2.0): the row and code of each line."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A line of the template: its row, its code, and the column of its label."""

    row: int
    code: str
    column: str = "B"


_EXTERNAL = (
    "administration", "valuation_services", "it", "legal", "investigation", "audit",
    "tax_advice", "organization", "taxes", "bank_fees", "subscription_facility_fees",
    "subscription_facility_interest", "other_facility_fees", "other_facility_interest",
    "other_interest_expense", "custody", "due_diligence", "broken_deals", "travel", "insurance",
    "portfolio_costs", "other_expenses", "other_expenses_2016",
)  # fmt: skip
_OFFSETS = (
    "advisory", "broken_deal", "transaction", "directors", "monitoring", "capital_markets",
    "arrangement", "origination", "organization", "placement", "other", "other_2016",
)  # fmt: skip
_RECEIVED = (
    "received_advisory", "received_broken_deal", "received_transaction", "received_directors",
    "received_monitoring", "received_capital_markets", "received_arrangement",
    "received_origination", "received_other", "received_other_2016", "received_fees",
    "received_reimbursements", "received_total",
)  # fmt: skip


def _run(first: int, *codes: str, column: str = "B") -> tuple[Place, ...]:
    """Lines one below the other."""
    return tuple(Place(row, code, column) for row, code in enumerate(codes, start=first))


PLACES: tuple[Place, ...] = (
    *_run(12, "beginning_nav", "contributions", "distributions", "offering_costs",
          "placement_fees", "partner_transfers", "total_flows"),
    *_run(21, "management_fees", "management_fee_rebate", "fee_waiver", "management_fee_offsets",
          "management_fees_net"),
    *_run(27, "internal_administration", "internal_it", "internal_legal",
          "internal_organization", "internal_other", "related_persons_gross",
          "related_persons_offsets", "related_persons_net"),
    *_run(36, *_EXTERNAL, "external_expenses_gross", "external_expenses_offsets",
          "external_expenses_net", "total_net_expenses"),
    *_run(64, *(f"offset_{name}" for name in _OFFSETS), "offsets_recognized", "offsets_applied"),
    *_run(78, "unapplied_offsets_beginning", "unapplied_offsets_recognized",
          "unapplied_offsets_applied", "unapplied_offsets_ending", column="C"),
    *_run(83, "fees_and_expenses_gross", "offsets_waivers_rebates", "fees_and_expenses_net"),
    *_run(87, "interest_income", "dividend_income", "other_income", "total_income",
          "net_operating_income", "realized_gain", "unrealized_gain", "total_gain", "ending_nav"),
    *_run(96, "carry_beginning", "carry_accrued", "carry_earned", "carry_in_escrow",
          "carry_change", "carry_paid", "clawback", "carry_ending", column="C"),
    *_run(104, "ending_nav_gross"),
    *_run(108, "total_commitment", "beginning_unfunded", "unfunded_contributions",
          "recallable_distributions", "expired_commitments", "unfunded_adjustment",
          "ending_unfunded"),
    *_run(119, *_RECEIVED),
)  # fmt: skip
