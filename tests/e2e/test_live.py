"""The open page hears of a change and redraws itself: no polling, no reload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from services.cache import Versions, connect
from services.db.models import Fund
from services.db.reads.versions import versions_of
from services.live import FUND_METRICS_UPDATED, announce_many
from tests.e2e.conftest import Served, Watched
from tests.factories import Facts

pytestmark = pytest.mark.e2e
DPI = '[data-figure="dpi"]'


def fund_id(served: Served, code: str) -> str:
    with served.database.read() as session:
        return str(session.scalar(select(Fund.id).where(Fund.code == code)))


def distribute(served: Served, fund: str, amount: int) -> None:
    """A distribution is imported, and told as an import tells it."""
    Facts(served.database).flow(fund, "2026-08-15", "distribution", amount)
    with served.database.read() as session:
        counted = versions_of(session, [fund])
    client = connect(served.settings.redis_url)
    Versions(served.database, client).mirror(counted)
    announce_many(client, counted, FUND_METRICS_UPDATED)


def test_a_change_is_on_the_open_page_within_seconds(served: Served, watched: Watched):
    page = watched.page
    sockets: list[str] = []
    page.on("websocket", lambda opened: sockets.append(opened.url))
    page.goto(f"{served.url}/fund-performance?fund=AQ2")
    expect(page.locator("#shell-live-state")).to_have_text("live")
    expect(page.locator(DPI).first).to_have_attribute("data-value", re.compile(r"\d"))
    before = page.locator(DPI).first.get_attribute("data-value")
    page.locator(".ag-row").first.wait_for()  # the last to arrive: the grid is loaded on demand
    watched.quiet()
    navigations: list[str] = []
    page.on("framenavigated", lambda frame: navigations.append(frame.url))

    watched.requests.clear()
    page.wait_for_timeout(3000)
    assert watched.requests == []  # an idle page asks for nothing

    distribute(served, fund_id(served, "AQ2"), 5_000_000)
    expect(page.locator(DPI).first).not_to_have_attribute("data-value", before or "")
    assert navigations == []
    asked = {request.split("/")[-1].partition("?")[0] for request in watched.requests}
    assert asked == {"_dash-update-component"}
    assert sockets == [served.url.replace("http", "ws") + "/ws/funds/AQ2"]
    assert watched.errors == []


def test_the_page_listens_to_the_fund_in_its_address(served: Served, watched: Watched):
    page = watched.page
    sockets: list[str] = []
    page.on("websocket", lambda opened: sockets.append(opened.url.rsplit("/", 1)[1]))
    page.goto(f"{served.url}/fund-performance?fund=AQ1")
    expect(page.locator("#shell-live-state")).to_have_text("live")
    for address in ("/fund-performance?fund=AQ2", "/fund-performance"):
        with page.expect_websocket():
            page.evaluate(f"history.pushState({{}}, '', '{address}')")
    expect(page.locator("#shell-live-state")).to_have_text("live")
    assert sockets == ["AQ1", "AQ2", "all"]
    assert watched.errors == []


def test_a_page_without_a_socket_says_so_and_tries_again(served: Served, watched: Watched):
    page = watched.page
    page.route("**/api/v1/ws-ticket", lambda route: route.abort())
    page.goto(f"{served.url}/fund-performance?fund=AQ1")
    expect(page.locator(DPI).first).to_be_visible()
    expect(page.locator("#shell-live-state")).to_have_text("offline")
    page.unroute("**/api/v1/ws-ticket")
    expect(page.locator("#shell-live-state")).to_have_text("live")
    assert all("Failed to load resource" in error for error in watched.errors)
    watched.errors.clear()
