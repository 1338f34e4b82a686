"""Settings: what cannot be safe in production does not start, and says what to change."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from services.errors import InsecureSettings
from services.settings import Settings, from_env, insecurities, production_rules

SECRET = "e1c8b7f05a2d49368c7e0f1b2a3d4c5e6f708192a3b4c5d6"
GOOD = {
    "GPDASH_ENV": "production",
    "SECRET_KEY": SECRET,
    "GPDASH_COOKIE_SECURE": "1",
    "DATABASE_URL": "postgresql://gp:word@db.example/gp",
    "REDIS_URL": "rediss://:word@kv.example:6379/0",
    "GPDASH_PUBLIC_ORIGIN": "https://gp.example",
    "GPDASH_EMBED_ANCESTORS": "https://intranet.example",
}
BAD = {
    "no secret": ("SECRET_KEY", "", "openssl rand -hex 32"),
    "a short secret": ("SECRET_KEY", SECRET[:31], "openssl rand -hex 32"),
    "a known secret": ("SECRET_KEY", "changeme", "openssl rand -hex 32"),
    "a trivial secret": ("SECRET_KEY", "ab" * 24, "openssl rand -hex 32"),
    "a short older secret": ("GPDASH_SECRET_KEY_FALLBACKS", f"{SECRET} short", "drop it"),
    "cookies without TLS": ("GPDASH_COOKIE_SECURE", "0", "set it to 1"),
    "any page may frame": ("GPDASH_EMBED_ANCESTORS", "*", "name each https origin"),
    "a wildcard may frame": (
        "GPDASH_EMBED_ANCESTORS",
        "https://*.example",
        "name each https origin",
    ),
    "a plain origin may frame": (
        "GPDASH_EMBED_ANCESTORS",
        "http://intranet.example",
        "use https:// origins only",
    ),
    "no database": ("DATABASE_URL", "", "name the PostgreSQL server"),
    "no cache": ("REDIS_URL", "", "name the Redis or Valkey server"),
    "an open cache": ("REDIS_URL", "redis://kv.example:6379/0", "redis://:password@host/0"),
    "no public origin": ("GPDASH_PUBLIC_ORIGIN", "", "name the one people use"),
    "a plain public origin": ("GPDASH_PUBLIC_ORIGIN", "http://gp.example", "name the one"),
    "an unknown door": ("GPDASH_AUTH", "none", "must be `local`"),
}


def test_good_production_settings_start() -> None:
    from_env(GOOD).refuse_if_insecure()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_production_setting_is_refused_with_its_remedy(name: str) -> None:
    variable, value, remedy = BAD[name]
    settings = from_env({**GOOD, variable: value})
    with pytest.raises(InsecureSettings) as refusal:
        settings.refuse_if_insecure()
    told = refusal.value.message.splitlines()
    assert any(line.startswith(f"- {variable} ") and remedy in line for line in told)


def test_every_rule_of_production_is_broken_by_some_bad_setting() -> None:
    seen = {remedy for name in BAD for remedy in insecurities(_with(name))}
    assert seen == {remedy for _, remedy in production_rules(from_env(GOOD))}
    assert len(seen) >= 12


def _with(name: str) -> Settings:
    variable, value, _ = BAD[name]
    return from_env({**GOOD, variable: value})


def test_several_bad_settings_are_told_at_once() -> None:
    settings = from_env({"GPDASH_ENV": "production"})
    with pytest.raises(InsecureSettings) as refusal:
        settings.refuse_if_insecure()
    assert [line.split()[1] for line in refusal.value.message.splitlines()[1:]] == [
        "SECRET_KEY",
        "GPDASH_COOKIE_SECURE",
        "DATABASE_URL",
        "REDIS_URL",
        "GPDASH_PUBLIC_ORIGIN",
    ]


def test_development_makes_a_secret_once_and_keeps_it_closed(tmp_path: Path) -> None:
    first = from_env({"GPDASH_DATA_DIR": str(tmp_path)})
    second = from_env({"GPDASH_DATA_DIR": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("variable", "value"), [("PORT", "http"), ("WEB_CONCURRENCY", "two"), ("GPDASH_ENV", "prod")]
)
def test_a_value_that_cannot_be_read_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(ValueError, match=variable):
        from_env({"SECRET_KEY": SECRET, variable: value})
