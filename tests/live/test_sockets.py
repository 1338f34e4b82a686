"""A page is told of changes within a second, of its own funds only, and only by the right door."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from services.access.sessions import identify_session, sign_in, sign_out
from services.access.tickets import issue_ticket
from services.access.users import add_user, disable_user
from services.db.session import Database
from services.live import (
    MARKET,
    MARKET_UPDATED,
    PIPELINE_UPDATED,
    PORTFOLIO_UPDATED,
    announce,
)
from services.settings import Settings
from services.stores import valkey
from tests.factories import Facts
from tests.live.conftest import Site, serving, wait_until


def heard(opened: ClientConnection, *, seconds: float = 20.0) -> dict[str, Any]:
    return json.loads(opened.recv(timeout=seconds))


def close_code(opened: ClientConnection, *, seconds: float = 20.0) -> int:
    """The code the server closes with."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            opened.recv(timeout=seconds)
    return closed.value.rcvd.code if closed.value.rcvd else 1006


def test_a_page_first_hears_the_version_it_should_show(site: Site, facts: Facts):
    fund = facts.fund()
    facts.nav(fund, "2025-06-30", 100)
    person = site.person("ann@gp.example")
    with site.open("/ws/funds/AQ1", site.ticket(person)) as page:
        first = heard(page)
    assert first["type"] == "current_version"
    assert first["data"] == {"fund_id": fund, "version": 2, "shared": 0}


def test_a_change_reaches_the_page_within_a_second(site: Site, facts: Facts):
    fund = facts.fund()
    person = site.person("ann@gp.example")
    with site.open(f"/ws/funds/{fund}", site.ticket(person)) as page:
        heard(page)
        taken = []
        for _ in range(3):
            started = time.monotonic()
            version = site.change(fund)
            told = heard(page)
            taken.append(time.monotonic() - started)
        assert min(taken) < 1.0
    assert told["type"] == "fund_metrics_updated"
    assert told["data"] == {"fund_id": fund, "version": version}
    assert set(told) == {"type", "data", "timestamp"}


def test_the_version_table_knows_before_the_page_does(site: Site, facts: Facts):
    fund = facts.fund()
    person = site.person("ann@gp.example")
    with site.open(f"/ws/funds/{fund}", site.ticket(person)) as page:
        heard(page)
        for _ in range(20):
            version = site.change(fund)
            assert heard(page)["data"]["version"] == version
            assert site.versions.of([fund])[fund] >= version


def test_a_page_hears_nothing_of_other_funds(site: Site, facts: Facts):
    own, other = facts.fund("AQ1"), facts.fund("AQ2")
    person = site.person("ann@gp.example", funds=("AQ1",))
    with (
        site.open("/ws/funds/AQ1", site.ticket(person)) as one,
        site.open("/ws/funds/all", site.ticket(person)) as every,
    ):
        assert heard(one)["data"]["fund_id"] == own
        assert heard(every)["data"]["fund_id"] == "all"
        site.change(other)
        site.change(own)
        assert heard(one)["data"]["fund_id"] == own
        assert heard(every)["data"]["fund_id"] == own


def test_shared_facts_concern_every_page(site: Site, facts: Facts):
    facts.fund()
    person = site.person("ann@gp.example", funds=("AQ1",))
    with (
        site.open("/ws/funds/AQ1", site.ticket(person)) as one,
        site.open("/ws/funds/all", site.ticket(person)) as every,
    ):
        heard(one), heard(every)
        site.change("shared")
        assert heard(one)["data"]["fund_id"] == heard(every)["data"]["fund_id"] == "shared"


def test_new_portfolios_pipelines_and_markets_reach_the_pages_they_concern(
    site: Site, facts: Facts
):
    own, other = facts.fund("AQ1"), facts.fund("AQ2")
    person = site.person("ann@gp.example", funds=("AQ1",))
    with (
        site.open("/ws/funds/AQ1", site.ticket(person)) as one,
        site.open("/ws/funds/all", site.ticket(person)) as every,
    ):
        heard(one), heard(every)
        for fund, kind in (
            (other, PORTFOLIO_UPDATED),
            (other, PIPELINE_UPDATED),
            (own, PORTFOLIO_UPDATED),
            (own, PIPELINE_UPDATED),
            (MARKET, MARKET_UPDATED),
        ):
            announce(site.client, fund, kind, 7)
        for page in (one, every):
            told = [heard(page) for _ in range(3)]
            assert [(m["type"], m["data"]["fund_id"]) for m in told] == [
                ("portfolio_updated", own), ("pipeline_updated", own), ("market_updated", "market"),
            ]  # fmt: skip


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", None, "http://127.0.0.1", "file://"]
)
def test_another_sites_page_is_refused_before_anything_is_said(site: Site, origin: str | None):
    with pytest.raises(InvalidStatus) as refused:
        site.open("/ws/funds/all", origin=origin)
    assert refused.value.response.status_code == 403


def test_a_site_that_may_embed_is_welcome(
    db: Database, make_settings: Callable[..., Settings], facts: Facts
):
    facts.fund()
    host = "https://intranet.example"
    with serving(db, make_settings(GPDASH_EMBED_ANCESTORS=host)) as site:
        site.person("ann@gp.example")
        token = site.token("ann@gp.example", "AQ1")
        with site.open("/ws/funds/AQ1", token, origin=host) as page:
            assert heard(page)["type"] == "current_version"
        with site.open("/ws/funds/AQ1", token) as page:
            assert heard(page)["type"] == "current_version"


def test_a_path_that_is_no_fund_is_refused(site: Site):
    for path in ("/ws/funds/", "/ws/other", "/ws/funds/a/b"):
        with pytest.raises(InvalidStatus):
            site.open(path)


@pytest.mark.parametrize(
    "frame",
    ["", "no json", "[]", "{}", '{"ticket": 5}', '{"ticket": "wrong"}', '{"token": "a.b.c"}',
     '{"ticket": "' + "x" * 9000 + '"}', b"\xff\xfe"],
)  # fmt: skip
def test_a_bad_first_frame_is_told_4401(site: Site, frame: str | bytes):
    with site.open("/ws/funds/all", frame) as page:
        assert close_code(page) == 4401


def test_a_ticket_opens_one_socket(site: Site, facts: Facts):
    facts.fund()
    ticket = site.ticket(site.person("ann@gp.example"))
    with site.open("/ws/funds/all", ticket) as first:
        heard(first)
        with site.open("/ws/funds/all", ticket) as second:
            assert close_code(second) == 4401


def test_who_says_nothing_is_let_go_after_five_seconds(site: Site):
    started = time.monotonic()
    with site.open("/ws/funds/all") as page:
        assert close_code(page) == 4401
    assert 4.5 < time.monotonic() - started < 15


@pytest.mark.parametrize("asked", ["AQ2", "id-AQ2", "NONE", "%00", "x" * 200])
def test_a_foreign_fund_and_a_missing_one_are_told_4403(site: Site, facts: Facts, asked: str):
    facts.fund("AQ1"), facts.fund("AQ2")
    person = site.person("ann@gp.example", funds=("AQ1",))
    with site.open(f"/ws/funds/{asked}", site.ticket(person)) as page:
        assert close_code(page) == 4403


def test_a_token_listens_to_its_own_fund_only(site: Site, facts: Facts):
    facts.fund("AQ1"), facts.fund("AQ2")
    site.person("ann@gp.example")
    with site.open("/ws/funds/AQ1", site.token("ann@gp.example", "AQ1")) as page:
        heard(page)
    with site.open("/ws/funds/AQ2", site.token("ann@gp.example", "AQ1")) as page:
        assert close_code(page) == 4403


def test_who_signs_out_or_is_disabled_hears_no_more(db: Database, settings: Settings, facts: Facts):
    facts.fund()
    with serving(db, settings, sockets={"look_again": 0.3}) as site:
        user = add_user(db, "ann@gp.example", roles=["partner"])
        cookie = sign_in(db, "ann@gp.example", user.password)
        first = site.open("/ws/funds/AQ1", site.ticket(identify_session(db, cookie)))
        heard(first)
        sign_out(db, cookie)
        assert close_code(first) == 4401
        second = site.open("/ws/funds/all", site.ticket(site.person("bob@gp.example")))
        heard(second)
        disable_user(db, "bob@gp.example")
        assert close_code(second) == 4401


def test_one_person_holds_a_limited_number_of_sockets(site: Site, facts: Facts):
    facts.fund()
    person = site.person("ann@gp.example")
    pages = [site.open("/ws/funds/all", site.ticket(person)) for _ in range(32)]
    for page in pages:
        heard(page)
    with site.open("/ws/funds/all", site.ticket(person)) as surplus:
        assert close_code(surplus) == 4429
    pages.pop().close()

    def has_room() -> bool:  # once the server has noticed
        with site.open("/ws/funds/all", site.ticket(person)) as next_one:
            try:
                return heard(next_one)["type"] == "current_version"
            except ConnectionClosed:
                return False

    wait_until(has_room)
    for page in pages:
        page.close()


def test_a_page_that_stops_reading_does_not_hold_up_the_others(
    db: Database, settings: Settings, facts: Facts
):
    fund = facts.fund()
    with serving(db, settings, sockets={"stalled": 3.0}) as site:
        person = site.person("ann@gp.example")
        stalled = site.open(f"/ws/funds/{fund}", site.ticket(person))
        heard(stalled)
        stalled.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        stalled.recv_events_thread_paused = True  # what follows reads nothing
        stalled.protocol.receive_data = lambda data: time.sleep(3600)
        with site.open(f"/ws/funds/{fund}", site.ticket(person)) as lively:
            heard(lively)
            slowest = 0.0
            for _ in range(30):
                started = time.monotonic()
                version = site.change(fund)
                while heard(lively)["data"]["version"] < version:
                    continue
                slowest = max(slowest, time.monotonic() - started)
            assert slowest < 2.5
        wait_until(lambda: not site.hub._one, seconds=30)


def test_pages_hear_again_after_redis_was_away(
    db: Database, make_settings: Callable[..., Settings], facts: Facts, tmp_path: Path
):
    fund = facts.fund()
    server = valkey.start(tmp_path, durable=False)
    try:
        settings = make_settings(REDIS_URL=server.url)
        with serving(db, settings) as site:
            person = site.person("ann@gp.example")
            with site.open(f"/ws/funds/{fund}", site.ticket(person)) as page:
                assert heard(page)["data"]["version"] == 1
                os.kill(server.child.process.pid, signal.SIGKILL)
                server.child.process.wait()
                wait_until(lambda: not site.hub.connected)
                facts.nav(fund, "2025-06-30", 100)  # nobody could be told
                server = valkey.start(tmp_path, durable=False)
                again = heard(page, seconds=30)
                assert again["type"] == "current_version"
                assert again["data"]["version"] == 2
                site.change(fund)
                assert heard(page)["data"]["version"] == 3
    finally:
        server.stop()


def test_garbage_in_the_channel_is_dropped(site: Site, facts: Facts):
    fund = facts.fund()
    person = site.person("ann@gp.example")
    with site.open(f"/ws/funds/{fund}", site.ticket(person)) as page:
        heard(page)
        for garbage in (
            b"", b"\xff", b"[]", b"{}", b'{"type":5,"data":{}}', b"x" * 1000,
            b'{"type":"x","data":{"fund_id":"other","version":1}}',
            b'{"type":"x","data":{"fund_id":"' + fund.encode() + b'","version":"9"}}',
            b'{"type":"x","data":{"fund_id":"' + fund.encode() + b'","version":true}}',
        ):  # fmt: skip
            site.client.publish(f"fund:{fund}", garbage)
        version = site.change(fund)
        assert heard(page)["data"]["version"] == version


def test_sockets_do_not_take_the_threads_of_requests(site: Site, facts: Facts):
    facts.fund()
    people = [site.person(f"p{number}@gp.example") for number in range(4)]
    pages = [
        site.open("/ws/funds/all", {"ticket": issue_ticket(site.db, people[number % 4])})
        for number in range(100)
    ]
    for page in pages:
        heard(page)
    started = time.monotonic()
    assert urllib.request.urlopen(f"{site.origin}/healthz").read() == b"ok"
    assert time.monotonic() - started < 5
    for page in pages:
        page.close()


def test_slow_requests_run_side_by_side(site: Site):
    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        urls = [f"{site.origin}/slow"] * 8
        assert {body.read() for body in pool.map(urllib.request.urlopen, urls)} == {b"slow"}
    assert time.monotonic() - started < 6  # one after the other they take eight


def test_a_query_beyond_ascii_is_read_and_not_a_fault(site: Site):
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as raw:
        raw.sendall(b"GET /healthz?q=\xc3\xa9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert raw.recv(100).split(b"\r\n")[0] in (
            b"HTTP/1.1 200 OK",
            b"HTTP/1.1 400 Bad Request",
        )


def test_a_large_body_arrives_whole(site: Site):
    body = b"x" * 3_000_000
    request = urllib.request.Request(f"{site.origin}/echo", data=body, method="POST")
    assert urllib.request.urlopen(request).read() == b"3000000"
