"""Figures as they stand on a printed sheet: in full, unknown as an en dash."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from services.envelope import scaled

MISSING, MINUS = "–", "−"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CENT = Decimal("0.01")


def money(amount: Decimal | None) -> str:
    """`31,200,000.00`, negative in parentheses, to the cent."""
    if amount is None:
        return MISSING
    text = f"{abs(amount).quantize(CENT, rounding=ROUND_HALF_EVEN):,}"
    return f"({text})" if amount < 0 else text


def percent(fraction: float | None) -> str:
    """A fraction as `15.5 %`, with a true minus."""
    if fraction is None:
        return MISSING
    return f"{_signed(scaled(fraction), 1)} %"


def multiple(value: float | None) -> str:
    """`1.55x`."""
    return MISSING if value is None else f"{_signed(value, 2)}x"


def months(value: float | None) -> str:
    """`15.5 mo`."""
    return MISSING if value is None else f"{_signed(value, 1)} mo"


def points(value: float | None) -> str:
    """A score of 100 as `82.3`."""
    return MISSING if value is None else _signed(value, 1)


def count(value: int | None) -> str:
    """`1,204`."""
    return MISSING if value is None else f"{value:,}"


def day(value: date | None) -> str:
    """`30 Sep 2026`."""
    return MISSING if value is None else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def quarter(value: date | None) -> str:
    """`Q3 2026` of any day in it."""
    return MISSING if value is None else f"Q{(value.month + 2) // 3} {value.year}"


def word(text: str | None) -> str:
    """`calibrated_multiple` as `Calibrated multiple`."""
    plain = (text or "").replace("_", " ").strip()
    return f"{plain[:1].upper()}{plain[1:]}" if plain else MISSING


def _signed(value: float, places: int) -> str:
    text = f"{abs(value):,.{places}f}"
    return f"{MINUS}{text}" if value < 0 and any(sign in "123456789" for sign in text) else text
