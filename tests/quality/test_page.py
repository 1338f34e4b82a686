"""The page shows every figure, and says which of them a failing check concerns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from layouts import fund_performance as page
from layouts.fund_performance import cards, head
from layouts.panels import View
from layouts.trust import CONCERNS
from services.fund_performance import FundPerformanceService
from services.quality import CHECKS
from services.scope import SYSTEM, Scope
from tests.quality.conftest import WRONG, Firm


def view(panel: Any, **more: Any) -> View:
    parts = {"slug": "fund-performance", "panel": panel, "scope": Scope(funds=("AQ1",))}
    return View(**parts, definition=lambda _key: None, **more)


def walk(part: Any) -> Any:
    if isinstance(part, list | tuple):
        for item in part:
            yield from walk(item)
    elif part is not None and not isinstance(part, str | int | float):
        yield part
        yield from walk(getattr(part, "children", None))


def words(part: Any) -> str:
    if isinstance(part, list | tuple):
        return "".join(words(item) for item in part)
    return part if isinstance(part, str) else words(getattr(part, "children", None) or "")


def drawn(firm: Firm) -> tuple[list[Any], dict[str, str]]:
    """The parts of the head, and the doubts by the figure they stand on."""
    headline = FundPerformanceService(firm.db).headline(SYSTEM)
    parts = list(walk(head.state(headline, view(page.STATE)).children))
    doubts: dict[str, str] = {}
    for part in walk(cards.figures(headline, view(page.FIGURES)).children):
        key = getattr(part, "data-figure", None)
        for inside in walk(getattr(part, "children", None)) if key else ():
            if check := getattr(inside, "data-check", None):
                doubts[key] = check
    return parts, doubts


def badges(parts: list[Any]) -> list[Any]:
    return [part for part in parts if "/data-quality" in str(getattr(part, "href", ""))]


def test_books_in_order_leave_no_sign(firm: Firm) -> None:
    firm.check()
    parts, doubts = drawn(firm)
    assert badges(parts) == []
    assert doubts == {}


def test_a_failing_check_stands_beside_the_sentence_and_on_its_figures(firm: Firm) -> None:
    WRONG["holdings_make_nav"].do(firm)
    WRONG["fees_net"].do(firm)
    firm.check()
    parts, doubts = drawn(firm)
    [badge] = badges(parts)
    assert words(badge).startswith("2 checks fail: ")
    assert badge.href == "/data-quality?fund=AQ1"
    assert badge.className == "bad"
    assert doubts == {
        "nav": "holdings_make_nav",
        "rvpi": "holdings_make_nav",
        "moic": "holdings_make_nav",
        "fees_to_date": "fees_net",
    }
    shown = cards.figures(FundPerformanceService(firm.db).headline(SYSTEM), view(page.FIGURES))
    values = {
        getattr(part, "data-figure"): getattr(part, "data-value")
        for part in walk(shown.children)
        if hasattr(part, "data-figure")
    }
    assert values["nav"] == "594.00"


def test_a_stale_mark_is_a_warning_and_no_failure(firm: Firm) -> None:
    WRONG["marks_are_fresh"].do(firm)
    firm.check()
    parts, doubts = drawn(firm)
    [badge] = badges(parts)
    assert words(badge).startswith("1 check to look at: ")
    assert badge.className == "warn"
    assert doubts["nav"] == "marks_are_fresh"


def test_an_asserted_balance_casts_doubt_on_its_own_figure(firm: Firm) -> None:
    firm.change("UPDATE balance_assertions SET amount = 499 WHERE item = 'unfunded'")
    firm.check()
    assert drawn(firm)[1] == {
        "unfunded": "balance_assertion",
        "dry_powder": "balance_assertion",
    }


def test_an_asserted_value_says_nothing_of_what_was_paid_back(firm: Firm) -> None:
    WRONG["balance_assertion"].do(firm)
    firm.check()
    assert drawn(firm)[1] == dict.fromkeys(("nav", "rvpi", "tvpi", "irr"), "balance_assertion")


def test_an_embedded_page_names_the_failure_and_leads_nowhere(firm: Firm) -> None:
    WRONG["holdings_make_nav"].do(firm)
    firm.check()
    headline = FundPerformanceService(firm.db).headline(SYSTEM)
    embedded = replace(view(page.STATE), embedded=True)
    parts = list(walk(head.state(headline, embedded).children))
    assert badges(parts) == []
    assert any("1 check fails" in words(part) for part in parts)


def test_every_figure_a_check_concerns_belongs_to_a_check_that_exists() -> None:
    assert set(CONCERNS) < set(CHECKS)
