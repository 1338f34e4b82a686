"""One row of the list of flows: the row itself, as it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from services.calc.transactions import BASES, GROSS
from services.db.queries.explain.facts import Fact
from services.db.queries.explain.tables import FLOWS, HOLDING_FLOWS
from services.errors import NotFound
from services.explain.fund_performance.book import ZERO, Added, Counted, cash_of
from services.explain.fund_performance.counting import (
    DISTRIBUTION,
    NOTHING,
    counts_as,
    kind_of,
)
from services.explain.fund_performance.ground import Facts, number
from services.explain.keys import FigureKey
from services.explain.recipe import Told
from services.explain.results import Value
from services.explain.words import equation, money
from services.fund_performance.cash_flows import cash_flows, read_flows
from services.fund_performance.results import CashFlowRow

AMOUNTS = ("amount", "paid_in", "distributed", "cumulative")
TABLES = {"f": FLOWS, "i": HOLDING_FLOWS}
ROW_ID = re.compile(r"([fi])(\d{1,18})")


def value_of(facts: Facts, key: FigureKey) -> tuple[Value, str]:
    """An amount of the row."""
    return getattr(row_of(facts, key), key.metric), "money"


def row_of(facts: Facts, key: FigureKey) -> CashFlowRow:
    """The row as the list gives it. Raises NotFound for a row that is not in the list."""
    newer = _place(facts, key)
    books = facts.books_of(key)
    found = read_flows(facts.session, books.frame, limit=newer + 1)
    return cash_flows(books, found).rows[newer]


def told(facts: Facts, key: FigureKey) -> Told:
    """The row's amount, converted where it was, and what it counts as."""
    value, unit = value_of(facts, key)
    place = _place(facts, key)
    listed = _in_order(facts, key)
    row = _counted(facts, key, listed[place])
    kind = kind_of(row.fact)
    added = cash_of(row, key.basis, key.credit_line) if row.sign else None
    to = counts_as(kind, BASES[key.basis], key.credit_line) if kind and row.sign else NOTHING
    sign = row.sign or 1
    shown = None if row.amount is None or kind is None else kind.direction * sign * row.amount
    got = added is not None and added.to == DISTRIBUTION
    amounts: dict[str, Value] = {
        "amount": shown,
        "paid_in": added.amount if added and not got else ZERO,
        "distributed": added.amount if added and got else ZERO,
    }
    if key.metric == "cumulative":
        amounts["cumulative"] = _running(facts, key, listed[:place])
    numbers = money(row.fact.amount)
    if row.conversion is not None:
        numbers += f" {row.fact.currency} × {row.conversion.rate:.10f}"
    return Told(
        numbers=f"{equation(numbers, shown, unit)}, counts as {to}",
        recomputed=None if value is None else amounts[key.metric],
        uses=facts.uses([Added(row, to, added.amount if added else ZERO)]),
        formula="the row of the file, as it counts under the basis",
    )


def _place(facts: Facts, key: FigureKey) -> int:
    """Where in the list the row stands."""
    given = ROW_ID.fullmatch(key.extra[0])
    wanted = (TABLES[given[1]], int(given[2])) if given else None
    for place, fact in enumerate(_in_order(facts, key)):
        if (fact.table, fact.id) == wanted:
            return place
    raise NotFound


def _in_order(facts: Facts, key: FigureKey) -> Sequence[Fact]:
    """Flows as the list has them: newest first, by fund, the later row first."""
    invested = facts.books.invested if key.basis == GROSS else frozenset[str]()
    own = [f for f in facts.rows if f.table == FLOWS and f.fund_id not in invested]
    held = [f for f in facts.rows if f.table == HOLDING_FLOWS and f.fund_id in invested]
    own.sort(key=lambda fact: fact.id, reverse=True)
    own.sort(key=lambda fact: facts.codes[fact.fund_id])
    held.sort(key=lambda fact: fact.id, reverse=True)
    return sorted([*own, *held], key=lambda fact: fact.day, reverse=True)


def _counted(facts: Facts, key: FigureKey, fact: Fact) -> Counted:
    """One row with its own amount converted, and its sign under the basis; 0 where it is left."""
    sign = facts.book.signs(key.basis).get((fact.table, fact.id), 0)
    plain = Counted(fact, sign, None, None)
    return facts.book.converted([plain], lambda row: (row.fact.table, row.fact.id))[0]


def _running(facts: Facts, key: FigureKey, newer: Sequence[Fact]) -> Value:
    """Distributions less calls to date, taken back row by row from the newest."""
    now = key.on(day=facts.frame.as_of)
    got, put = (facts.metric(now.on(metric=name))[0] for name in ("distributions", "paid_in"))
    ends = (number(got), number(put))
    if ends[0] is None or ends[1] is None:
        return None
    running: Decimal = ends[0] - ends[1]
    for fact in newer:
        row = _counted(facts, key, fact)
        added = cash_of(row, key.basis, key.credit_line) if row.sign else None
        if added is not None:
            amount = added.amount or ZERO
            running -= amount if added.to == DISTRIBUTION else -amount
    return running
