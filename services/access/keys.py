"""Keys for programs: shown once, kept as SHA-256, never valid for longer than a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services import clock
from services.access.identified import Identified, enabled, of_user
from services.access.recent import recent
from services.access.secrets import KEY_PREFIX, fingerprint, new_api_key
from services.access.users import find_user
from services.db.models import ApiKey
from services.db.queries import access as rows
from services.db.session import Database
from services.errors import InvalidInput, NotFound, Unauthenticated

LONGEST_DAYS = 365
SHOWN = len(KEY_PREFIX) + 6  # characters by which a list tells keys apart
NOTED_EVERY = timedelta(minutes=5)  # use is written no oftener
LONGEST_KEY = 128


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made, with its only sight."""

    token: str
    prefix: str
    expires_at: datetime


def issue_key(db: Database, email: str, *, days: int = 90) -> NewKey:
    """A key with which a program acts as this person, for `days` (at most 365)."""
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput(f"A key lasts from 1 to {LONGEST_DAYS} days.")
    user = find_user(db, email)
    if user.disabled_at is not None:
        raise InvalidInput(f"{user.email} is disabled and gets no key.")
    token = new_api_key()
    expires = clock.now() + timedelta(days=days)
    with db.session() as session:
        session.add(
            ApiKey(
                key_sha256=fingerprint(token),
                prefix=token[:SHOWN],
                user_id=user.id,
                expires_at=expires,
            )
        )
    return NewKey(token=token, prefix=token[:SHOWN], expires_at=expires)


def revoke_key(db: Database, prefix: str) -> None:
    """End the key that begins with `prefix`; NotFound unless exactly one does."""
    with db.session() as session:
        found = rows.keys_like(session, prefix)
        if len(found) != 1:
            raise NotFound(f"{len(found)} keys begin with {prefix}: name one of them.")
        found[0].revoked_at = clock.now()
        recent(db).forget(found[0].user_id)


def identify_key(db: Database, key: str) -> Identified:
    """Whose key this is; Unauthenticated when it is unknown, expired, revoked or disabled."""
    if not key.startswith(KEY_PREFIX) or len(key) > LONGEST_KEY:
        raise Unauthenticated
    mark = fingerprint(key)
    known = recent(db).get(mark)
    if known is None or known.until <= clock.now():
        known = by_key(db, mark)
        _note_use(db, mark)
        recent(db).put(mark, known)
    return known


def by_key(db: Database, mark: str) -> Identified:
    """Whose key has this fingerprint, asked of the database."""
    with db.read() as session:
        row = rows.api_key(session, mark)
        if row is None or row.revoked_at is not None or row.expires_at <= clock.now():
            raise Unauthenticated
        user = enabled(rows.user(session, row.user_id))
        return of_user(session, user, kind="api_key", credential=mark, until=row.expires_at)


def _note_use(db: Database, mark: str) -> None:
    now = clock.now()
    with db.session() as session:
        rows.used(session, mark, moment=now, unless_since=now - NOTED_EVERY)
