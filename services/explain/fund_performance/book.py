"""A scope's rows added up a second time, one by one, without the ledger of the service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from services.calc.transactions import BASES, GROSS, TYPES
from services.db.queries.explain.facts import Fact
from services.db.queries.explain.tables import COMMITMENTS, FLOWS, HOLDING_FLOWS, MARKS, NAVS
from services.explain.fund_performance.counting import (
    DISTRIBUTION,
    LESS_PAID_IN,
    PAID_IN,
    VALUE,
    counts_as,
    kind_of,
    of_line,
    sign_of,
)
from services.explain.fund_performance.quotes import Quotes
from services.explain.recipe import Conversion

CENT = Decimal("0.01")
ZERO = Decimal(0)
NET_LP = "net_lp"


class Counted(NamedTuple):
    """A row that counts: its sign, and its amount in the figure's currency (None: no rate).

    `amount` is positive in the type's usual direction, the sign not yet applied.
    """

    fact: Fact
    sign: int
    amount: Decimal | None
    conversion: Conversion | None

    @property
    def signed(self) -> Decimal | None:
        return None if self.amount is None else self.sign * self.amount

    @property
    def account(self) -> str:
        """The fund, or the investment, whose books the row stands in."""
        return self.fact.holding or self.fact.fund_id


class Added(NamedTuple):
    """What a row adds to a figure, under the name of what it adds to."""

    row: Counted
    to: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Book:
    """Rows of funds and their investments; one currency, several ways to count.

    `together` names funds whose general partner cannot be told apart, `invested` those whose
    gross figures stand on investments. Rows stand newest first.
    """

    facts: Sequence[Fact]
    currency: str
    own_currency: Mapping[str, str]
    together: Collection[str]
    invested: Collection[str]
    quotes: Quotes
    _views: dict[tuple[bool, bool], list[Counted]] = field(default_factory=dict)
    _signs: dict[tuple[bool, bool], dict[tuple[str, int], int]] = field(default_factory=dict)

    def rows(self, basis: str) -> list[Counted]:
        """Rows that count under a basis: flows converted at their day, the rest left to be."""
        view = (basis == NET_LP, BASES[basis] == GROSS)
        if view not in self._views:
            self._views[view] = self._counted(leave_out_gp=view[0], gross=view[1])
        return self._views[view]

    def signs(self, basis: str) -> dict[tuple[str, int], int]:
        """The sign of every row that counts under a basis, by table and number."""
        view = (basis == NET_LP, BASES[basis] == GROSS)
        if view not in self._signs:
            self._signs[view] = {(r.fact.table, r.fact.id): r.sign for r in self.rows(basis)}
        return self._signs[view]

    def only(self, holdings: Collection[str]) -> Book:
        """The same rows, but those of these investments alone."""
        return replace(
            self, facts=[f for f in self.facts if f.holding in holdings], _views={}, _signs={}
        )

    def flows(self, basis: str, day: date) -> list[Counted]:
        """Flows up to and including a day."""
        kinds = (FLOWS, HOLDING_FLOWS)
        return [r for r in self.rows(basis) if r.fact.table in kinds and r.fact.day <= day]

    def cash(self, basis: str, credit_line: str, day: date) -> list[Added]:
        """What flows up to a day add to paid-in and to distributions."""
        found = (cash_of(row, basis, credit_line) for row in self.flows(basis, day))
        return [added for added in found if added is not None]

    def committed(self, basis: str, day: date) -> list[Counted]:
        """Promises up to a day, converted at its rate, each fund's together."""
        rows = [r for r in self.rows(basis) if r.fact.table == COMMITMENTS and r.fact.day <= day]
        return self.converted(rows, lambda row: (row.fact.fund_id,), on=day)

    def marks(self, basis: str, day: date) -> dict[str, dict[date, list[Counted]]]:
        """Values by account and day up to a day, converted at its rate."""
        rows = [r for r in self.rows(basis) if r.fact.table in (NAVS, MARKS) and r.fact.day <= day]
        found: dict[str, dict[date, list[Counted]]] = defaultdict(lambda: defaultdict(list))
        for row in self.converted(rows, _value_group, on=day):
            found[row.account][row.fact.day].append(row)
        return found

    def converted(
        self,
        rows: Iterable[Counted],
        group: Callable[[Counted], tuple[object, ...]],
        *,
        on: date | None = None,
    ) -> list[Counted]:
        """Amounts in the book's currency, at the rate of `on` or of each row's day.

        A group is rounded once, as the books round it; its rows then add up to it exactly.
        """
        running: dict[tuple[object, ...], tuple[Decimal, Decimal]] = {}
        found: list[Counted] = []
        for row in rows:
            own = row.fact.currency or self.own_currency[row.fact.fund_id]
            if own == self.currency:
                found.append(row._replace(amount=row.fact.amount))
                continue
            quote = self.quotes.between(own, self.currency, on or row.fact.day)
            if quote is None:
                found.append(row._replace(amount=row.fact.amount or None))
                continue
            name = group(row)
            before, told = running.get(name, (ZERO, ZERO))
            total = before + row.fact.amount
            rounded = (total * quote.rate).quantize(CENT, ROUND_HALF_EVEN)
            running[name] = (total, rounded)
            found.append(row._replace(amount=rounded - told, conversion=quote))
        return found

    def _counted(self, *, leave_out_gp: bool, gross: bool) -> list[Counted]:
        totals = {_day_of(f) for f in self.facts if f.is_total and not f.holding}
        found: list[Counted] = []
        for fact in self.facts:
            on_holdings = gross and fact.fund_id in self.invested
            if on_holdings != (fact.holding is not None) and _moves_value(fact):
                continue
            sign = sign_of(
                fact,
                beside_total=_day_of(fact) in totals,
                leave_out_gp=leave_out_gp and fact.fund_id not in self.together,
            )
            if sign:
                found.append(Counted(fact, sign, None, None))
        flows = [row for row in found if row.fact.table in (FLOWS, HOLDING_FLOWS)]
        known = {(r.fact.table, r.fact.id): r for r in self.converted(flows, _flow_group)}
        return [known.get((row.fact.table, row.fact.id), row) for row in found]


def _day_of(fact: Fact) -> tuple[str, str, date, str]:
    """What a total is the total of: a day's rows, those of the credit line, of carry and of values
    apart from what investors paid and got."""
    kind = TYPES.get(fact.type or "")
    return fact.table, fact.fund_id, fact.day, kind.slug if kind and kind.apart else ""


def cash_of(row: Counted, basis: str, credit_line: str) -> Added | None:
    """What one flow adds to paid-in or to distributions; None where it adds nothing."""
    kind = kind_of(row.fact)
    to = counts_as(kind, BASES[basis], credit_line) if kind else VALUE
    if to not in (PAID_IN, DISTRIBUTION, LESS_PAID_IN):
        return None
    signed = row.signed
    if to == LESS_PAID_IN and signed is not None:
        signed = -signed
    return Added(row, to, signed)


def line_moves(rows: Iterable[Counted]) -> list[Added]:
    """What flows add to the balance of the credit line: drawdowns up, repayments down."""
    found: list[Added] = []
    for row in rows:
        kind = kind_of(row.fact)
        if kind is not None and of_line(kind) and not kind.residual:
            moved = None if row.signed is None else -kind.direction * row.signed
            found.append(Added(row, "credit line", moved))
    return found


def total(added: Iterable[Added]) -> Decimal | None:
    """The amounts one by one; None as soon as one is not known."""
    amount = ZERO
    for item in added:
        if item.amount is None:
            return None
        amount += item.amount
    return amount


def _moves_value(fact: Fact) -> bool:
    return fact.table in (FLOWS, NAVS, HOLDING_FLOWS, MARKS)


def _flow_group(row: Counted) -> tuple[object, ...]:
    fact = row.fact
    return (row.account, fact.day, fact.type, fact.currency, fact.is_total, fact.is_gp,
            fact.recallable)  # fmt: skip


def _value_group(row: Counted) -> tuple[object, ...]:
    fact = row.fact
    return (row.account, fact.day, fact.currency, fact.is_total, fact.is_gp)
