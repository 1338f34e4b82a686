"""What tables of companies are made of: names that lead to a tear sheet, amounts, small bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from layouts import formats, sectors
from layouts.figures import shapes
from layouts.formats import Number
from layouts.panels import View
from layouts.rows import Bar, Bit, Piece

MUTED = "muted"
TOP_MOIC = 4.0  # where the bar of a multiple ends, unless one of the table is larger
THOUSAND = 1_000


def company(name: str, code: str | None, view: View) -> Bit:
    """A company's name, which leads to its tear sheet; a framed panel has no way out."""
    if view.embedded or not code:
        return Bit(text=name, look="co")
    return Bit(text=name, go=view.here(company=code), look="co")


def number(text: str, figures: Mapping[str, str], name: str, *, look: str | None = None) -> Piece:
    """A number that opens where it comes from, as far as that is known."""
    explain = figures.get(name)
    if explain is None and look is None:
        return text
    return Bit(text=text, explain=explain, look=look)


def scale(values: Iterable[Number | None]) -> tuple[int, str]:
    """The size and letter in which a table counts money: millions, or less where all are small."""
    size, letter = shapes.unit_of(values)
    return (THOUSAND * THOUSAND, "m") if size > THOUSAND else (size, letter)


def unit(currency: str | None, letter: str) -> str:
    """`$m`, the second line of a heading; words where amounts stand in whole units."""
    return f"{formats.symbol(currency)}{letter}" if letter else currency or "amount"


def amount(value: Number | None, size: int) -> str:
    """`31.2` in the unit of its column, negative in parentheses."""
    if value is None or not formats.known(value):
        return formats.MISSING
    return shapes.money_label(value, size, "") if size > 1 else formats.money(value)


def moic_bar(moic: float | None, top: float) -> list[Piece]:
    """A bar as long as the multiple with a rule at 1.0x, and the multiple as text."""
    if moic is None or not formats.known(moic):
        return [formats.MISSING]
    shade = "cat-1" if moic >= 2 else "cat-6" if moic >= 1 else "div-2"
    end = min(max(moic, 0.0) / top, 1.0) * 100
    bar = Bar(parts=[(0.0, max(end, 1.0), shade)], rule=100 / top, look="moic hm")
    return [bar, formats.multiple(moic)]


def top_moic(multiples: Iterable[float | None]) -> float:
    """Where the bars of a table end: a little above its largest multiple, at most 10x."""
    known = [item for item in multiples if item is not None and formats.known(item)]
    return min(max([TOP_MOIC, *known]), 10.0)


def sector(name: str | None, beside: str | None) -> list[Piece]:
    """The sector with the swatch of its colour, then the stage or what became of the company."""
    parts: list[Piece] = [Bit(text="", look=f"sw {sectors.role(name)}")]
    parts.append(name or "no sector")
    return [*parts, Bit(text=f" · {beside}", look=MUTED)] if beside else parts


def marked(day: date | None, age: int | None, *, stale: bool) -> Piece:
    """When something was last valued; a stale mark says how old it is."""
    if day is None:
        return Bit(text=formats.MISSING, said="never valued")
    if not stale:
        return formats.day(day)
    return Bit(text=f"{formats.day(day)}, {age} d", icon="age", look="chip warn", said="stale mark")


def rate(value: float | None, status: str) -> Piece:
    """An IRR, or n.m. with the reason where there is none to show."""
    if value is not None and formats.known(value):
        return formats.percent(value)
    words = REASONS.get(status, "not known")
    text = "n.m." if status in REASONS else formats.MISSING
    return Bit(text=text, look=MUTED, title=words, said=words)


REASONS = {
    "short_period": "held under one year",
    "not_meaningful": "above a thousand percent",
    "multiple": "more than one rate solves it",
    "none": "no rate solves it",
    "no_sign_change": "nothing has come back and no value is known",
    "zero_duration": "everything happened on one day",
}


def named(words: str | None) -> str:
    """A word of the data as text: `calibrated_multiple` as `Calibrated multiple`."""
    text = (words or "").replace("_", " ").strip()
    return f"{text[:1].upper()}{text[1:]}" if text else formats.MISSING


def signed(value: float | None) -> str:
    """`+13.2 %`, `−19.2 %`: a change as a share; an en dash where it is not known."""
    if value is None or not formats.known(value):
        return formats.MISSING
    text = formats.percent(value)
    return f"+{text}" if value > 0 and any(sign in "123456789" for sign in text) else text


def texts(result: Any) -> list[str]:
    """The notes of an answer, as sentences."""
    return [note.text for note in result.notes]


def word(count: int) -> str:
    """`two`, `1,204`: small numbers as words, in the middle of a sentence."""
    return WORDS[count] if 0 <= count < len(WORDS) else f"{count:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`one company`, `two companies`."""
    return f"{word(count)} {one if count == 1 else many or one + 's'}"


WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return f"{text[:1].upper()}{text[1:]}"


def listed(names: Iterable[str], *, most: int = 3) -> str:
    """`A, B and C`; of many the first ones and how many more."""
    every = list(names)
    shown = every if len(every) <= most else [*every[: most - 1], f"{len(every) - most + 1} more"]
    return " and ".join(
        part for part in (", ".join(shown[:-1]), shown[-1] if shown else "") if part
    )
