"""The bridges of the page close, and the fund without its winner is one click away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Served
from tests.e2e.steps import PAGE, answer, has_in_address, open_page, panel

pytestmark = pytest.mark.e2e


def test_the_bridge_foots_and_the_winner_can_be_left_out_and_brought_back(
    watched, served: Served
) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ1&as_of=2026-09-30")
    bridge = answer(page, "nav-bridge", "fund=AQ1&as_of=2026-09-30")
    steps = {row["step"]: float(row["amount"]) for row in bridge["rows"]}
    moved = sum(amount for step, amount in steps.items() if step not in {"opening", "closing"})
    assert steps["opening"] + moved == pytest.approx(steps["closing"], abs=0.001)
    own = panel(page, "nav-bridge")
    expect(own.locator(".sub")).to_contain_text("difference 0.00")
    expect(panel(page, "gross-to-net").locator(".sub")).to_contain_text(
        "residual 0.00 bp and 0.00x"
    )

    own.locator('[data-act="table"]').click()
    lines = own.locator(".as-table tbody tr")
    expect(lines.first).to_be_visible()
    shown = lines.evaluate_all("rows => rows.map(row => row.cells[1].textContent)")
    wanted = [f"({-a:,.2f})" if a < 0 else f"{a:,.2f}" for a in steps.values()]
    assert shown == [*wanted, "0.00"]

    companies = panel(page, "performers")
    companies.get_by_role("link", name="Without Corvane").click()
    has_in_address(page, "without=winner")
    expect(companies.locator("h2")).to_contain_text("Without Corvane gross MOIC is")
    page.go_back()
    expect(companies.locator("h2")).to_contain_text("Five companies made")
    panel(page, "gross-to-net").get_by_role("link", name="Mean of all orders").click()
    has_in_address(page, "order=shapley")
    expect(panel(page, "gross-to-net").locator(".sub")).to_contain_text("residual 0.00 bp")
