"""What was promised, what may still be called, and what fees were called so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING, Movement
from services.calc.ledger import Ledger
from services.calc.powder import Powder, dry_powder
from services.db.reads.ledger import BALANCE
from services.envelope import Note
from services.fund_performance.books import Books
from services.fund_performance.frame import Frame

MANAGEMENT_FEES = "management_fees"
FEES_WITH_EXPENSES = "capital_call_management_fees_partnership_expenses"


@dataclass(frozen=True, slots=True)
class Capital:
    """Commitment and what became of it, always from actual flows with the line as drawn.

    None is unknown: no commitment imported, fees not itemised, an exchange rate missing.
    """

    committed: Decimal | None
    unfunded: Decimal | None
    dry_powder: Decimal | None
    recallable: Decimal | None
    fees: Decimal | None
    notes: tuple[Note, ...]


def capital_of(books: Books, legal: Ledger, day: date) -> Capital:
    """Unfunded = commitment - calls inside it + recallable distributions and returned excess."""
    committed = books.committed(day, basis=legal.basis)
    if not legal.known_on(day):
        return Capital(committed, None, None, None, None, ())
    moved = [movement for movement in legal.movements if movement.day <= day]
    change = sum((movement.unfunded_change for movement in moved), NOTHING)
    recallable = sum((m.amount or NOTHING for m in moved if m.recallable), NOTHING)
    feeing = [m for m in moved if _is_fee(m)]
    fees = sum((m.amount or NOTHING for m in feeing), NOTHING) if feeing else None
    unfunded = None if committed is None else committed + change
    powder = _powder(books.frame, unfunded, day)
    notes = (*_notes(unfunded, feeing), *powder.notes)
    return Capital(committed, unfunded, powder.amount, recallable, fees, notes)


def _powder(frame: Frame, unfunded: Decimal | None, day: date) -> Powder:
    balances = [entry for entry in frame.entries if entry.kind == BALANCE]
    return dry_powder(
        frame.funds, balances, unfunded, day, exchange=frame.exchange, currency=frame.currency
    )


def _is_fee(movement: Movement) -> bool:
    kind = movement.kind
    return kind.line == MANAGEMENT_FEES or kind.slug == FEES_WITH_EXPENSES


def _notes(unfunded: Decimal | None, fees: list[Movement]) -> tuple[Note, ...]:
    found: list[Note] = []
    if unfunded is None:
        text = "The commitment is not known: import commitments or the fund's total_committed."
        found.append(Note("total_committed", "commitment_unknown", text))
    if unfunded is not None and unfunded < 0:
        text = "More was called inside the commitment than was promised: recycling, or fees."
        found.append(Note("unfunded", "called_above_commitment", text))
    if not fees:
        text = "The flows do not itemise management fees."
        found.append(Note("fees_to_date", "not_itemised", text))
    elif any(movement.kind.slug == FEES_WITH_EXPENSES for movement in fees):
        text = "Fees called together with partnership expenses are counted whole."
        found.append(Note("fees_to_date", "with_expenses", text))
    return tuple(found)
