"""The door: who comes in, where they land, and that it closes behind them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Served, sign_in
from tests.e2e.steps import figure, panel

pytestmark = pytest.mark.e2e

REFUSED = "The address or the password is not right."
HTML = ("/login", "/", "/fund-performance", "/definitions", "/nowhere", "/api/v1/docs")


def test_a_person_signs_in_lands_where_the_link_pointed_and_signs_out(
    browser, served: Served
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.url}/fund-performance?fund=AQ2&basis=gross")
    expect(page).to_have_url(
        f"{served.url}/login?next=%2Ffund-performance%3Ffund%3DAQ2%26basis%3Dgross"
    )

    sign_in(page, served.email, "not the password")
    expect(page.get_by_role("alert")).to_have_text(REFUSED)
    sign_in(page, "nobody@gp.example", "not the password")
    expect(page.get_by_role("alert")).to_have_text(REFUSED)
    assert context.cookies() == []

    sign_in(page, served.email, served.password)
    expect(page).to_have_url(f"{served.url}/fund-performance?fund=AQ2&basis=gross")
    expect(figure(page, "nav")).to_be_visible()
    (cookie,) = context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] in {"Lax", "Strict"}

    page.locator("details.user summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{served.url}/login")
    metrics = page.request.get(f"{served.url}/api/v1/dashboards/fund-performance/metrics")
    assert metrics.status == 401
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(panel(page, "figures")).to_have_count(0)
    context.close()


def test_an_old_cookie_does_not_open_the_door_again(browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.url}/login?next=/definitions")
    sign_in(page, served.email, served.password)
    expect(page).to_have_url(f"{served.url}/definitions")
    kept = context.cookies()
    page.request.post(f"{served.url}/logout", headers={"Origin": served.url})
    context.add_cookies(kept)
    assert page.request.get(f"{served.url}/api/v1/funds").status == 401
    context.close()


def test_every_page_forbids_foreign_scripts_and_frames(watched, served: Served) -> None:
    for path in HTML:
        found = watched.page.request.get(f"{served.url}{path}")
        assert found.headers["content-type"].startswith("text/html"), path
        policy = _policy(found.headers["content-security-policy"])
        assert policy["frame-ancestors"] == ["'none'"], path
        _only_own_scripts(policy)


def test_only_the_framed_page_names_who_may_frame_it(watched, served: Served) -> None:
    found = watched.page.request.get(f"{served.url}/embed/fund-performance")
    policy = _policy(found.headers["content-security-policy"])
    assert policy["frame-ancestors"] == [served.host_origin]
    _only_own_scripts(policy)


def _policy(header: str) -> dict[str, list[str]]:
    rules = [rule.split() for rule in header.split(";") if rule.strip()]
    return {name: sources for name, *sources in rules}


def _only_own_scripts(policy: dict[str, list[str]]) -> None:
    scripts = policy.get("script-src", policy["default-src"])
    allowed = {"'self'", "'none'"}
    assert all(item in allowed or item.startswith("'sha256-") for item in scripts), scripts
