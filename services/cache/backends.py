"""Where cached bytes lie beside this process: four operations, and Redis as their server."""

from __future__ import annotations

from typing import Protocol

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_SECONDS = 0.25
IDLE_CHECK_SECONDS = 30


class Backend(Protocol):
    """Bytes by key. Every method may raise redis.RedisError or OSError."""

    def get(self, key: str) -> bytes | None: ...

    def set(self, key: str, value: bytes, *, seconds: float) -> None: ...

    def add(self, key: str, value: bytes, *, seconds: float) -> bool:
        """Set unless the key is there; whether it was set."""
        ...

    def delete(self, key: str) -> None: ...


def connect(url: str, *, timeout: float = TIMEOUT_SECONDS) -> redis.Redis:
    """A client that gives up soon; a connection the server dropped is opened anew once."""
    return redis.Redis.from_url(
        url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        health_check_interval=IDLE_CHECK_SECONDS,
        retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
    )


class RedisBackend:
    """A Redis or Valkey server; values are stored as they come."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def get(self, key: str) -> bytes | None:
        value = self._client.get(key)
        return value if isinstance(value, bytes) else None

    def set(self, key: str, value: bytes, *, seconds: float) -> None:
        self._client.set(key, value, px=_milliseconds(seconds))

    def add(self, key: str, value: bytes, *, seconds: float) -> bool:
        return bool(self._client.set(key, value, px=_milliseconds(seconds), nx=True))

    def delete(self, key: str) -> None:
        self._client.delete(key)


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))
