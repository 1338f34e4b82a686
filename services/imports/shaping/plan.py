"""Where each of our columns comes from: a column of the file, a constant, or nowhere."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from services.imports.kinds import Kind, kind_named
from services.imports.kinds.declare import Column, Route
from services.imports.maps import Map
from services.imports.reading import Sheet
from services.imports.reading.sheet import plain
from services.imports.report import Report


@dataclass(frozen=True, slots=True)
class Source:
    """One of our columns: `index` in the file, or a `constant`.

    `minus` is a second column that is taken away from it. `more` are further columns: their texts
    follow the first one's, or with `either` take its place where it is blank. `mapped` is our name
    of the column in the kind that the map is written for (`amount` feeds the NAV of other rows).
    """

    column: Column
    shown: str
    index: int | None = None
    minus: int | None = None
    more: tuple[int, ...] = ()
    either: bool = False
    constant: str | None = None
    mapped: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The sources of one kind's columns; columns without a source are unknown in every row."""

    kind: Kind
    sources: tuple[Source, ...]

    def source(self, name: str) -> Source | None:
        return next((source for source in self.sources if source.column.name == name), None)


def wanted(kind: Kind, rules: Map) -> list[tuple[str, ...]]:
    """Names that must stand in the header: required columns without constant, and mapped ones."""
    fed = {*rules.constants, *rules.cells, *rules.difference, *rules.join, *rules.first_filled}
    fed |= set(rules.matrix.fed) if rules.matrix is not None else set()
    names = [rules.columns.get(name, (name,)) for name in kind.required if name not in fed]
    names += [found for name, found in rules.columns.items() if name not in kind.required]
    parts = [*rules.difference.values(), *rules.join.values(), *rules.first_filled.values()]
    parts += [tuple(rules.matrix.columns)] if rules.matrix is not None else []
    return names + [(name,) for part in parts for name in part]


NUMBERED = re.compile(r"(?P<name>.*[^#\s])\s*#(?P<number>[1-9][0-9]?)")


class Header:
    """Finds columns by name, without case, spaces and underscores; `Name#2` is the second one."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.places: dict[str, list[int]] = {}
        self.used: set[int] = set()
        for index, name in enumerate(sheet.header):
            if name:
                self.places.setdefault(plain(name), []).append(index)

    def find(self, names: tuple[str, ...], report: Report) -> int | None:
        """Index of the first of these names that is there; two columns of one name are an error."""
        for name in names:
            found = self._places(name)
            if len(found) > 1 and found[0] not in self.used:
                report.wrong(
                    self.sheet.header_row or None,
                    name,
                    None,
                    f"The header has {len(found)} columns named {name!r}.",
                    f"remove the one that is not meant, or choose with `{name}#1` in a map",
                )
            if found:
                self.used.add(found[0])
                return found[0]
        return None

    def _places(self, name: str) -> list[int]:
        """Where columns of this name stand: one of them where the name says which."""
        numbered = NUMBERED.fullmatch(name)
        if numbered is None:
            return self.places.get(plain(name), [])
        number = int(numbered["number"])
        return self.places.get(plain(numbered["name"]), [])[number - 1 : number]

    def unused(self) -> list[str]:
        there = enumerate(self.sheet.header)
        return [name for index, name in there if name and index not in self.used]


def plan(kind: Kind, rules: Map, sheet: Sheet, header: Header, report: Report) -> Plan:
    """The plan of the kind that the file is imported as; missing required columns are errors."""
    sources = []
    for column in kind.columns:
        source = _source(column, rules, sheet, header, report)
        if source is not None:
            sources.append(replace(source, mapped=column.name))
        elif column.required:
            _missing(column.name, rules, sheet, report)
    return Plan(kind, tuple(sources))


def _source(
    column: Column, rules: Map, sheet: Sheet, header: Header, report: Report
) -> Source | None:
    name = column.name
    if name in rules.difference:
        first, second = rules.difference[name]
        index, minus = header.find((first,), report), header.find((second,), report)
        if index is not None and minus is not None:
            return Source(column, f"{first} - {second}", index, minus)
        return None
    several = rules.join.get(name, rules.first_filled.get(name))
    if several is not None:
        indices = [header.find((part,), report) for part in several]
        there = [index for index in indices if index is not None]
        either = name in rules.first_filled
        shown = (" or " if either else " ").join(sheet.header[index] for index in there)
        return (
            Source(column, shown, there[0], more=tuple(there[1:]), either=either) if there else None
        )
    if name in rules.constants:
        return Source(column, name, constant=rules.constants[name])
    index = header.find(rules.columns.get(name, (name,)), report)
    return None if index is None else Source(column, sheet.header[index], index)


def _missing(name: str, rules: Map, sheet: Sheet, report: Report) -> None:
    parts = {**rules.difference, **rules.join, **rules.first_filled, **rules.columns}
    given = parts.get(name, (name,))
    theirs = " or ".join(repr(found) for found in given)
    there = [found for found in sheet.header if found]
    near = difflib.get_close_matches(
        plain(name), [plain(found) for found in there], n=1, cutoff=0.5
    )
    guess = next((found for found in there if near and plain(found) == near[0]), None)
    hint = f"the file has: {', '.join(there)[:300]}"
    if guess:
        hint = f"is it {guess!r}? Rename it or name it in a map; {hint}"
    report.wrong(sheet.header_row or None, name, None, f"The column {theirs} is missing.", hint)


def routed(main: Plan, route: Route) -> Plan:
    """The plan of another kind whose rows stand in the same file."""
    kind = kind_named(route.kind)
    theirs = (
        (column, main.source(route.columns.get(column.name, column.name)))
        for column in kind.columns
    )
    sources = tuple(
        replace(found, column=column, mapped=found.column.name)
        for column, found in theirs
        if found is not None
    )
    return Plan(kind, sources)


def routes(kind: Kind, rules: Map) -> tuple[Route, ...]:
    """The routes of the map and of the kind itself, as tests on texts."""
    mapped = [
        Route(rule.kind, column, _among(texts), rule.columns)
        for rule in rules.routes
        for column, texts in rule.when.items()
    ]
    return (*mapped, *(_translated(route, rules.values) for route in kind.routes))


def _among(texts: tuple[str, ...]) -> Callable[[str], bool]:
    there = {text.casefold() for text in texts}
    return lambda text: text.strip().casefold() in there


def _translated(route: Route, values: Mapping[str, Mapping[str, str]]) -> Route:
    """The kind's own route, tested on the text after the map's translation."""
    words = values.get(route.column, {})
    return Route(
        route.kind,
        route.column,
        lambda text: route.when(words.get(text.strip(), text.strip())),
        route.columns,
    )


def skipping(rules: Map) -> re.Pattern[str] | None:
    """The pattern of rows that are no facts."""
    pattern = rules.file.skip_rows_matching
    return re.compile(pattern) if pattern else None
