"""What is left for new investments: unfunded commitments, and cash less what it is kept for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from services.db.reads.ledger import BALANCE, Entry
from services.envelope import Note
from services.fund_performance.accounts import NOTHING, STALE_DAYS
from services.fund_performance.frame import Frame

CASH, RESERVES = "cash", ("reserve_follow_on", "reserve_fees")
OWED = ("credit_line", "liabilities")
WORDS = {
    "reserve_follow_on": "reserved follow-ons",
    "reserve_fees": "fees to the end",
    "credit_line": "the credit line",
    "liabilities": "other liabilities",
}


class Powder(NamedTuple):
    """An amount, None where the unfunded commitment is not known, and what it stands on."""

    amount: Decimal | None
    notes: tuple[Note, ...]


class Balance(NamedTuple):
    """One item of a fund's balances as last stated by a day, in the currency of the answer."""

    amount: Decimal | None
    stated_on: date


def dry_powder(frame: Frame, unfunded: Decimal | None, day: date) -> Powder:
    """Cash + unfunded - reserved follow-ons - fees to the end - what is owed, fund by fund.

    A fund whose cash is known without reserves counts unfunded + cash, one whose cash is not
    known unfunded alone (RULES 21); the notes say which. None where unfunded is not known, or
    where a balance cannot be put into the answer's currency.
    """
    if unfunded is None:
        return Powder(None, ())
    total: Decimal | None = unfunded
    notes: list[Note] = []
    for row in frame.funds:
        own = [e for e in frame.entries if e.kind == BALANCE and e.fund_id == row.id]
        stated = _stated(frame, own, row.currency, day)
        change = _change(stated)
        total = None if total is None or change is None else total + change
        notes.append(_note("" if len(frame.funds) == 1 else f"{row.code}: ", stated))
        notes += _stale(stated, row.code, day)
    return Powder(total, tuple(notes))


def _stated(frame: Frame, entries: Iterable[Entry], currency: str, day: date) -> dict[str, Balance]:
    """Each item on the last day it was stated: the fund's own row, else the sum by company."""
    items: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.day <= day:
            items[entry.type or ""].append(entry)
    found: dict[str, Balance] = {}
    for item, rows in items.items():
        last = max(entry.day for entry in rows)
        latest = [entry for entry in rows if entry.day == last]
        counted = [entry for entry in latest if entry.is_total] or latest
        amount = sum((entry.amount for entry in counted), NOTHING)
        found[item] = Balance(frame.exchange.convert(amount, currency, frame.currency, day), last)
    return found


def _deducted(stated: Mapping[str, Balance]) -> list[str]:
    """What is taken off: nothing while no reserve is known."""
    if CASH not in stated or not any(item in stated for item in RESERVES):
        return []
    return [item for item in (*RESERVES, *OWED) if item in stated]


def _change(stated: Mapping[str, Balance]) -> Decimal | None:
    if CASH not in stated:
        return NOTHING
    amounts = [stated[CASH].amount]
    for item in _deducted(stated):
        amount = stated[item].amount
        amounts.append(None if amount is None else -amount)
    known = [amount for amount in amounts if amount is not None]
    return sum(known, NOTHING) if len(known) == len(amounts) else None


def _note(name: str, stated: Mapping[str, Balance]) -> Note:
    if CASH not in stated:
        text = "Dry powder is the unfunded commitment: the fund's cash is not known."
        return Note("dry_powder", "unfunded_only", name + text)
    deducted = _deducted(stated)
    when = f"balances of {min(stated[item].stated_on for item in (CASH, *deducted))}"
    if not deducted:
        text = f"Dry powder is unfunded plus cash ({when}): reserves are not known."
        return Note("dry_powder", "unfunded_and_cash", name + text)
    less = " and ".join(WORDS[item] for item in deducted)
    missing = [WORDS[item] for item in RESERVES if item not in stated]
    without = f"; {' and '.join(missing)} not known" if missing else ""
    text = f"Dry powder is unfunded plus cash less {less} ({when}){without}."
    return Note("dry_powder", "after_reserves", name + text)


def _stale(stated: Mapping[str, Balance], code: str, day: date) -> list[Note]:
    used = [stated[item].stated_on for item in (CASH, *_deducted(stated)) if item in stated]
    if not used or (day - min(used)).days <= STALE_DAYS:
        return []
    text = f"{code}: cash or reserves were last stated on {min(used)}, over {STALE_DAYS} days ago."
    return [Note("dry_powder", "balances_stale", text)]
