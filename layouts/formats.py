"""Numbers, money and days as a person reads them; what is not known is an en dash."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

MISSING = "–"
MINUS = "−"
THIN = "\u2009"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
# Size, its letter, and from which part of it on the smaller scale would round up to it:
# 999.96 m is written 1.0 bn.
SCALES = (
    (Decimal(10) ** 12, "tn", Decimal("0.99995")),
    (Decimal(10) ** 9, "bn", Decimal("0.99995")),
    (Decimal(10) ** 6, "m", Decimal("0.9995")),
)
QUARTILES = {"1": "1st quartile", "2": "2nd quartile", "3": "3rd quartile", "4": "4th quartile"}

Number = int | float | Decimal


def known(value: Number | None) -> bool:
    """Is there a number? None and anything not finite is unknown."""
    return value is not None and math.isfinite(value)


def exact(value: Number | None) -> str:
    """The value as the API gives it, for `data-value`; empty where it is unknown."""
    if value is None or not known(value):
        return ""
    return format(value, "f") if isinstance(value, Decimal) else repr(value)


def money_parts(value: Number | None, currency: str | None = None) -> tuple[str, str]:
    """`("$118.4", "m")`: the short amount and its scale, negative ones in parentheses."""
    if value is None or not known(value):
        return MISSING, ""
    amount = Decimal(str(value))
    figure, scale = _scaled(abs(amount))
    text = symbol(currency) + figure
    return (f"({text}", f"{scale})") if _is_negative(amount, figure) else (text, scale)


def money_short(value: Number | None, currency: str | None = None) -> str:
    """`$118.4m`, `($3.6m)`, `$950`."""
    return "".join(money_parts(value, currency))


def money(value: Number | None, *, cents: bool = False) -> str:
    """`11,840,000`; with cents `11,840,000.25`; negative in parentheses."""
    if value is None or not known(value):
        return MISSING
    places = Decimal("0.01") if cents else Decimal(1)
    amount = Decimal(str(value)).quantize(places, rounding=ROUND_HALF_EVEN)
    return f"({abs(amount):,})" if amount < 0 else f"{abs(amount):,}"


def money_change(value: Number | None, currency: str | None = None) -> str:
    """`+$6.0m`, `−$4.8m`, `unchanged`."""
    if value is None or not known(value):
        return MISSING
    amount = Decimal(str(value))
    figure, scale = _scaled(abs(amount))
    return _signed(amount, symbol(currency) + figure + scale, figure)


def multiple(value: Number | None) -> str:
    """`1.55x`; a negative one with a true minus."""
    return MISSING if not known(value) else f"{_plain(value, 2)}x"


def multiple_change(value: Number | None) -> str:
    """`+0.02x`, `−0.10x`, `unchanged`: the difference was taken before rounding."""
    if value is None or not known(value):
        return MISSING
    return _signed(value, f"{abs(value):.2f}x", f"{abs(value):.2f}")


def percent(fraction: Number | None, *, places: int = 1) -> str:
    """A fraction as `15.5 %` with a thin space."""
    return MISSING if not known(fraction) else f"{percent_figure(fraction, places=places)}{THIN}%"


def percent_figure(fraction: Number | None, *, places: int = 1) -> str:
    """The `15.5` of `15.5 %`."""
    if fraction is None or not known(fraction):
        return MISSING
    return _plain(float(fraction) * 100, places)


def points(fraction: Number | None) -> str:
    """A difference of two rates in percentage points: `+0.1 pp`, `unchanged`."""
    if fraction is None or not known(fraction):
        return MISSING
    figure = f"{abs(float(fraction)) * 100:.1f}"
    return _signed(fraction, f"{figure} pp", figure)


def months(value: Number | None) -> str:
    """`15.5 mo`."""
    return MISSING if not known(value) else f"{_plain(value, 1)} mo"


def months_change(value: Number | None) -> str:
    """`+1.0 mo`, `−4.4 mo`, `unchanged`."""
    if value is None or not known(value):
        return MISSING
    figure = f"{abs(float(value)):.1f}"
    return _signed(value, f"{figure} mo", figure)


def difference(now: Number | None, before: Number | None) -> Number | None:
    """What a figure changed by, exactly for amounts; unknown as soon as one of the two is."""
    if now is None or before is None:
        return None
    if isinstance(now, Decimal) and isinstance(before, Decimal):
        return now - before
    return float(now) - float(before)


def parts(text: str, unit: str) -> tuple[str, str]:
    """A figure written with its unit as `("15.5", " mo")`; an en dash stands alone."""
    return (text, "") if text == MISSING else (text.removesuffix(unit), unit)


def count(value: int | None) -> str:
    """`1,204`."""
    return MISSING if value is None else f"{value:,}"


def day(value: date | None) -> str:
    """`30 Sep 2026`, of a moment its day."""
    if value is None:
        return MISSING
    value = value.date() if isinstance(value, datetime) else value
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month(value: date | None) -> str:
    """`Sep 2026` of any day in it."""
    return MISSING if value is None else f"{MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime | None) -> str:
    """`30 Sep 2026, 14:05 UTC`; the last moment of a day is that day."""
    if value is None:
        return MISSING
    utc = value.astimezone(UTC)
    if (utc.hour, utc.minute, utc.second) == (23, 59, 59):
        return day(utc)
    return f"{day(utc)}, {utc:%H:%M} UTC"


def quarter(value: date | None) -> str:
    """`Q3 2026` of any day in it."""
    return MISSING if value is None else f"Q{(value.month + 2) // 3} {value.year}"


def quartile(value: str | None) -> str:
    """`2nd quartile`; "3 or 4" where the sample cannot tell them apart; else an en dash."""
    if value is None:
        return MISSING
    return QUARTILES.get(value, f"quartile {value}")


def percentile(value: float | None, bound: str | None) -> str:
    """`p66`; only a bound such as `> p75` where that is all that is known."""
    if value is not None and known(value):
        return f"p{value:.0f}"
    return f"{bound[0]} p{bound[1:]}" if bound else MISSING


def symbol(currency: str | None) -> str:
    """The sign before an amount: `$`, or the code and a thin space; nothing without one."""
    if currency is None:
        return ""
    return SYMBOLS.get(currency, currency + THIN)


def _scaled(amount: Decimal) -> tuple[str, str]:
    for size, name, nearly in SCALES:
        if amount >= size * nearly:
            return f"{(amount / size).quantize(Decimal('0.1'), rounding=ROUND_HALF_EVEN):,}", name
    if amount >= 10_000:
        return f"{(amount / 1000).quantize(Decimal(1), rounding=ROUND_HALF_EVEN):,}", "k"
    return f"{amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN):,}", ""


def _plain(value: Number | None, places: int) -> str:
    text = f"{abs(float(value or 0)):,.{places}f}"
    return f"{MINUS}{text}" if _is_negative(value or 0, text) else text


def _signed(value: Number, text: str, figure: str) -> str:
    if not any(sign in "123456789" for sign in figure):
        return "unchanged"
    return f"{MINUS if value < 0 else '+'}{text}"


def _is_negative(value: Number, figure: str) -> bool:
    """A value that rounds to zero has no sign."""
    return value < 0 and any(sign in "123456789" for sign in figure)
