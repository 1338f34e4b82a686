"""What can be set from outside: the only reader of the environment, and the source of its table."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from services.errors import InsecureSettings

KNOWN_SECRETS = {"secret", "changeme", "change-me", "dev", "development", "password", "test"}
SHORTEST_SECRET = 32


def _setting(variable: str, default: Any, words: str) -> Any:
    metadata = {"variable": variable, "words": words}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its variable, default and meaning. Built by `from_env` alone."""

    database_url: str = _setting(
        "DATABASE_URL", "", "PostgreSQL server; empty: a private one is started from a wheel"
    )
    redis_url: str = _setting(
        "REDIS_URL", "", "Redis or Valkey server; empty: a private one is started from a wheel"
    )
    secret_key: str = _setting(
        "SECRET_KEY", "", "signs tokens, at least 32 characters; development makes and keeps one"
    )
    secret_key_fallbacks: tuple[str, ...] = _setting(
        "GPDASH_SECRET_KEY_FALLBACKS", (), "older secrets still accepted, separated by spaces"
    )
    port: int = _setting("PORT", 8050, "port of the web process")
    host: str = _setting("GPDASH_HOST", "127.0.0.1", "address the web process listens on")
    web_concurrency: int = _setting("WEB_CONCURRENCY", 1, "web processes")
    web_threads: int = _setting("GPDASH_WEB_THREADS", 16, "threads of one web process")
    env: str = _setting("GPDASH_ENV", "development", "`development` or `production`")
    data_dir: Path = _setting(
        "GPDASH_DATA_DIR", Path("var"), "private stores, secrets and uploads live here"
    )
    timezone: str = _setting("GPDASH_TIMEZONE", "UTC", "the firm's business time zone")
    reporting_currency: str = _setting(
        "GPDASH_REPORTING_CURRENCY", "USD", "currency of answers over funds in several currencies"
    )
    embed_ancestors: tuple[str, ...] = _setting(
        "GPDASH_EMBED_ANCESTORS", (), "origins whose pages may frame /embed/*, separated by spaces"
    )
    auth: str = _setting("GPDASH_AUTH", "local", "`local`: e-mail and password kept here")
    firm: str = _setting("GPDASH_FIRM", "Alder & Quay Partners", "the firm's name on every page")
    cookie_secure: bool = _setting(
        "GPDASH_COOKIE_SECURE", False, "send cookies over TLS only; must be on in production"
    )
    public_origin: str = _setting(
        "GPDASH_PUBLIC_ORIGIN", "", "https://host under which people reach the web process"
    )

    @property
    def production(self) -> bool:
        return self.env == "production"

    def refuse_if_insecure(self) -> None:
        """Raise InsecureSettings naming every unsafe setting with its remedy (production only)."""
        faults = insecurities(self) if self.production else []
        if faults:
            raise InsecureSettings("Refusing to start:\n" + "\n".join(f"- {f}" for f in faults))


def insecurities(settings: Settings) -> list[str]:
    """What makes these settings unsafe for production, each with its one-line fix."""
    return [remedy for broken, remedy in production_rules(settings) if broken]


def production_rules(settings: Settings) -> tuple[tuple[bool, str], ...]:
    """Every rule: whether these settings break it, and the fix, which starts with its variable."""
    secret = settings.secret_key
    return (
        (not secret, "SECRET_KEY is not set: export SECRET_KEY=$(openssl rand -hex 32)"),
        (
            bool(secret) and len(secret) < SHORTEST_SECRET,
            "SECRET_KEY is shorter than 32 characters: use $(openssl rand -hex 32)",
        ),
        (
            secret.lower() in KNOWN_SECRETS or (bool(secret) and len(set(secret)) < 8),
            "SECRET_KEY is a known or trivial value: use $(openssl rand -hex 32)",
        ),
        (
            any(len(old) < SHORTEST_SECRET for old in settings.secret_key_fallbacks),
            "GPDASH_SECRET_KEY_FALLBACKS holds a value shorter than 32 characters: drop it",
        ),
        (
            not settings.cookie_secure,
            "GPDASH_COOKIE_SECURE is off: set it to 1 and serve over TLS",
        ),
        (
            any("*" in origin for origin in settings.embed_ancestors),
            "GPDASH_EMBED_ANCESTORS holds a wildcard: name each https origin",
        ),
        (
            any(not origin.startswith("https://") for origin in settings.embed_ancestors),
            "GPDASH_EMBED_ANCESTORS holds an origin without TLS: use https:// origins only",
        ),
        (not settings.database_url, "DATABASE_URL is not set: name the PostgreSQL server"),
        (not settings.redis_url, "REDIS_URL is not set: name the Redis or Valkey server"),
        (
            bool(settings.redis_url) and _redis_is_open(settings.redis_url),
            "REDIS_URL has no password: use redis://:password@host/0 or a Unix socket",
        ),
        (
            not settings.public_origin.startswith("https://"),
            "GPDASH_PUBLIC_ORIGIN is not an https:// origin: name the one people use",
        ),
        (settings.auth != "local", "GPDASH_AUTH must be `local` in this version"),
    )


def _redis_is_open(url: str) -> bool:
    return not url.startswith(("unix://", "redis+socket://")) and "@" not in url


def from_env(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from environment variables; ValueError names the variable that cannot be read.

    Outside production a missing SECRET_KEY is made once and kept in the data directory (0600).
    """
    source = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for item in fields(Settings):
        text = source.get(item.metadata["variable"], "").strip()
        if text:
            values[item.name] = _read(item.metadata["variable"], item.default, text)
    if values.get("env", "development") not in ("development", "production"):
        raise ValueError("GPDASH_ENV must be `development` or `production`")
    settings = Settings(**values)
    if not settings.secret_key and not settings.production:
        values["secret_key"] = kept_secret(settings.data_dir / "secret_key")
        settings = Settings(**values)
    return settings


def as_production() -> Settings:
    """The environment's settings as production would take them, without a secret made for us."""
    return from_env({**os.environ, "GPDASH_ENV": "production"})


def _read(variable: str, default: Any, text: str) -> Any:
    try:
        if isinstance(default, bool):
            return text.lower() in ("1", "true", "yes", "on")
        if isinstance(default, int):
            return int(text)
    except ValueError:
        raise ValueError(f"{variable} must be a whole number, not {text!r}") from None
    if isinstance(default, tuple):
        return tuple(text.split())
    return Path(text) if isinstance(default, Path) else text


def kept_secret(path: Path) -> str:
    """A random secret of 64 characters, made at the first call and kept in `path` (0600)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):  # of several first starters one wins, and all read its
            os.link(half, path)
        half.unlink()
    return path.read_text().strip()


def table() -> str:
    """The configuration table of the README, in Markdown."""
    lines = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for item in fields(Settings):
        default = " ".join(item.default) if isinstance(item.default, tuple) else str(item.default)
        shown = f"`{default}`" if default else ""
        lines.append(f"| `{item.metadata['variable']}` | {shown} | {item.metadata['words']} |")
    return "\n".join(lines) + "\n"
