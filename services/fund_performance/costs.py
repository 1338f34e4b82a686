"""What belongs to a cost of the fund: movements of one part, balances owed, lines of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.calc.accounts import Movement
from services.calc.gross_net import part_of
from services.calc.ledger import Ledger
from services.calc.multiples import total

FEE_LINES = ("management_fees", "management_fee_rebate", "fee_waiver", "management_fee_offsets")
BESIDE_EXPENSES = ("offering_costs", "placement_fees", "interest_expense")


def of_part(ledger: Ledger, part: str) -> list[Movement]:
    """Movements that a part switches, those between fund and bank left out: they cost nothing."""
    return [m for m in ledger.movements if part_of(m.kind) == part and not m.kind.with_bank]


def cash_of(own: Sequence[Movement], start: date, end: date) -> Decimal | None:
    """What moved after `start` up to and including `end`, balances left out."""
    return total(m.amount for m in own if not m.kind.residual and start < m.day <= end)


def owed(ledger: Ledger, own: Sequence[Movement], day: date) -> Decimal | None:
    """Balances that were stated with the last value by a day."""
    found: list[Decimal | None] = []
    for name, account in ledger.accounts.items():
        marked = [when for when in account.mark_days if when <= day]
        if not marked:
            continue
        after = marked[-2] if len(marked) > 1 else date.min
        found += [
            m.amount
            for m in own
            if m.account == name and m.kind.residual and after < m.day <= marked[-1]
        ]
    return total(found)
