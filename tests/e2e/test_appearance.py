"""Light and dark, on a telephone and on paper: the same page, never a reload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import PAGE, drawn, figure, open_page, panel, stay, stayed

pytestmark = pytest.mark.e2e
INK = "nodes => nodes.map(node => getComputedStyle(node).fill)[0]"
WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def test_dark_recolours_page_and_charts_without_asking_the_server(watched, served: Served) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ1")
    stay(page)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    ticks = panel(page, "tvpi").locator(".ytick text")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light, sheet = ticks.evaluate_all(INK), page.evaluate(paper)
    watched.quiet()
    watched.requests.clear()

    page.get_by_role("button", name="Light or dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(ticks.first).not_to_have_css("fill", light)
    assert page.evaluate(paper) != sheet
    drawn(page)
    assert watched.requests == []

    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    expect(ticks.first).to_have_css("fill", light)
    assert stayed(page)


def test_on_paper_there_is_a_report_and_no_chrome(watched, served: Served) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ1&basis=gross")
    expect(page.locator(".phead")).to_be_hidden()
    page.emulate_media(media="print")
    for chrome in (".rail", ".bar", ".skip"):
        expect(page.locator(chrome)).to_be_hidden()
    for tools in page.locator("[data-panel] .tools").all():
        expect(tools).to_be_hidden()
    expect(page.locator(".phead")).to_be_visible()
    expect(page.locator(".phead")).to_contain_text("Alder & Quay Fund I, L.P.")
    expect(page.locator(".phead")).to_contain_text("gross", ignore_case=True)
    expect(figure(page, "nav")).to_be_visible()


def test_a_telephone_shows_everything_without_scrolling_sideways(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, width=390).page
    open_page(page, f"{served.url}{PAGE}?fund=AQ1&theme=dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    _fits(page)
    filters = page.get_by_role("button", name="Filters")
    expect(page.locator('[data-filter="basis"]')).to_be_hidden()
    filters.click()
    page.locator('[data-filter="basis"] summary').click()
    page.locator('[data-filter="basis"] input[value="gross"]').click()
    expect(page).to_have_url(re.compile("basis=gross"))
    expect(page.locator("[data-figure=irr] .k")).to_contain_text("Gross IRR")
    _fits(page)
    page.keyboard.press("v")
    _fits(page)
    for path in ("/definitions", "/login"):
        page.goto(served.url + path)
        expect(page.locator("h1").first).to_be_visible()
        _fits(page)


def _fits(page: Page) -> None:
    wide, room = page.evaluate(WIDTHS)
    assert wide <= room == 390
