"""The one transaction of an import: parents, facts, counts, data versions, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from psycopg import Connection, Cursor, OperationalError, errors
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from services import quality
from services.clock import today
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.errors import Unavailable
from services.imports.maps import Map
from services.imports.report import Counts, ImportResult
from services.imports.spool import Spool
from services.imports.store import due, entities, references, register, repeats, staging, versions
from services.imports.store.follow import follow
from services.imports.store.register import Filing
from services.imports.store.settle import settle
from services.imports.store.versions import Stamp

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """How to write: as whom, by which map, only to count (`dry_run`), replacing, and known from
    when."""

    filing: Filing
    imported_by: str
    rules: Map
    sheet: str | None = None
    dry_run: bool = False
    replace: bool = False
    known_on: datetime | None = None
    today: date = field(default_factory=today)


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
    parents: list[Spool],
    facts: list[Spool],
    order: Order,
    *,
    progress: Progress,
) -> ImportResult:
    """Write everything and fill `result`, or change nothing: Refused, Contradictory, Unavailable.

    `parents` are descriptions of funds and investors that the map creates; they are not counted
    among the rows. A file that another process imported meanwhile is `already_imported`.
    `progress` hears of two phases: checking (staged, compared) and writing.
    """
    try:
        with db.session() as session, driver(session) as cursor:
            register.take_turn(cursor)
            if not (order.dry_run or order.replace):
                found = _already(cursor, order.filing)
                if found is not None:
                    return found
            touched = _write(cursor, result, parents, facts, order, progress=progress)
            _tell_caches(session, cursor, result, touched, order)
            register.close(cursor, result)
            if order.dry_run:
                raise _OnlyCounted
    except _OnlyCounted:
        result.status, result.import_id = "checked", None
        result.touched_funds, result.shared_version = {}, None
    return result


@contextmanager
def answering() -> Iterator[None]:
    """Raises Unavailable, in words of the domain, where the database fails."""
    try:
        yield
    except (OperationalError, DBAPIError) as failure:
        cause = failure.orig if isinstance(failure, DBAPIError) else failure
        if isinstance(cause, errors.DiskFull):
            raise Unavailable("The database has no space left; nothing was changed.") from failure
        if isinstance(cause, errors.QueryCanceled):
            raise Unavailable(
                "The database took too long over one step; nothing was changed. Try again later."
            ) from failure
        if isinstance(cause, OperationalError):
            raise Unavailable(
                "The database went away; nothing was changed. Try again."
            ) from failure
        raise


def _write(
    cursor: Cursor[Any],
    result: ImportResult,
    parents: list[Spool],
    facts: list[Spool],
    order: Order,
    *,
    progress: Progress,
) -> dict[str, set[str]]:
    """Write the facts of every kind; the series that changed, by the name of their kind."""
    result.status = "imported"
    result.import_id = register.file(
        cursor, order.filing, order.imported_by, again=order.replace or order.dry_run
    )
    instant = order.known_on or register.moment(cursor, result.import_id)
    stamp = Stamp(result.import_id, order.sheet, instant, order.filing.source, order.replace)
    spools = (*parents, *facts)
    _check(cursor, result, spools, order, progress)
    touched: dict[str, set[str]] = {}
    written = 0
    for place, spool in enumerate(spools):
        staging.put_on_stage(cursor, _name(place))
        if order.known_on is not None:
            register.refuse_later_knowledge(cursor, spool.kind, instant)
        counts, series = versions.apply(
            cursor, spool.kind, stamp, told=_counting(progress, "writing", written)
        )
        written += spool.rows
        progress("writing", written)
        if spool not in parents:
            result.kinds[spool.kind.name] = counts
        touched.setdefault(spool.kind.name, set()).update(series)
        if series and spool.kind.name in due.KINDS:
            due.note(cursor, spool.kind.name, stamp)
        if spool.described is not None:
            entities.update_entities(cursor, spool.described, result.import_id)
    return touched


def _check(
    cursor: Cursor[Any],
    result: ImportResult,
    spools: Sequence[Spool],
    order: Order,
    progress: Progress,
) -> None:
    """Stage every kind before any is written, so that a contradiction costs no writing."""
    staged = 0
    for place, spool in enumerate(spools):
        if spool.described is not None:
            entities.make_entities(cursor, spool.described)
        codes = references.codes(cursor, spool.kind)
        told = _counting(progress, "checking", staged)
        staging.stage(cursor, spool, codes, name=_name(place), told=told)
        result.warnings += repeats.settle(cursor, spool.kind, codes, name=_name(place))
        result.warnings += settle(cursor, spool.kind, order.rules, name=_name(place))
        staged += spool.rows


def _name(place: int) -> str:
    """The staging table of one kind of the file."""
    return f"staged_{place}"


def _counting(progress: Progress, phase: str, before: int) -> Callable[[int], None]:
    return lambda rows: progress(phase, before + rows)


def _tell_caches(
    session: Session,
    cursor: Cursor[Any],
    result: ImportResult,
    touched: dict[str, set[str]],
    order: Order,
) -> None:
    """Bring tables up to date that follow from facts, check the books, and raise the versions."""
    changed = follow(cursor, touched)
    scopes = changed.funds | ({SHARED} if changed.shared else set())
    if scopes and not order.dry_run:
        # A rate may be the one that any fund's amounts wait for.
        concerned = None if touched.get("fx_rates") else changed.funds
        scopes |= quality.run(
            session,
            fund_ids=concerned,
            today=order.today,
            import_id=result.import_id,
            shared=changed.shared,
        ).scopes
    bumped = bump(session, scopes)
    result.shared_version = bumped.pop(SHARED, None)
    result.touched_funds = bumped
