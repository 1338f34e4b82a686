"""Answers as bytes, kept under the version of their facts; the only way to and from the cache."""

from __future__ import annotations

from services.cache.backends import Backend, RedisBackend, connect
from services.cache.breaker import Breaker
from services.cache.encoding import Amounts, encode
from services.cache.frames import Entry
from services.cache.keys import SCHEMA, cache_key
from services.cache.store import HARD_SECONDS, SOFT_AGES, Cache
from services.cache.versions import Versions
from services.db.reads.versions import SHARED

__all__ = [
    "HARD_SECONDS",
    "SCHEMA",
    "SHARED",
    "SOFT_AGES",
    "Amounts",
    "Backend",
    "Breaker",
    "Cache",
    "Entry",
    "RedisBackend",
    "Versions",
    "cache_key",
    "connect",
    "encode",
]
