"""A real server with real sockets on real stores, and people who may listen to it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
import uvicorn
from flask import Flask
from websockets.sync.client import ClientConnection, connect

from dashapp.asgi import Shell
from dashapp.live import Hub, LiveSockets
from services.access.embed_tokens import issue_embed
from services.access.identified import Identified
from services.access.sessions import identify_session, sign_in
from services.access.tickets import issue_ticket
from services.access.users import add_user
from services.cache import Versions
from services.cache import connect as redis_client_of
from services.db.reads.versions import bump
from services.db.session import Database
from services.jobs import Queue, Sweeper
from services.live import FUND_METRICS_UPDATED, announce
from services.settings import Settings
from tests.conftest import settings_for
from tests.factories import Facts


@dataclass
class Site:
    """A running server, what stands behind it, and how to knock at its door."""

    port: int
    settings: Settings
    db: Database
    versions: Versions
    hub: Hub
    client: redis.Redis

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def person(self, email: str, *roles: str, funds: tuple[str, ...] = ()) -> Identified:
        """Somebody who signed in."""
        user = add_user(self.db, email, roles=roles or ("partner",), funds=funds)
        return identify_session(self.db, sign_in(self.db, email, user.password))

    def open(self, path: str, first: Any = None, **more: Any) -> ClientConnection:
        """A socket on which `first` was sent, as a page of the site opens it."""
        given = {"origin": self.origin, "compression": None, "close_timeout": 1} | more
        opened = connect(f"ws://127.0.0.1:{self.port}{path}", **given)
        if first is not None:
            opened.send(first if isinstance(first, str | bytes) else json.dumps(first))
        return opened

    def ticket(self, person: Identified) -> dict[str, str]:
        return {"ticket": issue_ticket(self.db, person)}

    def token(self, email: str, fund: str) -> dict[str, str]:
        modules = ["fund-performance"]
        issued = issue_embed(self.db, self.settings, email=email, modules=modules, funds=[fund])
        return {"token": issued}

    def change(self, fund: str) -> int:
        """New facts of a fund, told as an import tells them."""
        with self.db.session() as session:
            counted = bump(session, [fund])
        self.versions.mirror(counted)
        announce(self.client, fund, FUND_METRICS_UPDATED, counted[fund])
        return counted[fund]


@pytest.fixture
def facts(db: Database) -> Facts:
    return Facts(db)


@contextmanager
def serving(
    db: Database, settings: Settings, *, sockets: dict[str, Any] | None = None
) -> Iterator[Site]:
    """The shell around a bare Flask server, served by uvicorn in a thread."""
    server = Flask("live")
    server.add_url_rule("/healthz", "healthz", lambda: "ok")
    server.add_url_rule("/slow", "slow", lambda: time.sleep(1) or "slow")
    server.add_url_rule("/echo", view_func=_echo, methods=["POST"])
    client = redis_client_of(settings.redis_url)
    versions = Versions(db, client)
    hub = Hub(settings.redis_url, versions)
    shell = Shell(
        server,
        settings,
        hub=hub,
        sockets=LiveSockets(db, settings, versions, hub, **(sockets or {})),
        sweeper=Sweeper(db, Queue(settings.redis_url), every=60),
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(
        shell, host="127.0.0.1", port=port, log_level="error", loop="uvloop", http="httptools",
        ws_ping_interval=1, ws_ping_timeout=2, timeout_graceful_shutdown=1,
    )  # fmt: skip
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    wait_until(lambda: running.started and hub.connected)
    try:
        yield Site(port, settings, db, versions, hub, client)
    finally:
        running.should_exit = True
        thread.join(timeout=10)


def _echo() -> str:
    from flask import request

    return str(len(request.get_data()))


@pytest.fixture
def site(db: Database, settings: Settings) -> Iterator[Site]:
    with serving(db, settings) as running:
        yield running


@pytest.fixture
def make_settings(db: Database, redis_url: str, tmp_path: Path) -> Callable[..., Settings]:
    """Settings on these stores with further variables."""
    return lambda **more: settings_for(
        database_url=db.url, redis_url=redis_url, data_dir=tmp_path, **more
    )


def wait_until(condition: Callable[[], object], *, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
