"""A partner reads the market: turns to a sector, to a quarter, to another provider, and back."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from services import clock
from services.cache import Versions, connect
from services.db.reads.versions import SHARED
from services.live import MARKET_UPDATED, announce_many
from services.market_intelligence.snapshots import refresh_due
from services.quality import check_market
from tests.e2e.conftest import Served
from tests.e2e.steps import drawn, figure, has_in_address, stay, stayed
from tests.e2e.test_accessibility import AXE, RUN

pytestmark = pytest.mark.e2e
PANELS = 16
API = "/api/v1/dashboards/market-intelligence"
OURS = "Illustrative Venture Monitor (synthetic)"
THEIRS = "Harbour Data"


def panel(page: Page, name: str) -> Locator:
    return page.locator(f'[data-panel="market-intelligence-{name}"]')


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-panel]")).to_have_count(PANELS)
    drawn(page)


def answer(page: Page, served: Served, endpoint: str, **asked: str) -> dict:
    """What the API says, numbers as the text it wrote them in."""
    found = page.request.get(f"{served.url}{API}/{endpoint}", params=asked)
    assert found.status == 200, found.text()
    return json.loads(found.text(), parse_float=str, parse_int=str)


def test_a_partner_turns_to_a_sector_and_a_quarter_and_back(watched, served: Served) -> None:
    page = watched.page
    opened(page, f"{served.url}/market-intelligence")
    stay(page)
    every = answer(page, served, "sector-trends")
    for key in ("total_deals", "total_funding"):
        expect(figure(page, key)).to_have_attribute("data-value", every[key])
    seed = answer(page, served, "valuations")["by_stage"]["seed"]["median_pre"]
    expect(figure(page, "median_pre_seed")).to_have_attribute("data-value", seed)
    for name in ("quarters", "stages", "valuations", "exits", "entries"):
        expect(panel(page, name).locator("footer")).to_contain_text(OURS)

    second = every["sectors"][1]
    panel(page, "quarters").get_by_role("link", name=second["name"], exact=True).click()
    has_in_address(page, f"sector={second['name']}")
    expect(figure(page, "total_deals")).to_have_attribute("data-value", second["total_deals"])
    expect(page.locator(".state").first).to_contain_text(f"in {second['name']}")
    page.go_back()
    expect(figure(page, "total_deals")).to_have_attribute("data-value", every["total_deals"])

    before = answer(page, served, "sector-trends", as_of="2026-06-30")
    panel(page, "quarters").get_by_role("link", name="Q2 26", exact=True).click()
    has_in_address(page, "as_of=2026-06-30")
    expect(figure(page, "total_deals")).to_have_attribute("data-value", before["total_deals"])
    assert stayed(page)
    drawn(page)

    first = before["sectors"][0]
    stages = panel(page, "stages")
    stages.get_by_role("button", name=re.compile("^Table")).click()
    row = stages.locator(".as-table tbody tr").filter(has_text=first["name"])
    parts = [int(text) for text in row.locator("td").all_inner_texts()]
    assert sum(parts[:-1]) == parts[-1] == int(first["total_deals"])
    with page.expect_download() as coming:
        stages.get_by_label("Download").first.click()
        stages.get_by_role("link", name=re.compile("as CSV")).click()
    rows = list(csv.reader(Path(coming.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert any(first["name"] in cells for cells in rows)


def test_axe_finds_nothing_serious_in_the_market_in_either_theme(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    opened(page, f"{served.url}/market-intelligence?sector=Fintech")
    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN) == []
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    drawn(page)
    assert page.evaluate(RUN) == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function("document.documentElement.scrollWidth <= 390")


def test_a_second_provider_comes_in_and_the_open_page_is_turned_to_it(
    watched, served: Served, tmp_path
) -> None:
    """Thirty rounds of another provider: they are never added to those that were there."""
    page = watched.page
    opened(page, f"{served.url}/market-intelligence")
    expect(page.locator("#shell-live-state")).to_have_text("live")
    expect(panel(page, "compared")).to_contain_text("stands alone")
    deals = figure(page, "total_deals").get_attribute("data-value")
    navigations: list[str] = []
    page.on("framenavigated", lambda frame: navigations.append(frame.url))

    file = tmp_path / "harbour.csv"
    head = "company,date,sector,stage,amount,currency,source\n"
    lines = [
        f"H{n},2026-{7 + n % 3:02}-11,Fintech,Series A,{n + 1}000000,USD,{THEIRS}"
        for n in range(30)
    ]
    file.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    served.gpdash("import", "market_rounds", str(file))
    client = connect(served.settings.redis_url)

    def tell(version: int) -> None:
        Versions(served.database, client).mirror({SHARED: version})
        announce_many(client, {SHARED: version}, MARKET_UPDATED)

    assert refresh_due(served.database, tell=tell).failed == {}
    # As the worker does, or whoever refreshes a fund next is the one to tell every open page.
    mirror = Versions(served.database, client).mirror
    check_market(served.database, today=clock.today("UTC"), tell=mirror)
    choices = page.get_by_role("navigation", name="Provider and sector")
    expect(choices.get_by_role("link", name=THEIRS)).to_be_visible()
    assert navigations == []
    expect(figure(page, "total_deals")).to_have_attribute("data-value", deals or "")
    expect(panel(page, "compared").locator("h2")).to_contain_text("in Fintech")

    choices.get_by_role("link", name=THEIRS).click()
    has_in_address(page, "source=Harbour+Data")
    expect(figure(page, "total_deals")).to_have_attribute("data-value", "30")
    expect(panel(page, "valuations").locator("h2")).to_have_text(
        f"{THEIRS} tells no valuations: no data"
    )
    expect(panel(page, "stages").locator("footer")).to_contain_text(f"{THEIRS}, harbour.csv")
    page.go_back()
    expect(figure(page, "total_deals")).to_have_attribute("data-value", deals or "")
