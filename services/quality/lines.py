"""Which lines of a capital account stand in which identity of a statement."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from services.calc.capital_account import EXPENSES, FEES, FLOWS, GAINS, INCOME, LINES

# Gains are stated net of carried interest, so its own roll-forward is no part of the value's.
MOVES = frozenset(
    line.slug
    for line in LINES.values()
    if line.section in {FLOWS, FEES, EXPENSES, INCOME, GAINS} and not line.total
)
ROLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "opening": frozenset({"beginning_nav"}),
        "moves": MOVES,
        "closing": frozenset({"ending_nav"}),
        "commitment": frozenset({"total_commitment"}),
        "unfunded_opening": frozenset({"beginning_unfunded"}),
        "unfunded_moves": frozenset(
            {
                "unfunded_contributions",
                "recallable_distributions",
                "expired_commitments",
                "unfunded_adjustment",
            }
        ),
        "unfunded_other": frozenset({"expired_commitments", "unfunded_adjustment"}),
        "unfunded_closing": frozenset({"ending_unfunded"}),
        "fee_moves": frozenset(
            {"management_fees", "management_fee_rebate", "fee_waiver", "management_fee_offsets"}
        ),
        "fee_closing": frozenset({"management_fees_net"}),
        "carry_opening": frozenset({"carry_beginning"}),
        "carry_moves": frozenset({"carry_accrued", "carry_earned", "carry_paid", "clawback"}),
        "carry_closing": frozenset({"carry_ending"}),
    }
)
