"""Figures that are rows added up: paid-in, distributions, value, and what the books keep beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from services.explain.fund_performance.book import Added, line_moves, total
from services.explain.fund_performance.counting import (
    DISTRIBUTION,
    LESS_PAID_IN,
    PAID_IN,
    kind_of,
    label_of,
)
from services.explain.fund_performance.ground import Facts, legal
from services.explain.keys import FigureKey
from services.explain.recipe import Part, Told
from services.explain.words import MINUS, equation, money

FEW = 5
Rows = Callable[[Facts, FigureKey], Iterable[Added]]
Recipe = Callable[[Facts, FigureKey], Told]


def summed(rows_of: Rows) -> Recipe:
    """A figure that is its rows added up; inputs are the sums by type."""

    def told(facts: Facts, key: FigureKey) -> Told:
        value, unit = facts.metric(key)
        rows = list(rows_of(facts, key))
        return Told(
            numbers=equation(sum_of(rows), value, unit),
            recomputed=None if value is None else total(rows),
            parts=by_type(rows),
            uses=facts.uses(rows),
        )

    return told


def by_type(rows: Iterable[Added]) -> list[Part]:
    """What each type of row adds up to, in the order of the words."""
    sums: dict[str, list[Added]] = defaultdict(list)
    for added in rows:
        sums[label_of(added.row.fact)].append(added)
    return [
        Part(
            name=label,
            words=f"{label}: {len(found):,} {'row' if len(found) == 1 else 'rows'}",
            value=total(found),
            unit="money",
            key=None,
        )
        for label, found in sorted(sums.items())
    ]


def sum_of(rows: Sequence[Added]) -> str:
    """A few rows one by one, many by their type."""
    if len(rows) <= FEW:
        return terms(added.amount for added in rows)
    return terms(part.value for part in by_type(rows))


def terms(amounts: Iterable[object]) -> str:
    """`1.00 + 2.00 − 3.00`; `nothing` where there is nothing to add."""
    words = ""
    for amount in amounts:
        known = amount if isinstance(amount, Decimal) else None
        if not words:
            words = money(known)
        elif known is not None and known < 0:
            words += f" {MINUS} {money(-known)}"
        else:
            words += f" + {money(known)}"
    return words or "nothing"


def paid_in_rows(facts: Facts, key: FigureKey) -> Iterable[Added]:
    """Calls, less excess that was paid back."""
    return [added for added in facts.cash(key) if added.to in (PAID_IN, LESS_PAID_IN)]


def distribution_rows(facts: Facts, key: FigureKey) -> Iterable[Added]:
    """What investors got back."""
    return [added for added in facts.cash(key) if added.to == DISTRIBUTION]


def line_rows(facts: Facts, key: FigureKey) -> Iterable[Added]:
    """Drawdowns of the credit line and their repayment."""
    return line_moves(facts.book.flows(legal(key).basis, key.day))


def nav(facts: Facts, key: FigureKey) -> Told:
    """The last values, what the basis adds to them, and calls less distributions since."""
    value, unit = facts.metric(key)
    found = facts.worth(key)
    numbers = equation(sum_of(found.rows), value, unit)
    if found.floored:
        numbers += " (a holding is never worth less than nothing)"
    return Told(
        numbers=numbers,
        recomputed=None if value is None else found.amount,
        parts=by_type(found.rows),
        uses=facts.uses(found.rows),
    )


def flow_count(facts: Facts, key: FigureKey) -> Told:
    """Rows that count, credited adjustments left out."""
    value, unit = facts.metric(key)
    rows = _flows(facts, key)
    return Told(
        numbers=equation(f"{len(rows):,} rows", value, unit),
        recomputed=len(rows),
        uses=facts.uses(rows),
    )


def first_flow(facts: Facts, key: FigureKey) -> Told:
    """The earliest day of a flow that adds to paid-in or distributions."""
    value, unit = facts.metric(key)
    rows = facts.cash(key)
    first = min((added.row.fact.day for added in rows), default=None)
    return Told(
        numbers=equation(f"earliest of {len(rows):,} flows", value, unit),
        recomputed=first,
        uses=facts.uses(added for added in rows if added.row.fact.day == first),
    )


def _flows(facts: Facts, key: FigureKey) -> Sequence[Added]:
    rows = facts.book.flows(key.basis, key.day)
    kinds = ((row, kind_of(row.fact)) for row in rows)
    return [Added(row, "flow", row.signed) for row, kind in kinds if kind and not kind.residual]
