"""The API behind the real door, on a real database and cache, called in this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from dash import Dash, html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashapp import api, auth, gate, headers
from dashapp.context import Context, hold
from services.access.keys import issue_key
from services.access.users import add_user
from services.cache import Cache, RedisBackend, Versions, connect
from services.db.session import Database
from services.settings import Settings
from tests.factories import Facts

ROOT = "/api/v1/dashboards/fund-performance"


@dataclass
class Caller:
    """Somebody with an API key."""

    client: FlaskClient
    key: str

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=self.headers | headers)

    def post(self, path: str, **more: Any) -> TestResponse:
        return self.client.post(path, headers=self.headers, **more)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@dataclass
class Site:
    """The server, its parts, and facts to write."""

    server: Flask
    parts: Context
    facts: Facts
    callers: dict[str, Caller] = field(default_factory=dict)

    def caller(self, name: str, role: str, *funds: str) -> Caller:
        """A person of that role with a key, granted funds by code (none: every fund)."""
        if name not in self.callers:
            email = f"{name}@alder.example"
            add_user(self.parts.db, email, roles=(role,), funds=funds)
            key = issue_key(self.parts.db, email).token
            self.callers[name] = Caller(self.server.test_client(), key)
        return self.callers[name]


def serve(settings: Settings, db: Database) -> tuple[Flask, Context]:
    """Door and API over an empty Dash application, as create_app joins them."""
    server = Flask("api-tests", static_folder=None)
    app = Dash("api-tests", server=server)
    app.layout = html.Div()
    client = connect(settings.redis_url)
    parts = Context(
        settings=settings,
        db=db,
        cache=Cache(RedisBackend(client)),
        versions=Versions(db, client, trust=0.0),
    )
    hold(server, parts)
    headers.mount(server, app, settings)
    auth.mount(server, settings)
    gate.mount(server, app)
    api.mount(server)
    return server, parts


@pytest.fixture
def site(settings: Settings, db: Database) -> Iterator[Site]:
    server, parts = serve(settings, db)
    yield Site(server, parts, Facts(db))
    db.dispose()


@pytest.fixture
def partner(site: Site) -> Caller:
    """A partner who sees every fund."""
    return site.caller("ada", "partner")
