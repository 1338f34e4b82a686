"""Single-use tickets that open one WebSocket, and the second look at who holds it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from services import clock
from services.access.embed_tokens import Claims, by_claims
from services.access.identified import Identified
from services.access.keys import by_key
from services.access.secrets import fingerprint, new_ticket
from services.access.sessions import by_session
from services.db.models import SocketTicket
from services.db.queries import access as rows
from services.db.session import Database
from services.errors import Unauthenticated
from services.scope import Principal

LIFE = timedelta(seconds=30)
LONGEST_TICKET = 64


def issue_ticket(db: Database, principal: Principal, funds: Collection[str] | None = None) -> str:
    """A ticket for one socket within 30 seconds, for the principal's funds or some of them (ids).

    Raises Unauthenticated for a principal that did not come through the door.
    """
    if not isinstance(principal, Identified):
        raise Unauthenticated
    ticket = new_ticket()
    now = clock.now()
    with db.session() as session:
        rows.drop_tickets(session, now - LIFE)
        session.add(
            SocketTicket(
                ticket_sha256=fingerprint(ticket),
                identity=_written(narrowed(principal, funds)),
                expires_at=now + LIFE,
            )
        )
    return ticket


def redeem_ticket(db: Database, ticket: str) -> Identified:
    """Whose ticket this is; it is void from now on. Unauthenticated when unknown, used or late."""
    if not isinstance(ticket, str) or not 0 < len(ticket) <= LONGEST_TICKET:
        raise Unauthenticated
    with db.session() as session:
        taken = rows.take_ticket(session, fingerprint(ticket))
    if taken is None or taken[1] <= clock.now():
        raise Unauthenticated
    return _read(taken[0])


def recheck(db: Database, principal: Principal) -> Identified:
    """The same principal as its grants are now, asked of the database: for sockets, every minute.

    Keeps the funds it was narrowed to. Raises Unauthenticated when the session, key or token it
    came with has ended or was revoked, or the person was disabled.
    """
    if not isinstance(principal, Identified):
        raise Unauthenticated
    if principal.kind == "session":
        now = by_session(db, principal.credential)
    elif principal.kind == "api_key":
        now = by_key(db, principal.credential)
    else:
        now = _embed_again(db, principal)
    return narrowed(now, principal.funds)


def narrowed(principal: Identified, funds: Collection[str] | None) -> Identified:
    """The principal with none but these funds (None: as it is)."""
    if funds is None:
        return principal
    own = principal.funds
    kept = frozenset(funds) if own is None else frozenset(funds) & own
    return replace(principal, funds=kept)


def _embed_again(db: Database, principal: Identified) -> Identified:
    if principal.until <= clock.now():
        raise Unauthenticated
    claims = Claims(
        issuer_id=principal.user_id,
        jti=principal.credential,
        modules=principal.modules or frozenset(),
        funds=principal.funds or frozenset(),
        investor_id=principal.investor_id,
        may_export=principal.may_export,
        issued_at=principal.since,
        expires_at=principal.until,
    )
    return by_claims(db, claims)


def _written(principal: Identified) -> str:
    values: dict[str, Any] = {
        item.name: getattr(principal, item.name) for item in fields(principal)
    }
    return json.dumps(values, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _read(text: str) -> Identified:
    values = json.loads(text)
    for name in ("roles", "funds", "modules"):
        values[name] = None if values[name] is None else frozenset(values[name])
    for name in ("since", "until"):
        values[name] = datetime.fromisoformat(values[name])
    return Identified(**values)
