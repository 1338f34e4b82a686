"""How a pack becomes files: told from above, since this layer prints nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

FORMATS = ("pdf", "xlsx", "zip", "json", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All that files are made of: what the pack says, and the hash that stands on each page.

    `content_hash` None: a draft, which every page says.
    """

    name: str
    content: Mapping[str, Any]
    content_hash: str | None
    manifest_hash: str | None
    inputs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackBytes:
    """One file of a pack, ready to be taken away."""

    name: str
    content: bytes
    sha256: str | None


class Press(Protocol):
    """Makes a pack's files: the same pack gives the same bytes under the same `versions`."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Of the programs that lay the files out."""
        ...

    def file(self, pack: Pack, format: str) -> bytes:
        """One file of the pack in a format of FORMATS."""
        ...
