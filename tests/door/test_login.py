"""The login page: passwords, limits, where it sends people, and other sites' requests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from dashapp.auth.destination import safe_destination
from services.access import passwords
from services.access.users import add_user, ensure_demo_login, find_user, list_users
from services.db.session import Database
from services.errors import InvalidInput, NotFound
from tests.conftest import settings_for
from tests.door.conftest import Site, build

REFUSED = "The address or the password is not right."


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/fund-performance", "/fund-performance"),
        ("/fund-performance?fund=A1&period=24m", "/fund-performance?fund=A1&period=24m"),
        ("/risk?next=//evil.example", "/risk?next=//evil.example"),
        ("/a%20b", "/a%20b"),
        (None, "/"),
        ("", "/"),
        ("/", "/"),
        ("fund-performance", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("////evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\\/evil.example", "/"),
        ("http://evil.example", "/"),
        ("HTTPS://evil.example", "/"),
        ("https:evil.example", "/"),
        ("https:/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("JaVaScRiPt:alert(1)", "/"),
        ("data:text/html,x", "/"),
        ("/\tevil", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        (" //evil.example", "/"),
        ("\x00//evil.example", "/"),
        ("/.//evil.example", "/"),
        ("/x//evil.example", "/"),
        ("/../../evil", "/"),
        ("/／evil.example", "/"),
        ("/\u2028/evil", "/"),
        ("@evil.example", "/"),
        ("?next=x", "/"),
        ("/login", "/"),
        ("/login?next=/login", "/"),
        ("/logout", "/"),
        ("/api/v1/funds", "/"),
        ("/_dash-layout", "/"),
        ("/" + "x" * 3000, "/"),
    ],
)
def test_the_login_sends_people_nowhere_but_to_a_page_of_this_site(
    wanted: str | None, goes_to: str
) -> None:
    assert safe_destination(wanted) == goes_to


def test_a_person_signs_in_and_lands_where_they_wanted(site: Site) -> None:
    answer = site.browser().post(
        "/login",
        data={
            "email": " Partner@Firm.example ",
            "password": site.partner.password,
            "next": "/fund-performance?fund=A1",
        },
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fund-performance?fund=A1")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("gp_session=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie


def test_over_tls_the_cookie_belongs_to_this_host_alone(site: Site) -> None:
    secure = replace(site.settings, cookie_secure=True)
    _, server = build(secure, site.db)
    answer = server.test_client().post(
        "/login", data={"email": site.partner.email, "password": site.partner.password}
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-gp=")
    assert "Secure" in cookie and "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("partner@firm.example", "wrong"),
        ("nobody@firm.example", "wrong"),
        ("no address", "wrong"),
        ("", ""),
        ("partner@firm.example", "x" * 5000),
        ("partner@firm.example\x00", "wrong"),
        ("' or 1=1 --@x", "wrong"),
    ],
)
def test_a_refusal_does_not_tell_which_part_was_wrong(
    site: Site, email: str, password: str
) -> None:
    answer = site.browser().post("/login", data={"email": email, "password": password})
    assert answer.status_code == 401
    assert REFUSED in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_form_shows_what_was_typed_as_text(site: Site) -> None:
    answer = site.browser().post("/login", data={"email": '"><script>x</script>', "password": "y"})
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_the_form_has_nothing_inline(site: Site) -> None:
    html = site.browser().get("/login?next=/risk").text
    assert html.count("<script") == html.count('<script src="/assets/theme.js?m=') == 1
    assert "style=" not in html and "<style" not in html
    assert 'name="next" value="/risk"' in html


def test_the_eleventh_attempt_on_an_account_within_a_minute_is_refused(site: Site) -> None:
    wrong = {"email": site.partner.email, "password": "wrong"}
    codes = [site.browser().post("/login", data=wrong).status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    right = {"email": site.partner.email.upper(), "password": site.partner.password}
    answer = site.browser().post("/login", data=right)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "Wait a minute" in answer.text


def test_the_limit_holds_while_redis_is_down(db: Database, tmp_path: Path) -> None:
    settings = settings_for(
        database_url=db.url, redis_url="redis://127.0.0.1:1/0", data_dir=tmp_path
    )
    _, server = build(settings, db)
    wrong = {"email": "a@firm.example", "password": "wrong"}
    codes = [server.test_client().post("/login", data=wrong).status_code for _ in range(12)]
    assert codes == [401] * 10 + [429] * 2


def test_the_fifty_first_attempt_from_one_address_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    codes = [
        site.browser()
        .post("/login", data={"email": f"p{i}@firm.example", "password": "x"})
        .status_code
        for i in range(51)
    ]
    assert codes == [401] * 50 + [429]


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "http://localhost:81"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
    ],
)
def test_another_sites_page_can_change_nothing(
    site: Site, headers: dict[str, str], passes: bool
) -> None:
    browser = site.signed_in()
    assert (browser.post("/api/v1/things", headers=headers).status_code == 200) is passes
    form = {"email": site.partner.email, "password": site.partner.password}
    answer = site.browser().post("/login", data=form, headers=headers)
    assert (answer.status_code == 303) is passes


def test_behind_a_proxy_the_public_origin_is_the_only_own_one(site: Site) -> None:
    public = replace(site.settings, public_origin="https://gp.firm.example")
    _, server = build(public, site.db)
    form = {"email": site.partner.email, "password": site.partner.password}
    own = {"Origin": "https://gp.firm.example"}
    assert server.test_client().post("/login", data=form, headers=own).status_code == 303
    other = {"Origin": "http://localhost"}
    assert server.test_client().post("/login", data=form, headers=other).status_code == 403


def test_no_more_than_four_passwords_are_hashed_at_once(shipped_hasher: PasswordHasher) -> None:
    assert passwords.AT_ONCE == 4
    assert passwords.hashed("a").startswith("$argon2id$")
    assert shipped_hasher.hash("a").startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # 64 MiB


def test_passwords_and_secrets_are_not_kept_as_they_are(site: Site) -> None:
    user = find_user(site.db, site.partner.email)
    assert user.password_hash is not None and user.password_hash.startswith("$argon2id$")
    assert site.partner.password not in user.password_hash
    assert len(site.partner.password) == 20


def test_the_demonstration_login_is_made_once(db: Database) -> None:
    made = ensure_demo_login(db)
    assert made is not None and made[0] == "demo@gp.example" and len(made[1]) == 20
    assert ensure_demo_login(db) is None
    (demo,) = list_users(db)
    assert demo.roles == ["partner", "operations", "admin"] and demo.all_funds


def test_a_limited_partner_needs_an_investor_and_has_no_other_role(db: Database) -> None:
    with pytest.raises(InvalidInput):
        add_user(db, "lp@x.example", roles=["lp"])
    with pytest.raises(InvalidInput):
        add_user(db, "lp@x.example", roles=["lp", "partner"], investor="LP1")
    with pytest.raises(NotFound):
        add_user(db, "lp@x.example", roles=["lp"], investor="LP1")
    with pytest.raises(NotFound):
        add_user(db, "a@x.example", roles=["associate"], funds=["NONE"])
    with pytest.raises(InvalidInput):
        add_user(db, "a@x.example", roles=["superuser"])
    assert list_users(db) == []
