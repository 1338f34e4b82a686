"""Put the demonstration firm into an empty database, as if its files had been imported in time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from psycopg import Cursor, sql
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services import clock
from services.access.users import ensure_demo_login
from services.db.models import Fund, Import
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.demo import market
from services.demo.files import CORRECTIONS, NAME, File, firm
from services.errors import InvalidInput
from services.imports.kinds import KINDS, Kind
from services.imports.kinds.declare import Type
from services.imports.store import benchmarks, register
from services.imports.store.write import driver
from services.jobs import open_runs
from services.settings import Settings

IMPORTED_BY = "demonstration"
FIRST_ROW = 2  # row 1 of a file is its header
ENTITIES = {Type.FUND: "fund", Type.INVESTOR: "investor"}
Cell = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """The demonstration login with the only sight of its password."""

    email: str
    password: str


def ensure(db: Database, settings: Settings) -> DemoLogin | None:
    """Load the firm where there is no fund yet; its login on the call that makes it, else None.

    Never touches a database with funds of its own, and never runs in production.
    """
    if settings.production:
        raise InvalidInput("The demonstration firm is not for production: start without --demo.")
    if load(db):
        with db.read() as session:
            funds = list(session.scalars(select(Fund.id)))
        open_runs(db, funds, requested_by=IMPORTED_BY)  # the worker computes their snapshots
    made = ensure_demo_login(db) if is_loaded(db) else None
    return DemoLogin(*made) if made else None


def is_loaded(db: Database) -> bool:
    """Whether the facts of the demonstration firm are in this database."""
    with db.read() as session:
        found = session.scalar(select(func.count()).where(Import.file_name == NAME))
    return bool(found)


def load(db: Database) -> bool:
    """Write the whole firm in one transaction; False when there are funds already."""
    with db.session() as session, driver(session) as cursor:
        register.take_turn(cursor)
        if session.scalar(select(func.count()).select_from(Fund)):
            return False
        for file in firm():
            _import(session, cursor, file)
        benchmarks.rebuild(cursor, {provider for provider, *_ in market.peers()})
        cursor.execute("ANALYZE")
        bump(session, [SHARED, *session.scalars(select(Fund.id))])
    return True


def entity_id(what: str, code: str) -> str:
    """The identifier of a fund or investor of the firm: the same in every database."""
    return str(uuid5(NAMESPACE_DNS, f"{code}.{what}.gp-dashboard.example"))


def _import(session: Session, cursor: Cursor[Any], file: File) -> None:
    content = file.content()
    record = Import(
        kind=file.kind,
        file_name=file.name,
        file_sha256=hashlib.sha256(content).hexdigest(),
        identity=hashlib.sha256(f"{file.kind} {file.name}".encode() + content).hexdigest(),
        mapping={"generated": True, "known_from": "set back to when each row would have come"},
        imported_by=IMPORTED_BY,
        rows_read=len(file.rows),
        rows_new=len(file.rows) if file.name == NAME else 0,
        rows_superseded=len(file.rows) if file.name == CORRECTIONS else 0,
        rows_unchanged=0,
        warnings={},
    )
    session.add(record)
    session.flush()
    kind = KINDS[file.kind]
    facts = [_stored(kind, file.columns, row.cells) for row in file.rows]
    if kind.entity:
        _copy(cursor, kind.entity, [_entity(kind, file.columns, row.cells) for row in file.rows])
    latest = clock.now()
    numbered = enumerate(zip(file.rows, facts, _keys(kind, facts), strict=True), start=FIRST_ROW)
    _copy(
        cursor,
        kind.table,
        [
            fact
            | {
                "natural_key": key,
                "known_from": min(row.known_from, latest),
                "known_to": row.known_to,
                "import_id": record.id,
                "source_row": number,
            }
            for number, (row, fact, key) in numbered
        ],
    )


def _stored(kind: Kind, columns: Sequence[str], cells: Sequence[str]) -> dict[str, Cell]:
    """A row by the table's column names: codes become identifiers, '' becomes unknown."""
    values: dict[str, Cell] = {}
    for name, cell in zip(columns, cells, strict=True):
        column = kind.column(name)
        if column is None:
            raise ValueError(f"{kind.name} has no column {name}")
        what = ENTITIES.get(column.type)
        values[column.stored] = entity_id(what, cell) if what and cell else cell or None
    return values


def _entity(kind: Kind, columns: Sequence[str], cells: Sequence[str]) -> dict[str, Cell]:
    """The fund or investor itself: its code and its latest description."""
    code = cells[0]
    values = _stored(kind, columns, cells)
    identifier = values.pop(kind.identity[0])
    return {"id": identifier, "code": code, **values}


def _keys(kind: Kind, facts: Sequence[Mapping[str, Cell]]) -> list[str]:
    """Natural keys: the columns of the kind's identity, numbered where they repeat.

    An import recognises a row by these columns and by the number at the end.
    """
    seen: Counter[str] = Counter()
    keys = []
    for fact in facts:
        identity = "|".join(str(fact.get(name) or "") for name in kind.identity)
        seen[identity] += 1
        keys.append(f"{identity}#{seen[identity]}")
    return keys


def _copy(cursor: Cursor[Any], table: str, rows: Sequence[Mapping[str, Cell]]) -> None:
    """Write rows with the same columns in one COPY."""
    columns = list(rows[0])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row[name] for name in columns])
