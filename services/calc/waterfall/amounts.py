"""Money inside a waterfall: Decimals on a grain too fine to show, and growth from day to day.

Preferred returns are powers with fractions of a year and have no last digit. Here they end at a
trillionth of a unit of money, so that amounts below 10^16 add up exactly in any Decimal context;
cents are made once, at the very end, by `calc.allocation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal, localcontext
from functools import lru_cache

NOTHING, ONE = Decimal(0), Decimal(1)
GRAIN = Decimal("1E-12")
CONTEXT = Context(prec=50)
DAYS_OF_A_YEAR = 365
Dated = tuple[date, Decimal]


def grain(amount: Decimal) -> Decimal:
    """An amount to the grain; to be called under CONTEXT."""
    return amount.quantize(GRAIN, context=CONTEXT)


@lru_cache(maxsize=8192)
def growth(rate: Decimal, days: int) -> Decimal:
    """What one unit becomes in some days at a yearly rate: (1 + rate)^(days / 365)."""
    if not rate or not days:
        return ONE
    with localcontext(CONTEXT):
        return (ONE + rate) ** (Decimal(days) / DAYS_OF_A_YEAR)


def summed(flows: Sequence[Dated]) -> Decimal:
    """The sum of dated amounts."""
    return sum((amount for _, amount in flows), NOTHING)
