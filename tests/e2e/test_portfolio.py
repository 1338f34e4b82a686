"""A partner goes through the companies: figures, tables, weights, one company, its file."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import choose, figure, has_in_address
from tests.e2e.test_accessibility import AXE, RUN
from tests.portfolio_page.pdf_text import pages

pytestmark = pytest.mark.e2e
PAGE = "/portfolio-analytics"
API = "/api/v1/dashboards/portfolio-analytics"
CARDS = (
    "active_companies", "fair_value", "gross_moic", "at_risk_companies", "median_runway_months",
    "reporting_coverage", "total_revenue_ttm", "loss_ratio",
)  # fmt: skip
PANELS = 12
WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def panel(page: Page, name: str) -> Locator:
    return page.locator(f'[data-panel="portfolio-analytics-{name}"]')


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-panel]")).to_have_count(PANELS)
    drawn_below(page)


def drawn_below(page: Page) -> None:
    """Wait until the sentence stands and no panel waits; those that gave way are empty."""
    expect(page.locator("[data-panel] .state").first).to_be_visible()
    expect(page.locator("[data-panel] .sk")).to_have_count(0)
    expect(page.locator(".drawing:not(:has(.main-svg, .ag-row)):visible")).to_have_count(0)


def answer(page: Page, endpoint: str, query: str) -> dict[str, Any]:
    parts = urlsplit(page.url)
    found = page.request.get(f"{parts.scheme}://{parts.netloc}{API}/{endpoint}?{query}")
    assert found.status == 200, found.text()
    said: dict[str, Any] = json.loads(found.text(), parse_float=str, parse_int=str)
    return said


def shows(page: Page, told: dict[str, Any]) -> None:
    for key in CARDS:
        expect(figure(page, key)).to_have_attribute("data-value", told[key] or "")


def test_a_partner_goes_from_the_portfolio_to_one_company_and_back(watched, served: Served) -> None:
    page = watched.page
    opened(page, f"{served.url}{PAGE}?fund=AQ1")
    shows(page, answer(page, "overview", "fund=AQ1"))
    choose(page, "fund", "AQ2")
    has_in_address(page, "fund=AQ2")
    shows(page, answer(page, "overview", "fund=AQ2"))
    page.go_back()
    shows(page, answer(page, "overview", "fund=AQ1"))

    _ranks_are_those_of_the_api(page)
    _weights_are_in_the_address(page)
    _rows_open_and_close(page)
    _one_company(page, served)


def _ranks_are_those_of_the_api(page: Page) -> None:
    told = answer(page, "rankings", "fund=AQ1")["rankings"]
    health = panel(page, "health")
    health.get_by_role("button", name="Table: Health of the companies").click()
    names = health.locator(".as-table tbody th")
    expect(names).to_have_text([row["name"] for row in told])
    health.get_by_role("button", name="Chart: Health of the companies").click()
    expect(health.locator(".as-chart .cellbar").first).to_be_visible()


def _weights_are_in_the_address(page: Page) -> None:
    told = answer(page, "risk-analysis", "fund=AQ1")["concentration_risk"]
    tiles = panel(page, "concentration")
    by_value = tiles.locator('[data-figure="fair_value.top_3_weight"]')
    expect(by_value).to_have_attribute("data-value", told["top_3_weight"])
    tiles.get_by_role("link", name="Cost").click()
    has_in_address(page, "weights=cost")
    by_cost = tiles.locator('[data-figure="cost.top_3_weight"]')
    expect(by_cost).to_have_attribute("data-value", told["by_cost"]["top_3_weight"])
    page.go_back()
    expect(by_value).to_be_visible()


def _rows_open_and_close(page: Page) -> None:
    schedule = panel(page, "schedule")
    fold = schedule.get_by_role("button", name="Tranches of Halden Robotics")
    expect(fold).to_have_attribute("aria-expanded", "false")
    hidden = schedule.locator(".as-chart tr.tr:visible")
    before = hidden.count()
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert hidden.count() == before + 3
    schedule.get_by_role("button", name="Active, at or above cost").click()
    expect(fold).to_be_hidden()


def _one_company(page: Page, served: Served) -> None:
    panel(page, "marks").locator(".as-chart").get_by_role("link", name="Halden Robotics").click()
    has_in_address(page, "company=HALD")
    sheet = panel(page, "company")
    expect(sheet.locator(".state")).to_contain_text("Halden Robotics")
    expect(panel(page, "health")).to_be_hidden()
    told = answer(page, "companies/HALD", "fund=AQ1")
    expect(figure(page, "arr")).to_have_attribute("data-value", told["kpis"]["arr"])
    expect(sheet.get_by_text("Last five reports")).to_be_visible()

    link = sheet.get_by_role("link", name="Tear sheet of Halden Robotics as PDF")
    found = page.request.get(served.url + (link.get_attribute("href") or ""))
    assert found.status == 200 and found.headers["content-type"] == "application/pdf"
    text = "".join(pages(found.body()))
    assert f"{float(told['investment']['fair_value']):,.2f}" in text
    assert "Page1of" in text and "HaldenRobotics" in text

    sheet.get_by_role("link", name="Portfolio Analytics").click()
    expect(page).not_to_have_url(re.compile("company="))
    expect(panel(page, "health").locator("h2")).to_be_visible()
    expect(sheet.locator(".state")).to_have_count(0)


def test_nobody_is_shut_out_of_the_portfolio_in_either_theme_or_on_a_telephone(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    for address in (f"{PAGE}?fund=AQ1", f"{PAGE}?fund=AQ1&company=HALD"):
        for theme in ("light", "dark"):
            opened(page, f"{served.url}{address}&theme={theme}")
            expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
            page.add_script_tag(path=AXE)
            assert page.evaluate(RUN) == [], (address, theme)
    page.set_viewport_size({"width": 390, "height": 900})
    for address in (f"{PAGE}?fund=AQ1&company=HALD", PAGE):
        opened(page, f"{served.url}{address}")
        wide, room = page.evaluate(WIDTHS)
        assert wide <= room == 390, address
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".phead")).to_contain_text("gross of fees and carry")
