"""What managing a fund costs: a share of commitments first, of what is still invested later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from services.calc.flows import Amount
from services.calc.multiples import exact

NOTHING = Decimal(0)
DAYS_OF_A_YEAR = 365
COMMITTED, INVESTED = "committed", "invested"
START, MIDDLE, END = "start", "average", "end"
_PASSED = {START: Decimal(0), MIDDLE: Decimal("0.5"), END: Decimal(1)}


@dataclass(frozen=True, slots=True)
class LifetimeFees:
    """Fees year by year, and what of the commitment is left to invest: commitment - fees."""

    by_year: tuple[Decimal, ...]
    lifetime: Decimal
    investment_capital: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryBases:
    """Carry on what exceeds all committed capital, or on what exceeds investment capital alone.

    `break_even` are the proceeds at which both give the same; None where their rates are equal.
    """

    investment_capital: Decimal
    committed: Decimal
    investment: Decimal
    break_even: Decimal | None


def lifetime_fees(
    *,
    commitment: Amount | None,
    rate: Amount | None,
    committed_years: int,
    invested_years: int,
    counted: str = START,
) -> LifetimeFees | None:
    """Fees of a fund whose investments are realised evenly over the years after the first ones.

    `rate` x commitment for `committed_years`, then `rate` x net invested capital, which falls by
    an equal part of investment capital a year; `counted` says whether the start, the average or
    the end of the year is meant. Fees and investment capital depend on each other: I = C (1 - r n)
    / (1 + r s), with s the years' shares of I added up (Metrick & Yasuda). None when unknown.
    """
    promised, fee = exact(commitment), exact(rate)
    if (
        promised is None
        or fee is None
        or counted not in _PASSED
        or min(committed_years, invested_years) < 0
    ):
        return None
    passed = _PASSED[counted]
    left = [1 - (year + passed) / invested_years for year in range(invested_years)]
    invested = promised * (1 - fee * committed_years) / (1 + fee * sum(left, NOTHING))
    years = (
        *(fee * promised for _ in range(committed_years)),
        *(fee * invested * share for share in left),
    )
    return LifetimeFees(years, sum(years, NOTHING), invested)


def yearly_fees(
    *, commitment: Amount | None, rate: Amount | None, cost_by_year: Sequence[Amount | None]
) -> tuple[Decimal, ...] | None:
    """The fee of each year: on the cost still invested where one is given, else on commitments.

    None when the commitment or the rate is unknown.
    """
    promised, fee = exact(commitment), exact(rate)
    if promised is None or fee is None:
        return None
    costs = (exact(cost) for cost in cost_by_year)
    return tuple(fee * (promised if cost is None else cost) for cost in costs)


def fee_of_period(
    *,
    rate: Amount | None,
    bases: Sequence[tuple[date, Amount | None]],
    start: date,
    end: date,
) -> Decimal | None:
    """The fee from `start` to `end`, both days counted, act/365.

    `bases` are the amounts the fee is a share of, each from its day until the next one (committed
    capital, then net invested capital after the investment period). None when the rate or a basis
    in force is unknown, or when none is in force on the first day.
    """
    fee = exact(rate)
    steps = sorted(bases, key=lambda step: step[0])
    if fee is None or not steps or steps[0][0] > start:
        return None
    last = date.fromordinal(end.toordinal() + 1)
    charged = NOTHING
    for (day, basis), (until, _) in pairwise([*steps, (last, None)]):
        days = (min(until, last) - max(day, start)).days
        if days <= 0:
            continue
        amount = exact(basis)
        if amount is None:
            return None
        charged += fee * amount * days / DAYS_OF_A_YEAR
    return charged


def carry_bases(
    *,
    commitment: Amount | None,
    fee_rate: Amount | None,
    years: int,
    committed_rate: Amount | None,
    investment_rate: Amount | None,
    proceeds: Amount | None,
) -> CarryBases | None:
    """Two carry bases on the same proceeds; fees are `fee_rate` x commitment for all years.

    Carry is never below 0; `break_even` is where the two lines cross. None when unknown.
    """
    promised, fee, got = exact(commitment), exact(fee_rate), exact(proceeds)
    on_all, on_invested = exact(committed_rate), exact(investment_rate)
    if promised is None or fee is None or got is None or on_all is None or on_invested is None:
        return None
    capital = promised - promised * fee * years
    apart = on_all - on_invested
    return CarryBases(
        investment_capital=capital,
        committed=max(NOTHING, on_all * (got - promised)),
        investment=max(NOTHING, on_invested * (got - capital)),
        break_even=(on_all * promised - on_invested * capital) / apart if apart else None,
    )
