"""One import from beginning to end: read, check, and write all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from services.clock import now, today
from services.db.session import Database
from services.errors import InvalidInput
from services.imports.kinds import KINDS, Kind, kind_named
from services.imports.kinds.declare import Facts
from services.imports.maps import Map, canonical, profile_named, read_map
from services.imports.reading import Refused
from services.imports.reading.open import MOST_BYTES, open_sheet, read_bytes
from services.imports.report import ImportResult, Report
from services.imports.shaping import Shaped, shape
from services.imports.shaping.finish import first_days
from services.imports.shaping.parents import References
from services.imports.shaping.plan import wanted
from services.imports.store import references, write
from services.imports.store.register import Filing
from services.imports.store.write import Order

Progress = Callable[[str, int], None]


def run_import(
    db: Database,
    *,
    kind: str,
    path: Path,
    imported_by: str,
    profile: str | None = None,
    map_path: Path | None = None,
    constants: Mapping[str, str] | None = None,
    sheet: str | None = None,
    dry_run: bool = False,
    replace: bool = False,
    known_on: datetime | None = None,
    file_name: str | None = None,
    most_bytes: int = MOST_BYTES,
    zone: str = "UTC",
    progress: Progress | None = None,
) -> ImportResult:
    """Import one file as `kind`; the result says what was written, or why nothing was.

    `profile` or `map_path` describe a layout that is not the canonical one; `constants` fill
    columns the file lacks. `dry_run` counts and writes nothing. `replace` also retracts rows of the
    same source that the file no longer has, within its funds and days. `known_on` sets the moment
    from which the facts are known back (only where nothing later is known). `progress` is called
    with a phase (reading, writing) and the rows done. Raises InvalidInput for an unknown kind,
    profile, map or constant, and Unavailable when the database fails.
    """
    chosen = kind_named(kind)
    rules = _rules(chosen, profile, map_path, constants or {})
    if known_on is not None and known_on > now():
        raise InvalidInput("known_on lies in the future.")
    report = Report()
    result = ImportResult("rejected", kind)
    try:
        data = read_bytes(path, most=most_bytes)
        result.file_sha256 = hashlib.sha256(data).hexdigest()
        filing = Filing(
            kind,
            file_name or path.name,
            result.file_sha256,
            rules.name,
            {"map": rules.described(), "sheet": sheet, "known_on": known_on and str(known_on)},
        )
        found = None if dry_run or replace else write.earlier(db, filing)
        if found is not None:
            return found
        table = open_sheet(data, rules.file, sheet=sheet, wanted=wanted(chosen, rules))
        known = references.load(db, rules)
        shaped = shape(table, chosen, rules, known, report, today=today(zone), progress=progress)
        result.rows_read = shaped.rows_read
        if not report.errors:
            order = Order(filing, imported_by, table.name, dry_run, replace, known_on)
            parents = _parents(shaped, known, rules, report)
            result.warnings = report.warnings
            facts = [rows for rows in shaped.facts.values() if len(rows)]
            return write.write(db, result, parents, facts, order, progress=progress)
    except Refused as refused:
        report.wrong(refused.row, refused.column, refused.value, refused.message, refused.hint)
    result.status, result.kinds, result.import_id = "rejected", {}, None
    result.warnings, result.errors = report.warnings, report.errors
    result.message = "Nothing was written."
    return result


def start_of(day: str) -> datetime:
    """The moment a `--known-on` day begins, in UTC; InvalidInput when it is no day."""
    try:
        found = datetime.fromisoformat(day)
    except ValueError:
        raise InvalidInput(f"{day!r} is no day: write it as 2024-06-30.") from None
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    return datetime.combine(found.date(), found.time() or time(0), tzinfo=UTC)


def _rules(
    kind: Kind, profile: str | None, map_path: Path | None, constants: Mapping[str, str]
) -> Map:
    """The map to read with; constants of the caller win over those of the map."""
    if profile is not None and map_path is not None:
        raise InvalidInput("Name a profile or a map, not both.")
    rules = canonical(kind.name)
    if profile is not None:
        rules = profile_named(profile)
    elif map_path is not None:
        rules = read_map(map_path)
    if rules.kind != kind.name:
        raise InvalidInput(f"The map {rules.name} is for kind {rules.kind}, not {kind.name}.")
    _refuse_unknown_columns(kind, rules, constants)
    return rules.model_copy(update={"constants": {**rules.constants, **constants}})


def _refuse_unknown_columns(kind: Kind, rules: Map, constants: Mapping[str, str]) -> None:
    names = {column.name for column in kind.columns}
    used = {*rules.columns, *rules.constants, *constants, *rules.values, *rules.difference}
    unknown = sorted({*used, *rules.strip} - names)
    if unknown:
        raise InvalidInput(
            f"Kind {kind.name} has no column {', '.join(unknown)}. "
            f"It has: {', '.join(column.name for column in kind.columns)}."
        )


def _parents(shaped: Shaped, known: References, rules: Map, report: Report) -> list[Facts]:
    """Descriptions of the funds and investors that the map creates, as facts of their kinds."""
    found = []
    if known.new_funds:
        days, defaults = first_days(shaped.facts), rules.parents.fund or {}
        rows = Facts(KINDS["funds"])
        for code, terms in known.new_funds.items():
            given = {
                "fund": code,
                "name": defaults.get("name", code),
                "currency": terms.currency,
                "vintage_year": days[code].year if code in days else None,
                "strategy": defaults.get("strategy"),
                "geography": defaults.get("geography"),
            }
            _append(rows, given, _first_row(shaped, "fund", code))
        report.odd(f"{len(rows)} funds were created: {', '.join(known.new_funds)}.")
        found.append(rows)
    if known.new_investors:
        rows = Facts(KINDS["investors"])
        for code in sorted(known.new_investors):
            given = {
                "investor": code,
                "name": code,
                "type": (rules.parents.investor or {}).get("type"),
            }
            _append(rows, given, _first_row(shaped, "investor", code))
        report.odd(
            f"{len(rows)} investors were created: {', '.join(rows.columns['investor'][:50])}."
        )
        found.append(rows)
    return found


def _append(facts: Facts, given: Mapping[str, object], row: int) -> None:
    facts.rows.append(row)
    for column in facts.kind.columns:
        facts.columns.setdefault(column.name, []).append(given.get(column.name))


def _first_row(shaped: Shaped, column: str, code: str) -> int:
    """The first row that names a code."""
    return min(
        facts.rows[facts.columns[column].index(code)]
        for facts in shaped.facts.values()
        if code in facts.columns.get(column, ())
    )
