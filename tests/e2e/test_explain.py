"""From a number on the page down to the row of the file it was read from, and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import PAGE, answer, at_rest, drawn, figure, open_page, panel

pytestmark = pytest.mark.e2e
AXE = Path(__file__).with_name("vendor") / "axe-core-4.14.1.min.js"
RUN = """async () => {
  const found = await axe.run(".offcanvas", {resultTypes: ["violations"]});
  return found.violations
    .filter(item => ["serious", "critical"].includes(item.impact))
    .map(item => [item.id, item.help, item.nodes.slice(0, 5).map(node => node.target.join(" "))]);
}"""
EXPLAINED = re.compile(r"[?&]explain=fig_")


def drawer(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Where this number comes from")


def shows(page: Page, name: str) -> None:
    expect(drawer(page).get_by_role("heading", level=3, name=name, exact=True)).to_be_visible()


def test_a_number_is_followed_to_its_row_and_back(watched, served: Served) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ0&as_of=2026-06-30")
    told = answer(page, "metrics", "fund=AQ0&as_of=2026-06-30")
    value = figure(page, "tvpi").locator("button.v")
    expect(value).to_have_attribute("data-explain", told["meta"]["figures"]["tvpi"])
    value.focus()
    page.keyboard.press("Enter")
    shows(page, "TVPI")
    expect(page).to_have_url(EXPLAINED)
    expect(drawer(page)).to_contain_text("the same. Difference 0.00.")
    expect(drawer(page)).to_contain_text("142,000,000.00")

    drawer(page).get_by_role("button", name="Distributions").click()
    shows(page, "Distributions")
    rows = drawer(page).locator("tbody tr")
    expect(rows.first).to_contain_text("fund_cash_flows")
    expect(rows.first).to_contain_text(re.compile(r"row \d+"))
    expect(rows.first).to_contain_text("imported")
    drawer(page).get_by_role("button", name="TVPI").click()
    shows(page, "TVPI")

    address = page.url
    page.keyboard.press("Escape")
    expect(drawer(page)).to_have_count(0)
    expect(page).not_to_have_url(EXPLAINED)
    expect(value).to_be_focused()
    page.goto(address)
    shows(page, "TVPI")
    page.go_back()
    expect(drawer(page)).to_have_count(0)
    expect(page).not_to_have_url(EXPLAINED)


def test_opening_and_closing_draws_no_panel_again(watched, served: Served) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ0")
    watched.quiet()
    watched.requests.clear()
    figure(page, "nav").locator("button.v").click()
    shows(page, "Net asset value")
    page.go_back()
    expect(drawer(page)).to_have_count(0)
    watched.quiet()
    asked = [line for line in watched.requests if "_dash-update-component" in line]
    assert len(asked) == 1


def test_cells_of_tables_and_rows_of_flows_open_too(watched, served: Served) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ0")
    page.keyboard.press("v")
    panel(page, "tvpi").locator(".as-table tbody tr").nth(1).locator("button.x").first.click()
    shows(page, "TVPI")
    page.keyboard.press("Escape")
    expect(drawer(page)).to_have_count(0)
    grid = panel(page, "cash-flows")
    cell = grid.locator('.ag-center-cols-container [row-index="0"] [col-id="amount"]')
    amount = cell.inner_text()
    cell.click()
    shows(page, "Amount")
    expect(drawer(page).locator("tbody tr")).to_have_count(1)
    expect(drawer(page)).to_contain_text(amount)


def test_a_figure_of_others_is_refused_in_a_sentence(
    visit, colleague, signed_in, served: Served
) -> None:
    page = visit(signed_in).page
    open_page(page, f"{served.url}{PAGE}?fund=AQ0")
    figure(page, "nav").locator("button.v").click()
    shows(page, "Net asset value")
    foreign = page.url.rpartition("explain=")[2]
    other = visit(colleague).page
    other.goto(f"{served.url}{PAGE}?fund=AQ1&explain={foreign}")
    expect(drawer(other).get_by_role("alert")).to_contain_text("not yours to see")


def test_the_drawer_is_whole_on_a_telephone_and_for_every_kind_of_eyes(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, width=390, bypass_csp=True).page
    for theme in ("light", "dark"):
        open_page(page, f"{served.url}{PAGE}?fund=AQ1&theme={theme}")
        figure(page, "irr").locator("button.v").click()
        shows(page, "IRR")
        drawn(page)
        wide = "() => [document.documentElement.scrollWidth, innerWidth]"
        assert page.evaluate(wide) == [390, 390]
        box = page.locator(".offcanvas").bounding_box()
        assert box is not None and (box["x"], box["width"]) == (0, 390)
        page.add_script_tag(path=AXE)
        at_rest(page)
        assert page.evaluate(RUN) == [], theme
    page.emulate_media(media="print")
    expect(page.locator(".offcanvas")).to_be_hidden()
