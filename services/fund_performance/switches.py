"""The funds' flows with any set of parts switched on: the series between gross and net."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from services.calc import irr, multiples
from services.calc.accounts import Movement
from services.calc.capital_account import EXPENSES as SECTION
from services.calc.capital_account import LINES
from services.calc.gross_net import (
    ACCRUED,
    CARRY,
    CREDIT_LINE,
    EXPENSES,
    FEES,
    FROM_LEDGER,
    PARTS,
    Switched,
    is_combined,
    part_of,
)
from services.calc.ledger import Ledger
from services.calc.transactions import WITH, WITHOUT
from services.fund_performance.books import GROSS, NET_LP, Books
from services.fund_performance.costs import FEE_LINES
from services.fund_performance.ledger_lines import Lines
from services.fund_performance.rates import shown

CASH, TOGETHER, COSTS = "cash", "fees_and_expenses", "not_itemised"
# Lines of a ledger that stand for a part where the flows do not itemise it.
LINES_OF = {
    FEES: FEE_LINES,
    CARRY: ("carry_paid", "clawback"),
    ACCRUED: ("carry_accrued", "carry_earned", "carry_paid", "clawback"),
}


class Series(NamedTuple):
    """Flows closed with a value: what a rate and a multiple are taken of."""

    days: list[date]
    amounts: list[Decimal]
    paid_in: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None


@dataclass(slots=True)
class Switches:
    """The funds' series for any set of parts, each built once.

    `sequence` are the parts in the stated order. Where deals are known the first series is theirs,
    and the first step leads from it to investors' flows before any cost (`cash`), or with all
    costs inside where nothing itemises them (`not_itemised`).
    """

    books: Books
    lines: Lines
    sequence: tuple[str, ...] = ()
    itemised: bool = False
    _kept: dict[frozenset[str], Series] = field(default_factory=dict)
    _rates: dict[frozenset[str], irr.Performance] = field(default_factory=dict)
    costs: list[Movement] = field(default_factory=list)

    @classmethod
    def of(cls, books: Books, lines: Lines) -> Switches:
        """The parts that the funds' flows, or else their ledgers, tell apart."""
        found = cls(books, lines)
        found.costs = found._from_ledgers()
        kinds = {m.kind for m in found.movements() if m.amount and m.day <= books.frame.as_of}
        present = {part_of(kind) for kind in kinds} - {None}
        found.itemised = bool(present & {FEES, EXPENSES, CARRY})
        parts = PARTS if found.itemised else tuple(part for part in PARTS if part in present)
        if books.frame.scope.credit_line != WITH:
            parts = tuple(part for part in parts if part != CREDIT_LINE)
        if any(is_combined(kind) for kind in kinds):
            parts = tuple(TOGETHER if p == FEES else p for p in parts if p != EXPENSES)
        if books.invested or not parts:
            parts = (CASH if found.itemised else COSTS, *parts)
        found.sequence = parts
        return found

    @property
    def basis(self) -> str:
        """Whose net figures the bridge leads to."""
        basis = self.books.frame.scope.basis
        return NET_LP if basis == GROSS else basis

    def rate(self, on: frozenset[str]) -> float | None:
        """The rate with these parts on, as it may be shown."""
        return shown(self.performance(on)).irr

    def performance(self, on: frozenset[str]) -> irr.Performance:
        """The rate with these parts on, and what to know about it."""
        if on not in self._rates:
            found = self.series(on)
            as_of = self.books.frame.as_of
            if found.nav is None:
                self._rates[on] = irr.Performance(irr.INVALID_INPUT)
            else:
                self._rates[on] = irr.performance(
                    found.days, found.amounts, nav=found.nav, as_of=as_of
                )
        return self._rates[on]

    def multiple(self, on: frozenset[str]) -> float | None:
        """What came back and is left per unit paid in, with these parts on."""
        found = self.series(on)
        return multiples.tvpi(paid_in=found.paid_in, distributed=found.distributed, nav=found.nav)

    def series(self, on: frozenset[str]) -> Series:
        """The flows with these parts on; without `cash` they stand on the deals' own."""
        if on not in self._kept:
            self._kept[on] = self._series(on)
        return self._kept[on]

    def _series(self, on: frozenset[str]) -> Series:
        parts = _parts(on)
        if not self.books.invested or on & {CASH, COSTS}:
            return self._switched(parts)
        deals = self._of(self.books.ledger(basis=GROSS, credit_line=WITHOUT))
        if not parts:
            return deals
        return _sum(deals, self._switched(parts), self._switched(frozenset()))

    def _switched(self, on: frozenset[str]) -> Series:
        accounts = {fund: Switched.to(on) for fund in self.books.by_fund}
        marks = self.books.counted(leave_out_gp=self.basis == NET_LP)[1]
        ledger = Ledger.of(
            self.movements(),
            marks,
            accounts,
            basis=self.basis,
            credit_line=WITH if CREDIT_LINE in on else WITHOUT,
            convert=self.books.converted,
        )
        return self._of(ledger)

    def _of(self, ledger: Ledger) -> Series:
        day = self.books.frame.as_of
        standing = ledger.at(day)
        return Series(*ledger.cash(day), standing.paid_in, standing.distributed, standing.nav)

    def movements(self) -> list[Movement]:
        """What moved between funds and investors, with costs that only ledgers tell."""
        own = self.books.counted(leave_out_gp=self.basis == NET_LP)[0]
        if not self.costs:
            return own
        return sorted([*own, *self.costs], key=attrgetter("account", "day"))

    def _from_ledgers(self) -> list[Movement]:
        """Costs of funds whose flows itemise none, as their ledgers state them."""
        own = self.books.counted(leave_out_gp=self.basis == NET_LP)[0]
        telling = {m.account for m in own if part_of(m.kind) not in (None, CREDIT_LINE)}
        found: list[Movement] = []
        for row in self.books.frame.funds:
            if row.id not in telling:
                found += self._stated(row.id)
        return found

    def _stated(self, fund_id: str) -> list[Movement]:
        leave_out = self.basis == NET_LP and fund_id not in self.books.together
        posted = self.lines.known(fund_id, leave_out_gp=leave_out)
        named = {**LINES_OF, EXPENSES: _expense_lines(posted)}
        found = []
        for part, accounts in named.items():
            sign = 1 if part == CARRY else -1
            for account in accounts:
                for day, amount in posted.get(account, ()):
                    kind = FROM_LEDGER[part]
                    found.append(Movement(fund_id, day, kind, sign * amount, False, 0))
        return _balances(found, self._marked(fund_id))

    def _marked(self, fund_id: str) -> list[date]:
        marks = self.books.counted(leave_out_gp=self.basis == NET_LP)[1]
        return sorted({mark.day for mark in marks if mark.account == fund_id})


def _parts(on: frozenset[str]) -> frozenset[str]:
    """What is on in the flows themselves: `fees_and_expenses` are both."""
    return frozenset(on & set(PARTS) | ({FEES, EXPENSES} if TOGETHER in on else set()))


def _sum(one: Series, plus: Series, less: Series) -> Series:
    """Series added and taken off; a sum is None where a part is."""

    def sums(name: str) -> Decimal | None:
        parts = [getattr(series, name) for series in (one, plus, less)]
        return None if None in parts else parts[0] + parts[1] - parts[2]

    return Series(
        [*one.days, *plus.days, *less.days],
        [*one.amounts, *plus.amounts, *(-amount for amount in less.amounts)],
        sums("paid_in"),
        sums("distributed"),
        sums("nav"),
    )


def _expense_lines(posted: Iterable[str]) -> tuple[str, ...]:
    """Lines of expenses that are given; of totals none, so that nothing counts twice."""
    own = (account for account in posted if account in LINES)
    return tuple(
        account
        for account in own
        if not LINES[account].total
        and (LINES[account].section == SECTION or account in ("offering_costs", "placement_fees"))
    )


def _balances(found: list[Movement], marked: Sequence[date]) -> list[Movement]:
    """Carry that had accrued by each value: a balance that belongs to the value of that day."""
    accrued = [m for m in found if m.kind is FROM_LEDGER[ACCRUED]]
    kept = [m for m in found if m.kind is not FROM_LEDGER[ACCRUED]]
    for day in marked:
        balance = sum((m.amount or Decimal(0) for m in accrued if m.day <= day), Decimal(0))
        if balance and accrued:
            kept.append(accrued[0]._replace(day=day, amount=balance))
    return kept
