"""Page, table, download and API are four ways to read the same numbers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Served
from tests.e2e.steps import (
    API,
    PAGE,
    answer,
    choose,
    has_in_address,
    open_page,
    panel,
    query_of,
    shows,
)

pytestmark = pytest.mark.e2e
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DASH = "–"


def test_every_headline_figure_is_the_one_of_the_api_for_each_fund_and_for_all(
    watched, served: Served
) -> None:
    page = watched.page
    open_page(page, served.url + PAGE)
    shows(page, answer(page, "metrics", ""))
    for fund in ("AQ0", "AQ1", "AQ2"):
        choose(page, "fund", fund)
        has_in_address(page, f"fund={fund}")
        shows(page, answer(page, "metrics", query_of(page)))


def test_the_tables_behind_the_charts_hold_the_numbers_of_the_api(watched, served: Served) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ0&as_of=2026-06-30")
    query = query_of(page)
    points = answer(page, "trend", f"{query}&period=600m")["data_points"]
    lived = [point for point in reversed(points) if float(point["paid_in"])]
    page.keyboard.press("v")

    assert _table(page, "tvpi") == [
        [
            _day(point["date"]),
            *(_multiple(point[key]) for key in ("tvpi", "dpi", "rvpi")),
            *(_money(point[key]) for key in ("paid_in", "distributions", "nav")),
        ]
        for point in lived
    ]
    assert _table(page, "irr") == [
        [
            _day(point["date"]),
            _percent(point["irr"]),
            _percent(point["gross_irr"]),
            point["irr_status"].replace("_", " "),
        ]
        for point in lived
    ]
    curve = answer(page, "j-curve", query)["points"]
    assert _table(page, "j-curve")[:-1] == [
        [
            _day(point["date"]),
            _money(f"-{point['called']}"),
            *(_money(point[key]) for key in ("distributed", "net_cash", "nav", "net_value")),
        ]
        for point in reversed(curve)
    ]
    for index, _, ks_pme, *_ in _table(page, "pme"):
        pme = answer(page, "pme", f"{query}&index={index}")
        assert ks_pme == f"{float(pme['ks_pme']):.6f}"

    page.keyboard.press("v")
    expect(panel(page, "tvpi").locator(".as-table")).to_be_hidden()
    expect(panel(page, "tvpi").locator(".main-svg").first).to_be_visible()


def test_the_list_of_flows_starts_and_adds_up_as_in_the_api(watched, served: Served) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ0")
    flows = answer(page, "cash-flows", "fund=AQ0")
    counting = [row for row in flows["rows"] if row["counts"]]
    grid = panel(page, "cash-flows")
    for number, row in enumerate(counting[:5]):
        line = grid.locator(f'.ag-center-cols-container [row-index="{number}"]')
        for key in ("amount", "paid_in", "distributed", "cumulative"):
            expect(line.locator(f'[col-id="{key}"]')).to_have_text(_money(row[key]))
    total = grid.locator(".ag-floating-bottom, .ag-grid-pinned-bottom-rows").first
    expect(total.locator('[col-id="paid_in"]')).to_have_text("78,400,000.00")
    expect(total.locator('[col-id="distributed"]')).to_have_text("142,000,000.00")
    assert (flows["paid_in"], flows["distributed"]) == ("78400000.00", "142000000.00")


def test_a_download_holds_the_rows_of_the_api(watched, served: Served, tmp_path: Path) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ0&as_of=2026-06-30&basis=gross&period=24m")
    tools = panel(page, "tvpi")
    tools.locator("details.pop summary").click()
    with page.expect_download() as told:
        tools.get_by_role("link", name="Download TVPI over the life of the fund as CSV").click()
    kept = tmp_path / "trend.csv"
    told.value.save_as(kept)

    points = answer(page, "trend", query_of(page))["data_points"]
    with kept.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert ["basis", "gross"] in lines and ["as_of", "2026-06-30"] in lines
    head = next(number for number, line in enumerate(lines) if line[:1] == ["date"])
    names = [cell.split(" (")[0] for cell in lines[head]]
    found = [dict(zip(names, line, strict=True)) for line in lines[head + 1 :][: len(points)]]
    assert found == [{key: point[key] or "" for key in names} for point in points]
    assert len(points) == 9  # eight quarters and the day they started from


def test_a_link_of_the_api_answers_the_same_bytes_twice(watched, served: Served) -> None:
    address = f"{served.url}{API}/metrics?fund=AQ1&as_of=2026-03-31&known_on=2026-06-01"
    first, second = (watched.page.request.get(address) for _ in range(2))
    assert first.body() == second.body()
    assert json.loads(first.body())["nav"] == 106_106_000


def _table(page: Any, name: str) -> list[list[str]]:
    """The cells of a panel's table, once it is shown."""
    lines = panel(page, name).locator(".as-table tbody tr")
    expect(lines.first).to_be_visible()
    found: list[list[str]] = lines.evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return found


def _day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def _multiple(text: str | None) -> str:
    return DASH if text is None else f"{float(text):.6f}x"


def _percent(text: str | None) -> str:
    if text is None:
        return DASH
    return f"{'−' if float(text) < 0 else ''}{abs(float(text)):.4f}\u2009%"


def _money(text: str | None) -> str:
    if text is None:
        return DASH
    amount = float(text)
    return f"({-amount:,.2f})" if amount < 0 else f"{abs(amount):,.2f}"
