"""Filters live in the address: a choice changes it, Back undoes it, and it can be handed on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Served
from tests.e2e.steps import (
    PAGE,
    answer,
    choose,
    choose_day,
    drawn,
    figure,
    has_in_address,
    open_page,
    panel,
    query_of,
    says,
    shows,
    stay,
    stayed,
    values,
)

pytestmark = pytest.mark.e2e

CHOICES = (  # filter, value in the address, words in the bar, a figure it moves
    ("fund", "AQ1", "Alder & Quay Fund I, L.P.", "nav"),
    ("as_of", "2026-06-30", "30 Jun 2026", "nav"),
    ("credit_line", "without", "Without", "irr"),
    ("basis", "gross", "Gross", "tvpi"),
    ("currency", "EUR", "EUR", "nav"),
)


def test_every_choice_is_in_the_address_and_moves_the_figures(
    watched, visit, colleague, served: Served
) -> None:
    page = watched.page
    open_page(page, served.url + PAGE)
    stay(page)
    before = page.url
    for name, value, words, moved in CHOICES:
        before, old = page.url, values(page)
        (choose_day if name == "as_of" else choose)(page, name, value)
        has_in_address(page, f"{name}={value}")
        says(page, name, words)
        shows(page, answer(page, "metrics", query_of(page)))
        assert values(page)[moved] != old[moved], name
    page.keyboard.press("Escape")
    last = page.url

    page.go_back()
    expect(page).to_have_url(before)
    says(page, "currency", "Own")
    expect(page.locator('[data-filter="currency"] input[value=""]')).to_be_checked()
    shows(page, answer(page, "metrics", query_of(page)))
    page.go_forward()
    says(page, "currency", "EUR")
    shows(page, answer(page, "metrics", query_of(page)))
    assert stayed(page)

    other = visit(colleague).page
    open_page(other, last)
    says(other, "basis", "Gross")
    assert values(other) == values(page)


def test_a_period_shortens_the_trend_and_leaves_the_figures(watched, served: Served) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ1")
    before, lines = values(page), panel(page, "tvpi").locator(".as-table tbody tr")
    expect(lines).to_have_count(21)  # quarter-ends since September 2021
    choose(page, "period", "12m")
    has_in_address(page, "period=12m")
    says(page, "period", "12 months")
    expect(lines).to_have_count(5)  # four quarters and the day they started from
    drawn(page)
    assert values(page) == before


def test_the_books_as_known_before_a_correction_show_the_older_value(
    watched, served: Served
) -> None:
    page = watched.page
    open_page(page, f"{served.url}{PAGE}?fund=AQ1&as_of=2026-03-31&known_on=2026-06-01")
    badge = page.locator(".badge-known")
    expect(badge).to_contain_text("As known on 1 Jun 2026")
    expect(page.locator('[data-filter="known_on"]')).to_have_attribute("data-amber", "")
    expect(figure(page, "nav")).to_have_attribute("data-value", "106106000.00")

    badge.get_by_role("button", name="Back to now").click()
    expect(page).to_have_url(f"{served.url}{PAGE}?fund=AQ1&as_of=2026-03-31")
    expect(badge).to_be_hidden()
    says(page, "known_on", "Now")
    expect(figure(page, "nav")).to_have_attribute("data-value", "104906000.00")

    choose_day(page, "known_on", "2026-06-22")
    has_in_address(page, "known_on=2026-06-22")
    expect(badge).to_contain_text("As known on 22 Jun 2026")
    expect(figure(page, "nav")).to_have_attribute("data-value", "104906000.00")
