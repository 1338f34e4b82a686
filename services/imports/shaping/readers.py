"""One reader per column: what its type, the map and the whole column's style make of a cell."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from services.calc import capital_account, transactions
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


DAYS = (Type.DATE, Type.MOMENT, Type.DAY_OR_YEAR)
REFERENCES = (
    Type.FUND,
    Type.INVESTOR,
    Type.COMPANY,
    Type.INVESTMENT,
    Type.PIPELINE_DEAL,
    Type.USER,
)
ANY_OTHER = "*"  # under `values`: every text that has no translation of its own
DECLARED = Style(decimal="point", order="iso", serials=False)


def reader(
    kind: Kind, column: Column, rules: Map, style: Style, references: References, *, mapped: str
) -> Reader:
    """The reader of a column. `mapped` is our name of the column that the map describes."""
    parse = _parse(kind, column, rules, style, references, mapped=mapped)
    translated = _translating(parse, rules, mapped)
    found = Reader(
        translated,
        required=column.required and not (column.undated and mapped in rules.precision),
        nulls=frozenset(text.casefold() for text in rules.file.null),
        prepare=preparation(rules, mapped),
        default=_blank(column, rules, translated, mapped),
    )
    if isinstance(parse, amounts.Money):
        found.rounded, found.marks = parse.rounded, parse.marks
    return found


def _blank(column: Column, rules: Map, parse: Parse, mapped: str) -> Any:
    """What a blank cell means: what the map says, else what the kind says, else unknown."""
    if mapped in rules.defaults:
        return parse(rules.defaults[mapped])
    return column.default


def preparation(rules: Map, mapped: str) -> Callable[[str], str]:
    """What happens to a cell before it is read: trimmed, freed of what the map strips, and of a
    comma list the part that the map takes."""
    steps: list[Callable[[str], str]] = []
    if mapped in rules.strip:
        compiled = re.compile(rules.strip[mapped])
        steps.append(lambda text: compiled.sub("", text))
    if mapped in rules.item:
        steps.append(_ITEMS[rules.item[mapped]])
    if not steps:
        return str.strip

    def prepare(text: str) -> str:
        for step in steps:
            text = step(text.strip())
        return text.strip()

    return prepare


_ITEMS: dict[str, Callable[[str], str]] = {
    "first": lambda text: text.partition(",")[0],
    "rest": lambda text: text.partition(",")[2],
}


def _translating(parse: Parse, rules: Map, mapped: str) -> Parse:
    translations = rules.values.get(mapped)
    if not translations:
        return parse
    loose = {text.casefold(): value for text, value in translations.items()}
    other = loose.get(ANY_OTHER)
    return lambda text: parse(loose.get(text.casefold(), text if other is None else other))


def _parse(
    kind: Kind, column: Column, rules: Map, style: Style, references: References, *, mapped: str
) -> Parse:
    if column.type is Type.MONEY:
        magnitude = mapped in rules.magnitude
        return amounts.Money(decimal=style.decimal, unit=rules.file.unit, magnitude=magnitude)
    if column.type in (Type.RATE, Type.NUMBER):
        return _number(column, style, percent=mapped in rules.percent)
    if column.type in DAYS:
        return _day(column, rules, style, mapped)
    if column.type in REFERENCES:
        return references.reader(column.type, describes=kind.entity)
    if column.type is Type.CHOICE:
        return words.choice(column.choices)
    return _SIMPLE[column.type]


def _number(column: Column, style: Style, *, percent: bool) -> Parse:
    rate = column.type is Type.RATE

    def read(text: str) -> Decimal | Bad:
        value = amounts.number(text, decimal=style.decimal, percent=rate or percent)
        if isinstance(value, Bad):
            return value
        if percent and not text.endswith("%"):
            value = amounts.EXACT.divide(value, Decimal(100))
        if column.positive and value <= 0:
            return Bad("Only a number above zero means anything here.", "leave unknown rows out")
        return value

    return read


def _day(column: Column, rules: Map, style: Style, mapped: str) -> Parse:
    """A reader of days or moments, as exact as the map says that they are known."""
    day = partial(dates.day, order=style.order, serials=style.serials)
    moment = partial(dates.moment, order=style.order, serials=style.serials)
    precision = rules.precision.get(mapped)
    if column.type is Type.DAY_OR_YEAR:
        precision = precision or "year"

    def read(text: str) -> Any:
        rough = None if precision is None else dates.known_to(precision, text)
        if rough is not None:
            return rough
        if column.type is Type.MOMENT:
            return moment(text)
        if mapped in rules.day_of:
            value = moment(text)
            return value.date() if isinstance(value, datetime) else value
        return day(text)

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


def account(text: str) -> str | Bad:
    """The slug of a capital-account line; Bad names the nearest ones."""
    found = capital_account.resolve(text)
    if found is not None:
        return found.slug
    near = difflib.get_close_matches(text.lower(), list(capital_account.LINES), n=3, cutoff=0.4)
    listed = f"did you mean {', '.join(near)}? " if near else ""
    return Bad(
        "This line of the capital account is not known.",
        f"{listed}translate it under `values: {{account: …}}` in a map",
    )


_SIMPLE: dict[Type, Parse] = {
    Type.TEXT: words.text,
    Type.CODE: words.code,
    Type.WORD: words.word,
    Type.INTEGER: amounts.integer,
    Type.BOOLEAN: words.boolean,
    Type.CURRENCY: words.currency,
    Type.FLOW_TYPE: flow_type,
    Type.ACCOUNT: account,
    Type.EMAIL: words.email,
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
        order = dates.day_order(first_rows) if column.type in DAYS else "iso"
        if column.type in DAYS and any(dates.both_readings(text) for text in first_rows):
            name = {"mdy": "month first (mdy)", "dmy": "day first (dmy)"}.get(str(order), "")
            note = f"Dates were read {name}, the only order that fits the whole column."
    if isinstance(decimal, Bad):
        return None, decimal, None
    if isinstance(order, Bad):
        return None, order, None
    return Style(decimal=decimal, order=order, serials=serials), None, note
