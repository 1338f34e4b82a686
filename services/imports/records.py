"""How people read the book of imports: what was filed, and which facts it put in place of which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = str | int | bool | Decimal | date | datetime | None
SUPERSEDED, RETRACTED = "superseded", "retracted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One imported file. `imported_by_name` is the person's, or what the program calls itself.

    Rows are those of the file: new, in place of older ones, equal to what was known, and older
    ones taken back because a file sent to replace its source no longer has them.
    """

    id: str
    kind: str
    file_name: str
    file_sha256: str
    imported_by: str
    imported_by_name: str
    imported_at: datetime
    rows_read: int
    rows_new: int
    rows_superseded: int
    rows_unchanged: int
    rows_retracted: int
    warning_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportList:
    """A stretch of the book of imports, newest first; `total` counts all that match."""

    imports: tuple[ImportRecord, ...]
    total: int
    limit: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A value that was accepted although it is odd; `row` is the one a spreadsheet shows."""

    row: int | None
    column: str | None
    value: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDetail(ImportRecord):
    """An import with how its file was read and what was odd in it.

    `source` is the name of the map, `layout` the map itself; `known_on` is the moment to which
    the knowledge was set back, None: it counts from the import on. `kinds` counts rows per kind.
    """

    source: str | None
    layout: Mapping[str, Any]
    sheet: str | None
    known_on: str | None
    kinds: Mapping[str, Mapping[str, int]]
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One column of a fact, as it was believed and as it is since the import.

    Rates are fractions, amounts in whole units of their currency; None was or is unknown.
    """

    column: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """A fact that an import put in place of an older one, or took back.

    `what` says which fact it is, by its identifying columns. `row` and `sheet` are the place in
    this import's file (None where it was taken back), `old_…` the place in the earlier one.
    """

    kind: str
    action: str
    what: Mapping[str, Value]
    row: int | None
    sheet: str | None
    old_row: int | None
    old_import_id: str | None
    old_file: str | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChanges:
    """What an import closed, in the order of its file; `total` counts all, `rows` at most a limit.

    `hidden` says that rows are left out because they belong to funds the reader may not see.
    """

    import_id: str
    rows: tuple[ChangedRow, ...]
    total: int
    hidden: bool
