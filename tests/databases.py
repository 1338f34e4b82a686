"""Databases for tests: copied from a migrated one, emptied after use and handed out again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from services.db import migrate
from services.db.session import Database
from services.stores import RunningStores

TEMPLATE = "gpdash_template"
KEPT = "alembic_version"  # the one table that a migrated, empty database has a row in
LARGEST_GROWTH = 4_000_000  # bytes; what has grown further is dropped sooner than swept

# Everything a statement may do to the tables besides rows; TRUNCATE and ANALYZE leave it alone.
_SHAPE = f"""
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
  SELECT concat_ws(' ', relname, relkind, relnatts, relchecks, reltablespace) AS line
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, atttypmod, attnotnull)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, convalidated)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
  UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT setconfig::text FROM pg_db_role_setting
  UNION ALL SELECT version_num FROM {KEPT}
) AS told
"""
_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_WRITTEN = f"""
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
AND relname <> '{KEPT}' AND pg_relation_size(oid) > 0
"""
_COUNTED = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"


@dataclass
class Shelf:
    """The databases of one server: the migrated one, and those that nobody uses at the moment."""

    stores: RunningStores
    server: psycopg.Connection
    spare: list[str] = field(default_factory=list)
    shape: str = ""
    size: int = 0

    def url(self, name: str) -> str:
        """SQLAlchemy's address of a database."""
        named = make_url(self.stores.database_url).set(database=name)
        return named.render_as_string(hide_password=False)

    def run(self, statement: str, **names: str) -> None:
        """A statement about databases, outside any transaction."""
        written = {key: sql.Identifier(name) for key, name in names.items()}
        self.server.execute(sql.SQL(statement).format(**written))  # type: ignore[arg-type]

    def make_template(self) -> str:
        """The address of the migrated, empty database from which the others are copied."""
        self.run("CREATE DATABASE {name}", name=TEMPLATE)
        database = Database(self.url(TEMPLATE))
        migrate.upgrade(database)
        database.dispose()
        with psycopg.connect(_plain(self.url(TEMPLATE))) as connection:
            self.shape, self.size = _looks(connection)
        return database.url

    def take(self, source: str) -> str:
        """The name of a database as `source` is; never one that was used before."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        if source == TEMPLATE and self.spare:
            self.run("ALTER DATABASE {old} RENAME TO {name}", old=self.spare.pop(), name=name)
        else:
            copied = "CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY"
            self.run(copied, name=name, source=source)
        return name

    def give_back(self, name: str) -> None:
        """Empty it for the next one; drop it when it no longer is what the template is."""
        with psycopg.connect(_plain(self.url(name))) as connection:
            connection.execute(_OTHERS)
            shape, size = _looks(connection)
            same = shape == self.shape and size <= self.size + LARGEST_GROWTH
            if same:
                _empty(connection)
        if same:
            self.spare.append(name)
        else:
            self.drop(name)

    def drop(self, name: str) -> None:
        """Remove it whoever is still connected."""
        self.run("DROP DATABASE {name} WITH (FORCE)", name=name)


_shelves: dict[str, Shelf] = {}


def shelf(stores: RunningStores) -> Shelf:
    """The databases of this server."""
    if stores.database_url not in _shelves:
        server = psycopg.connect(_plain(stores.database_url), dbname="postgres", autocommit=True)
        _shelves[stores.database_url] = Shelf(stores, server)
    return _shelves[stores.database_url]


def leave(stores: RunningStores) -> None:
    """Let go of a server that is about to end."""
    if stores.database_url in _shelves:
        _shelves.pop(stores.database_url).server.close()


@contextmanager
def fresh_database(stores: RunningStores, template: str | None = TEMPLATE) -> Iterator[Database]:
    """A database of its own, gone at the end; `template=None` gives one without tables."""
    own = shelf(stores)
    source = template or "template1"
    name = own.take(source)
    database = Database(own.url(name))
    try:
        yield database
    finally:
        database.dispose()
        if source == TEMPLATE:
            own.give_back(name)
        else:
            own.drop(name)


@dataclass(frozen=True)
class Rows:
    """The rows of some tables as the server copies them, and how far its counters have counted."""

    tables: dict[str, bytes]
    counted: dict[str, int]


_furniture: dict[str, Rows] = {}


def furnish(database: Database, name: str, build: Callable[[], None]) -> None:
    """What `build` writes into an empty database: built once in a test run, then copied.

    The name belongs to one `build`; whatever it reads besides the database must be the same at
    every call. Rows that are there already are replaced.
    """
    if name not in _furniture:
        build()
        with psycopg.connect(_plain(database.url)) as connection:
            _furniture[name] = _rows(connection)
    else:
        with psycopg.connect(_plain(database.url)) as connection:
            _empty(connection)
            _fill(connection, _furniture[name])


def _rows(connection: psycopg.Connection) -> Rows:
    tables = {}
    for (table,) in connection.execute(_WRITTEN).fetchall():
        wanted = sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(sql.Identifier(table))
        with connection.cursor().copy(wanted) as copied:
            tables[table] = b"".join(bytes(part) for part in copied)
    return Rows(tables, dict(connection.execute(_COUNTED).fetchall()))


def _fill(connection: psycopg.Connection, rows: Rows) -> None:
    for table, content in rows.tables.items():
        wanted = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table))
        with connection.cursor().copy(wanted) as copied:
            copied.write(content)
    for sequence, value in rows.counted.items():
        connection.execute("SELECT setval(%s::regclass, %s)", [sequence, value])


def _plain(url: str) -> str:
    """The driver's address of a database, from SQLAlchemy's."""
    return url.replace("postgresql+psycopg", "postgresql", 1)


def _looks(connection: psycopg.Connection) -> tuple[str, int]:
    found = connection.execute(f"SELECT ({_SHAPE}), pg_database_size(current_database())")
    row = found.fetchone()
    assert row is not None
    return row


def _empty(connection: psycopg.Connection) -> None:
    connection.execute("SET LOCAL session_replication_role = replica")  # no trigger, no reference
    for (table,) in connection.execute(_WRITTEN).fetchall():
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    for sequence, _ in connection.execute(_COUNTED).fetchall():
        connection.execute(sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(sequence)))
