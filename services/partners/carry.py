"""Carried interest in the books: what was paid to the general partner, what has accrued to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.waterfall import Dated
from services.db.reads.investors import InvestorEntry
from services.db.reads.ledger import FLOW
from services.db.reads.partners import POSTED, LineRow
from services.partners.books import Partnership

PAID_TYPES = frozenset({"distribution_carry", "carry_clawback", "distribution_clawback"})
ACCRUED_TYPE = "quarter_end_adjustment_for_carry_allocation"
ROLL = ("carry_accrued", "carry_earned", "carry_paid", "clawback")
ENDING = "carry_ending"


@dataclass(frozen=True, slots=True)
class Accrued:
    """Carry that the value of the limited partners is stated net of, and which day says so.

    `amount` None: the books do not say. `by_investor` holds the parts (by id) where each is known.
    """

    amount: Decimal | None
    day: date | None = None
    by_investor: Mapping[str, Decimal] = field(default_factory=dict)


def paid(books: Partnership, *, until: date | None = None) -> tuple[Dated, ...]:
    """Carry paid out by day, positive; negative where the general partner gave some back.

    The fund's totals of a day and type where there are some, else the investors' rows.
    """
    day = until or books.as_of
    rows = [r for r in books.rows if r.kind == FLOW and r.type in PAID_TYPES and r.day <= day]
    summed: dict[date, Decimal] = defaultdict(lambda: NOTHING)
    for row in _counted(rows):
        amount = books.money(row.amount, row.currency, row.day)
        summed[row.day] += amount or NOTHING
    return tuple(sorted(summed.items()))


def paid_of(books: Partnership, investor: str, *, until: date | None = None) -> tuple[Dated, ...]:
    """What of the carry paid an investor bore, where its own rows say so."""
    return borne(books, until=until).get(investor, ())


def borne(books: Partnership, *, until: date | None = None) -> dict[str, tuple[Dated, ...]]:
    """The carry paid as investors (by id) bore it, of those whose own rows say so."""
    day = until or books.as_of
    found: dict[str, list[Dated]] = defaultdict(list)
    for row in books.rows:
        if row.investor_id is None or row.kind != FLOW or row.type not in PAID_TYPES:
            continue
        if row.day <= day:
            found[row.investor_id].append((row.day, _money(books, row)))
    return {who: tuple(flows) for who, flows in found.items()}


def accrued(books: Partnership, day: date) -> Accrued:
    """The balance of accrued carry that goes with the value known on a day; never below nothing.

    From the quarter-end adjustment dated with the value, else from the newest statement of it,
    else from its postings (a charge on the account, so below nothing there).
    """
    return _adjusted(books, day) or _stated(books, day) or _posted(books, day) or Accrued(None)


def _adjusted(books: Partnership, day: date) -> Accrued | None:
    rows = [r for r in books.rows if r.kind == FLOW and r.type == ACCRUED_TYPE and r.day <= day]
    if not rows:
        return None
    marked_on = books.whole.value(day)[1]
    newest = max(row.day for row in rows)
    if marked_on is not None and newest < marked_on:
        return Accrued(NOTHING, marked_on)  # a later value came without any
    own = [row for row in rows if row.day == newest]
    amount = sum((_money(books, row) for row in _counted(own)), NOTHING)
    parts: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for row in own:
        if row.investor_id is not None:
            parts[row.investor_id] += _money(books, row)
    return Accrued(amount, newest, dict(parts))


def _stated(books: Partnership, day: date) -> Accrued | None:
    rows = [r for r in books.lines if r.account == ENDING and r.span != POSTED and r.day <= day]
    if not rows:
        return None
    newest = max(row.day for row in rows)
    # Every column of one statement ends with the same balance: any of them says it.
    own = {row.investor_id: abs(_money(books, row)) for row in rows if row.day == newest}
    parts = {who: amount for who, amount in own.items() if who is not None}
    return Accrued(own.get(None, sum(parts.values(), NOTHING)), newest, parts)


def _posted(books: Partnership, day: date) -> Accrued | None:
    rows = [r for r in books.lines if r.account in ROLL and r.span == POSTED and r.day <= day]
    if not rows:
        return None
    own: dict[str | None, Decimal] = defaultdict(lambda: NOTHING)
    for row in rows:
        own[row.investor_id] += _money(books, row)
    parts = {who: abs(amount) for who, amount in own.items() if who is not None}
    amount = abs(own[None]) if None in own else sum(parts.values(), NOTHING)
    return Accrued(amount, max(row.day for row in rows), parts)


def _counted(rows: Iterable[InvestorEntry]) -> list[InvestorEntry]:
    """Of each day and type the total rows where there are some, else the investors'."""
    groups: dict[tuple[date, str | None], list[InvestorEntry]] = defaultdict(list)
    for row in rows:
        groups[row.day, row.type].append(row)
    found: list[InvestorEntry] = []
    for own in groups.values():
        totals = [row for row in own if row.investor_id is None]
        found += totals or own
    return found


def _money(books: Partnership, row: InvestorEntry | LineRow) -> Decimal:
    return books.money(row.amount, row.currency, row.day) or NOTHING
