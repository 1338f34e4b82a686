"""How often a password may be tried: per account and per address, also while Redis is down."""

from __future__ import annotations

import logging
from typing import Any

from flask import request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from services.settings import Settings

log = logging.getLogger(__name__)

PER_ACCOUNT, PER_ADDRESS = parse("10 per minute"), parse("50 per minute")
STORE_SECONDS = 0.25
PREFIX = "gp:limit"


class LoginLimits:
    """Counts in Redis for all processes together; each counts for itself while Redis is away."""

    def __init__(self, settings: Settings) -> None:
        patience: dict[str, Any] = {
            "socket_timeout": STORE_SECONDS,
            "socket_connect_timeout": STORE_SECONDS,
        }
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = self._own
        if settings.redis_url:
            storage = storage_from_string(_address(settings.redis_url), **patience)
            self._shared = MovingWindowRateLimiter(storage)

    def allow(self) -> bool:
        """Count this request's attempt; False when its account or its address had too many."""
        account = request.form.get("email", "").strip().lower()[:254]
        tries = ((PER_ADDRESS, f"address:{request.remote_addr}"), (PER_ACCOUNT, f"of:{account}"))
        counted = [self._hit(limit, who) for limit, who in tries]  # both, also when one refuses
        return all(counted)

    def _hit(self, limit: RateLimitItem, who: str) -> bool:
        try:
            return self._shared.hit(limit, PREFIX, who)
        except Exception as error:
            # Whatever keeps the shared count from answering, attempts stay counted and limited.
            log.warning("login attempts are counted in this process only: %s", error)
            return self._own.hit(limit, PREFIX, who)


def _address(redis_url: str) -> str:
    return f"redis+{redis_url}" if redis_url.startswith("unix://") else redis_url
