"""Who may open a socket: a page of ours, with a ticket or token, to funds it may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from services.access.embed_tokens import identify_embed
from services.access.funds import resolve_funds
from services.access.tickets import redeem_ticket
from services.db.session import Database
from services.errors import Unauthenticated
from services.scope import Principal, Scope
from services.settings import Settings

PATH = "/ws/funds/"
EVERY_FUND = "all"
LONGEST_FRAME = 8192


@dataclass(frozen=True, slots=True)
class Admission:
    """Who listens to what: one fund (its id), or with None all that the principal may see."""

    principal: Principal
    fund_id: str | None


def asked_fund(path: str) -> str | None:
    """What stands behind /ws/funds/ (an id, a code or `all`); None for any other path."""
    name = path.removeprefix(PATH)
    return name if path.startswith(PATH) and name and "/" not in name else None


def from_our_page(headers: Iterable[tuple[bytes, bytes]], settings: Settings) -> bool:
    """Whether `Origin` is this site or one that may embed it; none at all is not enough."""
    found = {name.lower(): value.decode("latin-1") for name, value in headers}
    origin = found.get(b"origin", "")
    allowed = {item.rstrip("/") for item in (*settings.embed_ancestors, settings.public_origin)}
    if origin and origin in allowed:
        return True
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.netloc == found.get(b"host")


def admit(db: Database, settings: Settings, frame: Mapping[str, Any], asked: str) -> Admission:
    """Judge a first frame: Unauthenticated for a bad proof, NotFound for a fund not to be seen.

    InvalidInput for a name that no fund can have.
    """
    principal = _prove(db, settings, frame)
    if asked == EVERY_FUND:
        return Admission(principal, None)
    scope = Scope.from_query({"fund": [asked]})
    return Admission(principal, resolve_funds(db, principal, scope)[0].id)


def read_frame(message: Mapping[str, Any]) -> dict[str, Any]:
    """The first frame as JSON; Unauthenticated when it is not one."""
    text = message.get("text") or message.get("bytes") or ""
    if not isinstance(text, str | bytes) or len(text) > LONGEST_FRAME:
        raise Unauthenticated
    try:
        frame = orjson.loads(text)
    except ValueError:
        raise Unauthenticated from None
    if not isinstance(frame, dict):
        raise Unauthenticated
    return frame


def _prove(db: Database, settings: Settings, frame: Mapping[str, Any]) -> Principal:
    ticket, token = frame.get("ticket"), frame.get("token")
    if isinstance(ticket, str):
        return redeem_ticket(db, ticket)
    if isinstance(token, str):
        return identify_embed(db, settings, token)
    raise Unauthenticated
