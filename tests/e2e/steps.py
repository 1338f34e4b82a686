"""What a person does on a page and then sees there, and the API's answer to the same question."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import FrameLocator, Locator, Page, expect

Seen = Page | FrameLocator
PAGE = "/fund-performance"
API = "/api/v1/dashboards/fund-performance"
FIGURES = (
    "irr", "tvpi", "dpi", "rvpi", "moic", "nav",
    "paid_in", "distributions", "unfunded", "dry_powder", "credit_line_balance", "fees_to_date",
)  # fmt: skip
PANELS = 17
AT_REST = """() => Promise.all(document.getAnimations()
  .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
  .map(one => one.finished.catch(() => null))).then(() => true)"""


def panel(seen: Seen, name: str) -> Locator:
    """The panel of Fund Performance with this name."""
    return seen.locator(f'[data-panel="fund-performance-{name}"]')


def figure(seen: Seen, key: str) -> Locator:
    """The card or fact of a headline figure."""
    return seen.locator(f'[data-figure="{key}"]')


def open_page(page: Page, address: str) -> None:
    """Go there and wait until every panel is drawn."""
    page.goto(address)
    expect(page.locator("[data-panel]")).to_have_count(PANELS)
    drawn(page)


def drawn(seen: Seen) -> None:
    """Wait until no panel is a skeleton and each chart and grid stands in its place."""
    expect(seen.locator("[data-panel]").first).to_be_visible()
    expect(seen.locator("[data-panel] .sk")).to_have_count(0)
    expect(seen.locator(".drawing:not(:has(.main-svg, .ag-row))")).to_have_count(0)


def at_rest(page: Page) -> None:
    """Wait until nothing fades or slides any more: colours are judged as they stay."""
    page.evaluate(AT_REST)


def answer(page: Page, endpoint: str, query: str) -> dict[str, Any]:
    """What the API says, numbers as the text it wrote them in."""
    parts = urlsplit(page.url)
    found = page.request.get(f"{parts.scheme}://{parts.netloc}{API}/{endpoint}?{query}")
    assert found.status == 200, found.text()
    said: dict[str, Any] = json.loads(found.text(), parse_float=str, parse_int=str)
    return said


def shows(seen: Seen, metrics: dict[str, Any]) -> None:
    """Wait until every headline figure has the very value the API gives."""
    for key in FIGURES:
        expect(figure(seen, key)).to_have_attribute("data-value", metrics[key] or "")


def values(seen: Seen) -> dict[str, str | None]:
    """The exact value of every headline figure on the page."""
    return {key: figure(seen, key).get_attribute("data-value") for key in FIGURES}


def query_of(page: Page) -> str:
    """The query in the address."""
    return urlsplit(page.url).query


def choose(page: Page, name: str, value: str) -> None:
    """Open a filter of the bar and take one of its choices."""
    box = page.locator(f'[data-filter="{name}"]')
    box.locator("summary").click()
    box.locator(f'input[type="radio"][value="{value}"]').click()


def choose_day(page: Page, name: str, day: str) -> None:
    """Open a filter of the bar, ask for any day, and name one."""
    choose(page, name, "day")
    field = page.locator(f'[data-filter="{name}"] input[type="date"]')
    field.fill(day)
    field.press("Enter")


def says(page: Page, name: str, words: str) -> None:
    """Wait until a filter of the bar shows this choice."""
    expect(page.locator(f'[data-filter="{name}"] summary .v')).to_have_text(words)


def has_in_address(page: Page, parameter: str) -> None:
    """Wait until the address carries `name=value`."""
    expect(page).to_have_url(re.compile(rf"[?&]{re.escape(parameter)}(&|$)"))


def stay(page: Page) -> None:
    """Leave a mark that a reload would wipe out."""
    page.evaluate("() => { window.stayed = true }")


def stayed(page: Page) -> bool:
    """Whether the page is still the one that was marked."""
    found: bool = page.evaluate("() => window.stayed === true")
    return found
