"""A partner looks after the team: picks a person, changes the credit, reads the log, goes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import drawn, figure, has_in_address, says, stay, stayed
from tests.e2e.test_accessibility import AXE, RUN

pytestmark = pytest.mark.e2e
PANELS = 12
API = "/api/v1/dashboards/team-operations"


def panel(page: Page, name: str) -> Locator:
    return page.locator(f'[data-panel="team-operations-{name}"]')


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-panel]")).to_have_count(PANELS)
    drawn(page)


def test_a_partner_reads_the_team_a_person_and_the_log_on_any_screen_and_theme(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    opened(page, f"{served.url}/team-operations")
    stay(page)
    says(page, "period", "Last quarter")
    for idle in ("fund", "basis", "credit_line"):
        expect(page.locator(f'[data-filter="{idle}"]')).to_be_hidden()
    found = page.request.get(f"{served.url}{API}/overview").json()
    for key, value in (
        ("deals_reviewed", found["deals_reviewed"]),
        ("board_meetings.held", found["board_meetings"]["held"]),
        ("portfolio_check_ins.overdue", found["portfolio_check_ins"]["overdue"]),
        ("first_response_hours.median", found["first_response_hours"]["median"]),
    ):
        expect(figure(page, key)).to_have_attribute("data-value", str(value))
    expect(panel(page, "productivity")).to_be_hidden()  # the firm has no scores

    panel(page, "activity").get_by_role("link", name="RB", exact=True).click()
    has_in_address(page, "user=RB")
    expect(panel(page, "activity").locator("h2")).to_have_text(re.compile("^Rafael Benoit "))
    panel(page, "sourcing").get_by_role("link", name="First").click()
    has_in_address(page, "credit=first")
    expect(panel(page, "sourcing").locator(".teamrule")).to_have_text(re.compile("first"))
    panel(page, "log").get_by_role("link", name="Older").click()
    has_in_address(page, "offset=20")
    expect(panel(page, "log").locator(".sub")).to_have_text(re.compile("21 to 40"))
    for _ in range(3):
        page.go_back()
    expect(page).to_have_url(f"{served.url}/team-operations")
    expect(panel(page, "activity").locator("h2")).to_have_text(re.compile("^The team "))
    assert stayed(page)

    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN) == []
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.keyboard.press("v")
    expect(panel(page, "coverage").locator(".as-table")).to_be_visible()
    expect(page.locator(".as-table [data-rows]:not(:has(table))")).to_have_count(0)
    assert page.evaluate(RUN) == []

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    expect(figure(page, "deals_reviewed")).to_be_visible()
