"""Descriptions of the things that a map creates, as facts of their own kinds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.errors import InvalidInput
from services.imports.cells.parsed import Bad
from services.imports.kinds import KINDS, Kind
from services.imports.kinds.declare import Facts, Type
from services.imports.kinds.oddities import day_of
from services.imports.kinds.things import THINGS
from services.imports.maps import canonical
from services.imports.report import Report
from services.imports.shaping.parents import Defaults, References
from services.imports.shaping.readers import DECLARED, reader

SHOWN = 50
FLOWS = "fund_cash_flows"  # a statement's day says nothing of the year in which a fund began


class Firsts:
    """The first row that names each thing that rows create, and its first day in the file.

    Rows are shown to `feed` some at a time.
    """

    def __init__(self, known: References) -> None:
        self.known = known
        self.rows: dict[Type, dict[str, int]] = {type_: {} for type_ in THINGS}
        self.days: dict[Type, dict[str, date]] = {type_: {} for type_ in THINGS}

    def feed(self, facts: Facts) -> None:
        """See the next rows of a kind."""
        day = next((c.name for c in facts.kind.columns if c.stored == facts.kind.day), None)
        for column in facts.kind.columns:
            new = self.known.new.get(column.type)
            if not new:
                continue
            codes, rows = facts.columns[column.name], self.rows[column.type]
            for code, row in zip(codes, facts.rows, strict=True):
                if code in new:
                    rows[code] = min(row, rows.get(code, row))
            if day is not None and (column.type is not Type.FUND or facts.kind.name == FLOWS):
                self._see_days(column.type, codes, facts.columns[day])

    def _see_days(self, type_: Type, codes: list[Any], values: list[Any]) -> None:
        new, days = self.known.new[type_], self.days[type_]
        for code, value in zip(codes, values, strict=True):
            if code in new and value is not None:
                found = day_of(value)
                days[code] = min(found, days.get(code, found))


def created(firsts: Firsts, known: References, report: Report) -> list[Facts]:
    """The things that rows created, in the order in which they can be written; each type told.

    A fund's vintage is the year of its first flow in the file, a pipeline deal counts as sourced on
    its first day there; what the map does not say of them stays unknown. Raises InvalidInput for a
    default of the map that cannot be read.
    """
    found = []
    for type_, thing in THINGS.items():
        new, places = known.new.get(type_, {}), firsts.rows[type_]
        named = [code for code in new if code in places]
        if not named:
            continue
        kind, days = KINDS[thing.kind], firsts.days[type_]
        defaults, rows = _read(kind, known.parents[type_], known), Facts(kind)
        for code in named:
            given = _DESCRIBED[type_](code, new[code], days.get(code))
            _append(rows, {"name": code, "company_name": code} | defaults | given, places[code])
        report.odd(f"{len(rows)} {thing.nouns} were created: {', '.join(named[:SHOWN])}.")
        found.append(rows)
    return found


def _read(kind: Kind, defaults: Defaults, known: References) -> dict[str, Any]:
    """The map's defaults as values of the kind's columns."""
    rules, values = canonical(kind.name), {}
    for name, text in defaults.items():
        column = kind.column(name)
        if column is None:
            raise InvalidInput(f"The map creates {kind.name} with {name!r}, which they have not.")
        value = reader(kind, column, rules, DECLARED, known, mapped=name)[text]
        if isinstance(value, Bad):
            words = f"The map creates {kind.name} whose {name} is {text!r}: {value.message}"
            raise InvalidInput(words)
        values[name] = value
    return values


def _append(facts: Facts, given: Mapping[str, Any], row: int) -> None:
    facts.rows.append(row)
    for column in facts.kind.columns:
        facts.columns.setdefault(column.name, []).append(given.get(column.name, column.default))


def _fund(code: str, terms: Any, day: date | None) -> dict[str, Any]:
    return {"fund": code, "currency": terms.currency, "vintage_year": day and day.year}


def _person(code: str, terms: Any, day: date | None) -> dict[str, Any]:
    return {"user": code, "email": terms.email}


def _pipeline_deal(code: str, terms: Any, day: date | None) -> dict[str, Any]:
    return {"deal": code, "sourced_at": day}


_DESCRIBED = {
    Type.FUND: _fund,
    Type.INVESTOR: lambda code, terms, day: {"investor": code},
    Type.COMPANY: lambda code, terms, day: {"company": code},
    Type.USER: _person,
    Type.PIPELINE_DEAL: _pipeline_deal,
}
