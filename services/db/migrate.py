"""Bring the schema of a database to the one the models describe, and tell when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from services.clock import now
from services.db.models import Base
from services.db.revisions import FOLDER, applied, pending, shipped
from services.db.session import Database, engine

LOCK = 7_404_001  # one number for "somebody is migrating", the same in every process
# Alembic does not see a changed CHECK expression: tests/db must try the constraint itself.
COMPARE = {"compare_type": True, "compare_server_default": True}


@dataclass(frozen=True, slots=True)
class SchemaState:
    """What separates a database from the models; both empty means nothing does.

    `pending` are migrations not yet applied, `differences` what autogenerate would still write.
    """

    pending: tuple[str, ...]
    differences: tuple[str, ...]

    @property
    def current(self) -> bool:
        return not self.pending and not self.differences


def upgrade(db: Database, revision: str = "head") -> tuple[str, ...]:
    """Apply what is missing and return the names; several starters wait for one another."""
    if revision == "head" and not pending(db):
        return ()
    with _alone(db) as connection:
        before = applied(connection)
        connection.rollback()
        command.upgrade(_config(connection), revision)
        connection.commit()
        return applied(connection)[len(before) :]


def downgrade(db: Database, revision: str = "base") -> None:
    """Undo migrations down to `revision`; facts in tables that go are lost."""
    with _alone(db) as connection:
        command.downgrade(_config(connection), revision)
        connection.commit()


def check(db: Database) -> SchemaState:
    """Migrations not applied and differences between models and tables."""
    missing = pending(db)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARE)
        found = () if missing else compare_metadata(context, Base.metadata)
    return SchemaState(missing, tuple(str(difference) for difference in found))


def write(db: Database, words: str) -> Path:
    """A new migration that brings the tables to the models, named by date and words."""
    name = now().strftime("%Y%m%d_%H%M")
    with _alone(db) as connection:
        script = command.revision(
            _config(connection), message=words, autogenerate=True, rev_id=name
        )
    if script is None or isinstance(script, list):
        raise RuntimeError("alembic wrote no single migration")
    shipped.cache_clear()
    path = Path(script.path)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.strip().startswith("# ###")))
    return path


@contextmanager
def _alone(db: Database) -> Iterator[Connection]:
    """A connection without time limit, while no other process migrates."""
    pool = engine(db.url, statement_timeout_ms=0)
    try:
        outside = pool.execution_options(isolation_level="AUTOCOMMIT")
        with outside.connect() as guard, pool.connect() as connection:
            guard.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            yield connection
    finally:
        pool.dispose()  # ends the session and with it the lock


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection, "compare": COMPARE})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
