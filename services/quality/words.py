"""Amounts, counts and lists as the sentences of checks write them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

MOST_NAMED = 3
CENTS = Decimal("0.01")


def money(amount: Decimal, currency: str | None = None) -> str:
    """`1,250.00 EUR`; a negative amount with a minus sign."""
    text = f"{amount.quantize(CENTS):,}"
    return f"{text} {currency}" if currency else text


def several(count: int, one: str, many: str | None = None) -> str:
    """`1 row`, `3 rows`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str]) -> str:
    """The first three names, and how many more there are."""
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def percent(share: Decimal) -> str:
    """A fraction as `14.2 %`."""
    return f"{share * 100:.1f} %"
