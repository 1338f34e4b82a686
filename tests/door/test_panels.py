"""A panel is drawn for whoever asks, whatever fund the address names."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from dashapp import create_app
from layouts.fund_performance import PANELS
from services.access.keys import issue_key
from services.access.users import add_user
from services.db.session import Database
from services.settings import Settings
from tests.factories import Facts

SECRET_AMOUNT = "7654321"
PLACE = '{"panel":["MATCH"],"type":"panel"}'


@pytest.fixture
def client(db: Database, settings: Settings) -> FlaskClient:
    facts = Facts(db)
    facts.investor("LP1")
    for code in ("AQ1", "AQ2"):
        fund = facts.fund(code, vintage_year=2015)
        facts.flow(fund, "2015-01-01", "capital_call", SECRET_AMOUNT if code == "AQ1" else 100)
        facts.nav(fund, "2024-12-31", SECRET_AMOUNT if code == "AQ1" else 150)
    return create_app(settings).server.test_client()


def key_of(db: Database, **grants: object) -> dict[str, str]:
    add_user(db, "somebody@firm.example", **grants)  # type: ignore[arg-type]
    token = issue_key(db, "somebody@firm.example").token
    return {"Authorization": f"Bearer {token}"}


def panel(client: FlaskClient, headers: dict[str, str], panel_id: str, search: str) -> str:
    own = {"panel": panel_id, "type": "panel"}
    answer = client.post(
        "/_dash-update-component",
        headers=headers,
        json={
            "output": f"..{PLACE}.children...{PLACE}.data-asked..",
            "outputs": [
                {"id": own, "property": "children"},
                {"id": own, "property": "data-asked"},
            ],
            "inputs": [
                {"id": "url", "property": "search", "value": search},
                {"id": "shell-live", "property": "data", "value": None},
            ],
            "changedPropIds": ["url.search"],
            "state": [
                {"id": own, "property": "id", "value": own},
                {"id": "url", "property": "pathname", "value": "/fund-performance"},
                {"id": own, "property": "data-asked", "value": None},
            ],
        },
    )
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.json)


@pytest.mark.parametrize("drawn", PANELS, ids=lambda panel: panel.id)
def test_a_foreign_fund_is_drawn_like_a_missing_one(db: Database, client: FlaskClient, drawn):
    headers = key_of(db, roles=("associate",), funds=("AQ2",))
    foreign = panel(client, headers, drawn.id, "?fund=AQ1")
    missing = panel(client, headers, drawn.id, "?fund=NONE")
    assert foreign.replace("AQ1", "NONE") == missing
    assert SECRET_AMOUNT not in foreign


def test_the_page_of_all_funds_pools_only_those_granted(db: Database, client: FlaskClient):
    headers = key_of(db, roles=("associate",), funds=("AQ2",))
    text = panel(client, headers, "fund-performance-figures", "")
    assert SECRET_AMOUNT not in text
    assert '"data-figure": "paid_in"' in text


def test_a_limited_partner_sees_no_figure_of_the_fund_page(db: Database, client: FlaskClient):
    headers = key_of(db, roles=("lp",), investor="LP1")
    text = panel(client, headers, "fund-performance-figures", "?fund=AQ1")
    assert SECRET_AMOUNT not in text
    assert "data-figure" not in text


def test_what_one_person_was_shown_is_not_kept_for_another(db: Database, client: FlaskClient):
    add_user(db, "partner@firm.example", roles=("partner",))
    partner = {"Authorization": f"Bearer {issue_key(db, 'partner@firm.example').token}"}
    for _ in range(2):
        assert SECRET_AMOUNT in panel(client, partner, "fund-performance-figures", "?fund=AQ1")
    headers = key_of(db, roles=("associate",), funds=("AQ2",))
    assert SECRET_AMOUNT not in panel(client, headers, "fund-performance-figures", "?fund=AQ1")
