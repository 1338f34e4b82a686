"""Which migrations are shipped and which a database lacks, told without loading Alembic."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, text

from services.db.session import Database
from services.errors import Unavailable

FOLDER = Path(__file__).parent / "migrations"


def pending(db: Database) -> tuple[str, ...]:
    """Migrations shipped but not applied, oldest first; short queries, fit for a probe.

    Unavailable when the database is ahead of this installation.
    """
    with db.engine.connect() as connection:
        return shipped()[len(applied(connection)) :]


@cache
def shipped() -> tuple[str, ...]:
    """Every migration of this installation, oldest first: 20261122_1125_words.py -> 20261122_1125.

    The history is one line, so the order of the names is the order of the migrations.
    """
    names = (path.stem for path in (FOLDER / "versions").glob("[0-9]*.py"))
    return tuple(sorted("_".join(name.split("_")[:2]) for name in names))


def applied(connection: Connection) -> tuple[str, ...]:
    """The migrations this database has, oldest first."""
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return ()
    last = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if last is None:
        return ()
    if last not in shipped():
        raise Unavailable(
            f"The database has migration {last}, which this version does not know: "
            "install the version that made it"
        )
    return shipped()[: shipped().index(last) + 1]
