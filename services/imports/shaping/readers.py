"""One reader per column: what its type, the map and the whole column's style make of a cell."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.calc import transactions
from services.imports.cells import amounts, dates, words
from services.imports.cells.parsed import Bad, Reader
from services.imports.kinds import Kind
from services.imports.kinds.declare import Column, Type
from services.imports.maps import Map
from services.imports.shaping.parents import References

Parse = Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one column of the file is written: its decimal sign and the order of day and month."""

    decimal: str
    order: str
    serials: bool


DECLARED = Style(decimal="point", order="iso", serials=False)


def reader(
    kind: Kind, column: Column, rules: Map, style: Style, references: References, *, mapped: str
) -> Reader:
    """The reader of a column. `mapped` is our name of the column that the map describes."""
    parse = _parse(kind, column, rules, style, references)
    found = Reader(
        _translating(parse, rules, mapped),
        required=column.required,
        nulls=frozenset(text.casefold() for text in rules.file.null),
        prepare=preparation(rules, mapped),
    )
    found.rounded = parse.rounded if isinstance(parse, amounts.Money) else {}
    return found


def preparation(rules: Map, mapped: str) -> Callable[[str], str]:
    """What happens to a cell before it is read: trimmed, and freed of what the map strips."""
    pattern = rules.strip.get(mapped)
    if pattern is None:
        return str.strip
    compiled = re.compile(pattern)
    return lambda text: compiled.sub("", text.strip()).strip()


def _translating(parse: Parse, rules: Map, mapped: str) -> Parse:
    translations = rules.values.get(mapped)
    if not translations:
        return parse
    loose = {text.casefold(): value for text, value in translations.items()}
    return lambda text: parse(loose.get(text.casefold(), text))


def _parse(kind: Kind, column: Column, rules: Map, style: Style, references: References) -> Parse:
    if column.type is Type.MONEY:
        return amounts.Money(decimal=style.decimal, unit=rules.file.unit)
    if column.type in (Type.RATE, Type.NUMBER):
        return _number(column, style)
    if column.type is Type.DATE:
        return lambda text: dates.day(text, order=style.order, serials=style.serials)
    if column.type in (Type.FUND, Type.INVESTOR):
        return references.reader(column.type, describes=kind.entity)
    if column.type is Type.CHOICE:
        return words.choice(column.choices)
    return _SIMPLE[column.type]


def _number(column: Column, style: Style) -> Parse:
    def read(text: str) -> Decimal | Bad:
        value = amounts.number(text, decimal=style.decimal, percent=column.type is Type.RATE)
        if column.positive and isinstance(value, Decimal) and value <= 0:
            return Bad("Only a number above zero means anything here.", "leave unknown rows out")
        return value

    return read


def flow_type(text: str) -> str | Bad:
    """The slug of a transaction type; Bad names the nearest ones."""
    found = transactions.resolve(text)
    if found is not None:
        return found.slug
    slugs = list(transactions.TYPES)
    near = difflib.get_close_matches(text.lower().replace(" ", "_"), slugs, n=3, cutoff=0.4)
    listed = f"did you mean {', '.join(near)}? " if near else ""
    return Bad(
        "This transaction type is not known.",
        f"{listed}`gpdash import --list fund_cash_flows` prints all types",
    )


_SIMPLE: dict[Type, Parse] = {
    Type.TEXT: words.text,
    Type.CODE: words.code,
    Type.WORD: words.word,
    Type.INTEGER: amounts.integer,
    Type.BOOLEAN: words.boolean,
    Type.CURRENCY: words.currency,
    Type.FLOW_TYPE: flow_type,
}


def style_of(
    column: Column, rules: Map, first_rows: dict[str, int], *, serials: bool
) -> tuple[Style | None, Bad | None, str | None]:
    """The style of a file's column from all its texts, or why there is none; and what was found."""
    decimal: str | Bad = rules.file.decimal
    order: str | Bad = rules.file.date_order
    note = None
    if decimal == "auto":
        numeric = column.type in (Type.MONEY, Type.RATE, Type.NUMBER)
        decimal = amounts.decimal_sign(first_rows) if numeric else "point"
        note = "Amounts were read with a decimal comma." if decimal == "comma" else None
    if order == "auto":
        order = dates.day_order(first_rows) if column.type is Type.DATE else "iso"
        if column.type is Type.DATE and any(dates.both_readings(text) for text in first_rows):
            name = {"mdy": "month first (mdy)", "dmy": "day first (dmy)"}.get(str(order), "")
            note = f"Dates were read {name}, the only order that fits the whole column."
    if isinstance(decimal, Bad):
        return None, decimal, None
    if isinstance(order, Bad):
        return None, order, None
    return Style(decimal=decimal, order=order, serials=serials), None, note
