"""What a pack says as bytes that never change, and the hash over them and over its inputs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from services.cache import encode

DIGITS = 12  # of a rate or ratio: more than any reader needs, fewer than processors differ in
LEFT_OUT = frozenset({"meta"})  # scope and units, which the pack states once for itself
SORTED = orjson.OPT_SORT_KEYS


def plain(result: Any) -> Any:
    """An answer as JSON values: money as exact text, rates in API units, dates in ISO."""
    return _without(orjson.loads(encode(result, reproducible=True, amounts="string")))


def written(content: Mapping[str, Any]) -> str:
    """The canonical JSON: keys in order, one line."""
    return orjson.dumps(content, option=SORTED).decode() + "\n"


def read(text: str) -> dict[str, Any]:
    """The content of a canonical JSON."""
    content: dict[str, Any] = orjson.loads(text)
    return content


def fingerprint(data: bytes | str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def content_hash(manifest_hash: str, text: str) -> str:
    """The hash of a pack: over a line with the manifest's hash and the canonical JSON.

    An investor can work it out offline without seeing the rows of others.
    """
    return fingerprint(f"{manifest_hash}\n{text}")


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(part) for key, part in value.items() if key not in LEFT_OUT}
    if isinstance(value, list):
        return [_without(part) for part in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
