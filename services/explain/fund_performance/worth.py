"""What funds and holdings are worth, from their marks and the rows since: the closing value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.holdings import value_change
from services.calc.transactions import BASES, WITHOUT
from services.explain.fund_performance.book import (
    ZERO,
    Added,
    Book,
    Counted,
    cash_of,
    line_moves,
    total,
)
from services.explain.fund_performance.counting import DISTRIBUTION, VALUE, kind_of, of_line

COST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Worth:
    """A value with the rows it is the sum of; None where it cannot be known.

    `floored` names holdings that came to less than nothing and stand at 0.
    """

    amount: Decimal | None
    rows: tuple[Added, ...]
    floored: tuple[str, ...] = ()


def worth(
    book: Book,
    *,
    basis: str,
    credit_line: str,
    day: date,
    closed: Mapping[str, date | None],
) -> Worth:
    """Every account's last mark and what came after it, added up.

    `closed` holds the investments of the scope, each with the day after which nothing is left.
    """
    flows = _by_account(book.flows(basis, day))
    marks = book.marks(basis, day)
    amount: Decimal | None = ZERO
    rows: list[Added] = []
    floored: list[str] = []
    for account in dict.fromkeys([*marks, *flows]):
        own = flows.get(account, [])
        if account in closed:
            found = _holding(own, marks.get(account, {}), day, closed[account])
        else:
            found = _fund(own, marks.get(account, {}), day, basis, credit_line)
        amount = None if amount is None or found.amount is None else amount + found.amount
        rows += found.rows
        floored += [account] if found.floored else []
    return Worth(amount if marks or flows else None, tuple(rows), tuple(floored))


def _by_account(rows: Iterable[Counted]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = defaultdict(list)
    for row in rows:
        found[row.account].append(row)
    return found


def _fund(
    own: list[Counted],
    marks: Mapping[date, list[Counted]],
    day: date,
    basis: str,
    credit_line: str,
) -> Worth:
    """The last value, what the basis adds to it, and calls less distributions since."""
    cash = [added for row in own if (added := cash_of(row, basis, credit_line))]
    if not marks:
        return _at_cost([_moves(added) for added in cash], cash, day)
    days = sorted(marks)
    marked_on, before = days[-1], days[-2] if len(days) > 1 else date.min
    rows = [_moves(added) for added in cash if added.row.fact.day > marked_on]
    rows += _beside(own, basis, credit_line, after=before, until=marked_on)
    rows += [Added(row, VALUE, row.signed) for row in marks[marked_on]]
    return Worth(total(rows), tuple(rows))


def _moves(added: Added) -> Added:
    """A call adds to a value, a distribution takes from it."""
    amount = added.amount
    if amount is not None and added.to == DISTRIBUTION:
        amount = -amount
    return Added(added.row, VALUE, amount)


def _at_cost(rows: list[Added], cash: list[Added], day: date) -> Worth:
    first = min((added.row.fact.day for added in cash), default=None)
    if first is None:
        return Worth(ZERO, ())
    young = (day - first).days <= COST_DAYS
    return Worth(total(rows) if young else None, tuple(rows) if young else ())


def _beside(
    own: list[Counted], basis: str, credit_line: str, *, after: date, until: date
) -> list[Added]:
    """Adjustments dated with a value; without the line its balance, unless the books state it."""
    rows: list[Added] = []
    stated = False
    for row in own:
        kind = kind_of(row.fact)
        if kind is None or not kind.residual or not after < row.fact.day <= until:
            continue
        if (BASES[basis], credit_line) in kind.counts:
            rows.append(Added(row, VALUE, row.signed))
            stated = stated or of_line(kind)
    if credit_line == WITHOUT and not stated:
        drawn = line_moves(row for row in own if row.fact.day <= until)
        rows += [Added(added.row, VALUE, added.amount) for added in drawn]
    return rows


def _holding(
    own: list[Counted], marks: Mapping[date, list[Counted]], day: date, closed_on: date | None
) -> Worth:
    """An investment: its last mark with what was bought, sold and written off since.

    Nothing once it was closed after its last mark; never less than nothing.
    """
    marked_on = max(marks, default=None)
    if closed_on is not None and closed_on <= day and (marked_on or date.min) < closed_on:
        return Worth(ZERO, ())
    if marked_on is None:
        return _never_marked(own, day)
    rows = [Added(row, VALUE, _change(row)) for row in own if row.fact.day > marked_on]
    # Of several marks of a day the one that was learned last counts.
    last = max(marks[marked_on], key=lambda row: (row.fact.known_from, row.fact.id))
    return _at_least_nothing([*rows, Added(last, VALUE, last.signed)])


def _never_marked(own: list[Counted], day: date) -> Worth:
    rows = [Added(row, VALUE, _change(row)) for row in own]
    left = total(rows)
    lost = any(row.fact.type == "write_off" and row.fact.amount > 0 for row in own)
    if left is not None and left <= 0 and lost:
        return Worth(ZERO, ())
    first = min((r.fact.day for r in own if r.fact.type != "write_off"), default=None)
    if first is None:
        return Worth(ZERO, ())
    if (day - first).days > COST_DAYS:
        return Worth(None, ())
    return _at_least_nothing(rows)


def _at_least_nothing(rows: list[Added]) -> Worth:
    amount = total(rows)
    if amount is not None and amount < 0:
        return Worth(ZERO, tuple(rows), ("below nothing",))
    return Worth(amount, tuple(rows))


def _change(row: Counted) -> Decimal | None:
    return None if row.signed is None else value_change(row.fact.type or "", row.signed)
