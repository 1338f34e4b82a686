"""The book of imports: which file was read when, and the counters that tell caches of change."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Cursor, sql
from psycopg.types.json import Jsonb

from services.db.reads.versions import IMPORTS_TAKE_TURNS
from services.imports.kinds import KINDS
from services.imports.kinds.declare import Kind
from services.imports.reading import Refused
from services.imports.report import ImportResult
from services.imports.store import touching


@dataclass(frozen=True, slots=True)
class Filing:
    """What makes two imports the same: the file's bytes, the kind, and how it was read."""

    kind: str
    file_name: str
    sha256: str
    source: str
    mapping: Mapping[str, Any]

    @property
    def identity(self) -> str:
        described = json.dumps([self.sha256, self.kind, self.mapping], sort_keys=True)
        return hashlib.sha256(described.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An import of the same file, made before."""

    import_id: str
    imported_at: datetime
    imported_by: str
    rows_read: int


def take_turn(cursor: Cursor[Any]) -> None:
    """Wait until no other import writes; settings of this transaction only."""
    cursor.execute("SET LOCAL statement_timeout = '300s'")
    # a busy machine may need a while between two statements over a million rows
    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '300s'")
    cursor.execute("SET LOCAL work_mem = '64MB'")  # sorts and joins of a million rows
    cursor.execute("SET LOCAL datestyle = 'ISO, YMD'")  # dates are part of hashed identities
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS_TAKE_TURNS])


def earlier(cursor: Cursor[Any], identity: str) -> Earlier | None:
    """The import of the same file, kind and mapping; None when there is none."""
    cursor.execute(
        "SELECT id, imported_at, imported_by, rows_read FROM imports WHERE identity = %s",
        [identity],
    )
    found = cursor.fetchone()
    return None if found is None else Earlier(*found)


def moment(cursor: Cursor[Any], import_id: str) -> datetime:
    """When the import was entered, after its turn was taken: later than every earlier import."""
    cursor.execute("SELECT imported_at FROM imports WHERE id = %s", [import_id])
    found: tuple[datetime] | None = cursor.fetchone()
    assert found is not None
    return found[0]


def refuse_later_knowledge(cursor: Cursor[Any], kind: Kind, instant: datetime) -> None:
    """Raise Refused when something became known after `instant` about the funds that the staged
    rows concern, or, where they concern none, about their own series (index, provider, person)."""
    cursor.execute(sql.SQL("SELECT DISTINCT {} FROM staged").format(sql.SQL(kind.series)))
    series = [value for (value,) in cursor.fetchall()]
    funds = list(touching.funds_of(cursor, kind, series))
    for query in _knowledge(kind, funds):
        cursor.execute(query, {"series": series, "funds": funds})
        (latest,) = cursor.fetchone() or (None,)
        if latest is not None and latest > instant:
            raise Refused(
                f"Something is already known here from {latest:%Y-%m-%d}, after --known-on.",
                "leave --known-on out, or import in the order in which things became known",
            )


def _knowledge(kind: Kind, funds: list[str]) -> Iterator[sql.Composed]:
    """Queries for the last moment at which something about these funds or series changed."""
    for other in KINDS.values():
        if other.series == kind.series:
            yield sql.SQL(
                "SELECT max(greatest(known_from, known_to)) FROM {} WHERE {} = ANY(%(series)s)"
            ).format(sql.Identifier(other.table), sql.SQL(other.series))
        elif funds:
            query = touching.latest_knowledge(other)
            if query is not None:
                yield query


def file(cursor: Cursor[Any], filing: Filing, imported_by: str, *, again: bool) -> str:
    """Enter an import; its counts follow. `again`: the same file may have been entered before."""
    import_id = str(uuid.uuid4())
    identity = f"{filing.identity}:{import_id}" if again else filing.identity
    cursor.execute(
        "INSERT INTO imports (id, kind, file_name, file_sha256, identity, mapping, imported_by, "
        "rows_read, rows_new, rows_superseded, rows_unchanged, warnings, imported_at) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, 0, 0, 0, 0, %s, clock_timestamp())",
        [
            import_id,
            filing.kind,
            filing.file_name,
            filing.sha256,
            identity,
            Jsonb({"source": filing.source, **filing.mapping}),
            imported_by,
            Jsonb({}),
        ],
    )
    return import_id


def close(cursor: Cursor[Any], result: ImportResult) -> None:
    """Write the counts and warnings of a finished import."""
    told = result.as_json()
    cursor.execute(
        "UPDATE imports SET rows_read = %s, rows_new = %s, rows_superseded = %s, "
        "rows_unchanged = %s, warnings = %s WHERE id = %s",
        [
            result.rows_read,
            result.rows_new,
            result.rows_superseded,
            result.rows_unchanged,
            Jsonb({"items": told["warnings"], "kinds": told["kinds"]}),
            result.import_id,
        ],
    )
