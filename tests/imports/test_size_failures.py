"""What an import leaves behind where the database or the disk gives way in the middle: nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from services.db.session import Database
from services.errors import Unavailable
from tests.imports.conftest import FUNDS, Books

HEAD = "fund,date,type,amount\n"
ROWS = 30_000
FLOWS = HEAD + "".join(f"AQ1,2020-01-31,capital_call,{n}.00\n" for n in range(1, ROWS + 1))
ROOT = Path(__file__).parents[2]


def kill_importing(db: Database) -> None:
    """End the server's side of every open transaction of this database, as a restart does."""
    other = Database(db.url)
    with other.session() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND xact_start IS NOT NULL"
            )
        )
    other.dispose()


@pytest.mark.parametrize("phase", ["checking", "writing"])
def test_a_database_that_restarts_in_the_middle_is_left_as_it_was(firm: Books, phase: str) -> None:
    killed: list[int] = []

    def kill(now: str, rows: int) -> None:
        if now == phase and not killed:
            killed.append(rows)
            kill_importing(firm.db)

    with pytest.raises(Unavailable, match="nothing was changed"):
        firm.take("fund_cash_flows", FLOWS, progress=kill)
    assert len(killed) == 1
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 0
    assert firm.one("SELECT count(*) FROM imports WHERE kind = 'fund_cash_flows'") == 0
    result = firm.take("fund_cash_flows", FLOWS)
    assert (result.status, result.rows_new) == ("imported", ROWS)


def test_a_database_that_is_away_from_the_start_is_told_as_that(tmp_path: Path) -> None:
    away = Books(Database("postgresql://nobody@127.0.0.1:1/none"), tmp_path)
    with pytest.raises(Unavailable, match="went away; nothing was changed"):
        away.take("fund_cash_flows", FLOWS)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 12 MB that the database server may write to."""
    folder = Path(tempfile.mkdtemp(prefix="gpdash-small-disk-"))
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    mounted = mount is not None and os.geteuid() == 0
    if mounted:
        command = [str(mount), "-t", "tmpfs", "-o", "size=12m,mode=0777", "tmpfs", str(folder)]
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    if not mounted:
        folder.rmdir()
        pytest.skip("a small file system can be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run([str(unmount), "--lazy", str(folder)], check=True)
        folder.rmdir()


def execute(db: Database, statement: str) -> None:
    """A statement that no transaction may hold."""
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(statement))


@pytest.mark.parametrize("filled", ["staging", "table"])
def test_a_full_disk_changes_nothing_and_reads_go_on(
    db: Database, small_disk: Path, tmp_path: Path, filled: str
) -> None:
    owner = small_disk / "space"
    owner.mkdir()
    home = Path(str(_setting(db, "data_directory")))
    os.chown(owner, home.stat().st_uid, home.stat().st_gid)
    space = f"small_{filled}"
    execute(db, f"CREATE TABLESPACE {space} LOCATION '{owner}'")
    try:
        books = Books(db, tmp_path)
        assert books.take("funds", FUNDS).status == "imported"
        few = HEAD + "AQ1,2019-12-31,capital_call,5.00\n"
        assert books.take("fund_cash_flows", few).rows_new == 1
        if filled == "staging":
            execute(db, f"ALTER DATABASE {db.engine.url.database} SET temp_tablespaces = {space}")
            db.dispose()
        else:
            execute(db, f"ALTER TABLE fund_cash_flows SET TABLESPACE {space}")
        many = "".join(f"AQ1,2020-01-31,capital_call,{n}.00\n" for n in range(150_000))
        with pytest.raises(Unavailable, match="no space left; nothing was changed"):
            books.take("fund_cash_flows", HEAD + many)
        assert books.one("SELECT count(*) FROM fund_cash_flows") == 1
        assert books.one("SELECT count(*) FROM imports") == 2
    finally:
        execute(db, f"ALTER DATABASE {db.engine.url.database} RESET temp_tablespaces")
        execute(db, "ALTER TABLE fund_cash_flows SET TABLESPACE pg_default")
        db.dispose()
        execute(db, f"DROP TABLESPACE {space}")


def _setting(db: Database, name: str) -> object:
    with db.read() as session:
        return session.execute(text(f"SHOW {name}")).scalar()


SMALL_FILES = """
import resource, sys
from pathlib import Path
from services.db.session import Database
from services.errors import Unavailable
from services.imports import run_import
resource.setrlimit(resource.RLIMIT_FSIZE, (2_100_000, 2_100_000))
try:
    run_import(Database(sys.argv[1]), kind="fund_cash_flows", path=Path(sys.argv[2]),
               imported_by="ada")
except Unavailable as told:
    print(told)
"""


def test_a_full_folder_for_temporary_files_is_told_before_anything_is_written(firm: Books) -> None:
    path = firm.folder / "flows.csv"
    path.write_text(HEAD + "".join(f"AQ1,2020-01-31,capital_call,{n}.00\n" for n in range(100_000)))
    command = [sys.executable, "-c", SMALL_FILES, firm.db.url, str(path)]
    run = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert "The temporary file of the import cannot be written" in run.stdout, run.stderr
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 0
