"""Numbers as they stand in a formula: exact enough to be checked with a pocket calculator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.explain.results import Value

UNKNOWN = "unknown"
MINUS = "−"


def said(value: Value, unit: str) -> str:
    """`1,234.50`, `1.1130`, `15.5300 %`, `0.1234`, `57`, `2026-09-30`."""
    if value is None:
        return UNKNOWN
    if isinstance(value, date):
        return value.isoformat()
    if unit == "money":
        return money(Decimal(str(value)))
    if unit == "count":
        return f"{value:,}"
    text = f"{abs(value):,.4f}"
    signed = f"{MINUS if value < 0 else ''}{text}"
    return f"{signed} %" if unit == "percent" else signed


def money(amount: Decimal | None) -> str:
    """`200,448,562.00`; a negative amount with a true minus."""
    if amount is None:
        return UNKNOWN
    return f"{MINUS if amount < 0 else ''}{abs(amount):,.2f}"


def added(amounts: Sequence[Decimal | None]) -> str:
    """`1.00 + 2.00 − 3.00`; the sum alone where there are more than can be read."""
    if len(amounts) > 6:
        return f"{len(amounts):,} rows added up"
    words = ""
    for amount in amounts:
        if not words:
            words = money(amount)
        elif amount is not None and amount < 0:
            words += f" {MINUS} {money(-amount)}"
        else:
            words += f" + {money(amount)}"
    return words or "0.00"


def equation(left: str, value: Value, unit: str) -> str:
    """`left = value`."""
    return f"{left} = {said(value, unit)}"
