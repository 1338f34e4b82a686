"""The quarter's reports: an investor is chosen, a sale tried, a pack approved and sealed."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import at_rest, figure, has_in_address
from tests.e2e.test_accessibility import AXE, RUN

pytestmark = pytest.mark.e2e
PAGE = "/lp-reporting"
API = "/api/v1/dashboards/lp-reporting"
PANELS = 15
CARDS = ("total_commitments", "called_pct", "distributed", "unfunded", "nav", "tvpi", "dpi")
FITS = "() => document.documentElement.scrollWidth <= 390"
DRAG = "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })) }"


def panel(page: Page, name: str) -> Locator:
    return page.locator(f'[data-panel="lp-reporting-{name}"]')


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-panel]")).to_have_count(PANELS)
    expect(page.locator("[data-panel] .state").first).to_be_visible()
    expect(page.locator("[data-panel] .sk")).to_have_count(0)
    expect(page.locator(".drawing:not(:has(.main-svg)):visible")).to_have_count(0)


def answer(page: Page, endpoint: str, query: str) -> dict[str, Any]:
    parts = urlsplit(page.url)
    found = page.request.get(f"{parts.scheme}://{parts.netloc}{API}/{endpoint}?{query}")
    assert found.status == 200, found.text()
    said: dict[str, Any] = json.loads(found.text(), parse_float=str, parse_int=str)
    return said


def test_a_partner_chooses_an_investor_tries_a_sale_and_seals_a_pack(
    watched, served: Served
) -> None:
    page = watched.page
    opened(page, f"{served.url}{PAGE}?fund=AQ1")
    told = answer(page, "overview", "fund=AQ1")
    for key in CARDS:
        expect(figure(page, key)).to_have_attribute("data-value", told[key])
    _an_investor_is_chosen(page)
    _a_sale_follows_the_hand(page)
    _a_pack_is_taken_to_its_seal(page)
    _one_investor(page)


def _an_investor_is_chosen(page: Page) -> None:
    rows = answer(page, "lps", "fund=AQ1")["rows"]
    account = panel(page, "account")
    expect(account.locator("h2")).to_contain_text(rows[0]["name"])
    account.locator(".drill summary").click()
    account.get_by_role("link", name=rows[2]["name"]).click()
    has_in_address(page, f"lp={rows[2]['lp']}")
    expect(account.locator("h2")).to_contain_text(rows[2]["name"])
    lines = answer(page, f"lps/{rows[2]['lp']}/capital-account", "fund=AQ1")["lines"]
    closing = next(line for line in lines if line["kind"] == "closing")
    shown = account.locator(".as-chart tr.total").first
    expect(shown).to_contain_text(f"{float(closing['qtd']):,.2f}".removesuffix(".00"))
    chosen = panel(page, "register").locator(".as-chart tr.chosen")
    expect(chosen).to_contain_text(rows[2]["name"])


def _a_sale_follows_the_hand(page: Page) -> None:
    sold = panel(page, "simulate").locator(".lpsim .ripe")
    before = sold.inner_text()
    drawn = "() => document.querySelector('[data-panel=\"lp-reporting-state\"] .state')"
    state = page.evaluate_handle(drawn)
    page.locator("[data-slider] input").evaluate(DRAG, "150")
    expect(sold).not_to_have_text(before)
    assert page.evaluate("(e) => e.isConnected", state), "nothing else was drawn again"
    assert "value=" not in page.url, "the address changes with the form alone"
    page.get_by_label("Sold on").fill("2028-12-31")
    page.get_by_role("button", name="Simulate").click()
    has_in_address(page, "value=150")
    expect(sold).to_contain_text("Sold on 31 Dec 2028")
    page.go_back()
    expect(sold).to_have_text(before)


def _a_pack_is_taken_to_its_seal(page: Page) -> None:
    """A draft of somebody else is approved, locked, and run again to the same seal."""
    rows = answer(page, "reports", "fund=AQ1&period=2026Q3")["reports"]
    draft = next(row for row in rows if row["state"] == "draft")
    packs, one = panel(page, "packs"), panel(page, "pack")
    expect(packs.locator(".as-chart tbody tr")).to_have_count(len(rows))
    packs.get_by_role("link", name=draft["lp_name"]).click()
    has_in_address(page, f"report={draft['id']}")
    expect(one.locator("h2")).to_contain_text(draft["lp_name"])
    expect(one.get_by_label("Text")).to_be_editable()
    one.get_by_role("button", name="Approve").click()
    expect(one.locator("h2")).to_contain_text("approved")
    one.get_by_role("button", name="Lock").click()
    expect(one.locator("h2")).to_have_text(re.compile(": locked$"))
    expect(one.locator(".hash")).to_contain_text("sha256:")
    one.get_by_role("button", name="Verify").click()
    expect(one.locator(".lpverify .lptold.good")).to_be_visible()
    one.get_by_role("link", name="All packs").click()
    expect(one.locator("h2")).to_have_count(0)


def _one_investor(page: Page) -> None:
    panel(page, "register").locator(".as-chart").get_by_role(
        "link", name="Belvaux Reserve Fund"
    ).click()
    has_in_address(page, "view=investor")
    sheet = panel(page, "investor")
    expect(sheet.locator(".state")).to_contain_text("Belvaux Reserve Fund")
    expect(panel(page, "register")).to_be_hidden()
    told = answer(page, "lps/BELV", "")
    expect(figure(page, "nav")).to_have_attribute("data-value", told["nav"])
    sheet.get_by_role("link", name="LP Reporting").click()
    expect(page).not_to_have_url(re.compile("view="))
    expect(panel(page, "register").locator("h2")).to_be_visible()


def test_nobody_is_shut_out_of_the_reports_in_either_theme_or_on_a_telephone(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    for address in (f"{PAGE}?fund=AQ1", f"{PAGE}?fund=AQ1&lp=BELV&view=investor"):
        page.set_viewport_size({"width": 1440, "height": 900})
        opened(page, f"{served.url}{address}")
        page.add_script_tag(path=AXE)
        for _ in ("light", "dark"):
            at_rest(page)
            assert page.evaluate(RUN) == [], address
            page.get_by_role("button", name="Light or dark theme").click()
        page.set_viewport_size({"width": 390, "height": 900})
        page.wait_for_function(FITS)  # charts and grids are drawn anew for the narrow screen
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".phead")).to_contain_text("net to the investor")
