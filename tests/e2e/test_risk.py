"""A partner takes up an alert, thinks of a deal, stresses the fund, and writes a risk down."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import at_rest, drawn, figure, has_in_address, stay, stayed
from tests.e2e.test_accessibility import AXE, RUN

pytestmark = pytest.mark.e2e
PANELS = 19
API = "/api/v1/dashboards/risk"


def panel(page: Page, name: str) -> Locator:
    return page.locator(f'[data-panel="risk-{name}"]')


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-panel]")).to_have_count(PANELS)
    drawn(page)


def answer(page: Page, served: Served, endpoint: str, **asked: str) -> dict:
    found = page.request.get(f"{served.url}{API}/{endpoint}", params=asked)
    assert found.status == 200, found.text()
    return found.json()


def test_a_partner_acts_on_an_alert_checks_a_deal_and_stresses_the_fund(
    watched, served: Served
) -> None:
    page = watched.page
    assert "funds refreshed" in served.gpdash("refresh", "--fund", "AQ1")  # the rules are checked
    opened(page, f"{served.url}/risk?fund=AQ1")
    stay(page)
    overview = answer(page, served, "overview", fund="AQ1")
    for key in ("top_company_weight", "unfunded_coverage", "limit_breaches"):
        expect(figure(page, key).first).to_have_attribute("data-value", str(overview[key]))
    _acknowledge(page, served)
    _check_a_deal(page, served)
    _stress(page)
    _write_down(page, served)
    panel(page, "concentration").get_by_role("link", name="Investor").click()
    has_in_address(page, "by=lp")
    first = answer(page, served, "concentration", fund="AQ1", by="lp")["groups"][0]
    expect(panel(page, "concentration").locator(".main-svg").first).to_contain_text(
        first["name"][:12]
    )
    assert stayed(page)


def _acknowledge(page: Page, served: Served) -> None:
    """The first alert is taken up: it says by whom, and the API knows it."""
    first = panel(page, "alerts").locator("[data-alert]").first
    id_ = first.get_attribute("data-alert")
    row = panel(page, "alerts").locator(f'[data-alert="{id_}"]')
    expect(row).to_have_attribute("data-state", "open")
    row.get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#shell-said")).to_contain_text("Acknowledged")
    expect(row).to_have_attribute("data-state", "acknowledged")
    taken = answer(page, served, "alerts", fund="AQ1", state="acknowledged")["alerts"]
    assert id_ in [alert["id"] for alert in taken]


def _check_a_deal(page: Page, served: Served) -> None:
    """So much money in one company that its limit breaks; the answer stands under the form."""
    form = panel(page, "deal")
    company = form.get_by_label("Company").locator("option").nth(1).get_attribute("value")
    form.get_by_label("Company").select_option(company)
    form.get_by_label(re.compile("^Amount")).fill("60m")
    form.get_by_role("button", name="Check").click()
    has_in_address(page, "deal_amount=60000000")
    expect(form.locator("[data-allowed]")).to_have_attribute("data-allowed", "false")
    expect(form.locator(".alert.bad")).to_contain_text("What would cure it")
    said = page.request.post(
        f"{served.url}{API}/limits/pre-trade-check?fund=AQ1",
        data={"company_id": company, "amount": 60_000_000},
    ).json()
    expect(form.locator(".as-chart tbody tr").first).to_contain_text(said["results"][0]["name"])
    page.go_back()
    expect(form.locator("[data-allowed]")).to_have_count(0)


def _stress(page: Page) -> None:
    own = panel(page, "scenario")
    own.get_by_label(re.compile("^Values change by")).fill("-50")
    own.get_by_role("button", name="Compute").click()
    has_in_address(page, "shock=-50")
    expect(own.locator("h2")).to_have_text(re.compile("^This changes NAV by −"))
    own.get_by_label(re.compile("^Exits later")).fill("1.5")
    own.get_by_role("button", name="Compute").click()
    expect(own.locator(".alert.warn")).to_contain_text("whole years")
    own.get_by_role("button", name="Clear").click()
    expect(own.locator("[data-stressed], .alert")).to_have_count(0)


def _write_down(page: Page, served: Served) -> None:
    register = panel(page, "register")
    register.locator("summary.b").click()
    register.get_by_label("What could go wrong").fill("The office lease ends")
    register.get_by_label("Likelihood, 1 to 5").select_option("2")
    register.get_by_role("button", name="Write down").click()
    expect(register.locator(".risk-entries")).to_contain_text("The office lease ends")
    risks = answer(page, served, "register", fund="AQ1")["risks"]
    added = next(risk for risk in risks if risk["title"] == "The office lease ends")
    assert (added["likelihood"], added["impact"], added["score"]) == (2, 3, 6)


def test_nobody_is_shut_out_of_risk_in_either_theme_nor_on_a_phone(
    visit, signed_in, served: Served
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    opened(page, f"{served.url}/risk?fund=AQ1&shock=-30")
    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN) == []
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.keyboard.press("v")
    expect(panel(page, "limits").locator(".as-table")).to_be_visible()
    expect(page.locator(".as-table [data-rows]:not(:has(table))")).to_have_count(0)
    at_rest(page)
    assert page.evaluate(RUN) == []

    page.keyboard.press("v")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.documentElement.scrollWidth <= 390")
    expect(figure(page, "top_company_weight").first).to_be_visible()
    expect(panel(page, "alerts").locator("summary", has_text="Snooze").first).to_be_visible()
