"""A cache that is down costs a moment, then nothing until it is tried again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import redis

T = TypeVar("T")
log = logging.getLogger(__name__)

FAILURES = 3
OPEN_SECONDS = 10.0
LOG_SECONDS = 60.0
AWAY = (redis.ConnectionError, redis.TimeoutError, OSError)


class Breaker:
    """After three failures in a row nothing is tried for ten seconds; then one call probes.

    A server that answers with a refusal (full, read-only, a value of another type) is there: the
    call goes without, the next one is tried.
    """

    def __init__(self, *, open_seconds: float = OPEN_SECONDS) -> None:
        self._open_seconds = open_seconds
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again_at = 0.0
        self._logged_at = float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether calls are answered without asking the server."""
        return self._failures >= FAILURES and time.monotonic() < self._closed_again_at

    def call(self, ask: Callable[[], T], *, otherwise: T) -> T:
        """What the server answers, or `otherwise` when it does not."""
        if self.is_open:
            return otherwise
        try:
            answer = ask()
        except AWAY as error:
            self._failed()
            self._say(error)
            return otherwise
        except redis.RedisError as error:
            self._failures = 0
            self._say(error)
            return otherwise
        self._failures = 0
        return answer

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._closed_again_at = time.monotonic() + self._open_seconds

    def _say(self, error: Exception) -> None:
        with self._lock:
            quiet = time.monotonic() - self._logged_at < LOG_SECONDS
            self._logged_at = self._logged_at if quiet else time.monotonic()
        if not quiet:
            log.warning("the cache did not do what it was asked, going on without it: %s", error)
