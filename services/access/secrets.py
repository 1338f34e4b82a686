"""Random secrets that are shown once and kept only as their SHA-256."""

from __future__ import annotations

import hashlib
import secrets
import string

PASSWORD_SIGNS = string.ascii_letters + string.digits
PASSWORD_LENGTH = 20  # 119 bits
KEY_PREFIX = "gpk_"


def fingerprint(secret: str) -> str:
    """SHA-256 in hex: enough for a random secret, which no dictionary holds."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def new_session_id() -> str:
    """256 random bits, as text for a cookie."""
    return secrets.token_urlsafe(32)


def new_api_key() -> str:
    """256 random bits behind a prefix that scanners for leaked keys can find."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def new_ticket() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def new_password() -> str:
    """A password for a person to keep in a password manager."""
    return "".join(secrets.choice(PASSWORD_SIGNS) for _ in range(PASSWORD_LENGTH))
