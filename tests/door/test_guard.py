"""Nothing is open that is not in the frozen list."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from dashapp.auth.guard import PUBLIC
from services import clock
from services.access import sessions
from services.access.embed_tokens import issue_embed
from services.access.keys import issue_key, revoke_key
from services.access.users import add_user, disable_user, sign_out_everywhere
from tests.door.conftest import Site

CALLBACK = "/_dash-update-component"
FROZEN = {
    "login.page",
    "login.sign_in",
    "health.healthz",
    "health.readyz",
    "embed.shell",
    "_dash_assets.static",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_favicon.ico",
}


def _paths(site: Site) -> list[tuple[str, str]]:
    found = []
    for rule in site.server.url_map.iter_rules():
        if rule.endpoint in FROZEN:
            continue
        path = re.sub(r"<[^>]*>", "x", str(rule))
        found += [(method, path) for method in rule.methods or ()]
    return found


def test_the_public_list_is_the_frozen_one() -> None:
    assert PUBLIC == FROZEN


def test_no_rule_outside_the_list_answers_a_stranger(site: Site) -> None:
    browser = site.browser()
    paths = _paths(site)
    answers = {(m, p): browser.open(p, method=m).status_code for m, p in paths}
    assert len(answers) >= 12
    assert {key: code for key, code in answers.items() if code not in (302, 303, 401)} == {}


@pytest.mark.parametrize(
    "path",
    [
        "//_dash-layout",
        "/./_dash-layout",
        "/%5fdash-layout",
        "/_DASH-LAYOUT",
        "/_dash-layout/",
        "/login/../_dash-layout",
        "/login/../api/v1/funds",
        "//api/v1/funds",
        "/api/v1/funds/",
        "/API/v1/funds",
        "/api//v1/funds",
        "/%2fapi/v1/funds",
        "/embed/../_dash-layout",
        "/embed/fund-performance/../../_dash-dependencies",
        "/assets/../_dash-layout",
        "/assets/%2e%2e/_dash-layout",
        "/login;x=1/../api/v1/funds",
        "/api/v1/funds?next=/login",
        "/_dash-layout?pathname=/login",
        "/api/v1/funds%00/login",
    ],
)
def test_no_spelling_of_a_path_gets_past_the_guard(kept_site: Site, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
        answer = kept_site.browser().open(path, method=method)
        assert answer.status_code in (301, 302, 303, 308, 401, 404, 405), (method, path)
        assert '"props"' not in answer.text
        assert '"user"' not in answer.text


def test_a_page_sends_a_person_to_the_login_and_back(site: Site) -> None:
    answer = site.browser().get("/fund-performance?fund=A1", headers={"Accept": "text/html"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=%2Ffund-performance%3Ffund%3DA1"


def test_a_program_is_told_401_as_a_problem(site: Site) -> None:
    answer = site.browser().get("/api/v1/funds", headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_what_dash_asks_first_needs_an_identity(site: Site) -> None:
    for path in ("/_dash-layout", "/_dash-dependencies", "/_reload-hash"):
        assert site.browser().get(path).status_code == 401
        assert site.signed_in().get(path).status_code == 200


def test_public_pages_need_none(site: Site) -> None:
    browser = site.browser()
    assert browser.get("/login").status_code == 200
    assert browser.get("/embed/fund-performance").status_code == 200
    assert browser.get("/assets/tokens.css").status_code == 200
    assert browser.get("/healthz").json == {"status": "ok"}


def test_a_renamed_input_does_not_open_a_callback(site: Site) -> None:
    body = {
        "output": "out.children",
        "outputs": {"id": "out", "property": "children"},
        "inputs": [{"id": "url", "property": "pathname", "value": "/login"}],
        "state": [{"id": "kept", "property": "data", "value": None}],
        "changedPropIds": ["url.pathname"],
    }
    assert site.browser().post(CALLBACK, json=body).status_code == 401
    assert site.signed_in().post(CALLBACK, json=body).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer gpk_wrong",
        "Basic cGFydG5lcjpwYXNz",
        "bearer  gpk_x",
        "Bearer é",
        "Bearer a.b.c",
        "Bearer " + "x" * 9000,
    ],
)
def test_a_bad_header_is_refused_even_beside_a_good_cookie(
    kept_browser: FlaskClient, header: str
) -> None:
    assert kept_browser.get("/api/v1/funds").status_code == 200
    for path in ("/api/v1/funds", "/_dash-layout", "/"):
        answer = kept_browser.get(path, headers={"Authorization": header})
        assert answer.status_code == 401, path


def test_an_expired_token_is_refused_even_beside_a_good_cookie(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.signed_in()
    token = issue_embed(
        site.db,
        site.settings,
        email=site.partner.email,
        modules=["fund-performance"],
        funds=["A1"],
    )
    bearer = {"Authorization": f"Bearer {token}"}
    assert browser.get("/api/v1/funds", headers=bearer).json["kind"] == "embed"
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr("jwt.api_jwt.datetime", _stopped(later))
    assert browser.get("/api/v1/funds", headers=bearer).status_code == 401
    assert browser.get("/api/v1/funds").status_code == 200


def _stopped(moment):  # type: ignore[no-untyped-def]
    from datetime import datetime

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return moment

    return Stopped


def test_a_key_is_whoever_made_it(site: Site) -> None:
    key = issue_key(site.db, site.partner.email).token
    answer = site.browser().get("/api/v1/funds", headers={"Authorization": f"Bearer {key}"})
    assert answer.json["kind"] == "api_key"
    assert answer.json["funds"] is None
    assert "Set-Cookie" not in answer.headers


def test_a_disabled_person_is_out_with_every_session_and_key(site: Site) -> None:
    browser = site.signed_in()
    key = issue_key(site.db, site.partner.email).token
    bearer = {"Authorization": f"Bearer {key}"}
    program = site.browser()
    assert browser.get("/api/v1/funds").status_code == 200
    assert program.get("/api/v1/funds", headers=bearer).status_code == 200
    disable_user(site.db, site.partner.email)
    assert browser.get("/api/v1/funds").status_code == 401
    assert program.get("/api/v1/funds", headers=bearer).status_code == 401
    again = site.browser().post(
        "/login", data={"email": site.partner.email, "password": site.partner.password}
    )
    assert again.status_code == 401


def test_a_revoked_key_and_an_ended_session_stay_out(site: Site) -> None:
    key = issue_key(site.db, site.partner.email)
    bearer = {"Authorization": f"Bearer {key.token}"}
    assert site.browser().get("/api/v1/funds", headers=bearer).status_code == 200
    revoke_key(site.db, key.prefix)
    assert site.browser().get("/api/v1/funds", headers=bearer).status_code == 401
    browser = site.signed_in()
    sign_out_everywhere(site.db, site.partner.email)
    assert browser.get("/api/v1/funds").status_code == 401


def test_a_revocation_by_another_process_is_noticed_within_a_minute(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.access import recent
    from services.db.session import Database

    browser = site.signed_in()
    assert browser.get("/api/v1/funds").status_code == 200
    other = Database(site.db.url)
    disable_user(other, site.partner.email)
    other.dispose()
    assert recent.SECONDS <= 60
    start = recent.time.monotonic()
    monkeypatch.setattr(recent.time, "monotonic", lambda: start + recent.SECONDS + 1)
    assert browser.get("/api/v1/funds").status_code == 401


def test_a_session_ends_after_an_hour_of_rest_and_after_twelve_hours(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle, busy = site.signed_in(), site.signed_in()
    real, start = clock.now, clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=40))
    assert busy.get("/api/v1/funds").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=61))
    _forget(site)
    assert idle.get("/api/v1/funds").status_code == 401
    assert busy.get("/api/v1/funds").status_code == 200
    assert timedelta(hours=12) == sessions.ABSOLUTE
    for minutes in range(90, 12 * 60, 45):
        monkeypatch.setattr(clock, "now", lambda m=minutes: start + timedelta(minutes=m))
        _forget(site)
        assert busy.get("/api/v1/funds").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=12, minutes=1))
    assert busy.get("/api/v1/funds").status_code == 401
    monkeypatch.setattr(clock, "now", real)


def _forget(site: Site) -> None:
    from services.access.recent import recent
    from services.access.users import find_user

    recent(site.db).forget(find_user(site.db, site.partner.email).id)


def test_signing_in_gives_a_new_session_and_ends_the_old(site: Site) -> None:
    browser = site.signed_in()
    old = browser.get_cookie("gp_session").value
    browser.post("/login", data={"email": site.partner.email, "password": site.partner.password})
    new = browser.get_cookie("gp_session").value
    assert old != new
    thief = site.browser()
    thief.set_cookie("gp_session", old)
    assert thief.get("/api/v1/funds").status_code == 401
    assert browser.get("/api/v1/funds").status_code == 200


def test_signing_out_ends_the_session_at_once(site: Site) -> None:
    browser = site.signed_in()
    cookie = browser.get_cookie("gp_session").value
    assert browser.get("/api/v1/funds").status_code == 200
    assert browser.post("/logout").headers["Location"] == "/login"
    thief = site.browser()
    thief.set_cookie("gp_session", cookie)
    assert thief.get("/api/v1/funds").status_code == 401


def test_a_person_without_a_grant_sees_no_fund_and_an_associate_only_theirs(site: Site) -> None:
    associate = add_user(site.db, "ann@firm.example", roles=["associate"], funds=["A2"])
    admin = add_user(site.db, "root@firm.example", roles=["admin"], all_funds=True)
    assert site.signed_in(associate).get("/api/v1/funds").json["funds"] == ["fund-2"]
    assert site.signed_in(admin).get("/api/v1/funds").json["funds"] == []
