"""Private stores: they keep their data, share it between commands and let nobody else in."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import make_url, text

from services.db.session import Database
from services.errors import InsecureSettings, Unavailable
from services.settings import Settings, from_env
from services.stores import celery_url, ensure, place, postgres, start_private
from tests.platform.conftest import processes_with, until

ROOT = Path(__file__).resolve().parents[2]
linux_only = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="another account exists for root only")

STARTER = """
import sys, time
from services.settings import from_env
from services.stores import ensure
stores = ensure(from_env({"GPDASH_DATA_DIR": sys.argv[1]}))
print(stores.database_url, flush=True)
time.sleep(600)
"""


def settings_in(data_dir: Path, **more: str) -> Settings:
    return from_env({"GPDASH_DATA_DIR": str(data_dir), **more})


def execute(url: str, statement: str) -> object:
    database = Database(url)
    with database.session() as session:
        result = session.execute(text(statement))
        answer = result.scalar() if result.returns_rows else None
    database.dispose()
    return answer


def starter(data_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, str(data_dir)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_what_one_start_wrote_the_next_start_finds(data_dir: Path) -> None:
    with ensure(settings_in(data_dir)) as stores:
        execute(stores.database_url, "CREATE TABLE kept AS SELECT 41 + 1 AS answer")
        redis.Redis.from_url(stores.redis_url).set("kept", "yes")
    with ensure(settings_in(data_dir)) as stores:
        assert execute(stores.database_url, "SELECT answer FROM kept") == 42
        assert redis.Redis.from_url(stores.redis_url).get("kept") == b"yes"


def test_a_relative_data_directory_means_the_same_at_every_start(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data_dir.parent)
    relative = Path(data_dir.name)
    with start_private(relative, durable=False) as stores:
        execute(stores.database_url, "CREATE TABLE kept (word text)")
        execute(stores.database_url, "INSERT INTO kept VALUES ('still here')")
    with start_private(relative, durable=False) as stores:
        assert execute(stores.database_url, "SELECT word FROM kept") == "still here"


def test_a_wrong_password_is_refused(data_dir: Path) -> None:
    with ensure(settings_in(data_dir)) as stores:
        url = make_url(stores.database_url)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(
                host=str(url.query["host"]),
                port=5432,
                user="gpdash",
                password="guess",
                dbname="gpdash",
            )


def test_a_lost_password_is_explained_and_leaves_no_server(data_dir: Path) -> None:
    ensure(settings_in(data_dir)).stop()
    (data_dir / "postgres_password").write_text("f" * 64)
    with pytest.raises(Unavailable, match="refused the password kept in"):
        ensure(settings_in(data_dir))
    assert not processes_with(str(data_dir / "postgres"))


def test_password_and_sockets_are_closed_to_other_users(data_dir: Path) -> None:
    with ensure(settings_in(data_dir)) as stores:
        socket = Path(stores.redis_url.removeprefix("unix://").partition("?")[0])
        folders = [socket.parent, Path(str(make_url(stores.database_url).query["host"]))]
        assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert stat.S_IMODE((data_dir / "postgres_password").stat().st_mode) == 0o600


@linux_only
def test_a_killed_starter_leaves_no_server_and_the_next_start_recovers(data_dir: Path) -> None:
    process = starter(data_dir)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    execute(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    assert processes_with(str(data_dir))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert until(lambda: not processes_with(str(data_dir)))
    with ensure(settings_in(data_dir)) as stores:
        assert execute(stores.database_url, "SELECT answer FROM kept") == 42


@linux_only
def test_a_killed_server_is_recovered_at_the_next_start(data_dir: Path) -> None:
    stores = ensure(settings_in(data_dir))
    execute(stores.database_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    for child in stores.children:
        child.process.kill()
        child.process.wait()
    assert stores.dead() == "postgres"
    stores.stop()
    with ensure(settings_in(data_dir)) as again:
        assert again.dead() is None
        assert execute(again.database_url, "SELECT answer FROM kept") == 42


def test_a_lock_file_naming_an_innocent_process_does_not_keep_the_server_down(
    data_dir: Path,
) -> None:
    ensure(settings_in(data_dir)).stop()
    lock = data_dir / "postgres" / "data" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n/somewhere\n")
    with ensure(settings_in(data_dir)) as stores:
        assert execute(stores.database_url, "SELECT 1") == 1


def test_a_half_made_cluster_is_made_again(data_dir: Path) -> None:
    ensure(settings_in(data_dir)).stop()
    home = data_dir / "postgres"
    (home / "data").rename(home / "data.new")
    with ensure(settings_in(data_dir)) as stores:
        assert execute(stores.database_url, "SELECT 1") == 1


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """A home closed to everybody else, and the only shared place there is."""
    home, shared = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    shared.chmod(0o755)
    monkeypatch.setattr(place, "SHARED_PLACES", (shared,))
    yield home, shared
    shutil.rmtree(home)
    shutil.rmtree(shared)


def test_a_closed_home_stays_closed(closed: tuple[Path, Path]) -> None:
    home, shared = closed
    deep = home / "checkout"
    deep.mkdir(mode=0o700)
    watched = [deep, *deep.parents, shared]
    before = [stat.S_IMODE(folder.stat().st_mode) for folder in watched]
    with ensure(settings_in(deep / "var")) as stores:
        assert execute(stores.database_url, "SELECT 1") == 1
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in watched] == before
    with ensure(settings_in(deep / "var")) as stores:
        assert execute(stores.database_url, "SELECT 1") == 1


@root_only
def test_binaries_in_a_closed_home_are_copied_to_where_the_server_can_run(
    closed: tuple[Path, Path], data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, shared = closed
    asked = place.reachable
    monkeypatch.setattr(
        place,
        "reachable",
        lambda path, account: "site-packages" not in str(path) and asked(path, account),
    )
    with start_private(data_dir, redis_url="unix:///unused", durable=False) as stores:
        arguments = stores.children[0].process.args
        assert isinstance(arguments, list)
        assert str(arguments[0]).startswith(str(shared))
        assert execute(stores.database_url, "SELECT 1") == 1


@root_only
def test_a_place_that_no_account_can_reach_is_refused_with_the_remedy(
    closed: tuple[Path, Path],
) -> None:
    home, shared = closed
    shared.chmod(0o700)
    (shared / f"gpdash-{place.digest(home)}").symlink_to("/etc")
    with pytest.raises(Unavailable, match="GPDASH_DATA_DIR"):
        postgres.start(home)


def test_a_socket_directory_prepared_by_somebody_else_is_not_used(
    data_dir: Path, tmp_path: Path
) -> None:
    trap = Path(tempfile.gettempdir()) / f"gpdash-{place.digest(data_dir)}-pg"
    trap.symlink_to(tmp_path)
    try:
        with pytest.raises(Unavailable, match="is not a private directory"):
            ensure(settings_in(data_dir))
    finally:
        trap.unlink()


def test_the_longest_temporary_directory_still_gives_a_short_socket(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    folder = place.socket_directory(data_dir, "kv", None)
    assert folder.parent == Path("/tmp")
    folder.rmdir()


@root_only
def test_an_ordinary_user_can_run_the_stores(data_dir: Path) -> None:
    account = place.unprivileged()
    assert account is not None
    python = Path(sys.executable).resolve()
    if not (place.reachable(python.parent, account) and place.reachable(ROOT, account)):
        pytest.skip("interpreter or checkout lie where another account cannot reach them")
    os.chown(data_dir, account.uid, account.gid)
    script = STARTER.replace("time.sleep(600)", "stores.stop(); print('stopped')")
    ran = subprocess.run(
        [python, "-c", script, str(data_dir)],
        cwd=ROOT,
        env={"PYTHONPATH": sysconfig.get_path("purelib"), "PYTHONDONTWRITEBYTECODE": "1"},
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.splitlines()[-1:] == ["stopped"], ran.stderr
    assert (data_dir / "postgres" / "data").stat().st_uid == account.uid


def test_two_commands_share_the_stores_and_the_first_waits_for_the_second(data_dir: Path) -> None:
    first = ensure(settings_in(data_dir))
    second = ensure(settings_in(data_dir))
    assert (second.database_url, second.redis_url) == (first.database_url, first.redis_url)
    assert second.children == ()
    ending = threading.Thread(target=first.stop)
    ending.start()
    ending.join(0.5)
    assert ending.is_alive()
    assert execute(second.database_url, "SELECT 1") == 1
    second.stop()
    ending.join(10)
    assert not ending.is_alive()


def test_a_guest_that_leaves_stops_nothing(data_dir: Path) -> None:
    with ensure(settings_in(data_dir), lasting=True) as first:
        ensure(settings_in(data_dir)).stop()
        assert execute(first.database_url, "SELECT 1") == 1


def test_a_lasting_command_does_not_wait_for_its_guests(data_dir: Path) -> None:
    first = ensure(settings_in(data_dir), lasting=True)
    guest = ensure(settings_in(data_dir))
    first.stop()
    assert not processes_with(str(data_dir / "postgres"))
    guest.stop()


def test_a_second_lasting_command_is_refused_with_the_number_of_the_first(data_dir: Path) -> None:
    with (
        ensure(settings_in(data_dir), lasting=True),
        pytest.raises(Unavailable, match=rf"already running on .* \(process {os.getpid()}\)"),
    ):
        ensure(settings_in(data_dir), lasting=True)


def test_named_servers_are_used_as_they_are(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path, DATABASE_URL="postgresql://db.example/gp", REDIS_URL="redis://kv.example/0"
    )
    with ensure(settings) as stores:
        assert stores.database_url == "postgresql://db.example/gp"
        assert stores.redis_url == "redis://kv.example/0"
        assert stores.children == ()


def test_production_never_gets_private_stores(tmp_path: Path) -> None:
    with pytest.raises(InsecureSettings, match="DATABASE_URL is not set"):
        ensure(settings_in(tmp_path, GPDASH_ENV="production", SECRET_KEY="0123456789abcdef" * 4))
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    ("plain", "celery"),
    [
        ("unix:///tmp/gp/valkey.sock?db=0", "redis+socket:///tmp/gp/valkey.sock?virtual_host=1"),
        ("redis://:word@kv.example:6379/0", "redis://:word@kv.example:6379/0"),
    ],
)
def test_celery_gets_the_address_in_its_own_form(plain: str, celery: str) -> None:
    assert celery_url(plain) == celery
