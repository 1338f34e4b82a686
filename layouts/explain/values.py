"""Values as cards show them, and with every digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from layouts import formats


def shown(value: Any, unit: str, currency: str | None) -> str:
    """A value as cards show it: `$118.4m`, `1.55x`, `15.5 %`, `30 Sep 2026`."""
    if isinstance(value, date):
        return formats.day(value)
    writers = {
        "money": lambda: formats.money_short(value, currency),
        "x": lambda: formats.multiple(value),
        "percent": lambda: formats.percent(None if value is None else float(value) / 100),
        "fraction": lambda: formats.percent(value),
        "count": lambda: formats.count(value),
    }
    write = writers.get(unit)
    return write() if write else formats.MISSING if value is None else f"{value:,.4f}"


def exact(value: Any, unit: str) -> str:
    """The value with every digit there is, in its unit."""
    if value is None:
        return formats.MISSING
    if isinstance(value, date):
        return value.isoformat()
    if unit == "money":
        return formats.money(value, cents=True)
    text = format(value, "f") if isinstance(value, Decimal) else repr(value)
    return {"percent": f"{text} %", "x": f"{text}x"}.get(unit, text)
