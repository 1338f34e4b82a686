"""One shape for every error, and no value that breaks the server."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.api.conftest import ROOT, Caller, Site

NASTY = (
    "%00",
    "%ED%A0%80",
    "%FF",
    "1" * 30,
    "9999-12-31",
    "0001-01-01",
    "10000-01-01",
    "2025-02-31",
    "NaN",
    "inf",
    "-inf",
    "-0",
    "",
    "x" * 100_000,
    quote("\u202eabc"),
    quote("🦊"),
    "%25",
    "_",
    quote("';--"),
    quote("{{7*7}}"),
    quote("../../etc/passwd"),
    "__proto__",
    "2024-01-01&as_of=2024-02-01",
    "9999m",
    "9999-01-01..9999-12-31",
    "2024-12-31..2024-01-01",
    "9999Q4",
    "9999",
)
NAMES = ("fund_id", "as_of", "known_on", "period", "basis", "credit_line", "currency", "format")


@pytest.fixture
def fund(site: Site) -> str:
    fund = site.facts.fund("AQ1", vintage_year=2015)
    site.facts.flow(fund, "2020-01-01", "capital_call", 1000)
    site.facts.nav(fund, "2021-12-31", 1210)
    return fund


@pytest.mark.parametrize("name", NAMES)
def test_no_value_of_a_parameter_breaks_the_server(fund: str, partner: Caller, name: str) -> None:
    for value in NASTY:
        for panel in ("metrics?", "trend?", "pme?index=IDX&"):
            answer = partner.get(f"{ROOT}/{panel}{name}={value}")
            assert answer.status_code in (200, 404, 422), (name, value[:40])
            if answer.status_code != 200:
                assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("value", ["%00", "%ED%A0%80", "", "x" * 65, "%0A"])
def test_an_index_that_no_index_can_have_is_refused(fund: str, partner: Caller, value: str) -> None:
    assert partner.get(f"{ROOT}/pme?index={value}").status_code == 422


def test_every_wrong_parameter_is_named(fund: str, partner: Caller) -> None:
    answer = partner.get(f"{ROOT}/metrics?basis=best&currency=dollar&colour=red")
    body = answer.get_json()
    assert answer.status_code == 422
    assert {error["pointer"] for error in body["errors"]} == {"basis", "currency", "colour"}
    assert body["request_id"] == answer.headers["X-Request-Id"]


def test_what_is_not_there_is_a_problem_and_not_a_page(partner: Caller) -> None:
    for path in ("/api", "/api/", "/api/v1", "/api/v2/x", f"{ROOT}/nothing", "/api/v1/imports/%00"):
        answer = partner.get(path)
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json"), path


def test_a_wrong_method_says_which_are_right(partner: Caller) -> None:
    answer = partner.client.delete(f"{ROOT}/metrics", headers=partner.headers)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) >= {"GET", "HEAD"}
    assert answer.content_type == "application/problem+json"
    wrong = partner.get("/api/v1/refreshes")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "POST, OPTIONS")


def test_without_identity_there_is_no_answer_and_a_bad_key_is_never_forgiven(site: Site) -> None:
    for path in (f"{ROOT}/metrics", "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/definitions"):
        assert site.server.test_client().get(path).status_code == 401
        bad = site.server.test_client().get(path, headers={"Authorization": "Bearer gpk_no"})
        assert bad.status_code == 401
        assert bad.content_type == "application/problem+json"


def test_a_defect_is_told_by_its_number_only(
    site: Site, partner: Caller, fund: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr("services.fund_performance.service.metrics", break_down)
    answer = partner.get(f"{ROOT}/metrics")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.get_json()["request_id"] in answer.get_json()["detail"]


def test_a_database_that_is_away_is_503_and_says_when_to_come_again(
    site: Site, partner: Caller, fund: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def away(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("services.fund_performance.service.settle", away)
    answer = partner.get(f"{ROOT}/metrics")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
