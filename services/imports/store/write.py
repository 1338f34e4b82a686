"""The one transaction of an import: parents, facts, counts, data versions, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection, Cursor, OperationalError, errors
from sqlalchemy.orm import Session

from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.errors import Unavailable
from services.imports.kinds.declare import Facts
from services.imports.report import Counts, ImportResult
from services.imports.store import references, register, staging, versions
from services.imports.store.follow import follow
from services.imports.store.register import Filing
from services.imports.store.versions import Stamp

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """How to write: as whom, only to count (`dry_run`), replacing, and known from when."""

    filing: Filing
    imported_by: str
    sheet: str | None = None
    dry_run: bool = False
    replace: bool = False
    known_on: datetime | None = None


class _OnlyCounted(Exception):
    """Leaves the transaction of a dry run, so that it is rolled back."""


@contextmanager
def driver(session: Session) -> Iterator[Cursor[Any]]:
    """A cursor of the session's own psycopg connection: COPY and sets of rows need it."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)
    with connection.cursor() as cursor:
        yield cursor


def earlier(db: Database, filing: Filing) -> ImportResult | None:
    """The answer for a file that was imported before; None when it was not."""
    with db.read() as session, driver(session) as cursor:
        return _already(cursor, filing)


def _already(cursor: Cursor[Any], filing: Filing) -> ImportResult | None:
    found = register.earlier(cursor, filing.identity)
    if found is None:
        return None
    result = ImportResult("already_imported", filing.kind, filing.sha256, found.rows_read)
    result.kinds[filing.kind] = Counts(unchanged=found.rows_read)
    result.import_id = found.import_id
    result.message = (
        f"This file was already imported on {found.imported_at:%Y-%m-%d %H:%M} UTC "
        f"by {found.imported_by}; nothing was written."
    )
    return result


def write(
    db: Database,
    result: ImportResult,
    parents: list[Facts],
    facts: list[Facts],
    order: Order,
    *,
    progress: Progress | None = None,
) -> ImportResult:
    """Write everything and fill `result`, or change nothing: Refused, Unavailable.

    `parents` are descriptions of funds and investors that the map creates; they are not counted
    among the rows. A file that another process imported meanwhile is `already_imported`.
    """
    try:
        with db.session() as session, driver(session) as cursor:
            register.take_turn(cursor)
            if not (order.dry_run or order.replace):
                found = _already(cursor, order.filing)
                if found is not None:
                    return found
            touched = _write(cursor, result, parents, facts, order, progress=progress)
            _tell_caches(session, cursor, result, touched)
            register.close(cursor, result)
            if order.dry_run:
                raise _OnlyCounted
    except _OnlyCounted:
        result.status, result.import_id = "checked", None
        result.touched_funds, result.shared_version = {}, None
    except errors.DiskFull as full:
        raise Unavailable("The database has no space left; nothing was changed.") from full
    except OperationalError as lost:
        raise Unavailable("The database went away; nothing was changed. Try again.") from lost
    return result


def _write(
    cursor: Cursor[Any],
    result: ImportResult,
    parents: list[Facts],
    facts: list[Facts],
    order: Order,
    *,
    progress: Progress | None,
) -> dict[str, set[str]]:
    """Write the facts of every kind; the series that changed, by the name of their kind."""
    result.status = "imported"
    result.import_id = register.file(
        cursor, order.filing, order.imported_by, again=order.replace or order.dry_run
    )
    instant = order.known_on or register.moment(cursor)
    stamp = Stamp(result.import_id, order.sheet, instant, order.filing.source, order.replace)
    touched: dict[str, set[str]] = {}
    for rows in (*parents, *facts):
        if rows.kind.entity is not None:
            references.make_entities(cursor, rows)
        staging.stage(cursor, rows, references.codes(cursor), progress=progress)
        if order.known_on is not None:
            register.refuse_later_knowledge(cursor, rows.kind, instant)
        counts, series = versions.apply(cursor, rows.kind, stamp)
        if not any(rows is parent for parent in parents):
            result.kinds[rows.kind.name] = counts
        touched.setdefault(rows.kind.name, set()).update(series)
        if rows.kind.entity is not None:
            references.update_entities(cursor, rows, result.import_id)
    return touched


def _tell_caches(
    session: Session, cursor: Cursor[Any], result: ImportResult, touched: dict[str, set[str]]
) -> None:
    """Raise the versions of what changed, and bring tables up to date that follow from facts."""
    changed = follow(cursor, touched)
    bumped = bump(session, changed.funds | ({SHARED} if changed.shared else set()))
    result.shared_version = bumped.pop(SHARED, None)
    result.touched_funds = bumped
