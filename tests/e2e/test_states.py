"""A question that cannot be answered gets a sentence, and one broken part leaves the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from services.db.session import Database
from tests.e2e.conftest import Served
from tests.e2e.steps import PAGE, PANELS, drawn, figure, panel

pytestmark = pytest.mark.e2e
NOT_YOURS = "There is nothing here under that name, or it is not yours to see."


def test_an_address_that_cannot_be_read_says_so_in_every_panel(watched, served: Served) -> None:
    page = watched.page
    page.goto(f"{served.url}{PAGE}?fund=AQ1&as_of=2026-13-45")
    sentences = _sentences(page)
    assert len(sentences) == PANELS
    assert len(set(sentences)) == 1
    assert "2026-13-45" in sentences[0]


def test_a_fund_of_others_and_a_fund_that_is_not_there_read_the_same(
    visit, colleague, served: Served
) -> None:
    page = visit(colleague).page
    for fund in ("AQ2", "ZZ9"):
        page.goto(f"{served.url}{PAGE}?fund={fund}")
        assert set(_sentences(page)) == {NOT_YOURS}
    menu = page.locator('[data-filter="fund"]')
    menu.locator("summary").click()
    assert not {"AQ0", "AQ2"} & {radio.input_value() for radio in menu.get_by_role("radio").all()}


def test_one_broken_panel_leaves_the_others_standing_and_recovers(watched, served: Served) -> None:
    page = watched.page
    with _without(served.database, "index_levels"):
        page.goto(f"{served.url}{PAGE}?fund=AQ0&as_of=2025-12-31")
        broken = panel(page, "pme")
        expect(broken.get_by_role("alert")).to_contain_text("This panel could not be drawn.")
        drawn(page)
        expect(figure(page, "nav")).not_to_have_attribute("data-value", "")
        expect(page.locator("[data-panel] [role=alert]")).to_have_count(1)
        assert "index_levels" not in broken.inner_text()
    broken.get_by_role("button", name="Try again").click()
    expect(broken).to_contain_text("KS-PME")
    expect(page.locator("[data-panel] [role=alert]")).to_have_count(0)


def _sentences(page: Page) -> list[str]:
    """What each panel says instead of its figures."""
    told = page.locator("[data-panel] .alert p")
    expect(told).to_have_count(PANELS)
    return told.all_inner_texts()


@contextmanager
def _without(database: Database, table: str) -> Iterator[None]:
    """The table is gone for a while, as after a migration that went wrong."""
    _run(database, f"ALTER TABLE {table} RENAME TO {table}_away")
    try:
        yield
    finally:
        _run(database, f"ALTER TABLE {table}_away RENAME TO {table}")


def _run(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '20s'"))
        connection.execute(text(statement))
