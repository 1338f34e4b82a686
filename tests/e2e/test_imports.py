"""A file is imported while people look: their pages follow, and only theirs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Served
from tests.e2e.steps import PAGE, answer, figure, open_page, panel, shows, stay, stayed

pytestmark = pytest.mark.e2e
# Fund II's value of September 2026, one million more in the account of its largest investor.
REVISED = """fund,date,nav,investor
AQ2,2026-09-30,41290000.00,
AQ2,2026-09-30,9426666.67,NWTP
"""
FUND = """fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date
NEW1,Alder & Quay Fund III,2026,early_stage,europe,EUR,200000000,2026-09-01
"""


def test_a_new_value_is_on_the_open_page_of_its_fund_and_no_other(
    watched, visit, signed_in, served: Served, tmp_path: Path
) -> None:
    page, elsewhere = watched.page, visit(signed_in)
    other = elsewhere.page
    for window, fund in ((page, "AQ2"), (other, "AQ0")):
        open_page(window, f"{served.url}{PAGE}?fund={fund}")
        stay(window)
        expect(window.locator("#shell-live-state")).to_have_text("live")
    before = figure(page, "nav").get_attribute("data-value") or ""
    elsewhere.quiet()
    watched.quiet()
    watched.requests.clear()
    elsewhere.requests.clear()
    page.wait_for_timeout(3000)
    assert watched.requests == []

    file = tmp_path / "navs.csv"
    file.write_text(REVISED)
    served.gpdash("import", "fund_navs", str(file))
    after = f"{Decimal(before) + 1_000_000:.2f}"
    expect(figure(page, "nav")).to_have_attribute("data-value", after)
    expect(page.locator("#shell-said")).to_contain_text("changed from")
    shows(page, answer(page, "metrics", "fund=AQ2"))

    assert "1 of 1 funds refreshed" in served.gpdash("refresh", "--fund", "AQ2")
    shows(page, answer(page, "metrics", "fund=AQ2"))
    asked = {request.split("?")[0] for request in watched.requests}
    assert asked == {f"POST {served.url}/_dash-update-component"}
    assert stayed(page)
    assert elsewhere.requests == []
    assert stayed(other)


def test_a_fund_without_flows_says_what_to_import(watched, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "funds.csv"
    file.write_text(FUND)
    served.gpdash("import", "funds", str(file))
    page = watched.page
    page.goto(f"{served.url}{PAGE}?fund=NEW1")
    expect(panel(page, "state")).to_contain_text("Alder & Quay Fund III has no cash flows yet")
    for name, command in (
        ("tvpi", "gpdash import fund_cash_flows FILE"),
        ("peers", "gpdash import benchmarks FILE"),
        ("j-curve", "gpdash import fund_cash_flows FILE"),
        ("cash-flows", "gpdash import fund_cash_flows FILE"),
    ):
        expect(panel(page, name).locator("code")).to_have_text(command)
    expect(figure(page, "irr")).to_have_attribute("data-value", "")
    expect(figure(page, "tvpi").locator(".v")).to_contain_text("–")
    shows(page, answer(page, "metrics", "fund=NEW1"))
