"""The session's cookie: a random id, out of reach of scripts and of other sites' requests."""

from __future__ import annotations

from flask import Response, request

from dashapp.context import context
from services.access.sessions import ABSOLUTE


def _name(*, secure: bool) -> str:
    # Browsers accept the prefix only with Secure, Path=/ and no Domain: no other host can set it.
    return "__Host-gp" if secure else "gp_session"


def presented_cookie() -> str | None:
    """The session id that the request carries, None when it carries none."""
    return request.cookies.get(_name(secure=context().settings.cookie_secure))


def give_cookie(response: Response, session_id: str) -> None:
    """Set the cookie on a response."""
    secure = context().settings.cookie_secure
    response.set_cookie(
        _name(secure=secure),
        session_id,
        max_age=int(ABSOLUTE.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def take_cookie(response: Response) -> None:
    """Have the browser forget the cookie."""
    secure = context().settings.cookie_secure
    response.delete_cookie(
        _name(secure=secure), path="/", secure=secure, httponly=True, samesite="Lax"
    )
