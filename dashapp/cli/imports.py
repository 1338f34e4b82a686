"""`gpdash import`: a file in, or the list of everything that is wrong with it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashapp.cli.context import Context
from dashapp.cli.output import complain, emit, say
from services.errors import InvalidInput

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers
    from services.imports import ImportResult

DONE, REFUSED = 0, 2
SHOWN_ERRORS = 50
SHOWN_WARNINGS = 20
READING = "reading"  # the phase at whose end it is known how many rows there are
BAR = 30  # signs


def register(subparsers: Subparsers) -> None:
    """Add `import KIND FILE` and `import --list [KIND]`."""
    parser = subparsers.add_parser("import", help="read a CSV or XLSX file into the books")
    parser.add_argument("kind", nargs="?", metavar="KIND", help="what the rows are")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=".csv, .csv.gz, .xlsx")
    parser.add_argument("--list", action="store_true", help="kinds, or the columns of KIND")
    layout = parser.add_mutually_exclusive_group()
    layout.add_argument("--profile", metavar="NAME", help="a shipped layout")
    layout.add_argument("--map", type=Path, metavar="MAP.yaml", help="a layout of your own")
    parser.add_argument(
        "--set", nargs="+", action="extend", default=[], metavar="column=value",
        help="fill a column that the file lacks",
    )  # fmt: skip
    parser.add_argument("--sheet", metavar="S", help="which sheet of a workbook")
    parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
    parser.add_argument(
        "--replace", action="store_true", help="take back rows of this source that the file lacks"
    )
    parser.add_argument("--known-on", metavar="DATE", help="from when the facts were known")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, context: Context) -> int:
    if arguments.list:
        return _list(arguments.kind, as_json=arguments.json)
    if arguments.kind is None or arguments.file is None:
        raise InvalidInput("Name a kind and a file, or see `gpdash import --list`.")
    try:
        result = _import(arguments, context)
    except InvalidInput as refusal:
        if not arguments.json:
            raise
        emit(_refusal(refusal, arguments.kind))
        return REFUSED
    if arguments.json:
        emit(result.as_json())
    else:
        _tell(result)
    return REFUSED if result.status == "rejected" else DONE


def _import(arguments: argparse.Namespace, context: Context) -> ImportResult:
    from services.imports import run_import
    from services.imports.run import start_of

    known_on = arguments.known_on and start_of(arguments.known_on)
    bar = _Bar(shown=sys.stderr.isatty() and not arguments.json)
    result = run_import(
        context.db,
        kind=arguments.kind,
        path=arguments.file,
        imported_by="command line",
        profile=arguments.profile,
        map_path=arguments.map,
        constants=_constants(arguments.set),
        sheet=arguments.sheet,
        dry_run=arguments.dry_run,
        replace=arguments.replace,
        known_on=known_on or None,
        zone=context.settings.timezone,
        progress=bar,
    )
    bar.clear()
    _announce(result, context)
    return result


def _announce(result: ImportResult, context: Context) -> None:
    """Tell caches, the worker and open pages, now that the facts are committed."""
    from services.cache import Versions, connect
    from services.imports.after import tell
    from services.jobs import Queue

    with connect(context.redis_url) as client:
        tell(
            context.db,
            result,
            client=client,
            versions=Versions(context.db, client),
            queue=Queue(context.redis_url),
            requested_by="command line",
        )


def _constants(pairs: list[str]) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    if any(not (name and equals) for name, equals, _ in split):
        raise InvalidInput("Write --set column=value, for example --set fund=AQ1.")
    return {name.strip(): value for name, _, value in split}


def _refusal(refusal: InvalidInput, kind: str) -> dict[str, Any]:
    from services.imports.report import ImportResult, Trouble

    faults = [Trouble(None, fault.place, None, fault.text) for fault in refusal.faults]
    errors = [Trouble(None, None, None, refusal.message), *faults]
    return ImportResult("rejected", kind, errors=errors, message="Nothing was written.").as_json()


class _Bar:
    """A line on the terminal that says how far the work is: a bar once the rows are counted."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown
        self.rows = 0

    def __call__(self, phase: str, rows: int) -> None:
        if not self.shown:
            return
        bar = ""
        if phase == READING:
            self.rows = rows
        elif self.rows:
            share = min(rows / self.rows, 1.0)
            bar = f" {'█' * int(share * BAR):·<{BAR}} {share:4.0%}"
        sys.stderr.write(f"\r{phase:8} {rows:>12,} rows{bar}")
        sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            sys.stderr.write("\r" + " " * (BAR + 40) + "\r")
            sys.stderr.flush()


def _tell(result: ImportResult) -> None:
    for warning in result.warnings[:SHOWN_WARNINGS]:
        complain(f"note: {_place(warning.row, warning.column, warning.value)}{warning.message}")
    if len(result.warnings) > SHOWN_WARNINGS:
        complain(f"note: and {len(result.warnings) - SHOWN_WARNINGS} more; --json prints all")
    for error in result.errors[:SHOWN_ERRORS]:
        hint = f" ({error.hint})" if error.hint else ""
        complain(f"{_place(error.row, error.column, error.value)}{error.message}{hint}")
    if len(result.errors) > SHOWN_ERRORS:
        complain(f"and {len(result.errors) - SHOWN_ERRORS} more errors; --json prints all")
    if result.status in ("rejected", "already_imported"):
        (complain if result.errors else say)(result.message)
        return
    verb = "Would import" if result.status == "checked" else "Imported"
    say(
        f"{verb} {result.rows_read:,} rows: {result.rows_new:,} new, "
        f"{result.rows_superseded:,} superseded, {result.rows_unchanged:,} unchanged"
        + (f", {result.rows_retracted:,} retracted." if result.rows_retracted else ".")
    )


def _place(row: int | None, column: str | None, value: str | None) -> str:
    parts = [f"row {row}" if row else "", column or "", repr(value) if value else ""]
    found = ", ".join(part for part in parts if part)
    return f"{found}: " if found else ""


def _list(kind: str | None, *, as_json: bool) -> int:
    from services.imports import listing

    found = listing.overview() if kind is None else listing.described(kind)
    if as_json:
        emit(found)
        return DONE
    for row in found.get("kinds", ()):
        say(f"{row['kind']:22} {row['meaning']}")
    for row in found.get("columns", ()):
        _list_column(row)
    if found["profiles"]:
        say("\nProfiles:")
    for row in found["profiles"]:
        say(f"  {row['profile']:20} {row['kind']:16} {row['words']}")
    if "types" in found:
        _list_types(found["types"])
    if "accounts" in found:
        _list_accounts(found["accounts"])
    return DONE


def _list_column(row: dict[str, Any]) -> None:
    star = "*" if row["required"] else " "
    example = f" (such as {row['example']})" if row["example"] else ""
    type_ = "one of" if row["choices"] else row["type"]
    say(f"{row['name'] + star:24} {type_:20} {row['meaning']}{example}")
    if row["choices"]:
        say(f"{'':45} {', '.join(row['choices'])}")


def _list_types(types: list[dict[str, Any]]) -> None:
    views = [name for name in types[0] if name.startswith(("net_", "gross_"))]
    say("\nTransaction types, and what each adds to per basis and credit line:")
    for row in types:
        counts = ", ".join(f"{view}: {row[view] or 'left out'}" for view in views)
        say(f"  {row['type']}\n      {row['label']} ({row['direction']}); {counts}")


def _list_accounts(accounts: list[dict[str, Any]]) -> None:
    say("\nLines of the capital account, and whether their amounts usually raise or lower it:")
    for row in accounts:
        total = ", a total" if row["total"] else ""
        say(f"  {row['account']:34} {row['usual']:7} {row['label']} ({row['section']}{total})")
