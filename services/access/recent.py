"""Identities established a moment ago, so that not every request asks the database again."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from weakref import WeakKeyDictionary

from services.access.identified import Identified
from services.db.session import Database

SECONDS = 30  # a revocation elsewhere is noticed within this time; promised are 60
MOST = 10_000


class Recent:
    """Identified principals by the fingerprint of their secret, each for at most SECONDS."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, Identified]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Identified | None:
        """The principal established under `key` not longer than SECONDS ago."""
        with self._lock:
            found = self._kept.get(key)
        if found is None or time.monotonic() - found[0] >= SECONDS:
            return None
        return found[1]

    def put(self, key: str, principal: Identified) -> None:
        with self._lock:
            self._kept[key] = (time.monotonic(), principal)
            self._kept.move_to_end(key)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def forget(self, user_id: str) -> None:
        """Ask the database again for everything that belongs to a user."""
        with self._lock:
            for key in [key for key, (_, p) in self._kept.items() if p.user_id == user_id]:
                del self._kept[key]


_by_database: WeakKeyDictionary[Database, Recent] = WeakKeyDictionary()
_making = Lock()


def recent(db: Database) -> Recent:
    """The identities this process knows for one database."""
    with _making:
        return _by_database.setdefault(db, Recent())
