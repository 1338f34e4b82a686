"""How often facts have changed, as this process knows it: asked often, read seldom."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import redis

from services.cache.breaker import Breaker
from services.db.reads import versions as counters
from services.db.reads.versions import SHARED

if TYPE_CHECKING:
    from services.db.session import Database

TRUST_SECONDS = 0.25
MIRROR_SECONDS = 5  # a mirror that missed a write is wrong no longer than this
ALL = "*"
_KEY = "gp:version:"
# Raises a counter and never lowers it: a slow reader must not undo what a writer announced.
_RAISE = """
for i, key in ipairs(KEYS) do
  local known = tonumber(redis.call('GET', key) or '-1')
  if known <= tonumber(ARGV[i + 1]) then redis.call('SET', key, ARGV[i + 1], 'EX', ARGV[1]) end
end
"""


class Versions:
    """The counters of `data_versions`: PostgreSQL owns them, Redis mirrors them.

    What this process read is trusted for 250 ms, or until the hub hears of something newer.
    """

    def __init__(
        self,
        db: Database,
        client: redis.Redis,
        *,
        breaker: Breaker | None = None,
        trust: float = TRUST_SECONDS,
    ) -> None:
        self._db = db
        self._client = client
        self._breaker = breaker or Breaker()
        self._trust = trust
        self._lock = threading.Lock()
        self._known: dict[str, tuple[int, float]] = {}
        self._raise = client.register_script(_RAISE)

    def of(self, fund_ids: Iterable[str]) -> dict[str, int]:
        """The counter of each fund and, under `shared`, that of the shared facts.

        Ask before reading facts: bytes may then be newer than their key says, never older.
        """
        return self._current([*fund_ids, SHARED])

    def overall(self) -> int:
        """A number that grows with every change to any fact of the firm."""
        return self._current([ALL])[ALL]

    def heard(self, scope: str, version: int) -> None:
        """A nudge said that this scope has reached `version`; what covers all is read again."""
        with self._lock:
            known, _ = self._known.get(scope, (0, 0.0))
            self._known[scope] = (max(known, version), time.monotonic())
            self._known.pop(ALL, None)

    def doubt(self) -> None:
        """Trust nothing known so far: nudges may have been missed."""
        with self._lock:
            self._known.clear()

    def mirror(self, counted: Mapping[str, int]) -> None:
        """Tell everybody new counters, after the transaction that raised them has committed."""
        with self._db.read() as session:
            told = {**counted, ALL: counters.total(session)}
        self._tell(told)
        self._learn(told)

    def _current(self, scopes: list[str]) -> dict[str, int]:
        since = time.monotonic() - self._trust
        known = self._known
        found: dict[str, int] = {}
        for scope in scopes:
            version, moment = known.get(scope, (0, 0.0))
            if moment <= since:
                return self._read(scopes)
            found[scope] = version
        return found

    def _read(self, scopes: list[str]) -> dict[str, int]:
        found = self._mirrored(scopes)
        missing = [scope for scope in scopes if scope not in found]
        if missing:
            with self._db.read() as session:
                owned = counters.versions_of(session, [s for s in missing if s != ALL])
                if ALL in missing:
                    owned[ALL] = counters.total(session)
            self._tell(owned)
            found |= owned
        return self._learn(found)

    def _learn(self, found: Mapping[str, int]) -> dict[str, int]:
        """Note what was read, and answer with what is newest of it and earlier knowledge."""
        moment = time.monotonic()
        with self._lock:
            for scope, version in found.items():
                before, _ = self._known.get(scope, (0, 0.0))
                self._known[scope] = (max(before, version), moment)
            return {scope: self._known[scope][0] for scope in found}

    def _mirrored(self, scopes: list[str]) -> dict[str, int]:
        keys = [_KEY + scope for scope in scopes]
        nothing: list[Any] = [None] * len(keys)
        values = self._breaker.call(lambda: list(self._client.mget(keys)), otherwise=nothing)
        pairs = zip(scopes, values, strict=True)
        return {scope: int(value) for scope, value in pairs if value and value.isdigit()}

    def _tell(self, counted: Mapping[str, int]) -> None:
        keys = [_KEY + scope for scope in counted]
        values = [MIRROR_SECONDS, *counted.values()]
        self._breaker.call(lambda: self._raise(keys=keys, args=values), otherwise=None)
