"""One fund or one holding in a ledger: running totals by day, values, and what it is worth."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from services.calc.holdings import HOLDING_TYPES, WRITE_OFF, rolled_forward, value_change
from services.calc.transactions import (
    ALWAYS,
    NET,
    TYPES,
    WITH,
    WITHOUT,
    TransactionType,
    contribution,
    unfunded_change,
)

NOTHING = Decimal(0)
STALE_DAYS = 120
KINDS = {**TYPES, **HOLDING_TYPES}


class Movement(NamedTuple):
    """One account's transactions of one type and day, in the currency of the answer.

    `account` is the id of a fund, or of an investment. `amount` is positive in the type's usual
    direction, None where no exchange rate is known.
    """

    account: str
    day: date
    kind: TransactionType
    amount: Decimal | None
    recallable: bool
    rows: int

    @property
    def unfunded_change(self) -> Decimal:
        """What it adds to the unfunded commitment; the file's own word on recallable overrules
        the type's. Nothing where no exchange rate is known."""
        amount = self.amount or NOTHING
        if self.recallable == self.kind.recallable:
            return unfunded_change(self.kind, amount)
        return amount if self.recallable else NOTHING


class Mark(NamedTuple):
    """What an account was said to be worth on a day, in the currency it was said in."""

    account: str
    day: date
    amount: Decimal
    currency: str


class Flow(NamedTuple):
    """What one account's day counts under a basis; `cash` as its owner sees it (calls < 0).

    Calls and distributions of the day stay apart; only `cash` is their sum.
    """

    day: date
    account: str
    paid_in: Decimal
    distributed: Decimal
    cash: Decimal


class Value(NamedTuple):
    """What an account is worth, None where it cannot be known, and what that stands on."""

    amount: Decimal | None
    marked_on: date | None = None
    at_cost: bool = False
    missing_rate: bool = False
    adjusted: bool = False


Convert = Callable[[Mark, date], Decimal | None]


@dataclass(slots=True)
class Account:
    """A fund: running totals by day, values by day, and what is added to a value."""

    basis: str
    credit_line: str
    days: list[date] = field(default_factory=list)
    paid_in: list[Decimal] = field(default_factory=list)
    distributed: list[Decimal] = field(default_factory=list)
    marks: dict[date, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    mark_days: list[date] = field(default_factory=list)
    broken_from: date | None = None
    residuals: list[tuple[date, Decimal, bool]] = field(default_factory=list)
    line: list[tuple[date, Decimal]] = field(default_factory=list)

    def book(self, account: str, day: date, moved: Iterable[Movement]) -> Flow | None:
        """Add one day's movements, later than all before; what they count, None if nothing."""
        put = got = cash = NOTHING
        counts = False
        for movement in moved:
            amount = movement.amount
            if amount is None:
                self.broken_from = self.broken_from or day
                continue
            weight = self.weight(movement.kind)
            if weight.line:
                self.line.append((day, weight.line * amount))
            if weight.residual:
                self.residuals.append((day, amount, weight.states_line))
            elif weight.cash:
                counts = True
                put += weight.paid_in * amount
                got += weight.distributed * amount
                cash += weight.cash * amount
        if not counts:
            return None
        self.paid_in.append(put + (self.paid_in[-1] if self.paid_in else NOTHING))
        self.distributed.append(got + (self.distributed[-1] if self.distributed else NOTHING))
        self.days.append(day)
        return Flow(day, account, put, got, cash)

    def weight(self, kind: TransactionType) -> Weight:
        """What one unit of a type adds in this account."""
        return _weight(kind.slug, self.basis, self.credit_line)

    def sums(self, day: date) -> tuple[Decimal, Decimal]:
        """Paid in and distributed up to and including the day."""
        place = bisect_right(self.days, day) - 1
        return (NOTHING, NOTHING) if place < 0 else (self.paid_in[place], self.distributed[place])

    def known_on(self, day: date) -> bool:
        """Whether every movement up to the day could be put into the answer's currency."""
        return self.broken_from is None or day < self.broken_from

    def started(self, day: date) -> bool:
        """Whether anything flowed or was valued by the day."""
        return any(days and days[0] <= day for days in (self.days, self.mark_days))

    def drawn(self, day: date) -> Decimal:
        """What is owed on the credit line: drawdowns less repayments."""
        return sum((amount for when, amount in self.line if when <= day), NOTHING)

    def value(self, day: date, convert: Convert) -> Value:
        """The last value rolled forward with the flows since, or cost while too young for one."""
        put, got = self.sums(day)
        place = bisect_right(self.mark_days, day) - 1
        if place < 0:
            return self._young(day, put - got)
        marked_on = self.mark_days[place]
        value = self._marked(marked_on, day, convert)
        if value is None:
            return Value(None, marked_on=marked_on, missing_rate=True)
        added = self._beside(self.mark_days[place - 1] if place else None, marked_on)
        then_put, then_got = self.sums(marked_on)
        since = (put - then_put) - (got - then_got)
        return Value(value + added + since, marked_on=marked_on, adjusted=bool(added))

    def _young(self, day: date, cost: Decimal) -> Value:
        """Never valued: nothing before its first flow, then cost for a while, then unknown."""
        if not self.days or self.days[0] > day:
            return Value(NOTHING)
        young = (day - self.days[0]).days <= STALE_DAYS
        return Value(cost, at_cost=True) if young else Value(None)

    def _marked(self, marked_on: date, day: date, convert: Convert) -> Decimal | None:
        amounts = [convert(mark, day) for mark in self.marks[marked_on]]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, NOTHING) if len(known) == len(amounts) else None

    def _beside(self, after: date | None, until: date) -> Decimal:
        """What a basis adds to a value: adjustments dated with it, and the line where undone.

        Without the line its balance belongs to the value; where the books do not state it, it is
        drawdowns less repayments.
        """
        inside = [
            (amount, is_line)
            for when, amount, is_line in self.residuals
            if when <= until and (after is None or when > after)
        ]
        added = sum((amount for amount, _ in inside), NOTHING)
        stated = any(is_line for _, is_line in inside)
        if self.credit_line == WITHOUT and not stated:
            added += self.drawn(until)
        return added


@dataclass(slots=True)
class Holding(Account):
    """An investment: its marks roll forward with what was bought, sold and written off since.

    `closed_on`: the day from which nothing of the company is held, where that is known.
    """

    closed_on: date | None = None
    changes: list[tuple[date, Decimal]] = field(default_factory=list)
    written_off: list[tuple[date, Decimal]] = field(default_factory=list)

    def book(self, account: str, day: date, moved: Iterable[Movement]) -> Flow | None:
        """As of a fund; beside it what the day adds to the holding's value between two marks."""
        rows = list(moved)
        for movement in rows:
            amount = movement.amount or NOTHING
            self.changes.append((day, value_change(movement.kind.slug, amount)))
            if movement.kind.slug == WRITE_OFF:
                self.written_off.append((day, amount))
        return Account.book(self, account, day, rows)

    def value(self, day: date, convert: Convert) -> Value:
        """The last mark with what was bought, sold or written off since; nothing once closed.

        A mark dated on or after the day of closing wins over it. Without any mark the holding
        stands at what is left of its cost for a while; written off entirely it is worth nothing.
        """
        place = bisect_right(self.mark_days, day) - 1
        marked_on = self.mark_days[place] if place >= 0 else None
        closed_on = self.closed_on
        if closed_on is not None and closed_on <= day and (marked_on or date.min) < closed_on:
            return Value(NOTHING, marked_on=closed_on)
        if marked_on is None:
            return self._unmarked(day)
        value = self._marked(marked_on, day, convert)
        if value is None:
            return Value(None, marked_on=marked_on, missing_rate=True)
        return Value(rolled_forward(value, _sum(self.changes, marked_on, day)), marked_on=marked_on)

    def _unmarked(self, day: date) -> Value:
        left = _sum(self.changes, date.min, day)
        if left <= 0 and _sum(self.written_off, date.min, day) > 0:
            return Value(NOTHING)
        return self._young(day, max(left, NOTHING))


def _sum(dated: Iterable[tuple[date, Decimal]], after: date, until: date) -> Decimal:
    return sum((amount for when, amount in dated if after < when <= until), NOTHING)


class Weight(NamedTuple):
    """What one unit of a type adds under a basis and view of the line; all 0 where nothing.

    `line`: to the balance of the credit line, in every view. `residual`: it belongs to a value;
    `states_line`: and is the balance of the line as the books state it.
    """

    paid_in: int
    distributed: int
    cash: int
    line: int
    residual: bool
    states_line: bool


@cache
def _weight(slug: str, basis: str, credit_line: str) -> Weight:
    kind = KINDS[slug]
    counted = kind.included(basis=basis, credit_line=credit_line)
    return weight_of(kind, counted=counted)


def weight_of(kind: TransactionType, *, counted: bool) -> Weight:
    """What one unit of a type adds where it counts, and what of it stands in every view."""
    every = replace(kind, counts=ALWAYS if counted else frozenset())
    added = contribution(every, Decimal(1), basis=NET, credit_line=WITH)
    of_line = _is_line(kind)
    return Weight(
        paid_in=int(added.paid_in),
        distributed=int(added.distributed),
        cash=int(added.irr_amount),
        line=0 if kind.residual or not of_line else -kind.direction,
        residual=kind.residual and counted,
        states_line=of_line,
    )


def _is_line(kind: TransactionType) -> bool:
    """Whether a type exists only in the view in which the credit line is undone."""
    return not any(line == WITH for _, line in kind.counts) and (NET, WITHOUT) in kind.counts
