"""The intranet's server asks for a token; a framed page never can."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashapp import create_app
from services.access.keys import issue_key
from services.access.users import add_user
from services.settings import Settings
from tests.factories import Facts

PATH = "/api/v1/embed-tokens"
METRICS = "/api/v1/dashboards/fund-performance/metrics?fund_id={}"
WANTED = {"modules": ["fund-performance"], "funds": ["AQ1"]}


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).server.test_client()


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_shows_what_it_names_and_is_signed_for_the_caller(db, settings, client):
    Facts(db).fund("AQ1")
    Facts(db).fund("AQ2")
    add_user(db, "partner@firm.example", roles=("partner",))
    key = issue_key(db, "partner@firm.example").token
    answer = client.post(PATH, json=WANTED, headers=headers(key))
    assert (answer.status_code, answer.json["expires_in"]) == (201, 300)
    framed = headers(answer.json["token"])
    assert client.get(METRICS.format("AQ1"), headers=framed).status_code == 200
    assert client.get(METRICS.format("AQ2"), headers=framed).status_code == 404
    assert client.post(PATH, json=WANTED, headers=framed).status_code == 403


def test_nobody_passes_on_a_fund_they_do_not_see(db, client):
    Facts(db).fund("AQ1")
    Facts(db).fund("AQ2")
    add_user(db, "one@firm.example", roles=("associate",), funds=("AQ2",))
    key = issue_key(db, "one@firm.example").token
    answer = client.post(PATH, json=WANTED, headers=headers(key))
    assert answer.status_code in (403, 404)
    assert "AQ1" not in client.get("/api/v1/dashboards/fund-performance/metrics",
                                   headers=headers(key)).text  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"minutes": 16}, "minutes"),
        ({"funds": []}, "funds"),
        ({"theme": "sepia"}, "theme"),
        ({"modules": ["fund-performance"], "more": 1}, "more"),
    ],
)
def test_a_wrong_request_is_told_its_place(db, client, change, place):
    add_user(db, "partner@firm.example", roles=("partner",))
    key = issue_key(db, "partner@firm.example").token
    answer = client.post(PATH, json=WANTED | change, headers=headers(key))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [place]
