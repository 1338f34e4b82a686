"""Amounts, rates and counts as people write them, read exactly or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cached_property

from services.imports.cells import currencies
from services.imports.cells.parsed import Bad

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 18  # NUMERIC(20,2) holds 18 digits before the point
SMALLEST_SHARE = Decimal("1e-6")
EXACT = Context(prec=80, rounding=ROUND_HALF_EVEN)
LONGEST = 60

SIGNS = "$€£¥₹"
_PLAIN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,2})?")
_AROUND = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[-+\u2212])?\s*(?:[A-Z]{{3}}\s?)?[{SIGNS}]?\s*(?P<minus2>[-\u2212])?"
    rf"(?P<digits>[0-9][0-9.,'\u00a0\u202f ]*|\.[0-9]+)"
    rf"\s*[{SIGNS}]?(?:\s?[A-Z]{{3}})?(?P<trailing>-)?\s*(?P<percent>%)?\s*(?P<close>\))?"
)
_POINT = re.compile(r"(?:[0-9]{1,3}(?:[,'\u00a0\u202f ][0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?")
_COMMA = re.compile(r"(?:[0-9]{1,3}(?:[.'\u00a0\u202f ][0-9]{3})+|[0-9]+)?(?:,[0-9]+)?")
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_EXPONENT = re.compile(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+")
MAGNITUDES = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mm": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "b": 1_000_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_MAGNITUDE = re.compile(
    r"(?P<amount>.*[0-9.])\s*(?P<word>[A-Za-z]+)(?P<rest>(?:\s+[A-Z]{3})?[\s)]*)"
)


def number(text: str, *, decimal: str = "point", percent: bool = False) -> Decimal | Bad:
    """The exact number a cell says. Parentheses and a trailing minus are negative.

    `decimal` is point or comma; the other sign may only separate thousands. With `percent` a cell
    ending in % is divided by 100. Full-width digits, underscores, exponents, NaN and inf are Bad.
    """
    if decimal == "point" and _PLAIN.fullmatch(text):
        return Decimal(text)
    found = _AROUND.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or bool(found["open"]) != bool(found["close"]):
        return _no_number(text)
    digits = _plain_digits(found["digits"].strip(), decimal)
    if isinstance(digits, Bad):
        return digits
    if found["percent"] and not percent:
        return Bad("A percentage cannot stand here.", "write the amount itself")
    minuses = [found[name] for name in ("open", "minus", "minus2", "trailing")]
    count = sum(1 for sign in minuses if sign and sign != "+")
    if count > 1:
        return Bad("This has more than one minus sign.", "keep one: -1234.56 or (1,234.56)")
    value = Decimal(digits)
    value = EXACT.divide(value, Decimal(100)) if found["percent"] else value
    return -value if count and value else value


def _no_number(text: str) -> Bad:
    if _EXPONENT.fullmatch(text):
        return Bad(
            "This is in scientific notation, which has lost digits.",
            "format the column as a number with two decimals and export it again",
        )
    return Bad("This is not a number.", "write it as -1234.56; leave unknown values blank")


def _plain_digits(digits: str, decimal: str) -> str | Bad:
    pattern = _POINT if decimal == "point" else _COMMA
    if not pattern.fullmatch(digits):
        other = _COMMA if decimal == "point" else _POINT
        if other.fullmatch(digits):
            sign = "comma" if decimal == "point" else "point"
            return Bad(
                f"This reads as a number only with a decimal {sign}, the file's is a {decimal}.",
                f"write it with a decimal {decimal}, or declare `decimal: {sign}` in a map",
            )
        return Bad("The thousands are not grouped by three.", "write the amount without separators")
    thousands = ",'\u00a0\u202f " if decimal == "point" else ".'\u00a0\u202f "
    kept = "".join(sign for sign in digits if sign not in thousands)
    return kept.replace(",", ".")


def magnified(text: str) -> tuple[str, int]:
    """An amount such as $2.3B without its magnitude, and what to multiply it by (1: none)."""
    found = _MAGNITUDE.fullmatch(text)
    times = MAGNITUDES.get(found["word"].lower()) if found else None
    if found is None or times is None:
        return text, 1
    return found["amount"] + found["rest"], times


def integer(text: str) -> int | Bad:
    """A whole number; 2007.0, as spreadsheets write it, is 2007."""
    if re.fullmatch(r"-?[0-9]{1,9}(\.0+)?", text):
        return int(text.partition(".")[0])
    return Bad("This is not a whole number.", "write digits only, as in 2019")


@dataclass
class Money:
    """Amounts of one column in whole currency units and cents, after multiplying by `unit`.

    An amount with fractions of a cent is rounded half-even, once; `rounded` keeps rounded minus
    exact per text. Rounding that moves an amount by more than a millionth of itself is Bad: then
    the file is probably in thousands or millions. With `magnitude` $2.3B is 2,300,000,000. `marks`
    keeps the currencies that an amount's own sign or code allows, the usual one first, per text.
    """

    decimal: str = "point"
    unit: Decimal = Decimal(1)
    magnitude: bool = False
    rounded: dict[str, Decimal] = field(default_factory=dict)
    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def plain(self) -> bool:
        return self.decimal == "point" and self.unit == 1

    def __call__(self, text: str) -> Decimal | Bad:
        if self.plain and _PLAIN.fullmatch(text):
            return Decimal(text)  # at most two decimals and 18 digits: nothing to round
        plain, times = magnified(text) if self.magnitude else (text, 1)
        value = number(plain, decimal=self.decimal)
        if isinstance(value, Bad):
            return value
        allowed = currencies.marked(text)
        if allowed:
            self.marks[text] = allowed
        unit = self.unit * times
        return self.in_cents(text, EXACT.multiply(value, unit) if unit != 1 else value)

    def in_cents(self, text: str, exact: Decimal) -> Decimal | Bad:
        """`exact` to the cent; `text` is the cell it came from."""
        if abs(exact) >= LARGEST:
            return Bad("This amount has more than 18 digits.", "check the file's unit")
        cents = exact.quantize(CENT, context=EXACT)
        difference = EXACT.subtract(cents, exact)
        if difference:
            if abs(difference) > EXACT.multiply(abs(exact), SMALLEST_SHARE):
                return Bad(
                    f"Rounding {exact:f} to the cent would change it by more than a millionth.",
                    "unit? Declare `unit: 1000` or `unit: 1000000` in a map",
                )
            self.rounded[text] = difference
        return cents


def decimal_sign(texts: Iterable[str]) -> str | Bad:
    """Whether a column's decimal sign is a point or a comma, decided over all its texts.

    Bad when its amounts can be read both ways and would differ, or when they contradict each other.
    """
    point = comma = either = None
    for text in texts:
        found = _AROUND.fullmatch(text.strip())
        digits = found["digits"].strip() if found else ""
        if _EITHER.fullmatch(digits):
            either = either or text
        elif "." in digits or "," in digits:
            reads_point = bool(_POINT.fullmatch(digits))
            reads_comma = bool(_COMMA.fullmatch(digits))
            point = (point or text) if reads_point and not reads_comma else point
            comma = (comma or text) if reads_comma and not reads_point else comma
    if point and comma:
        return Bad(
            f"{point!r} needs a decimal point and {comma!r} a decimal comma.",
            "make the column consistent, or declare `decimal` in the map",
        )
    if either and not point and not comma:
        as_point, as_comma = number(either), number(either, decimal="comma")
        return Bad(
            f"{either!r} can be read as {as_point} or as {as_comma}.",
            "declare `decimal: point` or `decimal: comma` in the map",
        )
    return "comma" if comma else "point"
