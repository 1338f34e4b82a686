"""What every response tells the browser: which scripts may run, who may frame it, what to keep."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from dash import Dash
from flask import Flask, Response, request

from services.log import request_id
from services.settings import Settings

EMBED = "embed.shell"
FILES = frozenset(
    {
        "_dash_assets.static",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_favicon.ico",
    }
)
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
DATA = "default-src 'none'; frame-ancestors 'none'"
TLS_ONLY = "max-age=31536000; includeSubDomains"


def mount(server: Flask, app: Dash, settings: Settings) -> None:
    """Name each request and send the headers with each response, refusals included.

    To be called before the guard is mounted, so that its refusals carry the request's number.
    """
    policies = _Policies(app, settings)

    def finish(response: Response) -> Response:
        return _finished(response, policies, settings)

    server.before_request(_name_request)
    server.after_request(finish)


def _name_request() -> None:
    request_id.set(secrets.token_hex(8))


ALWAYS = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"))


def _finished(response: Response, policies: _Policies, settings: Settings) -> Response:
    framed = request.endpoint == EMBED
    headers = response.headers
    headers.extend(ALWAYS)
    headers.add("X-Request-Id", request_id.get())
    if "Content-Security-Policy" not in headers:
        headers.add("Content-Security-Policy", _policy_of(request.endpoint, policies))
    if not framed:
        headers.add("Cross-Origin-Opener-Policy", "same-origin")
    if settings.cookie_secure:
        headers.add("Strict-Transport-Security", TLS_ONLY)
    _cache_rule(response)
    return response


def _policy_of(endpoint: str | None, policies: _Policies) -> str:
    """Data is no page: a browser that is shown it may load nothing with it."""
    if endpoint == EMBED:
        return policies.framed
    return DATA if endpoint is not None and endpoint.startswith("api.") else policies.usual


def _cache_rule(response: Response) -> None:
    """Files named by their content are kept for ever; figures and pages are never kept."""
    if request.endpoint not in FILES or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Vary", "Authorization, Cookie")
    elif response.status_code == 200:
        named = "m" in request.args or "v" in request.args or ".v" in request.path
        response.headers["Cache-Control"] = FOR_EVER if named else ASK_AGAIN


class _Policies:
    """The content security policies, made at the first response: by then every clientside
    callback is registered, and each of them is an inline script that is allowed by its hash."""

    def __init__(self, app: Dash, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._usual: str | None = None
        self._framed: str | None = None

    @property
    def usual(self) -> str:
        """For everything that no other site may frame."""
        if self._usual is None:
            self._usual = self._policy(ancestors=())
        return self._usual

    @property
    def framed(self) -> str:
        """For the embed shell: the listed origins may frame it; with an empty list nobody."""
        if self._framed is None:
            self._framed = self._policy(ancestors=self._settings.embed_ancestors)
        return self._framed

    def _policy(self, *, ancestors: Iterable[str]) -> str:
        return policy(
            hashes=self._app.csp_hashes(),
            socket=self._settings.public_origin.replace("https://", "wss://", 1),
            ancestors=ancestors,
        )


def policy(*, hashes: Iterable[str], socket: str, ancestors: Iterable[str]) -> str:
    """A policy without `unsafe-inline` or `unsafe-eval` for scripts.

    Styles may be inline: the charts, the grid and Dash's controls write them. `socket` is named
    beside 'self' for browsers that do not count wss: as the same origin.
    """
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", *([socket] if socket else [])],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": list(ancestors) or ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())
