"""Movements pooled under one basis: what was paid in, distributed and left on any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from services.calc.accounts import (
    NOTHING,
    STALE_DAYS,
    Account,
    Convert,
    Flow,
    Mark,
    Movement,
    Value,
)

_ACCOUNT_AND_DAY, _DAY = attrgetter("account", "day"), attrgetter("day")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the accounts stand on a day, sums exact; None where it cannot be known.

    `nav` is the last value on or before the day plus calls minus distributions since, accounts
    added up. `nav_as_of` is the oldest of the values used, those of nothing left out; None where
    none was. `at_cost` names accounts that are too young for a value and stand at what was paid
    in; `unvalued` those that have none though they are old enough. `unconverted`: an exchange
    rate is missing; `adjusted`: the basis adds something to the value.
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
class Ledger:
    """Movements of one or several accounts under one basis and view of the credit line."""

    flows: tuple[Flow, ...]
    movements: Sequence[Movement]
    basis: str
    credit_line: str
    accounts: Mapping[str, Account]
    _convert: Convert

    @classmethod
    def of(
        cls,
        movements: Sequence[Movement],
        marks: Iterable[Mark],
        accounts: Mapping[str, Account],
        *,
        basis: str,
        credit_line: str,
        convert: Convert,
    ) -> Ledger:
        """A ledger of movements, sorted by account and day, and of values, in empty accounts.

        The values stay in their own currency until asked.
        """
        flows: list[Flow] = []
        for (name, day), group in groupby(movements, key=_ACCOUNT_AND_DAY):
            flow = accounts[name].book(name, day, group)
            if flow is not None:
                flows.append(flow)
        flows.sort(key=_DAY)
        for mark in marks:
            accounts[mark.account].marks[mark.day].append(mark)
        for account in accounts.values():
            account.mark_days = sorted(account.marks)
        return cls(tuple(flows), movements, basis, credit_line, accounts, convert)

    @property
    def first_flow(self) -> date | None:
        """The day of the first flow that counts, None before there is one."""
        return self.flows[0].day if self.flows else None

    def known_on(self, day: date) -> bool:
        """Whether every movement up to the day could be put into the answer's currency."""
        return all(account.known_on(day) for account in self.accounts.values())

    def cash(self, day: date) -> tuple[list[date], list[Decimal]]:
        """Days and signed amounts for a rate of return, up to and including the day."""
        counted = [flow for flow in self.flows if flow.day <= day and flow.cash]
        return [flow.day for flow in counted], [flow.cash for flow in counted]

    def drawn(self, day: date) -> Decimal | None:
        """Balance of the credit lines; None where no drawdown or repayment is known."""
        lines = [account for account in self.accounts.values() if account.line]
        if not lines or not self.known_on(day):
            return None
        return sum((account.drawn(day) for account in lines), NOTHING)

    def value_days(self) -> list[date]:
        """Every day on which some account was valued, oldest first."""
        return sorted({day for account in self.accounts.values() for day in account.mark_days})

    def value_of(self, name: str, day: date) -> Value:
        """What one account is worth on a day."""
        return self.accounts[name].value(day, self._convert)

    def at(self, day: date) -> Standing:
        """Where the accounts stand on a day."""
        paid_in = distributed = nav = NOTHING
        unknown: list[str] = []
        at_cost: list[str] = []
        used: dict[str, date] = {}
        gone: dict[str, date] = {}
        unrated = adjusted = started = False
        for name, account in self.accounts.items():
            put, got = account.sums(day)
            paid_in, distributed = paid_in + put, distributed + got
            started = started or account.started(day)
            value = account.value(day, self._convert)
            if value.missing_rate:
                unrated = True
            elif value.amount is None:
                unknown.append(name)
            else:
                nav += value.amount
            adjusted = adjusted or value.adjusted
            if value.at_cost:
                at_cost.append(name)
            if value.marked_on is not None:
                # What is wound up or sold does not make the value of the others older.
                (used if value.amount != 0 else gone)[name] = value.marked_on
        converted = self.known_on(day)
        known = converted and started and not unrated and not unknown
        return Standing(
            day=day,
            paid_in=paid_in if converted else None,
            distributed=distributed if converted else None,
            nav=nav if known else None,
            nav_as_of=min(used.values(), default=max(gone.values(), default=None)),
            at_cost=tuple(at_cost),
            unvalued=tuple(unknown),
            stale=tuple(name for name, when in used.items() if (day - when).days > STALE_DAYS),
            unconverted=not converted or unrated,
            adjusted=adjusted,
        )
