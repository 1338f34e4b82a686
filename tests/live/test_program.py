"""The whole program behind its ASGI shell: pages, tickets and sockets on one port."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn
from websockets.sync.client import connect

from dashapp import create_app
from dashapp.asgi import build
from services.access.keys import issue_key
from services.access.users import add_user
from services.db.reads.versions import bump
from services.db.session import Database
from services.live import FUND_METRICS_UPDATED, announce
from services.settings import Settings
from tests.factories import Facts
from tests.live.conftest import wait_until


@pytest.fixture
def port(db: Database, settings: Settings) -> Iterator[int]:
    Facts(db).fund()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    shell = build(settings, create_app)
    server = uvicorn.Server(
        uvicorn.Config(shell, host="127.0.0.1", port=number, log_level="error", loop="uvloop")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started and shell._hub.connected, seconds=30)
    yield number
    server.should_exit = True
    thread.join(timeout=10)


def ask(
    port: int, path: str, *, key: str | None = None, post: bytes | None = None
) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=post, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_many_first_requests_at_once_all_find_dash_ready(db: Database, port: int):
    add_user(db, "ann@gp.example", roles=["partner"])
    key = issue_key(db, "ann@gp.example").token
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda _: ask(port, "/_dash-layout", key=key)[0], range(12)))
    assert found == [200] * 12


def test_a_page_gets_its_ticket_and_hears_of_a_change(db: Database, port: int, settings: Settings):
    import redis

    add_user(db, "ann@gp.example", roles=["partner"])
    key = issue_key(db, "ann@gp.example").token
    status, body = ask(port, "/api/v1/ws-ticket", key=key, post=b"{}")
    assert status == 201
    origin = f"http://127.0.0.1:{port}"
    with connect(f"ws://127.0.0.1:{port}/ws/funds/AQ1", origin=origin) as page:
        page.send(json.dumps({"ticket": json.loads(body)["ticket"]}))
        assert json.loads(page.recv(timeout=20))["type"] == "current_version"
        with db.session() as session:
            counted = bump(session, ["id-AQ1"])
        announce(
            redis.Redis.from_url(settings.redis_url), "id-AQ1", FUND_METRICS_UPDATED,
            counted["id-AQ1"],
        )  # fmt: skip
        assert json.loads(page.recv(timeout=20))["data"]["version"] == counted["id-AQ1"]


def test_a_refresh_is_asked_for_and_can_be_followed(db: Database, port: int):
    add_user(db, "ann@gp.example", roles=["partner"])
    key = issue_key(db, "ann@gp.example").token
    asked = [ask(port, "/api/v1/refreshes", key=key, post=b'{"fund_id": "AQ1"}') for _ in range(3)]
    assert {status for status, _ in asked} == {202}
    (run,) = {json.loads(body)["id"] for _, body in asked}
    status, body = ask(port, f"/api/v1/refreshes/{run}", key=key)
    assert (status, json.loads(body)["state"]) == (200, "queued")


@pytest.mark.parametrize("path", ["/healthz?q=%C3%A9", "/healthz?q=\x7f".replace("\x7f", "~")])
def test_an_odd_query_is_answered(port: int, path: str):
    assert ask(port, path)[0] == 200
