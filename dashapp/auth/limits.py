"""How often a password may be tried: per account and per address, also while Redis is down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address

from services.settings import Settings

PER_ACCOUNT, PER_ADDRESS = "10 per minute", "50 per minute"
STORE_SECONDS = 0.25


def login_limiter(server: Flask, settings: Settings) -> Limiter:
    """Counts in Redis for all processes together; each counts for itself while Redis is away."""
    patience: dict[str, Any] = {
        "socket_timeout": STORE_SECONDS,
        "socket_connect_timeout": STORE_SECONDS,
    }
    return Limiter(
        get_remote_address,
        app=server,
        storage_uri=_store(settings.redis_url),
        storage_options=patience,
        in_memory_fallback_enabled=True,
        key_prefix="gp:limit",
        headers_enabled=False,
    )


def limited(
    limiter: Limiter,
    view: Callable[[], Response],
    *,
    refused: Callable[[RequestLimit], Response],
) -> Callable[[], Response]:
    """The view with both limits; `refused` answers when one is reached."""
    view = limiter.limit(PER_ACCOUNT, key_func=_account, on_breach=refused)(view)
    return limiter.limit(PER_ADDRESS, on_breach=refused)(view)


def _account() -> str:
    return "account:" + request.form.get("email", "").strip().lower()[:254]


def _store(redis_url: str) -> str:
    if not redis_url:
        return "memory://"
    return f"redis+{redis_url}" if redis_url.startswith("unix://") else redis_url
