"""The Flask server underneath: without cookies of its own, and for plain functions only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin


class NoSessions(SessionInterface):
    """Who is signed in stands in the database; Flask's signed cookie is never made or read."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        return self.make_null_session(app)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing to save: a null session refuses to be written to."""


class Server(Flask):
    """Flask without what each request would pay for and nothing here uses."""

    session_interface = NoSessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Every view and hook is a plain function; Flask would look anew at each request."""
        return func
