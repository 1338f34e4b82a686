"""Answers with parts inside parts as plain cells: one name per number, the same as in the JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from services.envelope import scaled
from services.explain.paths import is_list, member_names

Cell = str | int | float | Decimal | date | bool | None
ASIDE = frozenset({"meta", "notes", "funds"})
# Lists and maps with the same members in every row: they become columns, others one text.
SPREAD = frozenset({"components", "cells", "bands"})
# Lists whose members are lines of their own, below the row that they belong to.
BELOW = ("tranches",)
PLAIN = frozenset({"str", "int", "float", "Decimal", "date", "datetime", "bool", "None"})


class Named(NamedTuple):
    """One cell with its name, such as `kpis.arr`, and its unit, empty without one."""

    name: str
    unit: str
    cell: Cell


def heading(name: str, unit: str) -> str:
    """The head of a column; dates need no unit."""
    return f"{name} ({unit})" if unit and unit != "date" else name


def cell(value: Any, scale: int = 1) -> Cell:
    """One value as a file holds it: rates in the unit of their heading, lists as one text."""
    if value is None or isinstance(value, str | bool | date | Decimal):
        return value.isoformat() if isinstance(value, datetime) else value
    if isinstance(value, float):
        return scaled(value, scale)
    if isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(part)}" for key, part in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(_text(part) for part in value)
    return str(value)


def of_row(row: Any) -> Iterator[Named]:
    """One row of a list: nested parts as columns `part.key`, uneven lists as one text."""
    for item in fields(row):
        if not item.metadata.get("aside") and item.name not in BELOW:
            yield from _of(item, getattr(row, item.name), "", item.name in SPREAD)


def of_figures(result: Any, prefix: str = "", *, lists: bool = True) -> Iterator[Named]:
    """All figures of an answer one below the other: `a.b`, members of lists as `a[NAME].b`.

    Without `lists` lists of parts are left out.
    """
    for item in fields(result):
        value = getattr(result, item.name)
        if item.name not in ASIDE and (lists or not is_list(value)):
            yield from _of(item, value, prefix, True)


def columns_of(kind: type) -> tuple[str, ...]:
    """The heads of a list without rows, as its type declares them."""
    plain = (item for item in fields(kind) if set(str(item.type).split(" | ")) <= PLAIN)
    return tuple(heading(i.name, i.metadata.get("unit", "")) for i in plain)


def table(rows: Sequence[Any]) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Heads and cells of rows of one type; a column that only some rows have is empty elsewhere."""
    flat = [line for row in rows for line in _lines(row)]
    heads = tuple(dict.fromkeys(name for row in flat for name in row))
    return heads, tuple(tuple(row.get(name) for name in heads) for row in flat)


def _lines(row: Any) -> Iterator[dict[str, Cell]]:
    """A row, and below it the members of the lists that have lines of their own."""
    own: dict[str, Cell] = {heading(c.name, c.unit): c.cell for c in of_row(row)}
    below = [name for name in BELOW if hasattr(row, name)]
    if not below:
        yield own
        return
    whose: dict[str, Cell] = {
        name: own[name] for name in ("company_id", "company", "name") if name in own
    }
    kinds = (type(row).__name__.lower(), *(name.removesuffix("s") for name in below))
    yield {"line": kinds[0], **own}
    for kind, name in zip(kinds[1:], below, strict=True):
        for member in getattr(row, name):
            cells = {heading(c.name, c.unit): c.cell for c in of_row(member)}
            yield {"line": kind, **whose, **cells}


def lists_of(result: Any, prefix: str = "") -> Iterator[tuple[str, Sequence[Any]]]:
    """Every list of parts inside an answer, by its path."""
    for item in fields(result):
        value, name = getattr(result, item.name), f"{prefix}{item.name}"
        if item.name in ASIDE:
            continue
        if is_list(value):
            yield name, value
        elif is_dataclass(value):
            yield from lists_of(value, f"{name}.")


def _of(item: Field[Any], value: Any, prefix: str, open_: bool) -> Iterator[Named]:
    name, unit = f"{prefix}{item.name}", str(item.metadata.get("unit", ""))
    if is_dataclass(value):
        yield from of_figures(value, f"{name}.")
    elif isinstance(value, Mapping) and (open_ or any(map(is_dataclass, value.values()))):
        yield from _of_map(value, name, item)
    elif open_ and is_list(value):
        for key, member in zip(member_names(value), value, strict=True):
            inside = of_figures(member, f"{name}[{key}].")
            yield from (one for one in inside if one.cell != key)  # the name says it already
    else:
        yield Named(name, unit, cell(value, item.metadata.get("scale", 1)))


def _of_map(value: Mapping[str, Any], name: str, item: Field[Any]) -> Iterator[Named]:
    for key, part in value.items():
        if is_dataclass(part):
            yield from of_figures(part, f"{name}[{key}].")
        elif isinstance(part, Mapping):
            yield from _of_map(part, f"{name}.{key}", item)
        else:
            unit = str(item.metadata.get("unit", ""))
            yield Named(f"{name}.{key}", unit, cell(part, item.metadata.get("scale", 1)))


def _text(part: Any) -> str:
    return member_names([part])[0] if is_dataclass(part) else str(part)
