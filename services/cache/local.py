"""Copies of answers in this process, the least used dropped first."""

from __future__ import annotations

import threading
from collections import OrderedDict

from services.cache.frames import Entry

MOST_BYTES = 64 * 1024 * 1024


class LocalCopies:
    """Entries by key, bounded by the bytes of their bodies."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> Entry | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry; one larger than a quarter of the room is not kept."""
        with self._lock:
            self._drop(key)
            if len(entry.body) * 4 > self._most:
                return
            self._entries[key] = entry
            self._bytes += len(entry.body)
            while self._bytes > self._most:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._bytes = 0

    def _drop(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        self._bytes -= len(entry.body) if entry else 0
