"""Flask-Caching as the web side's way to the shared cache: bytes in, the same bytes out."""

from __future__ import annotations

from typing import Any

from cachelib.serializers import BaseSerializer
from flask import Flask
from flask_caching import Cache as FlaskCache
from flask_caching.backends.rediscache import RedisCache

from services.cache import RedisBackend, connect
from services.cache.keys import PREFIX


class AsIs(BaseSerializer):
    """Stores bytes as they are: nothing is ever pickled, the worker reads and writes the same."""

    def dumps(self, value: bytes, protocol: int = 0) -> bytes:
        if not isinstance(value, bytes):
            raise TypeError(f"only bytes are cached, not {type(value).__name__}")
        return value

    def loads(self, bvalue: bytes | None) -> bytes | None:
        return bvalue

    def dump(self, value: Any, f: Any, protocol: int = 0) -> None:
        f.write(self.dumps(value))

    def load(self, f: Any) -> Any:
        return f.read()


class FlaskBackend:
    """The cache of a Flask server as `services.cache` wants it.

    Locks go to Redis directly: Flask-Caching sets them in two steps, and a process that dies
    between would leave one that never ends.
    """

    def __init__(self, server: Flask, redis_url: str) -> None:
        client = connect(redis_url)
        self._locks = RedisBackend(client)
        self._cache = FlaskCache(with_jinja2_ext=False)
        self._cache.init_app(
            server,
            {
                "CACHE_TYPE": f"{__name__}._backend",
                "CACHE_ARGS": [client],
                "CACHE_KEY_PREFIX": PREFIX,
                "CACHE_SERIALIZER": AsIs,
            },
        )

    def get(self, key: str) -> bytes | None:
        value = self._cache.get(_bare(key))
        return value if isinstance(value, bytes) else None

    def set(self, key: str, value: bytes, *, seconds: float) -> None:
        self._cache.set(_bare(key), value, timeout=int(seconds))

    def add(self, key: str, value: bytes, *, seconds: float) -> bool:
        return self._locks.add(key, value, seconds=seconds)

    def delete(self, key: str) -> None:
        self._cache.delete(_bare(key))


def _backend(
    app: Flask, config: dict[str, Any], args: list[Any], kwargs: dict[str, Any]
) -> RedisCache:
    """Flask-Caching's Redis backend on a client that gives up soon."""
    return RedisCache(host=args[0], key_prefix=config["CACHE_KEY_PREFIX"], **kwargs)


def _bare(key: str) -> str:
    """The key without the prefix that Flask-Caching adds itself."""
    return key.removeprefix(PREFIX)
