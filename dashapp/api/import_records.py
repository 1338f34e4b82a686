"""The book of imports for programs: what was filed, and what each file put in place of what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Code, NoQuery, Query
from dashapp.auth import current_principal
from dashapp.context import context
from services.access.permissions import check_export
from services.cache.frames import entry_of
from services.exports import CSV, XLSX, Sheet, sheet_bytes
from services.exports.tables import Cell
from services.imports.history import MOST_CHANGES, MOST_LISTED, ImportHistory
from services.imports.records import (
    ChangedRow,
    ImportChanges,
    ImportDetail,
    ImportList,
    Value,
)

FORMATS = ("application/json", CSV, XLSX)
FURTHEST = 1_000_000
LISTED = (
    "imported_at",
    "imported_by_name",
    "kind",
    "file_name",
    "file_sha256",
    "rows_read",
    "rows_new",
    "rows_superseded",
    "rows_unchanged",
    "rows_retracted",
    "warning_count",
    "id",
)
CHANGED = (
    "kind",
    "change",
    "which",
    "row",
    "sheet",
    "column",
    "before",
    "after",
    "earlier file",
    "earlier row",
    "earlier import",
)
endpoints = Endpoints("imports")


class FileQuery(NoQuery):
    """In which shape the answer is wanted."""

    format: Literal["json", "csv", "xlsx"] = Field(default="json", description="Shape of answer.")


class ListQuery(FileQuery):
    """Which stretch of the book."""

    kind: Code | None = Field(
        default=None, description="Imports of this kind alone.", examples=["fund_cash_flows"]
    )
    limit: int = Field(default=100, ge=1, le=MOST_LISTED, description="Imports at most.")
    offset: int = Field(default=0, ge=0, le=FURTHEST, description="How many newer ones to skip.")


class ChangesQuery(FileQuery):
    """How many changes."""

    limit: int = Field(default=MOST_CHANGES, ge=1, le=MOST_LISTED, description="Rows at most.")


@endpoints.get("/imports", query=ListQuery, returns=ImportList, formats=FORMATS)
def list_imports(query: Query[ListQuery]) -> Response:
    """Imported files, newest first.

    Who may see some funds only is shown their own imports.
    """
    given = query.given
    found = ImportHistory(context().db).listing(
        current_principal(), kind=given.kind, limit=given.limit, offset=given.offset
    )
    if given.format == "json":
        return answers.tagged(found, name="imports")
    rows = tuple(tuple(_cell(getattr(item, name)) for name in LISTED) for item in found.imports)
    filters = (("kind", given.kind), ("limit", given.limit), ("offset", given.offset))
    return _file(Sheet("imports", filters, LISTED, rows, ()), given.format)


@endpoints.get("/imports/<import_id>", returns=ImportDetail)
def one_import(query: Query[NoQuery], import_id: str) -> Response:
    """One import: who filed which file, how it was read, what was odd, and what it changed."""
    found = ImportHistory(context().db).one(current_principal(), import_id)
    return answers.tagged(found, name="import")


@endpoints.get(
    "/imports/<import_id>/changes", query=ChangesQuery, returns=ImportChanges, formats=FORMATS
)
def import_changes(query: Query[ChangesQuery], import_id: str) -> Response:
    """The facts that an import superseded or took back: each column before and after.

    Facts of funds you may not see are left out, and hidden says so.
    """
    given = query.given
    history = ImportHistory(context().db)
    found = history.changes(current_principal(), import_id, limit=given.limit)
    if given.format == "json":
        return answers.tagged(found, name="import-changes")
    rows = tuple(line for row in found.rows for line in _lines(row))
    filters = (("import", import_id), ("changes in all", found.total))
    return _file(Sheet("import-changes", filters, CHANGED, rows, ()), given.format)


def _lines(row: ChangedRow) -> Iterator[tuple[Cell, ...]]:
    """One line per column that changed."""
    which = ", ".join(str(value) for value in row.what.values() if value is not None)
    for item in row.differences:
        yield (
            row.kind,
            row.action,
            which,
            row.row,
            row.sheet,
            item.column,
            _cell(item.before),
            _cell(item.after),
            row.old_file,
            row.old_row,
            row.old_import_id,
        )


def _cell(value: Value) -> Cell:
    """Moments as text: a spreadsheet keeps no zone."""
    return value.isoformat() if isinstance(value, datetime) else value


def _file(sheet: Sheet, format: str) -> Response:
    check_export(current_principal())
    return answers.respond(
        entry_of(sheet_bytes(sheet, format=format)), name=sheet.title, format=format
    )
