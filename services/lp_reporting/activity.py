"""Calls and distributions, event by event, with each investor's part and how it was paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from services.calc.accounts import NOTHING
from services.calc.transactions import TYPES
from services.db.reads.ledger import FLOW, GENERAL_PARTNER
from services.envelope import Note
from services.lp_reporting.notices import (
    CALL,
    DISTRIBUTION,
    DUE,
    LATE,
    OUTSTANDING,
    PAID,
    UNKNOWN,
    Notice,
)
from services.lp_reporting.records import Records
from services.lp_reporting.results.account import CapitalActivity, CapitalEvent, EventShare
from services.partners import Partnership, total

STATES = (OUTSTANDING, DUE, LATE, UNKNOWN, PAID)  # the first that any part is in is the event's
Key = tuple[str, date, str]
Value = TypeVar("Value", date, str)


def capital_activity(
    records: Records, notices: Sequence[Notice], *, status: str | None = None
) -> CapitalActivity:
    """Every event up to as_of, newest first; `status` keeps those in it, or with a part in it.

    An investor's events hold its own part alone, and their amounts are those of its part.
    """
    events = _events(records, notices)
    if status is not None:
        events = [e for e in events if status == e.state or any(p.status == status for p in e.lps)]
    events.sort(key=lambda event: (event.date, event.fund, event.type, event.number), reverse=True)
    called = [event.amount for event in events if event.type == CALL]
    paid_out = [event.amount for event in events if event.type == DISTRIBUTION]
    unpaid = [event.outstanding for event in events if event.outstanding is not None]
    return CapitalActivity(
        events=tuple(events),
        called=total(called),
        distributed=total(paid_out),
        outstanding=sum(unpaid, NOTHING),
        meta=records.meta(CapitalActivity),
        notes=records.notes(*_notes(events)),
    )


def _events(records: Records, notices: Sequence[Notice]) -> list[CapitalEvent]:
    groups: dict[Key, list[Notice]] = defaultdict(list)
    for item in notices:
        groups[item.fund.fund.id, item.row.day, item.type].append(item)
    counted: Counter[tuple[str, str]] = Counter()
    found = []
    for (fund_id, _, kind), own in sorted(groups.items(), key=lambda item: item[0][1]):
        counted[fund_id, kind] += 1
        event = _event(records, own, counted[fund_id, kind])
        if event is not None:
            found.append(event)
    return found


def _event(records: Records, own: Sequence[Notice], number: int) -> CapitalEvent | None:
    """One day's calls or distributions; None where nothing of it is the limited partners'."""
    first = own[0]
    fund, day = first.fund, first.row.day
    apart = [n for n in own if n.row.investor_id is not None and not _is_gp(n)]
    totals = [n for n in own if n.row.investor_id is None]
    counted = apart if apart or not totals else totals
    if not counted:
        return None
    amounts = [n.amount for n in counted]
    shares = _shares(apart)
    unpaid = [n.amount for n in apart if n.status == OUTSTANDING]
    known = [s for s in shares if s.status != UNKNOWN]
    state = next((state for state in STATES if any(n.status == state for n in counted)), UNKNOWN)
    late = [n.days_late for n in apart if n.days_late is not None]
    letter = "c" if first.type == CALL else "d"
    return CapitalEvent(
        id=f"{fund.fund.code}-{letter}-{day.isoformat()}",
        number=number,
        fund=fund.fund.code,
        type=first.type,
        date=day,
        due_date=_same([n.row.due_date for n in own if n.row.due_date]),
        amount=total(amounts),
        paid=total(s.amount for s in known if s.status in (PAID, LATE)) if known else None,
        outstanding=total(unpaid) if known else None,
        purpose=_same([n.row.purpose for n in own if n.row.purpose]) or _purpose(counted),
        purposes=_purposes(counted),
        recallable=_recallable(counted) if first.type == DISTRIBUTION else NOTHING,
        credit_line_repayment=first.type == CALL and _repays(fund, day),
        state=state,
        max_days_late=max(late, default=None),
        lps=tuple(shares),
    )


def _is_gp(item: Notice) -> bool:
    who = item.row.investor_id
    return who is not None and item.fund.people[who].type == GENERAL_PARTNER


def _shares(apart: Iterable[Notice]) -> list[EventShare]:
    """One part per investor: of several rows the worst status, and the last payment."""
    groups: dict[str, list[Notice]] = defaultdict(list)
    for item in apart:
        groups[item.row.investor_id or ""].append(item)
    found = []
    for who, own in groups.items():
        person = own[0].fund.people[who]
        worst = min(own, key=lambda n: STATES.index(n.status))
        late = [n.days_late for n in own if n.days_late is not None]
        paid = [n.row.paid_date for n in own if n.row.paid_date and n.row.paid_date <= n.fund.as_of]
        found.append(
            EventShare(
                lp_id=person.id,
                lp=person.code,
                name=person.name,
                amount=total(n.amount for n in own),
                status=worst.status,
                paid_date=max(paid, default=None),
                days_late=max(late, default=None)
                if late
                else (0 if worst.status == PAID else None),
            )
        )
    return sorted(found, key=lambda share: (-(share.amount or NOTHING), share.lp))


def _purposes(own: Iterable[Notice]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for item in own:
        sums[item.kind.slug] += item.amount or NOTHING
    return dict(sums)


def _purpose(own: Iterable[Notice]) -> str | None:
    """What most of it is for, in words of its type."""
    sums = _purposes(own)
    return TYPES[max(sums, key=lambda slug: sums[slug])].label if sums else None


def _recallable(own: Iterable[Notice]) -> Decimal | None:
    return total(
        item.amount
        for item in own
        if (item.kind.recallable if item.row.recallable is None else item.row.recallable)
    )


def _repays(fund: Partnership, day: date) -> bool:
    """Whether the credit line was paid back on the day of a call."""
    return any(
        row.kind == FLOW and row.day == day and _is_repayment(row.type or "") for row in fund.rows
    )


def _is_repayment(slug: str) -> bool:
    return TYPES[slug].with_bank and TYPES[slug].direction > 0


def _same(values: Sequence[Value]) -> Value | None:
    return values[0] if len(set(values)) == 1 else None


def _notes(events: Sequence[CapitalEvent]) -> list[Note]:
    found = []
    if any(event.state == UNKNOWN for event in events):
        text = "No due or paid date was imported for some calls, so their payment is not known."
        found.append(Note("state", "no_notice", text))
        found += [Note(name, "no_notice", text) for name in ("paid", "outstanding", "due_date")]
    elif any(event.due_date is None for event in events):
        text = "Some events name no due date, or not one for all their investors."
        found.append(Note("due_date", "not_one", text))
    if any(event.amount is None for event in events):
        found.append(Note("amount", "fx_rate_missing", "An exchange rate is missing."))
    text = "None of its investors paid late."
    found.append(Note("max_days_late", "in_time", text))
    if any(not event.lps for event in events):
        text = "Some events are known for the whole fund only, so no investor's part is."
        found.append(Note("lps", "known_for_the_fund_only", text))
    return found
