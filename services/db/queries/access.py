"""Rows of the door: people, what they were granted, and the secrets they come with."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.db.models import (
    ApiKey,
    Commitment,
    EmbedRevocation,
    Fund,
    LimitedPartner,
    SocketTicket,
    User,
    UserFund,
    UserSession,
)


class UserRow(NamedTuple):
    """A person as a list shows them; `funds` are the codes granted one by one."""

    email: str
    name: str
    roles: list[str]
    all_funds: bool
    funds: list[str]
    investor: str | None
    disabled_at: datetime | None


def user(session: Session, user_id: str) -> User | None:
    return session.get(User, user_id)


def user_by_email(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email))


def users(session: Session) -> list[UserRow]:
    """Everybody, by address, in one statement."""
    codes = (
        select(func.coalesce(func.array_agg(Fund.code), []))
        .join(UserFund, UserFund.fund_id == Fund.id)
        .where(UserFund.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    query = (
        select(
            User.email,
            User.name,
            User.roles,
            User.all_funds,
            codes,
            LimitedPartner.code,
            User.disabled_at,
        )
        .outerjoin(LimitedPartner, LimitedPartner.id == User.investor_id)
        .order_by(User.email)
    )
    return [UserRow._make(row) for row in session.execute(query)]


def fund_ids(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Ids by code; a code without a fund is left out."""
    rows = session.execute(select(Fund.code, Fund.id).where(Fund.code.in_(codes)))
    return {row.code: row.id for row in rows}


def investor_id(session: Session, code: str) -> str | None:
    return session.scalar(select(LimitedPartner.id).where(LimitedPartner.code == code))


def granted_funds(session: Session, user_id: str) -> frozenset[str]:
    """Ids of the funds granted one by one."""
    return frozenset(session.scalars(select(UserFund.fund_id).where(UserFund.user_id == user_id)))


def committed_funds(session: Session, investor: str) -> frozenset[str]:
    """Ids of the funds to which an investor has a commitment as known now."""
    query = select(Commitment.fund_id).where(
        Commitment.investor_id == investor, Commitment.known_to.is_(None)
    )
    return frozenset(session.scalars(query))


def set_grants(session: Session, user_id: str, funds: Collection[str]) -> None:
    """Make the funds granted one by one exactly these ids."""
    session.execute(delete(UserFund).where(UserFund.user_id == user_id))
    if funds:
        session.execute(insert(UserFund), [{"user_id": user_id, "fund_id": f} for f in funds])


def browser(session: Session, id_sha256: str) -> UserSession | None:
    return session.get(UserSession, id_sha256)


def seen(session: Session, id_sha256: str, *, moment: datetime, unless_since: datetime) -> None:
    """A browser was active; not written again when it was noted after `unless_since`."""
    session.execute(
        update(UserSession)
        .where(UserSession.id_sha256 == id_sha256, UserSession.last_seen_at < unless_since)
        .values(last_seen_at=moment)
        .execution_options(synchronize_session=False)
    )


def revoke_session(session: Session, id_sha256: str, moment: datetime) -> None:
    session.execute(
        update(UserSession)
        .where(UserSession.id_sha256 == id_sha256, UserSession.revoked_at.is_(None))
        .values(revoked_at=moment)
    )


def revoke_all(session: Session, user_id: str, moment: datetime) -> None:
    """End every session and key of a user and void the embed tokens issued so far."""
    for table in (UserSession, ApiKey):
        session.execute(
            update(table)
            .where(table.user_id == user_id, table.revoked_at.is_(None))
            .values(revoked_at=moment)
        )
    statement = insert(EmbedRevocation).values(user_id=user_id, revoked_before=moment)
    session.execute(
        statement.on_conflict_do_update(index_elements=["user_id"], set_={"revoked_before": moment})
    )


def api_key(session: Session, key_sha256: str) -> ApiKey | None:
    return session.get(ApiKey, key_sha256)


def keys_like(session: Session, prefix: str) -> list[ApiKey]:
    """Keys that still run and whose shown characters begin with `prefix`."""
    query = select(ApiKey).where(
        ApiKey.prefix.startswith(prefix, autoescape=True), ApiKey.revoked_at.is_(None)
    )
    return list(session.scalars(query))


def used(session: Session, key_sha256: str, *, moment: datetime, unless_since: datetime) -> None:
    """An API key was used; not written again when it was noted after `unless_since`."""
    last = func.coalesce(ApiKey.last_used_at, ApiKey.created_at - timedelta(days=1))
    session.execute(
        update(ApiKey)
        .where(ApiKey.key_sha256 == key_sha256, last < unless_since)
        .values(last_used_at=moment)
        .execution_options(synchronize_session=False)
    )


def embeds_revoked_before(session: Session, user_id: str) -> datetime | None:
    """Embed tokens of this issuer from before this moment are void; None: none are."""
    row = session.get(EmbedRevocation, user_id)
    return row.revoked_before if row else None


def take_ticket(session: Session, ticket_sha256: str) -> tuple[str, datetime] | None:
    """Remove a ticket and give its identity and end: the same one is never given twice."""
    taken = session.execute(
        delete(SocketTicket)
        .where(SocketTicket.ticket_sha256 == ticket_sha256)
        .returning(SocketTicket.identity, SocketTicket.expires_at)
    ).first()
    return (taken[0], taken[1]) if taken else None


def drop_tickets(session: Session, moment: datetime) -> None:
    """Forget tickets that ended before `moment` unredeemed."""
    session.execute(delete(SocketTicket).where(SocketTicket.expires_at < moment))
