"""Passwords: argon2id, and never so many at once that they crowd out the figures."""

from __future__ import annotations

import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from services.access.secrets import new_password
from services.errors import TooMany

AT_ONCE = 4  # one hash takes 64 MiB and half a second of a busy machine
PATIENCE_SECONDS = 10
LONGEST = 200  # longer input is refused unread

_hasher = PasswordHasher()
_places = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    with _Place():
        return _hasher.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Is this the password? Takes as long when nothing is kept, so that time tells nothing."""
    if len(password) > LONGEST:
        return False
    with _Place():
        try:
            return _hasher.verify(kept or _of_nobody(), password) and kept is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    return _hasher.hash(new_password())


class _Place:
    """One of the few places for a running hash; TooMany when none comes free."""

    def __enter__(self) -> None:
        if not _places.acquire(timeout=PATIENCE_SECONDS):
            raise TooMany

    def __exit__(self, *_: object) -> None:
        _places.release()
