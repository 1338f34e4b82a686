"""The demonstration firm's files in the tables: copied, keyed as an import would key them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from psycopg import Cursor, sql
from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from services.db.models import Import
from services.demo.files import File
from services.imports.kinds import KINDS, Kind
from services.imports.kinds.declare import Column
from services.imports.kinds.things import THINGS
from services.imports.store.entities import PEOPLE
from services.imports.store.versions import identity_key

IMPORTED_BY = "demonstration"
FIRST_ROW = 2  # row 1 of a file is its header
Cell = str | int | bool | datetime | Jsonb | None


def entity_id(what: str, code: str) -> str:
    """The identifier of a thing of the firm (`fund`, `investor`, …): the same in every database."""
    return str(uuid5(NAMESPACE_DNS, f"{code}.{what}.gp-dashboard.example"))


def write_file(session: Session, cursor: Cursor[Any], file: File, *, now: datetime) -> set[str]:
    """Enter a file in the book of imports and its rows in their table; the series they belong to.

    What the firm learned after `now` is believed from `now` on.
    """
    kind = KINDS[file.kind]
    import_id = _entered(session, file)
    columns = [_column(kind, name) for name in file.columns]
    rows = [_stored(columns, row.cells) for row in file.rows]
    cursor.execute(sql.SQL(_STAGING).format(_definitions(kind)))
    with cursor.copy(sql.SQL("COPY arriving ({}) FROM STDIN").format(_names(columns))) as copy:
        for line, (row, values) in enumerate(zip(file.rows, rows, strict=True), start=FIRST_ROW):
            copy.write_row((line, min(row.known_from, now), row.known_to, *values))
    stored = [column.stored for column in kind.columns]
    names = {
        "table": sql.Identifier(kind.table),
        "columns": sql.SQL(", ").join(map(sql.Identifier, stored)),
        "values": sql.SQL(", ").join(map(_value, kind.columns)),
        "base": identity_key(kind),
        "series": sql.SQL(kind.series),
    }
    cursor.execute(sql.SQL(_WRITTEN).format(**names), {"import": import_id})
    cursor.execute(sql.SQL("SELECT DISTINCT {series} FROM arriving").format(**names))
    touched = {series for (series,) in cursor.fetchall()}
    cursor.execute("DROP TABLE arriving")
    return touched


def write_things(cursor: Cursor[Any], files: Sequence[File]) -> None:
    """The things that files of one kind describe, as they are known now."""
    kind = KINDS[files[0].kind]
    columns = [_column(kind, name) for name in files[0].columns]
    current = [row.cells for file in files for row in file.rows if row.known_to is None]
    rows = [_thing(kind, columns, cells) for cells in current]
    names = list(rows[0])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(kind.entity or ""), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


# Twins are numbered in the order of the file; the later file of a kind starts anew, since its rows
# take the place of those before them.
_STAGING = (
    "CREATE TEMP TABLE arriving (line bigint, known_from timestamptz, known_to timestamptz, {})"
)
_WRITTEN = """
INSERT INTO {table} ({columns}, natural_key, known_from, known_to, import_id, source_row)
SELECT {values}, {base}::text || '#' || row_number() OVER (PARTITION BY {base} ORDER BY line),
       known_from, known_to, %(import)s, line
FROM arriving ORDER BY line
"""


def _entered(session: Session, file: File) -> str:
    content = file.content()
    record = Import(
        kind=file.kind,
        file_name=file.name,
        file_sha256=hashlib.sha256(content).hexdigest(),
        identity=hashlib.sha256(f"{file.kind} {file.name}".encode() + content).hexdigest(),
        mapping={"generated": True, "known_from": "set back to when each row would have come"},
        imported_by=IMPORTED_BY,
        rows_read=len(file.rows),
        rows_new=len(file.rows) - file.replaced,
        rows_superseded=file.replaced,
        rows_unchanged=0,
        warnings={},
    )
    session.add(record)
    session.flush()
    return record.id


def _column(kind: Kind, name: str) -> Column:
    column = kind.column(name)
    if column is None:
        raise ValueError(f"{kind.name} has no column {name}")
    return column


def _stored(columns: Iterable[Column], cells: Sequence[str]) -> list[Cell]:
    """A row's values: codes become identifiers, '' becomes unknown."""
    return [_resolved(column, cell) for column, cell in zip(columns, cells, strict=True)]


def _resolved(column: Column, cell: str) -> Cell:
    thing = THINGS.get(column.type)
    return entity_id(thing.noun, cell) if thing and cell else cell or None


def _thing(kind: Kind, columns: Sequence[Column], cells: Sequence[str]) -> Mapping[str, Cell]:
    """A fund, an investor, a company, …: its code and its description."""
    values = {c.stored: v for c, v in zip(columns, _stored(columns, cells), strict=True)}
    identifier = values.pop(kind.identity[0])
    if kind.entity == PEOPLE:
        values["title"] = values.pop("role")
        values |= {"roles": Jsonb([]), "all_funds": False}
    return {"id": identifier, "code": cells[0], **values}


def _definitions(kind: Kind) -> sql.Composable:
    return sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(c.stored), sql.SQL(c.sql_type)) for c in kind.columns
    )


def _names(columns: Iterable[Column]) -> sql.Composable:
    own = (sql.Identifier(column.stored) for column in columns)
    times = map(sql.Identifier, ("line", "known_from", "known_to"))
    return sql.SQL(", ").join((*times, *own))


def _value(column: Column) -> sql.Composable:
    """A column as it is stored: blank means its default where it has one."""
    if column.default is None:
        return sql.Identifier(column.stored)
    return sql.SQL("coalesce({}, {})").format(
        sql.Identifier(column.stored), sql.Literal(column.default)
    )
