"""Who a request comes from: its Authorization header decides alone, else its cookie."""

from __future__ import annotations

from services.access.embed_tokens import identify_embed
from services.access.identified import Identified
from services.access.keys import identify_key
from services.access.secrets import KEY_PREFIX
from services.access.sessions import identify_session
from services.db.session import Database
from services.errors import Unauthenticated
from services.settings import Settings


def identify(
    db: Database, settings: Settings, *, authorization: str | None, cookie: str | None
) -> Identified:
    """The principal of a request; Unauthenticated when what it carries is not good.

    A header decides alone: a bad one is never made good by a cookie.
    """
    if authorization is not None:
        return identify_bearer(db, settings, authorization)
    if cookie:
        return identify_session(db, cookie)
    raise Unauthenticated


def identify_bearer(db: Database, settings: Settings, authorization: str) -> Identified:
    """The principal of `Bearer <API key or embed token>`."""
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret or not secret.isascii():
        raise Unauthenticated
    if secret.startswith(KEY_PREFIX):
        return identify_key(db, secret)
    return identify_embed(db, settings, secret)
