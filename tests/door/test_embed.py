"""Embedded pages: what a token opens, and every way in which it does not."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pytest

from services import clock
from services.access.embed_tokens import (
    identify_embed,
    issue_embed,
    key_id,
    read_token,
    signed,
    signing_key,
)
from services.access.permissions import check_action, check_export, check_module
from services.access.users import (
    add_user,
    disable_user,
    find_user,
    grant_funds,
    sign_out_everywhere,
)
from services.errors import Forbidden, InvalidInput, NotFound, Unauthenticated
from tests.door.conftest import HOST, Site

FIVE = timedelta(minutes=5)


def _token(site: Site, **more: Any) -> str:
    wanted = {"email": site.partner.email, "modules": ["fund-performance"], "funds": ["A1"]}
    return issue_embed(site.db, site.settings, **(wanted | more))


def _claims(site: Site) -> dict[str, Any]:
    return {
        "sub": find_user(site.db, site.partner.email).id,
        "mod": ["fund_performance"],
        "fund": ["fund-1"],
        "theme": "dark",
        "exp_ok": False,
    }


def _refused(site: Site, token: str) -> bool:
    answer = site.browser().get("/api/v1/funds", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 401


def test_a_token_shows_its_modules_and_funds_and_nothing_else(site: Site) -> None:
    viewer = identify_embed(site.db, site.settings, _token(site))
    assert viewer.kind == "embed"
    assert viewer.funds == {"fund-1"}
    assert viewer.roles == frozenset()
    check_module(viewer, "fund_performance")
    with pytest.raises(Forbidden):
        check_module(viewer, "deal_flow")
    with pytest.raises(Forbidden):
        check_export(viewer)
    for action in ("import", "refresh", "manage_users", "audit"):
        with pytest.raises(Forbidden):
            check_action(viewer, action)
    check_export(identify_embed(site.db, site.settings, _token(site, may_export=True)))


def test_an_embedded_view_reads_and_changes_nothing(site: Site) -> None:
    bearer = {"Authorization": f"Bearer {_token(site)}"}
    browser = site.browser()
    assert browser.get("/_dash-layout", headers=bearer).status_code == 200
    assert browser.get("/_dash-dependencies", headers=bearer).status_code == 200
    assert browser.get("/api/v1/funds", headers=bearer).json["funds"] == ["fund-1"]
    assert browser.post("/api/v1/things", headers=bearer).status_code == 403
    assert browser.post("/logout", headers=bearer).status_code == 403


def test_a_token_never_shows_more_than_its_issuer_may_see_now(site: Site) -> None:
    ann = add_user(site.db, "ann@firm.example", roles=["associate"], funds=["A1", "A2"])
    token = _token(site, email=ann.email, funds=["A1", "A2"])
    assert identify_embed(site.db, site.settings, token).funds == {"fund-1", "fund-2"}
    grant_funds(site.db, ann.email, funds=["A2"])
    assert identify_embed(site.db, site.settings, token).funds == {"fund-2"}
    with pytest.raises(NotFound):
        _token(site, email=ann.email, funds=["A1"])


def test_tokens_end_with_their_issuer_and_with_a_revocation(site: Site) -> None:
    ann = add_user(site.db, "ann@firm.example", roles=["partner"])
    first, second = _token(site, email=ann.email), _token(site)
    assert not _refused(site, first) and not _refused(site, second)
    disable_user(site.db, ann.email)
    assert _refused(site, first)
    sign_out_everywhere(site.db, site.partner.email)
    assert _refused(site, second)


def test_two_tokens_in_one_page_do_not_mix(site: Site) -> None:
    one, two = _token(site, funds=["A1"]), _token(site, funds=["A2"])
    browser = site.browser()
    for _ in range(2):
        for token, fund in ((one, "fund-1"), (two, "fund-2")):
            bearer = {"Authorization": f"Bearer {token}"}
            assert browser.get("/api/v1/funds", headers=bearer).json["funds"] == [fund]


@pytest.mark.parametrize("minutes", [0, 16, 10_000, -1])
def test_nobody_gets_a_token_for_longer_than_a_quarter_of_an_hour(site: Site, minutes: int) -> None:
    with pytest.raises(InvalidInput):
        _token(site, minutes=minutes)


def _forged(site: Site, change: str) -> str:
    """A token that is wrong in one way."""
    settings, claims = site.settings, _claims(site)
    key = signing_key(settings.secret_key)
    kid = {"kid": key_id(key)}
    now = int(clock.now().timestamp())
    body = {"iss": "gpdash", "aud": "gp-embed", "iat": now, "nbf": now, "exp": now + 300}
    body |= {"jti": "1", **claims}
    encode = jwt.encode
    if change == "alg none":
        return encode(body, None, algorithm="none", headers=kid)
    if change == "HS512":
        return encode(body, key, algorithm="HS512", headers=kid)
    if change == "other key":
        return encode(body, signing_key("x" * 40), algorithm="HS256", headers=kid)
    if change == "the bare secret":
        return encode(body, settings.secret_key, algorithm="HS256", headers=kid)
    if change == "unknown kid":
        return encode(body, key, algorithm="HS256", headers={"kid": "ffffffffffff"})
    if change == "no kid":
        return encode(body, key, algorithm="HS256")
    if change == "kid is a list":
        return _raw({"alg": "HS256", "typ": "JWT", "kid": ["a"]}, body)
    if change == "tampered":
        head, _, sign = encode(body, key, algorithm="HS256", headers=kid).split(".")
        return f"{head}.{_part(body | {'fund': ['fund-2']})}.{sign}"
    name, _, value = change.partition("=")
    if value == "missing":
        del body[name]
    else:
        body[name] = json.loads(value)
    if name == "life":
        body = {k: v for k, v in body.items() if k != "life"} | {"exp": now + int(value)}
    if name == "shift":
        shift = int(value)
        body = {k: v for k, v in body.items() if k != "shift"}
        body |= {"iat": now + shift, "nbf": now + shift, "exp": now + shift + 300}
    return encode(body, key, algorithm="HS256", headers=kid)


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _raw(head: object, body: object) -> str:
    return f"{_part(head)}.{_part(body)}.AAAA"


@pytest.mark.parametrize(
    "change",
    [
        "alg none",
        "HS512",
        "other key",
        "the bare secret",
        "unknown kid",
        "no kid",
        "kid is a list",
        "tampered",
        *(
            f"{claim}=missing"
            for claim in (
                *("iss", "aud", "sub", "iat", "nbf", "exp", "jti", "mod", "fund", "theme"),
                "exp_ok",
            )
        ),
        'aud="other"',
        'aud=["gp-embed", "other"]',
        'iss="other"',
        'sub="nobody"',
        "sub=7",
        'mod="fund_performance"',
        "mod=[]",
        "mod=[7]",
        'fund="fund-1"',
        'fund=["a b"]',
        "fund=[]",
        'theme="javascript:x"',
        'exp_ok="yes"',
        "exp_ok=1",
        "iat=1.5",
        'iat="now"',
        "iat=true",
        "life=901",
        "life=315360000",
        "life=0",
        "life=-10",
        "exp=99999999999999999999",
        "shift=-331",
        "shift=120",
        "shift=-4000",
        'lp="a b"',
    ],
)
def test_a_token_that_is_wrong_in_any_way_is_refused(kept_site: Site, change: str) -> None:
    assert not _refused(kept_site, _forged(kept_site, 'jti="2"'))
    assert _refused(kept_site, _forged(kept_site, change))


def test_a_token_is_good_for_its_life_and_half_a_minute(site: Site) -> None:
    assert not _refused(site, _forged(site, "life=900"))
    assert not _refused(site, _forged(site, "shift=-320"))
    assert not _refused(site, _forged(site, "shift=20"))


def test_tokens_of_an_older_secret_stay_good_while_it_is_listed(site: Site) -> None:
    old = replace(site.settings, secret_key="an-older-secret-of-the-suite-0123456789")
    token = signed(old, _claims(site), lifetime=FIVE)
    with pytest.raises(Unauthenticated):
        read_token(site.settings, token)
    both = replace(site.settings, secret_key_fallbacks=(old.secret_key,))
    assert read_token(both, token).funds == {"fund-1"}


def test_only_the_embed_shell_may_be_framed_and_only_by_the_listed_hosts(site: Site) -> None:
    shell = site.browser().get("/embed/fund-performance?panel=fund-performance-trend")
    assert f"frame-ancestors {HOST}" in shell.headers["Content-Security-Policy"]
    assert f'<meta name="gp-embed-origins" content="{HOST}">' in shell.text
    assert "Cross-Origin-Opener-Policy" not in shell.headers
    assert "Set-Cookie" not in shell.headers
    browser = site.signed_in()
    for path in ("/", "/fund-performance", "/login", "/api/v1/funds", "/embed", "/embed/x/y"):
        answer = browser.get(path)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert "X-Frame-Options" not in answer.headers
    assert site.browser().get("/embed/no-such-module").status_code == 404


def test_the_embed_script_runs_before_dash(site: Site) -> None:
    html = site.browser().get("/embed/fund-performance").text
    assert 0 < html.index("00_embed.js") < html.index("dash_renderer")
