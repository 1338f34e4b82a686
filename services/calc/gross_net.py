"""From gross to net by switching the parts on one by one: the credit line, fees, expenses, carry.

Every type of flow belongs to one part or to none; what a set of parts leaves switched on is a
series of its own, with a rate and a multiple of its own. The effect of a part is what its switch
changes, so that effects add up to net less gross whatever the order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from math import factorial
from types import MappingProxyType

from services.calc.accounts import Account, Weight, weight_of
from services.calc.transactions import (
    ACCRUED_LINE_COST,
    ALWAYS,
    GROSS_ONLY,
    LESS_DENOMINATOR,
    LINE_LEFT_NET,
    LINE_UNDONE,
    LINE_UNDONE_NET,
    NUMERATOR,
    WITH,
    WITHOUT,
    TransactionType,
)

CREDIT_LINE, FEES, EXPENSES, CARRY = "credit_line", "fees", "expenses", "carry"
PARTS = (CREDIT_LINE, FEES, EXPENSES, CARRY)
ACCRUED = "carry_accrued"
_OF_LINE = (LINE_UNDONE, LINE_UNDONE_NET, LINE_LEFT_NET, ACCRUED_LINE_COST)
_FEES_AND_EXPENSES = (
    "capital_call_management_fees_partnership_expenses",
    "distribution_return_of_excess_capital_called_management_fees_partnership_expenses",
)


def _taken_off(name: str, bucket: str, *, residual: bool = False) -> TransactionType:
    """A cost as a ledger states it: where its part is switched off it is given back."""
    return TransactionType(
        slug=f"cost_of_{name}",
        label=f"Cost: {name}",
        direction=1,
        bucket=bucket,
        counts=frozenset(),
        residual=residual,
    )


# Costs inside calls that do not itemise them: given back they make the call smaller.
FROM_LEDGER: Mapping[str, TransactionType] = MappingProxyType(
    {
        CREDIT_LINE: _taken_off(CREDIT_LINE, LESS_DENOMINATOR),
        FEES: _taken_off(FEES, LESS_DENOMINATOR),
        EXPENSES: _taken_off(EXPENSES, LESS_DENOMINATOR),
        CARRY: _taken_off(CARRY, NUMERATOR),
        ACCRUED: _taken_off(ACCRUED, NUMERATOR, residual=True),
    }
)
_PART_OF_LEDGER = {
    kind.slug: CARRY if name == ACCRUED else name for name, kind in FROM_LEDGER.items()
}


def part_of(kind: TransactionType) -> str | None:
    """The part that a type belongs to, None for what is there under every view.

    What is called or accrued for fees and expenses together counts with expenses.
    """
    if kind.slug in _PART_OF_LEDGER:
        return _PART_OF_LEDGER[kind.slug]
    if kind.counts == ALWAYS or not kind.counts:
        return None
    if kind.counts in _OF_LINE:
        return CREDIT_LINE
    if kind.line == "incentive_allocation":
        return CARRY
    if kind.line in {"management_fees", "contributions"}:
        return FEES  # a contribution deemed made out of fees is one
    return EXPENSES


def is_combined(kind: TransactionType) -> bool:
    """Whether cash of a type is for fees and expenses without saying how much for which."""
    return kind.slug in _FEES_AND_EXPENSES


def counts(kind: TransactionType, on: frozenset[str]) -> bool:
    """Whether a type counts while these parts are switched on.

    With none of them on that is gross without the line; with all of them net with it; with all
    but the line net without it, as ILPA's table of types has it.
    """
    part = part_of(kind)
    if part is None:
        return bool(kind.counts)
    if kind.slug in _PART_OF_LEDGER or part == CARRY or kind.counts == GROSS_ONLY:
        return part not in on
    if kind.counts == LINE_UNDONE_NET:
        return CREDIT_LINE not in on and EXPENSES in on
    if kind.counts == LINE_LEFT_NET:
        return CREDIT_LINE in on
    if part == CREDIT_LINE:
        return CREDIT_LINE not in on
    return part in on


@dataclass(slots=True)
class Switched(Account):
    """A fund's account while some parts are switched on."""

    on: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def to(cls, on: frozenset[str]) -> Switched:
        """An empty account; without the line its balance belongs to the value."""
        return cls("net", WITH if CREDIT_LINE in on else WITHOUT, on=on)

    def weight(self, kind: TransactionType) -> Weight:
        """What one unit of a type adds while the account's parts are on."""
        return _weight(kind, self.on)


@cache
def _weight(kind: TransactionType, on: frozenset[str]) -> Weight:
    return weight_of(kind, counted=counts(kind, on))


Worth = Callable[[frozenset[str]], float | None]


@dataclass(frozen=True, slots=True)
class Effects:
    """What each part changes, in the order of the parts, and where the series stands after each.

    Exact fractions of the figures as given: `first` + all effects = `last`, `residual` 0. All None
    where a series that is needed has no figure.
    """

    effects: tuple[Fraction | None, ...]
    levels: tuple[Fraction | None, ...]
    first: Fraction | None
    last: Fraction | None

    @property
    def residual(self) -> Fraction | None:
        """What the effects leave of last less first; None where one is not known."""
        known = [effect for effect in self.effects if effect is not None]
        if self.first is None or self.last is None or len(known) < len(self.effects):
            return None
        return self.last - self.first - sum(known, Fraction(0))


def stated(parts: Sequence[str], worth: Worth) -> Effects:
    """Each part switched on after all before it: effects telescope to last less first."""
    levels = [_exact(worth(frozenset(parts[:count_]))) for count_ in range(len(parts) + 1)]
    effects = [
        None if before is None or after is None else after - before
        for before, after in pairwise(levels)
    ]
    return Effects(tuple(effects), tuple(levels[1:]), levels[0], levels[-1])


def shapley(parts: Sequence[str], worth: Worth, *, first: Sequence[str] = ()) -> Effects:
    """Each part's mean effect over every order in which the parts could be switched on.

    The one division that adds up, treats parts alike and gives nothing to a part that changes
    nothing (Shapley 1953). 2^n series for n parts. Parts in `first` are switched on before all
    others in every order, as they stand.
    """
    begun = stated([part for part in parts if part in first], worth)
    others = [part for part in parts if part not in first]
    every = {
        frozenset(chosen): _exact(worth(frozenset((*first, *chosen))))
        for size in range(len(others) + 1)
        for chosen in combinations(others, size)
    }
    level, last = every[frozenset()], every[frozenset(others)]
    if any(value is None for value in every.values()):
        nothing = (None,) * len(others)
        return Effects((*begun.effects, *nothing), (*begun.levels, *nothing), begun.first, last)
    effects = [_mean_effect(part, others, every) for part in others]
    levels = []
    for effect in effects:
        level = None if level is None else level + effect
        levels.append(level)
    return Effects((*begun.effects, *effects), (*begun.levels, *levels), begun.first, last)


def _mean_effect(
    part: str, parts: Sequence[str], every: Mapping[frozenset[str], Fraction | None]
) -> Fraction:
    number, found = len(parts), Fraction(0)
    others = [other for other in parts if other != part]
    for size in range(number):
        weight = Fraction(factorial(size) * factorial(number - size - 1), factorial(number))
        for chosen in combinations(others, size):
            before = every[frozenset(chosen)] or Fraction(0)
            after = every[frozenset((*chosen, part))] or Fraction(0)
            found += weight * (after - before)
    return found


def _exact(value: float | None) -> Fraction | None:
    """The figure as its shortest text has it."""
    return None if value is None else Fraction(Decimal(repr(value)))
