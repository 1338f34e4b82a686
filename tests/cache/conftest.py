"""A Valkey that a test may kill, freeze or fill, and caches of several processes on it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from services.cache import Breaker, Cache, RedisBackend, connect
from services.stores import valkey


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[valkey.Valkey]:
    """A server of this test alone."""
    server = valkey.start(tmp_path, durable=False)
    try:
        yield server
    finally:
        if server.child.alive:
            os.kill(server.child.process.pid, signal.SIGCONT)
        server.stop()


@pytest.fixture
def store(redis_url: str) -> Iterator[redis.Redis]:
    """The client a process would have, on the session's server."""
    with connect(redis_url) as client:
        yield client


@pytest.fixture
def cache(store: redis.Redis) -> Cache:
    """The cache of one process."""
    return Cache(RedisBackend(store))


@pytest.fixture
def neighbour(store: redis.Redis) -> Cache:
    """The cache of another process on the same server."""
    return Cache(RedisBackend(store), breaker=Breaker())
