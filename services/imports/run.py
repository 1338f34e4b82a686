"""One import from beginning to end: read, check, and write all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from services.clock import now, today
from services.db.session import Database
from services.errors import InvalidInput
from services.imports.kinds import Kind, kind_named
from services.imports.maps import Map, canonical, profile_named, read_map
from services.imports.reading import Refused
from services.imports.reading.open import MOST_BYTES, open_sheet, read_bytes
from services.imports.report import ImportResult, Report
from services.imports.shaping import shape
from services.imports.shaping.created import created
from services.imports.shaping.layout import laid_out, refuse_unknown
from services.imports.shaping.plan import wanted
from services.imports.spool import Spool
from services.imports.store import references, write
from services.imports.store.register import Filing
from services.imports.store.repeats import Contradictory
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
    with a phase (reading, checking, writing) and the rows done in it. Raises InvalidInput for an
    unknown kind, profile, map or constant, and Unavailable when the database fails.
    """
    chosen = kind_named(kind)
    rules = _rules(chosen, profile, map_path, constants or {})
    _refuse_impossible(chosen, replace=replace, known_on=known_on)
    wish = _Wish(
        kind=chosen,
        rules=rules,
        imported_by=imported_by,
        file_name=file_name or path.name,
        sheet=sheet,
        dry_run=dry_run,
        replace=replace,
        known_on=known_on,
        today=today(zone),
        progress=progress or _silent,
    )
    report, result = Report(), ImportResult("rejected", kind)
    try:
        with write.answering():
            done = _done(db, read_bytes(path, most=most_bytes), wish, report, result)
        if done is not None:
            return done
    except Refused as refused:
        report.wrong(refused.row, refused.column, refused.value, refused.message, refused.hint)
    except Contradictory as found:
        report.errors.extend(found.troubles)
    result.status, result.kinds, result.import_id = "rejected", {}, None
    result.warnings, result.errors = report.warnings, report.errors
    result.message = "Nothing was written."
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What was asked for, checked as far as it can be without the file."""

    kind: Kind
    rules: Map
    imported_by: str
    file_name: str
    sheet: str | None
    dry_run: bool
    replace: bool
    known_on: datetime | None
    today: date
    progress: Progress

    def filing(self, sha256: str) -> Filing:
        """What makes this import the same as another one."""
        known_on = self.known_on and str(self.known_on)
        read = {"map": self.rules.described(), "sheet": self.sheet, "known_on": known_on}
        return Filing(self.kind.name, self.file_name, sha256, self.rules.name, read)


def _done(
    db: Database, data: bytes, wish: _Wish, report: Report, result: ImportResult
) -> ImportResult | None:
    """The outcome where the file could be read and written, or was before; None: see the report."""
    result.file_sha256 = hashlib.sha256(data).hexdigest()
    filing = wish.filing(result.file_sha256)
    found = None if wish.dry_run or wish.replace else write.earlier(db, filing)
    if found is not None:
        return found
    names = wanted(wish.kind, wish.rules)
    table = open_sheet(data, wish.rules.file, sheet=wish.sheet, wanted=names)
    del data  # the sheet has what it needs of it
    table, rules = laid_out(table, wish.kind, wish.rules)
    known = references.load(db, rules)
    with shape(
        table, wish.kind, rules, known, report, today=wish.today, progress=wish.progress
    ) as shaped:
        result.rows_read = shaped.rows_read
        if report.errors:
            return None
        sheet = table.name
        del table  # memory that writing need not hold
        how = (rules, sheet, wish.dry_run, wish.replace, wish.known_on, wish.today)
        order = Order(filing, wish.imported_by, *how)
        result.warnings = report.warnings
        with ExitStack() as closing:
            parents = [Spool.of(facts) for facts in created(shaped.firsts, known, report)]
            for spool in parents:
                closing.callback(spool.close)
            rows = list(shaped.spools.values())
            return write.write(db, result, parents, rows, order, progress=wish.progress)


def _refuse_impossible(kind: Kind, *, replace: bool, known_on: datetime | None) -> None:
    if replace and kind.day is None:
        raise InvalidInput(
            f"Kind {kind.name} describes things that have no day, so nothing of it can be taken "
            "back: import it without --replace."
        )
    if known_on is not None and known_on > now():
        raise InvalidInput("known_on lies in the future.")


def _silent(phase: str, rows: int) -> None:
    """Nobody wants to know how far the work is."""


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
    found = rules.model_copy(update={"constants": {**rules.constants, **constants}})
    refuse_unknown(kind, found)
    return found
