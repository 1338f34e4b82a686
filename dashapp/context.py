"""The parts that one web process shares, held by its Flask server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, current_app

if TYPE_CHECKING:
    from services.cache import Cache, Versions
    from services.db.session import Database
    from services.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """Settings, stores and caches of this process; built once by `create_app`."""

    settings: Settings
    db: Database
    cache: Cache
    versions: Versions


def hold(server: Flask, parts: Context) -> None:
    """Put the parts where `context()` finds them."""
    server.extensions["gp"] = parts


def context() -> Context:
    """The parts of the server that answers the current request."""
    parts: Context = current_app.extensions["gp"]
    return parts
