"""The door: who is asking, for pages, API and callbacks alike; closed unless listed as public."""

from __future__ import annotations

from flask import Flask, g

from dashapp.auth import guard, login
from services.access.identified import Identified
from services.errors import Unauthenticated
from services.settings import Settings

__all__ = ["current_principal", "mount"]


def mount(server: Flask, settings: Settings) -> None:
    """Add the login page and the guard. To be called before other `before_request` functions."""
    login.mount(server, settings)
    server.before_request(guard.guard)


def current_principal() -> Identified:
    """Who makes the current request; Unauthenticated on a public endpoint."""
    principal: Identified | None = g.get("principal")
    if principal is None:
        raise Unauthenticated
    return principal
