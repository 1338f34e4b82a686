"""Which entries of a fund count: totals or investors, with or without the general partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from services.calc.transactions import TYPES
from services.db.reads.ledger import COMMITMENT, Entry


def counted(entries: Collection[Entry], *, leave_out_gp: bool) -> list[Entry]:
    """Of each kind and day the total rows where there are any, else the investors' rows.

    With `leave_out_gp` the general partner's rows are not among them; beside total rows they are
    taken off again.
    """
    if not any(entry.is_gp for entry in entries) and len({e.is_total for e in entries}) < 2:
        return list(entries)
    days: dict[tuple[str, date, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        # rows of the bank, of carry and of values are no totals beside what investors paid
        kind = TYPES.get(entry.type or "")
        days[entry.kind, entry.day, kind.slug if kind and kind.apart else ""].append(entry)
    found: list[Entry] = []
    for rows in days.values():
        totals = [entry for entry in rows if entry.is_total]
        own = [entry for entry in rows if entry.is_gp]
        if totals:
            found += totals
            found += [e._replace(amount=-e.amount) for e in own] if leave_out_gp else []
        else:
            found += [entry for entry in rows if not (leave_out_gp and entry.is_gp)]
    return found


def separable(entries: Collection[Entry]) -> bool:
    """Whether the general partner's share can be told apart, in flows and in values alike."""
    money = [e for e in entries if e.kind != COMMITMENT and not _is_beside(e)]
    money = [e for e in money if not (e.is_total and is_with_bank(e))]
    if not money:
        return True
    if all(entry.is_total for entry in money):
        return False
    if not any(entry.is_gp for entry in money):
        return True
    by_investor = {(entry.kind, entry.day) for entry in money if not entry.is_total}
    return all((entry.kind, entry.day) in by_investor for entry in money)


def is_with_bank(entry: Entry) -> bool:
    """Whether the entry is between the fund and its bank, not its investors."""
    kind = TYPES.get(entry.type or "")
    return kind is not None and kind.with_bank


def _is_beside(entry: Entry) -> bool:
    """Whether it is no cash of the investors, whatever the view of the line."""
    kind = TYPES.get(entry.type or "")
    return kind is not None and kind.apart and not kind.with_bank
