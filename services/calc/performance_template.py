"""ILPA's Performance Template (v1.1): dated flows, how each counts in four views, and their sums.

The views are gross and net, with the fund-level subscription facility left in and undone. Amounts
are signed as investors see them: what they pay is negative. Balances run along: what the facility
has outstanding, and capital that was called or drawn before its use was known (working capital).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from services.calc.transactions import (
    GROSS,
    NET,
    TYPES,
    WITH,
    WITHOUT,
    TransactionType,
    contribution,
)

NOTHING = Decimal(0)
VIEWS: Mapping[str, tuple[str, str]] = {
    "gross_with": (GROSS, WITH),
    "net_with": (NET, WITH),
    "gross_without": (GROSS, WITHOUT),
    "net_without": (NET, WITHOUT),
}
OUTSTANDING = "gross_up_outstanding_balance_from_fund_level_subscription_facility"
WORKING_CAPITAL = "working_capital"
DRAWDOWN = "fund_level_subscription_facility_drawdown"
REPAYMENT = "synthetic_distribution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A day's amount of one type, positive in the type's usual direction; `words` say what for."""

    day: date
    kind: TransactionType
    amount: Decimal
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the statement. `kind` None is a total of the lines above it: text alone.

    `amount` is signed; `counts` by view, 0 where the type does not count there.
    """

    day: date
    kind: TransactionType | None
    label: str
    amount: Decimal | None = None
    counts: Mapping[str, Decimal] | None = None
    facility: Decimal | None = None
    working_capital: Decimal | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Sums of one view: what it takes for its rate of return and its multiple."""

    numerator: Decimal
    denominator: Decimal
    days: tuple[date, ...]
    amounts: tuple[Decimal, ...]

    @property
    def multiple(self) -> Decimal | None:
        """TVPI (net) or MOIC (gross), exact; None where nothing was paid in."""
        return self.numerator / self.denominator if self.denominator > 0 else None


def lines(movements: Sequence[Movement]) -> tuple[Line, ...]:
    """The statement, in the order given (days ascending), with a total below each call,
    drawdown, repayment or distribution of several parts that do not cancel."""
    return tuple(_lines(movements))


def measure(movements: Iterable[Movement], view: str) -> Measure:
    """Numerator, denominator and dated amounts of a view."""
    basis, credit_line = VIEWS[view]
    numerator = denominator = NOTHING
    dated: list[tuple[date, Decimal]] = []
    for moved in movements:
        found = contribution(moved.kind, moved.amount, basis=basis, credit_line=credit_line)
        numerator += found.distributed
        denominator += found.paid_in
        if found.irr_amount:
            dated.append((moved.day, found.irr_amount))
    return Measure(
        numerator=numerator,
        denominator=denominator,
        days=tuple(day for day, _ in dated),
        amounts=tuple(amount for _, amount in dated),
    )


def outstanding(movements: Sequence[Movement]) -> Decimal:
    """What the facility has lent and not been paid back; 0 without one."""
    return sum((_lent(moved) for moved in movements), NOTHING)


def _lines(movements: Sequence[Movement]) -> Iterator[Line]:
    facility = unassigned = NOTHING
    for (day, family), group in groupby(movements, key=lambda m: (m.day, _family(m.kind))):
        moved = list(group)
        # Capital drawn earlier is given its use by a pair of lines that cancel: neither moves the
        # balance of the facility.
        taken_back = -sum((m.amount for m in moved if m.amount < 0 and _draws(m.kind)), NOTHING)
        for one in moved:
            lent = _lent(one)
            if _draws(one.kind):
                lent = max(lent, NOTHING)
                from_before = min(lent, taken_back)
                lent, taken_back = lent - from_before, taken_back - from_before
            facility += lent
            if one.kind.slug.endswith(WORKING_CAPITAL):
                unassigned += one.amount
            yield Line(
                day=day,
                kind=one.kind,
                label=one.kind.label,
                amount=one.amount * one.kind.direction,
                counts={
                    view: contribution(
                        one.kind, one.amount, basis=basis, credit_line=credit_line
                    ).irr_amount
                    for view, (basis, credit_line) in VIEWS.items()
                },
                facility=facility,
                working_capital=unassigned,
                words=one.words,
            )
        together = sum((m.amount for m in moved), NOTHING)
        if len(moved) > 1 and together and not moved[0].kind.residual:
            said = f"{day.month}/{day.day}/{day.year}"
            yield Line(day=day, kind=None, label=f"Total {family} ({said}): {_money(together)}")


def _family(kind: TransactionType) -> str:
    """What lines are totalled together: the words before the first colon of their label."""
    return kind.label.partition(":")[0]


def _draws(kind: TransactionType) -> bool:
    return kind.slug.startswith(DRAWDOWN)


def _lent(moved: Movement) -> Decimal:
    if _draws(moved.kind):
        return moved.amount
    return -moved.amount if moved.kind.slug.startswith(REPAYMENT) else NOTHING


def _money(amount: Decimal) -> str:
    text = f"${abs(amount):,.2f}".removesuffix(".00")
    return f"({text})" if amount < 0 else text


def gross_up_of(movements: Sequence[Movement], day: date) -> Movement | None:
    """What undoing the facility adds to the value on a day, where the books do not state it."""
    if any(moved.kind.slug == OUTSTANDING for moved in movements):
        return None
    balance = outstanding(movements)
    if not balance:
        return None
    return Movement(day=day, kind=TYPES[OUTSTANDING], amount=balance)
