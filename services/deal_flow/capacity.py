"""What is left for new deals: the dry powder of the funds, as Fund Performance gives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from services.calc.accounts import NOTHING, Movement
from services.calc.powder import Powder, dry_powder
from services.calc.transactions import TYPES
from services.db.reads import ledger
from services.db.reads.counting import counted, separable
from services.db.reads.funds import FundRow
from services.db.reads.ledger import BALANCE, COMMITMENT, FLOW, Entry
from services.deal_flow.frame import Frame
from services.envelope import Note

NET_LP = "net_lp"


@dataclass(frozen=True, slots=True)
class Means:
    """Promises, flows and balances of the funds up to as_of, in their own currencies."""

    entries: Sequence[Entry]

    @property
    def currencies(self) -> set[str]:
        """Every currency that an amount is in."""
        return {entry.currency for entry in self.entries if entry.currency}


def read_means(session: Session, frame: Frame) -> Means:
    """One statement, however many funds."""
    return Means(
        ledger.entries(session, fund_ids=frame.ids, until=frame.as_of, known_on=frame.known_on)
    )


def capacity(frame: Frame, means: Means) -> Powder:
    """Dry powder as of the day: cash + unfunded - reserves - what is owed where those are known.

    The notes say which; the amount is None where no commitment is known, or a rate is missing.
    """
    own: dict[str, list[Entry]] = defaultdict(list)
    for entry in means.entries:
        if entry.kind != BALANCE:
            own[entry.fund_id].append(entry)
    parts = [_unfunded(frame, fund, own[fund.id]) for fund in frame.funds]
    known = [part for part in parts if part is not None]
    unfunded = sum(known, NOTHING) if len(known) == len(parts) else None
    found = dry_powder(
        frame.funds,
        [entry for entry in means.entries if entry.kind == BALANCE],
        unfunded,
        frame.as_of,
        exchange=frame.exchange,
        currency=frame.currency,
    )
    if found.amount is not None:
        return found
    return Powder(None, (*found.notes, _unknown(unfunded)))


def capacity_notes(found: Powder) -> tuple[Note, ...]:
    """What capacity stands on, under the key it has here."""
    return tuple(Note("new_deal_capacity", note.code, note.text) for note in found.notes)


def _unknown(unfunded: Decimal | None) -> Note:
    if unfunded is None:
        words = (
            "What may still be called is not known: a commitment or an exchange rate is missing."
        )
        return Note("new_deal_capacity", "commitment_unknown", words)
    words = "A balance of the funds cannot be put into the answer's currency."
    return Note("new_deal_capacity", "fx_rate_missing", words)


def _unfunded(frame: Frame, fund: FundRow, entries: list[Entry]) -> Decimal | None:
    """Commitment - calls inside it + what may be called again; None where a part is not known."""
    leave_out_gp = frame.scope.basis == NET_LP and separable(entries)
    chosen = counted(entries, leave_out_gp=leave_out_gp)
    promised = [entry.amount for entry in chosen if entry.kind == COMMITMENT]
    amount = sum(promised, NOTHING) if promised else fund.total_committed
    if amount is None:
        return None
    committed = frame.convert(amount, fund.currency, frame.as_of)
    changes = _changes(frame, (entry for entry in chosen if entry.kind == FLOW))
    return None if committed is None or changes is None else committed + changes


def _changes(frame: Frame, flows: Iterable[Entry]) -> Decimal | None:
    total = NOTHING
    for entry in flows:
        kind = TYPES[entry.type or ""]
        amount = frame.convert(entry.amount, entry.currency, entry.day)
        if amount is None:
            return None
        recallable = kind.recallable if entry.recallable is None else entry.recallable
        total += Movement(
            entry.fund_id, entry.day, kind, amount, recallable, entry.rows
        ).unfunded_change
    return total
