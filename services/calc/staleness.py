"""How old the values of a portfolio are, weighed by what they say it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.accounts import STALE_DAYS
from services.calc.flows import Amount
from services.calc.multiples import exact, ratio

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staleness:
    """`ages` in days, in the order given, None where a value has no day.

    `weighted_age_days` weighs them by value over the dated ones; `stale_share` is the part of all
    value that is older than the limit, `undated_share` the part without a day. None where there
    is no value above zero or one is unknown.
    """

    ages: tuple[int | None, ...]
    weighted_age_days: float | None
    stale_share: float | None
    stale_count: int
    undated_share: float | None


def staleness(
    marks: Sequence[tuple[Amount | None, date | None]],
    *,
    as_of: date,
    stale_after_days: int = STALE_DAYS,
) -> Staleness:
    """The age of (fair value, day it was valued on) pairs as of a day; a limit's own day is in."""
    ages = tuple(None if day is None else (as_of - day).days for _, day in marks)
    values = [exact(value) for value, _ in marks]
    known = [value for value in values if value is not None]
    whole = sum(known, NOTHING) if len(known) == len(values) else None
    old = [age is not None and age > stale_after_days for age in ages]
    pairs = [
        (value, age)
        for value, age in zip(values, ages, strict=True)
        if value is not None and age is not None
    ]
    dated = sum((value for value, _ in pairs), NOTHING)
    weighed = sum((value * age for value, age in pairs), NOTHING)
    return Staleness(
        ages=ages,
        weighted_age_days=None if whole is None else ratio(weighed, dated),
        stale_share=ratio(_where(old, values), whole),
        stale_count=sum(old),
        undated_share=ratio(_where([age is None for age in ages], values), whole),
    )


def _where(chosen: Sequence[bool], values: Sequence[Decimal | None]) -> Decimal:
    pairs = zip(chosen, values, strict=True)
    return sum((value for yes, value in pairs if yes and value is not None), NOTHING)
