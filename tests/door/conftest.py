"""A small site behind the real door: pages, callbacks and a data route, on a real database."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from dash import ALL, MATCH, Dash, Input, Output, State, dcc, html
from flask import Flask, jsonify
from flask.testing import FlaskClient

from dashapp import auth, embed, gate, headers
from dashapp.context import Context, hold
from dashapp.health import health
from services.access.users import NewUser, add_user
from services.db.models import Fund
from services.db.session import Database
from services.settings import Settings
from services.stores import RunningStores
from tests.conftest import settings_for

ASSETS = Path(auth.__file__).parents[1] / "assets"
HOST = "https://intranet.example"


@dataclass
class Site:
    """The site, its parts, and who may come in."""

    app: Dash
    server: Flask
    db: Database
    settings: Settings
    partner: NewUser

    def browser(self) -> FlaskClient:
        return self.server.test_client()

    def signed_in(self, user: NewUser | None = None) -> FlaskClient:
        browser = self.browser()
        someone = user or self.partner
        answer = browser.post("/login", data={"email": someone.email, "password": someone.password})
        assert answer.status_code == 303, answer.text
        return browser


def build(settings: Settings, db: Database) -> tuple[Dash, Flask]:
    """The composition that create_app makes, with pages and callbacks of these tests."""
    server = Flask("door")
    app = Dash(
        "door",
        server=server,
        assets_folder=_own_assets(settings),
        suppress_callback_exceptions=True,
    )
    hold(server, Context(settings=settings, db=db, cache=None, versions=None))  # type: ignore[arg-type]
    headers.mount(server, app, settings)
    auth.mount(server, settings)
    gate.mount(server, app)
    embed.mount(server, app, settings)
    server.register_blueprint(health)
    server.add_url_rule("/api/v1/funds", endpoint="api.funds", view_func=_funds)
    server.add_url_rule("/api/v1/things", endpoint="api.things", view_func=_funds, methods=["POST"])
    app.layout = html.Div([dcc.Location(id="url"), html.Div(id="out"), dcc.Store(id="kept")])
    _callbacks(app)
    return app, server


def _own_assets(settings: Settings) -> str:
    """The files of the door alone: those of the shell expect the shell's elements."""
    folder = settings.data_dir / "assets"
    folder.mkdir(exist_ok=True)
    for name in ("00_embed.js", "login.css", "theme.js", "tokens.css"):
        shutil.copy(ASSETS / name, folder)
    return str(folder)


def _funds():  # type: ignore[no-untyped-def]
    principal = auth.current_principal()
    seen = None if principal.funds is None else sorted(principal.funds)
    return jsonify(user=principal.user_id, kind=principal.kind, funds=seen)


def _callbacks(app: Dash) -> None:
    app.callback(Output("out", "children"), Input("url", "pathname"), State("kept", "data"))(_say)
    app.callback(
        Output({"type": "panel", "panel": MATCH}, "children"),
        Input("url", "search"),
        State({"type": "panel", "panel": MATCH}, "id"),
    )(_say)
    app.callback(
        Output("sum", "children"),
        Output("sum", "title"),
        Input({"type": "row", "index": ALL}, "value"),
    )(_two)
    app.callback(Input("url", "hash"))(_nothing)
    app.clientside_callback(
        "function (x) { return x; }", Output("mirror", "children"), Input("url", "href")
    )


def _say(*values: object) -> str:
    return f"for {auth.current_principal().user_id}: {values}"


def _two(*values: object) -> tuple[str, str]:
    return str(values), "title"


def _nothing(_: object) -> None:
    return None


@pytest.fixture
def door_settings(db: Database, redis_url: str, tmp_path: Path) -> Settings:
    return settings_for(
        database_url=db.url,
        redis_url=redis_url,
        data_dir=tmp_path,
        GPDASH_EMBED_ANCESTORS=HOST,
    )


@pytest.fixture
def site(db: Database, door_settings: Settings) -> Site:
    """A partner who sees everything; the funds Alder I and Alder II."""
    return _furnished(db, door_settings)


@pytest.fixture(scope="module")
def kept_site(
    module_db: Database, stores: RunningStores, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """The same for tests that only ask: one site for all tests of a module."""
    settings = settings_for(
        database_url=module_db.url,
        redis_url=stores.redis_url,
        data_dir=tmp_path_factory.mktemp("site"),
        GPDASH_EMBED_ANCESTORS=HOST,
    )
    return _furnished(module_db, settings)


@pytest.fixture(scope="module")
def kept_browser(kept_site: Site) -> FlaskClient:
    """The partner of `kept_site`, signed in."""
    return kept_site.signed_in()


def _furnished(db: Database, settings: Settings) -> Site:
    app, server = build(settings, db)
    with db.session() as session:
        session.add(Fund(id="fund-1", code="A1", name="Alder I", currency="USD"))
        session.add(Fund(id="fund-2", code="A2", name="Alder II", currency="USD"))
    partner = add_user(db, "partner@firm.example", roles=["partner"])
    return Site(app, server, db, settings, partner)
