"""Movements pooled under one basis: what was paid in, distributed and left on any day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from services.calc.transactions import NET, TYPES, WITH, WITHOUT, TransactionType, contribution
from services.db.reads.ledger import Entry

NOTHING = Decimal(0)
STALE_DAYS = 120
Convert = Callable[[Entry, date], Decimal | None]
_FUND_AND_DAY, _DAY = attrgetter("fund_id", "day"), attrgetter("day")


class Movement(NamedTuple):
    """One fund's transactions of one type and day, in the currency of the answer.

    `amount` is positive in the type's usual direction, None where no exchange rate is known.
    """

    fund_id: str
    day: date
    kind: TransactionType
    amount: Decimal | None
    recallable: bool
    rows: int


class Flow(NamedTuple):
    """What one fund's day counts under the ledger's basis; `cash` as investors see it (calls < 0).

    Calls and distributions of the day stay apart; only `cash` is their sum.
    """

    day: date
    fund_id: str
    paid_in: Decimal
    distributed: Decimal
    cash: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the funds stand on a day, sums exact; None where it cannot be known.

    `nav` is the last value on or before the day plus calls minus distributions since, funds
    added up. `nav_as_of` is the oldest of the values used, funds worth nothing left out; None
    where none was. `at_cost` names funds that are too young for a value and stand at what was
    paid in; `unvalued` those that have none though they are old enough. `unconverted`: an
    exchange rate is missing; `adjusted`: the basis adds something to the value.
    """

    day: date
    paid_in: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None
    nav_as_of: date | None
    at_cost: tuple[str, ...]
    unvalued: tuple[str, ...]
    stale: tuple[str, ...]
    unconverted: bool
    adjusted: bool


@dataclass(slots=True)
class _Account:
    """One fund: running totals by day, values by day, and what is added to a value."""

    days: list[date] = field(default_factory=list)
    paid_in: list[Decimal] = field(default_factory=list)
    distributed: list[Decimal] = field(default_factory=list)
    marks: dict[date, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    mark_days: list[date] = field(default_factory=list)
    residuals: list[tuple[date, Decimal, bool]] = field(default_factory=list)
    line: list[tuple[date, Decimal]] = field(default_factory=list)

    def book(
        self, fund: str, day: date, moved: Iterable[Movement], basis: str, credit_line: str
    ) -> Flow | None:
        """Add one day's movements, later than all before; what they count, None if nothing."""
        put = got = cash = NOTHING
        counts = False
        for movement in moved:
            amount = movement.amount
            if amount is None:
                continue
            weight = _weight(movement.kind.slug, basis, credit_line)
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
        return Flow(day, fund, put, got, cash)

    def sums(self, day: date) -> tuple[Decimal, Decimal]:
        """Paid in and distributed up to and including the day."""
        place = bisect_right(self.days, day) - 1
        return (NOTHING, NOTHING) if place < 0 else (self.paid_in[place], self.distributed[place])

    def drawn(self, day: date) -> Decimal:
        """What is owed on the credit line: drawdowns less repayments."""
        return sum((amount for when, amount in self.line if when <= day), NOTHING)


@dataclass(slots=True)
class Ledger:
    """Movements of one or several funds under one basis and view of the credit line."""

    flows: tuple[Flow, ...]
    movements: Sequence[Movement]
    basis: str
    credit_line: str
    broken_from: date | None
    _accounts: dict[str, _Account]
    _convert: Convert

    @classmethod
    def of(
        cls,
        movements: Sequence[Movement],
        marks: Iterable[Entry],
        *,
        fund_ids: Sequence[str],
        basis: str,
        credit_line: str,
        convert: Convert,
    ) -> Ledger:
        """A ledger of movements, sorted by fund and day, and of values.

        The values stay in their own currency until asked.
        """
        accounts = {fund: _Account() for fund in fund_ids}
        flows: list[Flow] = []
        for (fund, day), group in groupby(movements, key=_FUND_AND_DAY):
            flow = accounts[fund].book(fund, day, group, basis, credit_line)
            if flow is not None:
                flows.append(flow)
        flows.sort(key=_DAY)
        for mark in marks:
            accounts[mark.fund_id].marks[mark.day].append(mark)
        for account in accounts.values():
            account.mark_days = sorted(account.marks)
        broken = min((m.day for m in movements if m.amount is None), default=None)
        return cls(tuple(flows), movements, basis, credit_line, broken, accounts, convert)

    @property
    def first_flow(self) -> date | None:
        """The day of the first flow that counts, None before there is one."""
        return self.flows[0].day if self.flows else None

    def known_on(self, day: date) -> bool:
        """Whether every movement up to the day could be put into the answer's currency."""
        return self.broken_from is None or day < self.broken_from

    def cash(self, day: date) -> tuple[list[date], list[Decimal]]:
        """Days and signed amounts for a rate of return, up to and including the day."""
        counted = [flow for flow in self.flows if flow.day <= day and flow.cash]
        return [flow.day for flow in counted], [flow.cash for flow in counted]

    def drawn(self, day: date) -> Decimal | None:
        """Balance of the credit lines; None where no drawdown or repayment is known."""
        lines = [account for account in self._accounts.values() if account.line]
        if not lines or not self.known_on(day):
            return None
        return sum((account.drawn(day) for account in lines), NOTHING)

    def value_days(self) -> list[date]:
        """Every day on which some fund was valued, oldest first."""
        return sorted({day for account in self._accounts.values() for day in account.mark_days})

    def at(self, day: date) -> Standing:
        """Where the funds stand on a day."""
        paid_in = distributed = nav = NOTHING
        unknown: list[str] = []
        at_cost: list[str] = []
        used: dict[str, date] = {}
        gone: dict[str, date] = {}
        unrated = adjusted = False
        for fund, account in self._accounts.items():
            put, got = account.sums(day)
            paid_in, distributed = paid_in + put, distributed + got
            value = self._value(account, day)
            if value.missing_rate:
                unrated = True
            elif value.amount is None:
                unknown.append(fund)
            else:
                nav += value.amount
            adjusted = adjusted or value.adjusted
            if value.at_cost:
                at_cost.append(fund)
            if value.marked_on is not None:
                # A fund that is wound up does not make the value of the others older.
                (used if value.amount != 0 else gone)[fund] = value.marked_on
        converted = self.known_on(day)
        return Standing(
            day=day,
            paid_in=paid_in if converted else None,
            distributed=distributed if converted else None,
            nav=nav if converted and not unrated and not unknown and self._started(day) else None,
            nav_as_of=min(used.values(), default=max(gone.values(), default=None)),
            at_cost=tuple(at_cost),
            unvalued=tuple(unknown),
            stale=tuple(f for f, when in used.items() if (day - when).days > STALE_DAYS),
            unconverted=not converted or unrated,
            adjusted=adjusted,
        )

    def _started(self, day: date) -> bool:
        return any(
            (account.days and account.days[0] <= day)
            or (account.mark_days and account.mark_days[0] <= day)
            for account in self._accounts.values()
        )

    def _value(self, account: _Account, day: date) -> _Value:
        """The last value rolled forward with the flows since, or cost while too young for one."""
        put, got = account.sums(day)
        place = bisect_right(account.mark_days, day) - 1
        if place < 0:
            if not account.days or account.days[0] > day:
                return _Value(NOTHING)
            young = (day - account.days[0]).days <= STALE_DAYS
            return _Value(put - got, at_cost=True) if young else _Value(None)
        marked_on = account.mark_days[place]
        entries = account.marks[marked_on]
        amounts = [self._convert(entry, day) for entry in entries]
        if any(amount is None for amount in amounts):
            return _Value(None, marked_on=marked_on, missing_rate=True)
        earlier = account.mark_days[place - 1] if place else None
        added = self._beside(account, earlier, marked_on)
        then_put, then_got = account.sums(marked_on)
        since = (put - then_put) - (got - then_got)
        value = sum((amount for amount in amounts if amount is not None), NOTHING)
        return _Value(value + added + since, marked_on=marked_on, adjusted=bool(added))

    def _beside(self, account: _Account, after: date | None, until: date) -> Decimal:
        """What a basis adds to a value: adjustments dated with it, and the line where undone.

        Without the line its balance belongs to the value; where the books do not state it, it is
        drawdowns less repayments.
        """
        inside = [
            (amount, is_line)
            for when, amount, is_line in account.residuals
            if when <= until and (after is None or when > after)
        ]
        added = sum((amount for amount, _ in inside), NOTHING)
        stated = any(is_line for _, is_line in inside)
        if self.credit_line == WITHOUT and not stated:
            added += account.drawn(until)
        return added


class _Value(NamedTuple):
    amount: Decimal | None
    marked_on: date | None = None
    at_cost: bool = False
    missing_rate: bool = False
    adjusted: bool = False


class _Weight(NamedTuple):
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
def _weight(slug: str, basis: str, credit_line: str) -> _Weight:
    kind = TYPES[slug]
    added = contribution(kind, Decimal(1), basis=basis, credit_line=credit_line)
    of_line = _is_line(kind)
    return _Weight(
        paid_in=int(added.paid_in),
        distributed=int(added.distributed),
        cash=int(added.irr_amount),
        line=0 if kind.residual or not of_line else -kind.direction,
        residual=kind.residual and kind.included(basis=basis, credit_line=credit_line),
        states_line=of_line,
    )


def _is_line(kind: TransactionType) -> bool:
    """Whether a type exists only in the view in which the credit line is undone."""
    return not any(line == WITH for _, line in kind.counts) and (NET, WITHOUT) in kind.counts
