"""Nobody is shut out: axe finds nothing serious, and everything can be done with the keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import PAGE, drawn, open_page

pytestmark = pytest.mark.e2e
AXE = Path(__file__).with_name("vendor") / "axe-core-4.14.1.min.js"
RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations
    .filter(item => ["serious", "critical"].includes(item.impact))
    .map(item => [item.id, item.help, item.nodes.slice(0, 5).map(node => node.target.join(" "))]);
}"""
FEWER = """most => document.querySelectorAll(".words tbody > tr")
  .forEach((row, place) => place < most || row.remove())"""
OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
    || style.boxShadow !== "none";
}"""


def test_axe_finds_nothing_serious_on_the_page_in_either_theme(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    open_page(page, f"{served.url}{PAGE}?fund=AQ1")
    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN) == []
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    drawn(page)
    assert page.evaluate(RUN) == []


@pytest.mark.parametrize("path", ["/definitions", "/login"])
def test_axe_finds_nothing_serious_beside_the_figures(
    visit, signed_in, served: Served, path: str
) -> None:
    page = visit(signed_in if path != "/login" else None, bypass_csp=True).page
    for theme in ("light", "dark"):
        page.goto(f"{served.url}{path}?theme={theme}")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        expect(page.locator(".words th.rowhead, .login-field").first).to_be_visible()
        page.evaluate(FEWER, 40)  # hundreds of entries are built alike; axe takes its time for each
        page.add_script_tag(path=AXE)
        assert page.evaluate(RUN) == [], theme


def test_the_firm_on_one_page_is_for_every_kind_of_eyes_and_a_telephone(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    for theme in ("light", "dark"):
        page.goto(f"{served.url}/?theme={theme}")
        expect(page.locator("[data-panel]")).to_have_count(6)
        drawn(page)
        page.add_script_tag(path=AXE)
        assert page.evaluate(RUN) == [], theme
    expect(page.locator('[data-panel="firm-funds"]')).to_contain_text("All funds")
    page.set_viewport_size({"width": 390, "height": 800})
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator('[data-panel="firm-funds"] a', has_text="Fund I, L.P.").first.click()
    expect(page).to_have_url(re.compile(r"/fund-performance\?fund=AQ1"))


def test_the_keyboard_reaches_content_funds_and_the_list_of_its_keys(
    watched, served: Served
) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ1")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    assert page.evaluate(OUTLINE)
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.getElementById('main').contains(document.activeElement)")
    assert page.evaluate(OUTLINE)

    page.keyboard.press("/")
    search = page.get_by_placeholder("Find a fund")
    expect(search).to_be_focused()
    search.press_sequentially("seed")
    menu = page.locator('[data-filter="fund"]')
    expect(menu.get_by_role("radio", name="Alder & Quay Seed, SCSp")).to_be_visible()
    expect(menu.get_by_role("radio", name="Alder & Quay Fund II, L.P.")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()

    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys).to_contain_text("find a fund")
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    _choose_by_keyboard(page)


def _choose_by_keyboard(page: Page) -> None:
    """Open the filter of the basis, go one down, and come back to its head."""
    box = page.locator('[data-filter="basis"]')
    box.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(box.locator('input[value=""]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box.locator("summary .v")).to_have_text("Net of the fund")
