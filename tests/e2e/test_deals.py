"""A partner reads the pipeline: counts it the other way, goes down to deals, and comes back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import drawn, figure, has_in_address, says, stay, stayed
from tests.e2e.test_accessibility import AXE, RUN

pytestmark = pytest.mark.e2e
PANELS = 14
API = "/api/v1/dashboards/deal-flow"
STAGES = ("sourced", "screened", "term_sheet", "closed")


def panel(page: Page, name: str) -> Locator:
    return page.locator(f'[data-panel="deal-flow-{name}"]')


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-panel]")).to_have_count(PANELS)
    drawn(page)


def answer(page: Page, endpoint: str, **asked: str) -> dict:
    parts = urlsplit(page.url)
    found = page.request.get(f"{parts.scheme}://{parts.netloc}{API}/{endpoint}", params=asked)
    assert found.status == 200, found.text()
    return found.json()


def shows(page: Page, counts: dict) -> None:
    for stage in STAGES:
        expect(figure(page, stage)).to_have_attribute("data-value", str(counts[stage]))


def test_a_partner_counts_by_cohort_goes_down_to_deals_and_back(watched, served: Served) -> None:
    page = watched.page
    opened(page, f"{served.url}/deal-flow?fund=AQ2")
    stay(page)
    says(page, "period", "Last quarter")
    for idle in ("basis", "credit_line"):
        expect(page.locator(f'[data-filter="{idle}"]')).to_be_hidden()
    by_period = answer(page, "pipeline-funnel", fund="AQ2")
    shows(page, by_period["current_period"])
    expect(panel(page, "funnel").locator("h2")).to_have_text(re.compile("^By period: "))

    panel(page, "funnel").get_by_role("link", name="By cohort").click()
    has_in_address(page, "counting=cohort")
    expect(panel(page, "funnel").locator("h2")).to_have_text(re.compile("^By cohort: "))
    by_cohort = answer(page, "pipeline-funnel", fund="AQ2", counting="cohort")
    shows(page, by_cohort["current_period"])

    channel = answer(page, "sourcing-analytics", fund="AQ2")["channels"][0]
    panel(page, "channels").locator(".as-chart tbody a").first.click()
    has_in_address(page, f"channel={channel['name']}")
    rows = panel(page, "deals")
    expect(rows.locator("h2")).to_have_text(re.compile(rf"^{channel['deals']} deals? in "))
    expect(rows).to_be_focused()
    page.go_back()
    expect(page).to_have_url(f"{served.url}/deal-flow?fund=AQ2&counting=cohort")
    expect(rows.locator("h2")).to_have_text(re.compile("sourced in"))
    page.go_back()
    expect(panel(page, "funnel").locator("h2")).to_have_text(re.compile("^By period: "))
    shows(page, by_period["current_period"])

    _click_bar(page, "funnel", 1)
    has_in_address(page, "stage=screened")
    many = by_period["current_period"]["screened"]
    expect(rows.locator("h2")).to_have_text(re.compile(rf"^{many} deals? in .*: reached screened"))
    rows.get_by_role("link", name="take back").click()
    expect(page).to_have_url(f"{served.url}/deal-flow?fund=AQ2")

    page.get_by_role("link", name="Fund Performance").click()
    expect(page).to_have_url(re.compile("/fund-performance"))
    assert parse_qs(urlsplit(page.url).query) == {"fund": ["AQ2"]}
    expect(page.locator('[data-filter="basis"]')).to_be_visible()
    says(page, "period", "Since inception")
    assert stayed(page)


def _click_bar(page: Page, name: str, place: int) -> None:
    """The middle of a bar, as a mouse would hit it."""
    drawn(page)
    bar = panel(page, name).locator(".bars .point path").nth(place)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    expect(panel(page, name).locator(".js-plotly-plot")).to_have_attribute("data-leads", "")
    page.mouse.click(x, y)


def test_nobody_is_shut_out_of_the_pipeline_in_either_theme_nor_on_a_phone(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    opened(page, f"{served.url}/deal-flow?fund=AQ2&counting=cohort")
    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN) == []
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.keyboard.press("v")
    expect(panel(page, "funnel").locator(".as-table")).to_be_visible()
    drawn_tables = page.locator(".as-table [data-rows]:not(:has(table))")
    expect(drawn_tables).to_have_count(0)
    assert page.evaluate(RUN) == []

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    expect(figure(page, "sourced")).to_be_visible()
