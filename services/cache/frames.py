"""A kept answer: ready bytes, their tag and their age, and the frame they are stored in."""

from __future__ import annotations

import hashlib
import struct
import time
from dataclasses import dataclass

MAGIC = b"GPB1"
_HEAD = struct.Struct(">4sQ16s")


@dataclass(frozen=True, slots=True)
class Entry:
    """`etag` is quoted and depends on the body alone; `stored_at` is seconds since 1970.

    `stale` says the bytes are older than their soft age and are being computed anew.
    """

    body: bytes
    etag: str
    stored_at: float
    stale: bool = False

    def age(self) -> float:
        """Seconds since the bytes were computed."""
        return max(0.0, time.time() - self.stored_at)


def entry_of(body: bytes) -> Entry:
    """An entry computed just now."""
    return Entry(body, f'"{_digest(body).hex()}"', time.time())


def pack(entry: Entry) -> bytes:
    """The entry as it lies in the store: magic, time, digest, body."""
    moment = int(entry.stored_at * 1000)
    return _HEAD.pack(MAGIC, moment, _digest(entry.body)) + entry.body


def unpack(stored: bytes | None) -> Entry | None:
    """The entry in a stored value, None for anything that is not wholly ours."""
    if stored is None or len(stored) < _HEAD.size:
        return None
    magic, moment, digest = _HEAD.unpack_from(stored)
    body = stored[_HEAD.size :]
    if magic != MAGIC or digest != _digest(body):
        return None
    return Entry(body, f'"{digest.hex()}"', moment / 1000)


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).digest()
