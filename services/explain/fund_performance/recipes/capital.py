"""What was promised, what may still be called, and what is left for new investments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.transactions import INSIDE, NUMERATOR, RESTORES
from services.db.queries.explain.facts import Fact, terms
from services.db.queries.explain.tables import BALANCES, TERMS
from services.explain.fund_performance.book import Added, Counted, total
from services.explain.fund_performance.counting import kind_of
from services.explain.fund_performance.ground import Facts, legal
from services.explain.fund_performance.recipes.sums import by_type, sum_of
from services.explain.fund_performance.recipes.sums import terms as words_of
from services.explain.keys import FigureKey
from services.explain.recipe import Told
from services.explain.words import equation

CASH = "cash"
RESERVES = ("reserve_follow_on", "reserve_fees")
OWED = ("credit_line", "liabilities")
FEES_WITH_EXPENSES = "capital_call_management_fees_partnership_expenses"


def recallable_rows(facts: Facts, key: FigureKey) -> Iterable[Added]:
    """Distributions that may be called again, by the file's own word or else by their type."""
    rows = facts.book.flows(legal(key).basis, key.day)
    return [Added(row, "recallable", row.signed) for row in rows if _is_recallable(row)]


def fee_rows(facts: Facts, key: FigureKey) -> Iterable[Added]:
    """Calls of management fees; together with expenses they are counted whole."""
    found: list[Added] = []
    for row in facts.book.flows(legal(key).basis, key.day):
        kind = kind_of(row.fact)
        if kind and (kind.line == "management_fees" or kind.slug == FEES_WITH_EXPENSES):
            found.append(Added(row, "management fees", row.signed))
    return found


def total_committed(facts: Facts, key: FigureKey) -> Told:
    """Promises of investors; for a fund without any, the total of its own terms."""
    value, unit = facts.metric(key)
    rows = committed_rows(facts, key)
    return Told(
        numbers=equation(sum_of(rows), value, unit),
        recomputed=None if value is None else total(rows),
        parts=by_type(rows),
        uses=facts.uses(rows),
    )


def committed_rows(facts: Facts, key: FigureKey) -> list[Added]:
    """Rows of the promises up to the day, in the currency of the figure."""
    promised: dict[str, list[Counted]] = defaultdict(list)
    for row in facts.book.committed(legal(key).basis, key.day):
        promised[row.fact.fund_id].append(row)
    found = [Added(r, "commitment", r.signed) for rows in promised.values() for r in rows]
    missing = [row.id for row in facts.frame.funds if row.id not in promised]
    return found + _own_totals(facts, missing, key.day)


def _own_totals(facts: Facts, fund_ids: list[str], day: date) -> list[Added]:
    if not fund_ids:
        return []
    found: list[Counted] = []
    known = terms(facts.session, fund_ids=fund_ids, known_on=facts.frame.known_on)
    for fund_id, row_id, amount, currency, known_from, known_to in known:
        if amount is None:
            continue
        fact = Fact(
            TERMS, row_id, fund_id, None, day, None, amount, currency, True, False, None,
            known_from, known_to,
        )  # fmt: skip
        found.append(Counted(fact, 1, None, None))
    rows = facts.book.converted(found, lambda row: (row.fact.fund_id,), on=day)
    return [Added(row, "commitment", row.signed) for row in rows]


def unfunded(facts: Facts, key: FigureKey) -> Told:
    """The commitment, less calls inside it, plus what may be called again."""
    value, unit = facts.metric(key)
    committed = facts.part(key, "total_committed")
    rows = _changes(facts, key)
    parts = by_type(rows)
    again = None if value is None else _plus(committed.value, total(rows))
    return Told(
        numbers=equation(words_of([committed.value, *(part.value for part in parts)]), value, unit),
        recomputed=again,
        parts=[committed, *parts],
        uses=facts.uses(rows),
    )


def _changes(facts: Facts, key: FigureKey) -> list[Added]:
    """What each flow does to the unfunded commitment, where it does anything."""
    found: list[Added] = []
    for row in facts.book.flows(legal(key).basis, key.day):
        kind = kind_of(row.fact)
        if kind is None:
            continue
        again = kind.recallable if row.fact.recallable is None else row.fact.recallable
        restores = kind.commitment == RESTORES if again == kind.recallable else again
        if again == kind.recallable and kind.commitment == INSIDE:
            found.append(Added(row, "unfunded", None if row.signed is None else -row.signed))
        elif restores:
            found.append(Added(row, "unfunded", row.signed))
    return found


def _is_recallable(row: Counted) -> bool:
    kind = kind_of(row.fact)
    if row.fact.recallable is not None:
        return row.fact.recallable
    return kind is not None and kind.recallable and kind.bucket == NUMERATOR


@dataclass(frozen=True, slots=True)
class _Stated:
    """One item of a fund's balances on the last day it was stated."""

    item: str
    rows: tuple[Counted, ...]


def dry_powder(facts: Facts, key: FigureKey) -> Told:
    """Unfunded and cash, less reserves and what is owed, where the balances are known."""
    value, unit = facts.metric(key)
    open_ = facts.part(key, "unfunded")
    rows: list[Added] = []
    for fund in facts.frame.funds:
        rows += _balances(facts, fund.id, key.day)
    parts = by_type(rows)
    numbers = words_of([open_.value, *(part.value for part in parts)])
    return Told(
        numbers=equation(numbers, value, unit),
        recomputed=None if value is None else _plus(open_.value, total(rows)),
        parts=[open_, *parts],
        uses=facts.uses(rows),
    )


def _balances(facts: Facts, fund_id: str, day: date) -> list[Added]:
    """Cash up; reserves and debts down, once a reserve is known; nothing without cash."""
    stated = {item.item: item for item in last_stated(facts, fund_id, day)}
    if CASH not in stated:
        return []
    reserved = any(item in stated for item in RESERVES)
    less = [item for item in (*RESERVES, *OWED) if item in stated] if reserved else []
    found = [Added(row, "dry powder", row.amount) for row in stated[CASH].rows]
    for item in less:
        for row in stated[item].rows:
            found.append(Added(row, "dry powder", None if row.amount is None else -row.amount))
    return found


def last_stated(facts: Facts, fund_id: str, day: date) -> Iterable[_Stated]:
    items: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.rows:
        if fact.table == BALANCES and fact.fund_id == fund_id and fact.day <= day:
            items[fact.type or ""].append(fact)
    for item, rows in items.items():
        last = max(fact.day for fact in rows)
        latest = [fact for fact in rows if fact.day == last]
        counted = [fact for fact in latest if fact.is_total] or latest
        plain = [Counted(fact, 1, None, None) for fact in counted]
        converted = facts.book.converted(plain, lambda row: (row.fact.type,), on=day)
        yield _Stated(item, tuple(converted))


def _plus(one: object, other: Decimal | None) -> Decimal | None:
    return one + other if isinstance(one, Decimal) and other is not None else None
