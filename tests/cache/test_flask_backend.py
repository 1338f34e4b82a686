"""The web side stores through Flask-Caching; the worker without it finds the same bytes."""

from __future__ import annotations

import threading

import pytest
import redis
from flask import Flask

from dashapp.cache_backend import AsIs, FlaskBackend
from services.cache import Cache, RedisBackend, connect

KEY = "gp:1:fund_metrics:f-1:3.7:abc"


@pytest.fixture
def server() -> Flask:
    return Flask("web")


@pytest.fixture
def web(server: Flask, redis_url: str) -> FlaskBackend:
    return FlaskBackend(server, redis_url)


def test_web_and_worker_share_keys_and_bytes(web: FlaskBackend, redis_url: str):
    worker = RedisBackend(connect(redis_url))
    web.set(KEY, b"from the web", seconds=60)
    assert worker.get(KEY) == b"from the web"
    worker.set(KEY, b"from the worker", seconds=60)
    assert web.get(KEY) == b"from the worker"
    web.delete(KEY)
    assert worker.get(KEY) is None


def test_an_answer_of_the_worker_is_a_hit_in_the_web_process(web: FlaskBackend, redis_url: str):
    Cache(RedisBackend(connect(redis_url))).put(KEY, b'{"tvpi":1.5}')
    entry = Cache(web).remember(KEY, soft=60, compute=lambda: b"computed again")
    assert entry.body == b'{"tvpi":1.5}'


def test_a_stored_pickle_is_given_out_as_bytes_and_never_run(
    web: FlaskBackend, redis_client: redis.Redis
):
    canary = b"!\x80\x04\x95\x1f\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94."
    redis_client.set(KEY, canary)
    assert web.get(KEY) == canary
    assert Cache(web).remember(KEY, soft=60, compute=lambda: b"1").body == b"1"


def test_the_configured_serializer_is_the_one_that_keeps_bytes(web: FlaskBackend, server: Flask):
    (backend,) = server.extensions["cache"].values()
    assert type(backend.serializer) is AsIs
    with pytest.raises(TypeError, match="only bytes"):
        backend.set("x", {"a": 1})


def test_a_lock_is_never_without_an_end(web: FlaskBackend, redis_client: redis.Redis):
    assert web.add("gp:lock", b"mine", seconds=20)
    assert not web.add("gp:lock", b"yours", seconds=20)
    assert 0 < redis_client.pttl("gp:lock") <= 20_000


def test_it_works_outside_a_request_and_in_any_thread(web: FlaskBackend):
    found: list[bytes | None] = []
    web.set(KEY, b"1", seconds=60)
    thread = threading.Thread(target=lambda: found.append(web.get(KEY)))
    thread.start()
    thread.join()
    assert found == [b"1"]
