"""The one decision before each request: by its endpoint, never by its path or body."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from dashapp.auth.cookie import presented_cookie
from dashapp.auth.origin import is_foreign
from dashapp.auth.refusal import refusal
from dashapp.context import context
from services.access.identity import identify
from services.errors import Unauthenticated

# What answers without an identity. Everything else, also what is added later, does not.
PUBLIC = frozenset(
    {
        "login.page",
        "login.sign_in",
        "health.healthz",
        "health.readyz",
        "embed.shell",
        "_dash_assets.static",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_favicon.ico",
    }
)
PAGES = frozenset({"/", "/<path:path>", "login.sign_out"})
CALLBACKS = "/_dash-update-component"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# What an embedded view may send. It changes nothing: a callback draws, a ticket listens.
EMBEDDED_POSTS = frozenset({CALLBACKS, "api.ws_ticket"})


def guard() -> ResponseReturnValue | None:
    """Identify the request, or turn it away: None lets it pass."""
    header = request.headers.get("Authorization")
    changes = request.method not in SAFE
    if changes and header is None and is_foreign(request, context().settings):
        return refusal(403, "Forbidden", "This request did not come from a page of this site.")
    if request.endpoint in PUBLIC:
        return None
    parts = context()
    try:
        g.principal = identify(
            parts.db, parts.settings, authorization=header, cookie=presented_cookie()
        )
    except Unauthenticated:
        return _turned_away(header)
    if changes and g.principal.kind == "embed" and request.endpoint not in EMBEDDED_POSTS:
        return refusal(403, "Forbidden", "An embedded view only reads.")
    return None


def _turned_away(header: str | None) -> Response:
    """People on their way to a page are shown the login; programs are told 401."""
    if header is None and _wants_page():
        there = request.full_path.removesuffix("?") if request.method == "GET" else "/"
        query = "" if there == "/" else "?" + urlencode({"next": there})
        status = 302 if request.method == "GET" else 303
        return Response(status=status, headers={"Location": f"/login{query}"})
    answer = refusal(401, "Unauthorized", "Sign in first, or send a valid API key or token.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _wants_page() -> bool:
    """Only chooses between two ways of saying no."""
    if request.endpoint not in PAGES or request.path.startswith(("/api/", "/_")):
        return False
    return bool(request.accept_mimetypes.accept_html)
