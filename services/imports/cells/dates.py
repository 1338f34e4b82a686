"""Calendar days as files write them: ISO, or an order of day and month that a column settles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from services.imports.cells.parsed import Bad

MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(),  # noqa: SIM905
        start=1,
    )
}
ORDERS = ("iso", "mdy", "dmy")
SERIAL_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets whose calendar starts in 1900
_ISO = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})")
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?(Z|\+00:?00)?$")
_CLOCK = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9.]+)?")
_NUMERIC = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3})[a-z]*\.?,?[- ]([0-9]{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.? ([0-9]{1,2}),? ([0-9]{4})")
_SERIAL = re.compile(r"[1-9][0-9]{3,5}")
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?")
_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})|([0-9]{1,2})[-/]([0-9]{4})")
_MONTH_NAME = re.compile(r"([A-Za-z]{3})[a-z]*\.?[- ]([0-9]{4})")
_DECIMAL_MONTH = re.compile(r"([0-9]{4})\.([0-9]{1,2})")
_TIMED = re.compile(
    r"(?P<day>.*[0-9])[T ]\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?\s*(?P<half>[AaPp][Mm])?(?:Z|\+00:?00)?"
)


def day(text: str, *, order: str = "iso", serials: bool = False) -> date | Bad:
    """The day a cell says. `order` is iso, mdy or dmy; ISO is understood under each.

    With `serials` a bare number is a spreadsheet's count of days. A time of day is Bad unless it
    is midnight; a year of two digits is always Bad.
    """
    text = _MIDNIGHT.sub("", text)
    if found := _ISO.fullmatch(text):
        if order == "iso" and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return _not_iso(text)
        return _build(text, found[1], found[3], found[4])
    if _SERIAL.fullmatch(text):
        return _serial(text, serials)
    if order == "iso":
        return _not_iso(text)
    return _in_words(text) if re.search(r"[A-Za-z]{3}", text) else _by_order(text, order)


def known_to(precision: str, text: str) -> date | None:
    """The first day of a year (2008, 2008.0) or month (2008-03, 03/2008, Mar 2008); None: neither.

    A month after a decimal point (1871.1) is not read: it may be January or October.
    """
    if precision == "year":
        found = _YEAR.fullmatch(text)
        return date(int(found[1]), 1, 1) if found and int(found[1]) else None
    if found := _MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    elif found := _MONTH_NAME.fullmatch(text):
        year, month = found[2], str(MONTHS.get(found[1].lower(), 0))
    else:
        return None
    return date(int(year), int(month), 1) if int(year) and 1 <= int(month) <= 12 else None


def moment(text: str, *, order: str = "iso", serials: bool = False) -> datetime | Bad:
    """The moment a cell says, midnight where it gives a day alone; as the source's clock shows it.

    The day is read as `day` reads it; the time is HH:MM or HH:MM:SS, perhaps with AM or PM.
    """
    found = _TIMED.fullmatch(text)
    value = day(found["day"] if found else text, order=order, serials=serials)
    if isinstance(value, Bad) or found is None:
        return value if isinstance(value, Bad) else datetime.combine(value, time(0))
    hour, half = int(found["hour"]), (found["half"] or "").upper()
    if half and not 1 <= hour <= 12:
        return _no_time()
    hour = hour % 12 + 12 * (half == "PM") if half else hour
    try:
        clock = time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return _no_time()
    return datetime.combine(value, clock)


def _no_time() -> Bad:
    return Bad("There is no such time of day.", "write it as 2024-06-30 14:05")


def _by_order(text: str, order: str) -> date | Bad:
    if found := _NUMERIC.fullmatch(text):
        month, day_ = (found[1], found[3]) if order == "mdy" else (found[3], found[1])
        return _build(text, found[4], month, day_)
    if _SHORT_YEAR.fullmatch(text):
        return Bad("The year has two digits only.", "write all four digits of the year")
    return _not_a_day(text)


def _in_words(text: str) -> date | Bad:
    if found := _DAY_FIRST.fullmatch(text):
        day_, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        name, day_, year = found.groups()
    else:
        return _not_a_day(text)
    month = MONTHS.get(name.lower())
    return _build(text, year, str(month), day_) if month else _not_a_day(text)


def _build(text: str, year: str, month: str, day_: str) -> date | Bad:
    try:
        return date(int(year), int(month), int(day_))
    except ValueError:
        return Bad("There is no such day in the calendar.", "check day and month")


def _serial(text: str, serials: bool) -> date | Bad:
    value = SERIAL_EPOCH + timedelta(days=int(text))
    if serials:
        return value
    return Bad(
        f"This is a bare number; as a spreadsheet's day count it would be {value.isoformat()}.",
        "format the column as a date (2024-06-30) and export it again",
    )


def _not_a_day(text: str) -> Bad:
    if found := _DECIMAL_MONTH.fullmatch(text):
        if found[2] == "1":
            words = f"{text} may mean January or October {found[1]}: a number loses its last zero."
            return Bad(words, f"write {found[1]}-01-01 or {found[1]}-10-01")
        return Bad("This is a month written as a number.", "write its day, as in 1871-02-01")
    if _CLOCK.search(text):
        return Bad("This is a moment, not a day.", "write the day alone, as in 2024-06-30")
    return Bad("This is not a date.", "write it as 2024-06-30")


def _not_iso(text: str) -> Bad:
    readings = both_readings(text)
    if readings:
        return Bad(
            f"This date is not in ISO form; it could mean {readings}.",
            "write 2024-06-30, or use a map with `date_order: mdy` or `dmy`",
        )
    return _not_a_day(text)


def both_readings(text: str) -> str:
    """The days that a numeric date could mean, `2024-03-04 or 2024-04-03`; empty when none."""
    found = {
        value.isoformat(): None
        for value in (_by_order(text, "mdy"), _by_order(text, "dmy"))
        if isinstance(value, date) and not isinstance(value, datetime)
    }
    return " or ".join(found)


def day_order(texts: Iterable[str]) -> str | Bad:
    """The order of day and month that fits a whole column: mdy, dmy, or iso when none is numeric.

    Bad when both orders fit all of it and would give different days.
    """
    numeric = [text for text in texts if _NUMERIC.fullmatch(_MIDNIGHT.sub("", text.strip()))]
    if not numeric:
        return "dmy"  # nothing depends on it: every date is ISO or names its month
    fits = {order: [_fits(text, order) for text in numeric] for order in ("mdy", "dmy")}
    if all(fits["mdy"]) and all(fits["dmy"]):
        doubtful = next((text for text in numeric if " or " in both_readings(text.strip())), None)
        if doubtful is not None:
            return Bad(
                f"{doubtful.strip()!r} could mean {both_readings(doubtful.strip())}, "
                "and every date of the column fits both.",
                "declare `date_order: mdy` (month first) or `date_order: dmy` in the map",
            )
    return "mdy" if sum(fits["mdy"]) >= sum(fits["dmy"]) else "dmy"


def _fits(text: str, order: str) -> bool:
    return isinstance(_by_order(_MIDNIGHT.sub("", text.strip()), order), date)
