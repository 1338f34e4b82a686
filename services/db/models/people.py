"""Who may come in: users, their grants, sessions, keys and one-time tickets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.db.models.base import Base, Entity


class User(Entity, Base):
    """A person with an e-mail address. `password_hash` is argon2id, None when none is set.

    `code` and `title` are those of a team member, None for a login that is none. A team member
    without password and roles cannot sign in.
    """

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    title: Mapped[str | None]
    roles: Mapped[list[str]]
    all_funds: Mapped[bool] = mapped_column(default=False)
    investor_id: Mapped[str | None] = mapped_column(ForeignKey("limited_partners.id"))
    password_hash: Mapped[str | None]
    disabled_at: Mapped[datetime | None]


class UserFund(Base):
    """A fund that a user was granted."""

    __tablename__ = "user_funds"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    fund_id: Mapped[str] = mapped_column(ForeignKey("funds.id"), primary_key=True)
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())


class UserSession(Base):
    """A browser that signed in. Only the SHA-256 of the cookie's value is kept."""

    __tablename__ = "user_sessions"

    id_sha256: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_user_sessions_user", "user_id"),)


class ApiKey(Base):
    """A key for programs: SHA-256 at rest, the first characters to recognise it by."""

    __tablename__ = "api_keys"

    key_sha256: Mapped[str] = mapped_column(primary_key=True)
    prefix: Mapped[str]
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_api_keys_user", "user_id"),)


class SocketTicket(Base):
    """A single-use ticket that opens one WebSocket; SHA-256 at rest, valid for 30 seconds."""

    __tablename__ = "socket_tickets"

    ticket_sha256: Mapped[str] = mapped_column(primary_key=True)
    identity: Mapped[str]
    expires_at: Mapped[datetime]


class EmbedRevocation(Base):
    """Embed tokens of an issuer issued before this moment are void."""

    __tablename__ = "embed_revocations"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    revoked_before: Mapped[datetime]
