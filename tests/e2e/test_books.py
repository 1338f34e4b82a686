"""Somebody of operations hands a file in: wrong first, then right, and finds it in the books."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Served
from tests.e2e.test_accessibility import AXE, RUN

pytestmark = pytest.mark.e2e
WRONG = "fund,date,nav\nAQ1,2026-09-31,1000\n"
RIGHT = "fund,date,nav\nAQP,2013-02-15,1250000.00\n"
CORRECTED = RIGHT.replace("1250000.00", "1300000.00")
REFUSED = "Failed to load resource: the server responded with a status of 422"


def choose(page: Page, name: str, text: str) -> None:
    """Take a file from the disk."""
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)


def hand_in(page: Page, name: str, text: str) -> None:
    """Check a file that is right, and import it."""
    choose(page, name, text)
    page.get_by_role("button", name="Check the file").click()
    post = page.get_by_role("button", name="Import 1 row")
    expect(post).to_be_enabled()
    post.click()
    expect(page.locator("#import-result")).to_contain_text("Imported.")


def test_a_file_is_refused_corrected_imported_and_found_again(watched, served: Served) -> None:
    page = watched.page
    page.goto(f"{served.url}/imports")
    page.get_by_role("link", name="Import a file").click()
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator("#import-said")).to_have_text("Choose a file first.")
    page.get_by_label("Kind", exact=True).select_option("fund_navs")
    expect(page.locator('[data-panel="imports-kind"] h2')).to_contain_text("fund_navs")

    choose(page, "wrong.csv", WRONG)
    page.get_by_role("button", name="Check the file").click()
    report = page.locator("#import-result")
    expect(report).to_contain_text("1 place is wrong")
    cells = report.locator("tbody tr").first.locator("th, td")
    expect(cells.nth(0)).to_have_text("2")
    expect(cells.nth(1)).to_have_text("date")
    expect(cells.nth(2)).to_have_text("2026-09-31")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    watched.errors[:] = [line for line in watched.errors if REFUSED not in line]

    hand_in(page, "right.csv", RIGHT)
    choose(page, "corrected.csv", CORRECTED)
    expect(page.locator("#import-post")).to_be_disabled()
    hand_in(page, "corrected.csv", CORRECTED)
    report.get_by_role("link", name="Open the import").click()
    change = page.locator('[data-part="imports-changes"]')
    expect(change.locator("del")).to_have_text("1,250,000.00")
    expect(change.locator("ins")).to_have_text("1,300,000.00")
    change.get_by_role("link", name="right.csv, row 2").click()
    expect(page.locator(".state")).to_contain_text("right.csv: 1 new")

    page.get_by_role("link", name="All imports").click()
    first = page.locator('[data-part="imports-list"] tbody tr').first
    expect(first).to_contain_text("corrected.csv")
    page.get_by_role("link", name="Data quality").click()
    expect(page.locator("main h1")).to_have_text("Data quality")
    expect(page.locator("main .state")).to_be_visible()
    assert page.title().startswith("Data quality · ")


def test_a_map_of_ones_own_is_pasted_beside_the_file(watched, served: Served) -> None:
    page = watched.page
    page.goto(f"{served.url}/imports/new?kind=fund_navs")
    expect(page.get_by_label("Kind", exact=True)).to_have_value("fund_navs")
    page.get_by_label("Layout").select_option("map")
    page.get_by_label("or its text").fill(
        "kind: fund_navs\nfile: {date_order: dmy}\ncolumns: {date: Day, nav: Worth}\n"
    )
    page.get_by_text("Sheet, constants, replacing").click()
    page.get_by_label("Columns the file lacks").fill("fund=AQP")
    choose(page, "theirs.csv", "Day,Worth\n14/02/2013,1100000\n")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("button", name="Import 1 row")).to_be_enabled()
    expect(page.locator("#import-result .facts")).to_contain_text("New1")


def test_a_colleague_reads_only_and_hands_nothing_in(visit, colleague, served: Served) -> None:
    page = visit(colleague).page
    page.goto(f"{served.url}/imports")
    expect(page.locator("main .state")).to_contain_text("Nothing was imported yet.")
    expect(page.get_by_role("link", name="Import a file")).to_have_count(0)
    page.goto(f"{served.url}/imports/new")
    expect(page.locator("main")).to_contain_text("Your role does not include this page.")


@pytest.mark.parametrize("path", ["/imports", "/imports?import=", "/imports/new", "/data-quality"])
def test_axe_finds_nothing_serious_in_the_books(
    visit, signed_in, served: Served, path: str
) -> None:
    page = visit(signed_in, bypass_csp=True).page
    if path.endswith("="):
        path += a_correction(page, served)
    for theme in ("light", "dark"):
        page.goto(f"{served.url}{path}{'&' if '?' in path else '?'}theme={theme}")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        expect(page.locator("main .state")).to_be_visible()
        expect(page.locator("[data-panel] .sk")).to_have_count(0)
        page.add_script_tag(path=AXE)
        assert page.evaluate(RUN) == [], theme


def a_correction(page: Page, served: Served) -> str:
    """The id of an import of the demonstration firm that superseded something."""
    book = page.request.get(f"{served.url}/api/v1/imports?limit=1000").json()
    return next(row["id"] for row in book["imports"] if row["rows_superseded"])


def test_the_books_fit_a_phone(visit, signed_in, served: Served) -> None:
    page = visit(signed_in, width=390).page
    for path in ("/imports", "/imports/new?kind=funds", "/data-quality"):
        page.goto(f"{served.url}{path}")
        expect(page.locator("main .state")).to_be_visible()
        expect(page.locator("[data-panel] .sk")).to_have_count(0)
        wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, path
