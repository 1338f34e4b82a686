"""A principal together with what proved it, so that the proof can be looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from services.access.permissions import modules_of
from services.db.models import User
from services.db.queries import access as rows
from services.errors import Unauthenticated
from services.scope import Principal

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Identified(Principal):
    """A principal that came through the door.

    `credential` is the fingerprint of the session id or API key, or the id of the embed token;
    `since` is when an embed token was issued, `until` when the proof ends.
    """

    credential: str = field(default="", repr=False)
    since: datetime = NEVER
    until: datetime = NEVER


def funds_of(session: Session, user: User) -> frozenset[str] | None:
    """Ids of the funds whose data a user may see; None means all of them.

    A limited partner sees the funds it is committed to, an administrator as such none.
    """
    roles = set(user.roles) - {"admin"}
    if not roles:
        return frozenset()
    if "lp" in roles:
        return rows.committed_funds(session, user.investor_id) if user.investor_id else frozenset()
    return None if user.all_funds else rows.granted_funds(session, user.id)


def enabled(user: User | None) -> User:
    """The user, unless there is none or it was disabled: Unauthenticated."""
    if user is None or user.disabled_at is not None:
        raise Unauthenticated
    return user


def of_user(
    session: Session, user: User, *, kind: str, credential: str, until: datetime
) -> Identified:
    """The principal that a user is, with every grant as of now."""
    return Identified(
        user_id=user.id,
        name=user.name,
        roles=frozenset(user.roles),
        funds=funds_of(session, user),
        modules=None,
        investor_id=user.investor_id,
        kind=kind,
        credential=credential,
        until=until,
    )


def of_embed(
    session: Session,
    issuer: User,
    *,
    modules: frozenset[str],
    funds: frozenset[str],
    investor_id: str | None,
    may_export: bool,
    credential: str,
    since: datetime,
    until: datetime,
) -> Identified:
    """The viewer of an embedded page: what the token names and its issuer may see today.

    Has no role, so that whatever asks for one refuses. Raises Unauthenticated for a token about
    another investor than the issuer's own, where the issuer is one.
    """
    own = funds_of(session, issuer)
    if issuer.investor_id and investor_id != issuer.investor_id:
        raise Unauthenticated
    return Identified(
        user_id=issuer.id,
        name=f"embedded for {issuer.name}",
        roles=frozenset(),
        funds=funds if own is None else funds & own,
        modules=modules & modules_of(frozenset(issuer.roles)),
        investor_id=investor_id,
        kind="embed",
        may_export=may_export,
        credential=credential,
        since=since,
        until=until,
    )
