"""The schema: migrations lead to the models, there and back, once even when several start."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from services.db import migrate
from services.db.revisions import FOLDER, pending, shipped
from services.db.session import Database
from services.errors import Unavailable


def test_a_migrated_database_is_what_the_models_describe(db: Database) -> None:
    assert migrate.check(db) == migrate.SchemaState(pending=(), differences=())
    assert pending(db) == ()


def test_a_database_without_tables_has_migrations_pending(bare_db: Database) -> None:
    state = migrate.check(bare_db)
    assert state.pending
    assert not state.current
    assert pending(bare_db) == state.pending


def test_a_column_added_by_hand_is_reported_as_a_difference(db: Database) -> None:
    with db.session() as session:
        session.execute(text("ALTER TABLE funds ADD COLUMN nickname text"))
    state = migrate.check(db)
    assert state.pending == ()
    assert any("nickname" in difference for difference in state.differences)


def test_migrations_go_up_down_and_up_again(bare_db: Database) -> None:
    first = migrate.upgrade(bare_db)
    migrate.downgrade(bare_db)
    with bare_db.read() as session:
        tables = session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all()
    assert tables == ["alembic_version"]
    assert migrate.upgrade(bare_db) == first
    assert migrate.check(bare_db).current


def test_four_starters_at_once_migrate_only_once(bare_db: Database) -> None:
    with ThreadPoolExecutor(4) as starters:
        applied = list(starters.map(migrate.upgrade, [bare_db] * 4))
    assert sorted(len(names) > 0 for names in applied) == [False, False, False, True]


def test_names_of_files_tell_the_migrations_as_alembic_knows_them() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    walked = ScriptDirectory.from_config(config).walk_revisions()
    assert [script.revision for script in walked][::-1] == list(shipped())


def test_a_database_ahead_of_this_version_is_not_touched(db: Database) -> None:
    with db.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '29991231_2359'"))
    with pytest.raises(Unavailable, match="29991231_2359, which this version does not know"):
        migrate.upgrade(db)
