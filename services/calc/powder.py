"""What is left for new investments: unfunded commitments, and cash less what it is kept for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from services.calc.accounts import NOTHING, STALE_DAYS
from services.calc.exchange import Exchange
from services.envelope import Note

CASH, RESERVES = "cash", ("reserve_follow_on", "reserve_fees")
OWED = ("credit_line", "liabilities")
WORDS = {
    "reserve_follow_on": "reserved follow-ons",
    "reserve_fees": "fees to the end",
    "credit_line": "the credit line",
    "liabilities": "other liabilities",
}


class Fund(Protocol):
    """Whose balances they are; balances are in the fund's currency."""

    @property
    def id(self) -> str: ...

    @property
    def code(self) -> str: ...

    @property
    def currency(self) -> str: ...


class Stated(Protocol):
    """An item of a fund's balances as stated on a day; the total, or a part of one company."""

    @property
    def fund_id(self) -> str: ...

    @property
    def day(self) -> date: ...

    @property
    def type(self) -> str | None: ...

    @property
    def is_total(self) -> bool: ...

    @property
    def amount(self) -> Decimal: ...


class Powder(NamedTuple):
    """An amount, None where the unfunded commitment is not known, and what it stands on."""

    amount: Decimal | None
    notes: tuple[Note, ...]


class Balance(NamedTuple):
    """One item of a fund's balances as last stated by a day, in the currency of the answer."""

    amount: Decimal | None
    stated_on: date


def dry_powder(
    funds: Sequence[Fund],
    balances: Iterable[Stated],
    unfunded: Decimal | None,
    day: date,
    *,
    exchange: Exchange,
    currency: str,
) -> Powder:
    """Cash + unfunded - reserved follow-ons - fees to the end - what is owed, fund by fund.

    A fund whose cash is known without reserves counts unfunded + cash, one whose cash is not
    known unfunded alone (RULES 21); the notes say which. None where unfunded is not known, or
    where a balance cannot be put into the answer's currency.
    """
    if unfunded is None:
        return Powder(None, ())
    total: Decimal | None = unfunded
    notes: list[Note] = []
    own: dict[str, list[Stated]] = defaultdict(list)
    for balance in balances:
        own[balance.fund_id].append(balance)
    for row in funds:
        items = latest_balances(own[row.id], day)
        stated = {
            item: Balance(exchange.convert(amount, row.currency, currency, day), last)
            for item, (amount, last) in items.items()
        }
        change = _change(stated)
        total = None if total is None or change is None else total + change
        notes.append(_note("" if len(funds) == 1 else f"{row.code}: ", stated))
        notes += _stale(stated, row.code, day)
    return Powder(total, tuple(notes))


def latest_balances(balances: Iterable[Stated], day: date) -> dict[str, tuple[Decimal, date]]:
    """Each item on the last day it was stated: the fund's own row, else the sum by company."""
    items: dict[str, list[Stated]] = defaultdict(list)
    for balance in balances:
        if balance.day <= day:
            items[balance.type or ""].append(balance)
    found: dict[str, tuple[Decimal, date]] = {}
    for item, rows in items.items():
        last = max(row.day for row in rows)
        latest = [row for row in rows if row.day == last]
        counted = [row for row in latest if row.is_total] or latest
        found[item] = sum((row.amount for row in counted), NOTHING), last
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
