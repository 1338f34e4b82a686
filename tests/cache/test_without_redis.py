"""A store that is down, frozen or full costs a moment, never an answer."""

from __future__ import annotations

import logging
import os
import signal
import time

import pytest

from services.cache import Breaker, Cache, RedisBackend, Versions, connect
from services.db.reads.versions import bump
from services.db.session import Database
from services.stores.valkey import Valkey


def figures(cache: Cache, prefix: str, count: int) -> list[float]:
    """The seconds each of `count` cold answers took."""
    taken = []
    for number in range(count):
        started = time.monotonic()
        entry = cache.remember(f"gp:{prefix}:{number}", soft=60, compute=lambda: b"1")
        taken.append(time.monotonic() - started)
        assert entry.body == b"1"
    return taken


def test_answers_go_on_when_the_store_dies(own_valkey: Valkey, caplog: pytest.LogCaptureFixture):
    cache = Cache(RedisBackend(connect(own_valkey.url)))
    figures(cache, "before", 2)
    assert cache.available()
    os.kill(own_valkey.child.process.pid, signal.SIGKILL)
    own_valkey.child.process.wait()
    with caplog.at_level(logging.WARNING):
        assert sorted(figures(cache, "after", 20))[10] < 0.1  # one of them may meet a busy machine
    assert not cache.available()
    assert sum("going on without it" in line for line in caplog.messages) == 1


def test_a_frozen_store_holds_up_three_calls_and_no_more(own_valkey: Valkey):
    cache = Cache(RedisBackend(connect(own_valkey.url)))
    figures(cache, "before", 1)
    os.kill(own_valkey.child.process.pid, signal.SIGSTOP)
    taken = figures(cache, "frozen", 10)
    assert taken[0] < 3
    assert sorted(taken)[5] < 0.05  # more than half of them waited for nothing


def test_the_store_is_used_again_once_it_is_back(own_valkey: Valkey):
    cache = Cache(RedisBackend(connect(own_valkey.url)), breaker=Breaker(open_seconds=0.3))
    os.kill(own_valkey.child.process.pid, signal.SIGSTOP)
    figures(cache, "frozen", 3)
    assert not cache.available()
    os.kill(own_valkey.child.process.pid, signal.SIGCONT)
    time.sleep(0.4)
    assert cache.available()
    cache.put("gp:back", b"kept")
    cache.forget_copies()
    assert cache.remember("gp:back", soft=60, compute=lambda: b"again").body == b"kept"


def test_a_full_store_drops_writes_and_still_reads(own_valkey: Valkey):
    client = connect(own_valkey.url)
    cache = Cache(RedisBackend(client))
    cache.put("gp:early", b"kept")
    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("maxmemory", "1mb")
    figures(cache, "full", 5)
    cache.forget_copies()
    assert cache.remember("gp:early", soft=60, compute=lambda: b"again").body == b"kept"


def test_versions_come_from_the_database_when_the_store_is_away(own_valkey: Valkey, db: Database):
    versions = Versions(db, connect(own_valkey.url))
    os.kill(own_valkey.child.process.pid, signal.SIGKILL)
    own_valkey.child.process.wait()
    assert versions.of(["f-1"]) == {"f-1": 0, "shared": 0}
    with db.session() as session:
        bump(session, ["f-1"])
    time.sleep(0.3)
    assert versions.of(["f-1"]) == {"f-1": 1, "shared": 0}
    assert versions.overall() == 1
