"""The door of the program as it is served, not of a small site made for tests."""

from __future__ import annotations

import re

import pytest
from dash import Dash

from dashapp import create_app
from dashapp.auth.guard import EMBEDDED_POSTS, PUBLIC
from services.access.embed_tokens import issue_embed
from services.access.users import add_user
from services.db.session import Database
from services.settings import Settings
from tests.factories import Facts


@pytest.fixture
def app(settings: Settings) -> Dash:
    return create_app(settings)


def test_every_rule_outside_the_frozen_list_needs_an_identity(app: Dash) -> None:
    browser = app.server.test_client()
    answers = {}
    for rule in app.server.url_map.iter_rules():
        if rule.endpoint in PUBLIC:
            continue
        path = re.sub(r"<[^>]*>", "x", str(rule))
        for method in rule.methods or ():
            answers[method, path] = browser.open(path, method=method).status_code
    assert len(answers) > 60
    assert {key: code for key, code in answers.items() if code not in (302, 303, 401)} == {}


def test_the_list_names_nothing_that_does_not_exist(app: Dash) -> None:
    endpoints = {rule.endpoint for rule in app.server.url_map.iter_rules()}
    assert endpoints >= PUBLIC
    assert endpoints >= EMBEDDED_POSTS


def test_dash_runs_nothing_in_the_background_and_serves_no_mcp(app: Dash) -> None:
    app.server.test_client().get("/healthz")
    assert app.callback_map
    assert not any(entry.get("background") for entry in app.callback_map.values())
    assert not any("mcp" in str(rule) for rule in app.server.url_map.iter_rules())


def test_dash_will_not_start_with_its_mcp_server(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASH_MCP_ENABLED", "true")
    try:
        app = create_app(settings)
    except Exception as refused:
        assert "MCP" in str(refused)
    else:
        assert not any("mcp" in str(rule) for rule in app.server.url_map.iter_rules())


def test_the_embed_shell_holds_no_data(app: Dash, db: Database) -> None:
    Facts(db).fund("CANARY1", name="Canary Fund")
    html = app.server.test_client().get("/embed/fund-performance?fund=CANARY1").text
    assert "Canary" not in html
    assert html.index("00_embed.js") < html.index("dash_renderer")


def test_an_embedded_view_gets_layout_and_ticket_and_imports_nothing(
    app: Dash, db: Database, settings: Settings
) -> None:
    Facts(db).fund("AQ1")
    add_user(db, "ada@alder.example", roles=["partner", "operations"])
    token = issue_embed(
        db, settings, email="ada@alder.example", modules=["fund-performance"], funds=["AQ1"]
    )
    browser, bearer = app.server.test_client(), {"Authorization": f"Bearer {token}"}
    assert browser.get("/_dash-layout", headers=bearer).status_code == 200
    assert browser.get("/_dash-dependencies", headers=bearer).status_code == 200
    assert browser.post("/api/v1/ws-ticket", headers=bearer).status_code == 201
    for path in ("/api/v1/imports", "/api/v1/refreshes", "/logout"):
        assert browser.post(path, headers=bearer).status_code == 403, path
    for path in ("/api/v1/imports/x", "/api/v1/dashboards/fund-performance/metrics?fund_id=NONE9"):
        assert browser.get(path, headers=bearer).status_code in (403, 404), path
