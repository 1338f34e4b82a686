"""Browsers that signed in: a random id in the cookie, everything else on the server."""

from __future__ import annotations

from datetime import datetime, timedelta

from services import clock
from services.access import passwords
from services.access.identified import Identified, enabled, of_user
from services.access.recent import recent
from services.access.secrets import fingerprint, new_session_id
from services.access.users import ADDRESS
from services.db.models import UserSession
from services.db.queries import access as rows
from services.db.session import Database
from services.errors import Unauthenticated

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
NOTED_EVERY = timedelta(seconds=60)  # activity is written no oftener
LONGEST_COOKIE = 128
REFUSED = "The address or the password is not right."


def sign_in(db: Database, email: str, password: str, *, replaces: str | None = None) -> str:
    """Check a password and open a session; the answer is the cookie's value.

    `replaces` is the cookie the browser came with: that session ends. Raises Unauthenticated in
    the same words, after the same time, whether the address or the password is wrong, and for
    people who were disabled.
    """
    address = email.strip().lower()
    with db.read() as session:
        user = rows.user_by_email(session, address) if ADDRESS.fullmatch(address) else None
    right = passwords.matches(password, user.password_hash if user else None)
    if user is None or not right or user.disabled_at is not None:
        raise Unauthenticated(REFUSED)
    if replaces:
        sign_out(db, replaces)
    cookie = new_session_id()
    now = clock.now()
    with db.session() as session:
        session.add(
            UserSession(
                id_sha256=fingerprint(cookie),
                user_id=user.id,
                created_at=now,
                last_seen_at=now,
                expires_at=now + ABSOLUTE,
            )
        )
    return cookie


def sign_out(db: Database, cookie: str) -> None:
    """End the session of a cookie; a cookie of nobody is no error."""
    key = fingerprint(cookie)
    if known := recent(db).get(key):
        recent(db).forget(known.user_id)
    with db.session() as session:
        rows.revoke_session(session, key, clock.now())


def identify_session(db: Database, cookie: str) -> Identified:
    """Who the browser with this cookie is; Unauthenticated when its session is over."""
    if not 0 < len(cookie) <= LONGEST_COOKIE:
        raise Unauthenticated
    key = fingerprint(cookie)
    known = recent(db).get(key)
    if known is None or known.until <= clock.now():
        known = by_session(db, key)
        _note_activity(db, key)
        recent(db).put(key, known)
    return known


def by_session(db: Database, key: str) -> Identified:
    """Who a session belongs to, asked of the database; Unauthenticated when it is over."""
    now = clock.now()
    with db.read() as session:
        browser = rows.browser(session, key)
        if browser is None or not _runs(browser, now):
            raise Unauthenticated
        user = enabled(rows.user(session, browser.user_id))
        until = min(browser.expires_at, now + IDLE)
        return of_user(session, user, kind="session", credential=key, until=until)


def _note_activity(db: Database, key: str) -> None:
    now = clock.now()
    with db.session() as session:
        rows.seen(session, key, moment=now, unless_since=now - NOTED_EVERY)


def _runs(browser: UserSession, now: datetime) -> bool:
    fresh = browser.last_seen_at + IDLE > now
    return browser.revoked_at is None and browser.expires_at > now and fresh
