"""Imports as they were filed, and the facts that each of them closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, cast, exists, func, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import NamedFromClause

from services.db.models import Base, Import, User

Facts = NamedFromClause[Any]  # a table of facts under another name


class ImportRow(NamedTuple):
    """One imported file and what it changed; `name` is the person's, None for a program."""

    id: str
    kind: str
    file_name: str
    file_sha256: str
    imported_by: str
    name: str | None
    imported_at: datetime
    rows_read: int
    rows_new: int
    rows_superseded: int
    rows_unchanged: int
    retracted: list[int]
    warning_count: int


class FiledRow(NamedTuple):
    """The row with how the file was read, and its warnings as they were told."""

    row: ImportRow
    mapping: Mapping[str, Any]
    warnings: Mapping[str, Any]


class ClosedRow(NamedTuple):
    """A fact that an import ended. `after` is empty where nothing took its place.

    `before` and `after` are by stored column, with codes in place of ids.
    """

    row: int | None
    sheet: str | None
    old_row: int | None
    old_import_id: str | None
    old_file: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def imports(
    session: Session, *, by: str | None, kind: str | None, limit: int, offset: int
) -> tuple[list[ImportRow], int]:
    """The newest imports and how many there are; `by` and `kind` keep one person's, one kind's."""
    asked = [Import.imported_by == by] if by is not None else []
    asked += [Import.kind == kind] if kind is not None else []
    found = session.execute(
        _rows()
        .where(*asked)
        .order_by(Import.imported_at.desc(), Import.id)
        .limit(limit)
        .offset(offset)
    )
    total = session.scalar(select(func.count()).select_from(Import).where(*asked))
    return [ImportRow._make(row) for row in found], int(total or 0)


def import_by_id(session: Session, import_id: str) -> FiledRow | None:
    """The import of that id, None when there is none."""
    query = _rows().add_columns(Import.mapping, Import.warnings).where(Import.id == import_id)
    row = session.execute(query).one_or_none()
    return None if row is None else FiledRow(ImportRow._make(row[:-2]), row[-2], row[-1])


def superseded(
    session: Session,
    table: str,
    *,
    import_id: str,
    columns: Sequence[str],
    funds: Collection[str] | None,
    limit: int,
) -> list[ClosedRow]:
    """Rows of the import that took the place of older ones, in the order of its file.

    `funds` keeps rows of these funds alone, None keeps all.
    """
    facts = Base.metadata.tables[table]
    new, old = facts.alias("new"), facts.alias("old")
    # a correction closes the old row at the very moment from which it is known itself
    follows = and_(old.c.natural_key == new.c.natural_key, old.c.known_to == new.c.known_from)
    query = (
        select(new.c.source_row, new.c.sheet, *_origin(old))
        .add_columns(*_shown(old, columns), *_shown(new, columns))
        .select_from(new.join(old, follows).outerjoin(Import, Import.id == old.c.import_id))
        .where(new.c.import_id == import_id, *_within(new, funds))
        .order_by(new.c.sheet, new.c.source_row, new.c.id)
        .limit(limit)
    )
    return [_closed(list(row), columns) for row in session.execute(query)]


def retracted(
    session: Session,
    table: str,
    *,
    instant: datetime,
    columns: Sequence[str],
    funds: Collection[str] | None,
    limit: int,
) -> list[ClosedRow]:
    """Rows that ended at `instant`, the moment of an import, without one in their place."""
    facts = Base.metadata.tables[table]
    old, later = facts.alias("old"), facts.alias("later")
    followed = exists().where(
        later.c.natural_key == old.c.natural_key, later.c.known_from == old.c.known_to
    )
    query = (
        select(*_origin(old), *_shown(old, columns))
        .select_from(old.outerjoin(Import, Import.id == old.c.import_id))
        .where(old.c.known_to == instant, ~followed, *_within(old, funds))
        .order_by(old.c.import_id, old.c.source_row, old.c.id)
        .limit(limit)
    )
    return [_closed([None, None, *row], columns) for row in session.execute(query)]


def _rows() -> Select[Any]:
    warnings = Import.warnings
    given: dict[str, ColumnElement[Any]] = {"name": User.name.label("name")}
    given["retracted"] = _all(warnings, "$.kinds.*.retracted")
    given["warning_count"] = func.jsonb_array_length(_all(warnings, "$.items[*]"))
    columns = (
        given[name] if name in given else getattr(Import, name) for name in ImportRow._fields
    )
    return select(*columns).outerjoin(User, User.id == Import.imported_by)


def _all(column: Any, path: str) -> ColumnElement[Any]:
    """What lies under a path: nothing, and no error, for imports filed without it."""
    return func.jsonb_path_query_array(column, cast(path, JSONPATH), type_=JSONB)


def _origin(old: Facts) -> tuple[ColumnElement[Any], ...]:
    return (old.c.source_row, old.c.import_id, Import.__table__.c.file_name)


def _shown(facts: Facts, columns: Sequence[str]) -> list[ColumnElement[Any]]:
    """The columns; where one points to a thing with a code, the code."""
    return [_coded(facts, name) for name in columns]


def _coded(facts: Facts, name: str) -> ColumnElement[Any]:
    column: ColumnElement[Any] = facts.c[name]
    for key in facts.c[name].foreign_keys:
        thing = key.column.table.alias()
        if "code" in thing.c:
            code = select(thing.c.code).where(thing.c.id == column)
            return func.coalesce(code.correlate(facts).scalar_subquery(), column)
    return column


def _within(facts: Facts, funds: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [] if funds is None else [facts.c.fund_id.in_(list(funds))]


def _closed(cells: list[Any], columns: Sequence[str]) -> ClosedRow:
    places, values = cells[:5], cells[5:]
    before = dict(zip(columns, values, strict=False))
    after = dict(zip(columns, values[len(columns) :], strict=False))
    row, sheet, old_row, old_import_id, old_file = places
    return ClosedRow(row, sheet, old_row, old_import_id, old_file, before, after)
