"""Answers kept as ready bytes: computed once, shared by all, served old while renewed."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from services.cache.backends import Backend
from services.cache.breaker import Breaker
from services.cache.frames import Entry, entry_of, pack, unpack
from services.cache.local import LocalCopies
from services.errors import Unavailable

log = logging.getLogger(__name__)

# Soft ages in seconds, by the specification's families; past them an answer is renewed.
SOFT_AGES = {
    "fund_metrics": 3600,
    "portfolio_agg": 1800,
    "company_health": 900,
    "pipeline_metrics": 1800,
    "sector_trends": 3600,
    "lp_reporting": 1800,
    "team_metrics": 1800,
    "risk": 900,
}
HARD_SECONDS = 24 * 3600
LEASE_SECONDS = 20.0  # a process that died while computing holds the others up no longer
OTHER_PROCESS_SECONDS = 2.0
SAME_PROCESS_SECONDS = 20.0
POLL_SECONDS = 0.02
RENEWERS = 2


class Cache:
    """Bytes by key: a copy in the process, a shared store behind it, one computation per key.

    The key names the version of the facts (`cache_key`), so nothing is ever deleted; a store that
    is down, slow or full costs time and never an answer.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        breaker: Breaker | None = None,
        copies: LocalCopies | None = None,
        patience: float = OTHER_PROCESS_SECONDS,
    ) -> None:
        self._backend = backend
        self._breaker = breaker or Breaker()
        self._copies = copies or LocalCopies()
        self._patience = patience
        self._lock = threading.Lock()
        self._flights: dict[str, Future[Entry]] = {}
        self._renewers = ThreadPoolExecutor(RENEWERS, thread_name_prefix="renew")

    def remember(
        self,
        key: str,
        *,
        soft: int,
        compute: Callable[[], bytes],
        refresh: Callable[[], None] | None = None,
    ) -> Entry:
        """The entry of `key`, computed when nobody has it.

        Past `soft` seconds the old bytes are returned at once, marked stale, while one thread
        runs `compute` (or `refresh`, which asks somebody else to `put`): neither may need the
        request it came from. Raises what `compute` raises, and Unavailable when the thread that
        computes takes longer than a request may.
        """
        entry = self.peek(key, soft=soft)
        if entry is None:
            return self._together(key, soft, compute)
        if entry.age() <= soft:
            return entry
        self._renew(key, compute, refresh)
        return replace(entry, stale=True)

    def peek(self, key: str, *, soft: int) -> Entry | None:
        """The entry if somebody has it, the younger one where this process's copy is old."""
        entry = self._copies.get(key)
        if entry is not None and entry.age() <= soft:
            return entry
        return self._fetch(key) or entry

    def put(self, key: str, body: bytes) -> Entry:
        """Keep freshly computed bytes for everybody."""
        entry = entry_of(body)
        self._copies.put(key, entry)
        framed = pack(entry)
        self._breaker.call(
            lambda: self._backend.set(key, framed, seconds=HARD_SECONDS), otherwise=None
        )
        return entry

    def available(self) -> bool:
        """Whether the shared store answers now."""
        return (
            self._breaker.call(lambda: self._backend.get("gp:ping") or b"", otherwise=None) == b""
        )

    def forget_copies(self) -> None:
        """Drop this process's copies; the shared store keeps its own."""
        self._copies.clear()

    def _fetch(self, key: str) -> Entry | None:
        entry = unpack(self._breaker.call(lambda: self._backend.get(key), otherwise=None))
        if entry is not None:
            self._copies.put(key, entry)
        return entry

    def _together(self, key: str, soft: int, compute: Callable[[], bytes]) -> Entry:
        """One thread of this process computes, the others take its result (or its error)."""
        flight, leads = self._board(key)
        if not leads:
            try:
                return flight.result(timeout=SAME_PROCESS_SECONDS)
            except TimeoutError:
                if flight.done():
                    raise
                raise Unavailable(
                    "This figure is still being computed; try again shortly."
                ) from None
        try:
            # Whoever landed between our look and our turn has left a copy.
            entry = self._copies.get(key) or self._alone(key, compute)
            flight.set_result(entry)
        except BaseException as error:
            flight.set_exception(error)
            raise
        finally:
            self._land(key)
        return entry

    def _board(self, key: str) -> tuple[Future[Entry], bool]:
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None:
                return flight, False
            flight = self._flights[key] = Future()
            return flight, True

    def _land(self, key: str) -> None:
        with self._lock:
            self._flights.pop(key, None)

    def _alone(self, key: str, compute: Callable[[], bytes]) -> Entry:
        """Compute unless another process is at it and finishes within our patience."""
        lock, token = f"{key}:lock", secrets.token_bytes(8)
        if not self._acquire(lock, token):
            entry = self._await_other(key, lock)
            if entry is not None:
                return entry
        try:
            # The other process may have finished between our miss and our lock.
            return self._fetch(key) or self.put(key, compute())
        finally:
            self._release(lock, token)

    def _acquire(self, lock: str, token: bytes) -> bool:
        return self._breaker.call(
            lambda: self._backend.add(lock, token, seconds=LEASE_SECONDS), otherwise=True
        )

    def _release(self, lock: str, token: bytes) -> None:
        def ours() -> None:
            if self._backend.get(lock) == token:
                self._backend.delete(lock)

        self._breaker.call(ours, otherwise=None)

    def _await_other(self, key: str, lock: str) -> Entry | None:
        deadline = time.monotonic() + self._patience
        while time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
            if (entry := self._fetch(key)) is not None:
                return entry
            if self._breaker.call(lambda: self._backend.get(lock), otherwise=None) is None:
                return None
        return None

    def _renew(
        self, key: str, compute: Callable[[], bytes], refresh: Callable[[], None] | None
    ) -> None:
        """Start one renewal of this key in the fleet, unless one is under way."""
        lock, token = f"{key}:renew", secrets.token_bytes(8)
        _, leads = self._board(lock)
        if not leads:
            return
        try:
            self._renewers.submit(self._renewal, key, lock, token, compute, refresh)
        except BaseException:
            self._land(lock)
            raise

    def _renewal(
        self,
        key: str,
        lock: str,
        token: bytes,
        compute: Callable[[], bytes],
        refresh: Callable[[], None] | None,
    ) -> None:
        try:
            if not self._acquire(lock, token):
                return
            if refresh is not None:
                refresh()  # the lock stays for its lease: one request is enough
                return
            self.put(key, compute())
            self._release(lock, token)
        except Exception:
            # The old answer was given and is still right for its version; the next reader retries.
            log.exception("an old answer could not be renewed: %s", key)
            self._release(lock, token)
        finally:
            self._land(lock)
