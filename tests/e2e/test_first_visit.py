"""The first visit: what it costs on the wire, whom it asks, and what it must not bring along."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Served
from tests.e2e.steps import PAGE, open_page

pytestmark = pytest.mark.e2e
GRID = "dash_ag_grid"
LARGEST = 900_000  # bytes: 0.9 MB for shell and charts


def test_a_first_visit_costs_under_a_megabyte_and_calls_nobody_else(
    watched, served: Served
) -> None:
    page = watched.page
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire = page.context.new_cdp_session(page)
    wire.on(
        "Network.responseReceived",
        lambda told: addresses.update({told["requestId"]: told["response"]["url"]}),
    )
    wire.on(
        "Network.loadingFinished",
        lambda told: sizes.update({told["requestId"]: int(told["encodedDataLength"])}),
    )
    wire.send("Network.enable")
    open_page(page, f"{served.url}{PAGE}?fund=AQ1")
    watched.quiet()

    found = {
        address: sizes.get(number, 0)
        for number, address in addresses.items()
        if GRID not in address
    }
    assert len(found) > 20
    costly = sorted(found.items(), key=lambda item: -item[1])[:8]
    assert 100_000 < sum(found.values()) <= LARGEST, costly

    scripts = [address for address in addresses.values() if "plotly" in address]
    assert [address.split("?")[0] for address in scripts] == [
        f"{served.url}/assets/vendor/plotly-cartesian-4.1.1.min.js"
    ]
    no_chart_sends_figures_to_a_cloud(page)
    assert watched.foreign == []
    assert watched.errors == []


def no_chart_sends_figures_to_a_cloud(page: Page) -> None:
    """No chart has the button for it, nor an address it could send to."""
    page.locator(".js-plotly-plot").first.hover()
    expect(page.locator(".modebar-btn")).to_have_count(0)
    told = page.locator(".js-plotly-plot").evaluate_all(
        "plots => plots.map(plot => [plot._context.showSendToCloud, plot._context.plotlyServerURL])"
    )
    assert len(told) >= 5
    assert all(one == [False, ""] for one in told)
