"""Data quality on the page: failing checks first and open, words beside every colour."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from callbacks import data_quality as wiring
from layouts import data_quality as page
from layouts.data_quality.list import MOST_HOLDING, MOST_ROWS, number
from layouts.data_quality.shown import Shown
from layouts.panels import View
from services.envelope import FundRef, Note
from services.errors import InvalidInput
from services.quality.results import Check, DataQuality
from services.scope import Scope
from tests.imports_page.test_book import text_of, words_of

WHEN = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
FUNDS = tuple(
    FundRef(id=f"id-{code}", code=code, name=f"Fund {code}", currency="USD")
    for code in ("AQ1", "AQ2")
)
PROVES = {"lp_sum_nav": "The shares add up to the fund.", "flow_dates": "No flow is too early."}


def check(check_id: str = "lp_sum_nav", status: str = "green", **more: Any) -> Check:
    given: dict[str, Any] = {
        "check_id": check_id,
        "name": check_id.replace("_", " ").capitalize(),
        "fund": "AQ1",
        "subject": "AQ1",
        "as_of": date(2026, 9, 30),
        "status": status,
        "expected": Decimal("1000.00"),
        "actual": Decimal("1000.00"),
        "difference": Decimal("0.00"),
        "tolerance": Decimal("0.01"),
        "message": "The shares are the fund's value.",
        "import_id": None,
        "file": None,
        "row": None,
        "checked_at": WHEN,
    }
    return Check(**(given | more))


RED = check(
    status="red",
    fund="AQ2",
    subject="LP07 2026-09-30",
    actual=Decimal("750.00"),
    difference=Decimal("-250.00"),
    message="LP07's share is 250.00 short.",
    import_id="imp-1",
    file="navs.csv",
    row=12,
)


def quality(*checks: Check, notes: tuple[Note, ...] = ()) -> DataQuality:
    counts = {name: sum(item.status == name for item in checks) for name in page.ORDER}
    worst = next((name for name in page.ORDER if counts[name]), "unchecked")
    last = WHEN if checks else None
    return DataQuality(
        status=worst, checks=checks, funds=FUNDS, checked_at=last, notes=notes, **counts
    )


def drawn(
    *checks: Check, status: str | None = None, scope: Scope | None = None, **more: Any
) -> Any:
    view = View(
        slug="data-quality",
        panel=page.BOOK,
        scope=scope or Scope(),
        definition=lambda _key: None,
        may_export=more.pop("may_export", True),
    )
    return page.drawn(Shown(quality=quality(*checks, **more), proves=PROVES, status=status), view)


def test_the_sentence_counts_what_fails_and_what_is_to_be_looked_at() -> None:
    amber = check("flow_dates", "amber")
    assert "2 of 4 checks fail, and 1 to look at." in words_of(drawn(RED, RED, amber, check()))
    assert "1 of 2 checks fails." in words_of(drawn(RED, check()))
    assert "No check fails; 1 of 2 to look at." in words_of(drawn(amber, check()))
    assert "All 2 checks hold." in words_of(drawn(check(), check("flow_dates")))


def test_what_fails_stands_first_and_open_and_what_holds_is_folded() -> None:
    text = text_of(drawn(check("flow_dates"), RED))
    first, second = text.index('"data-check": "lp_sum_nav"'), text.index('"data-check": "flow_')
    assert first < second
    assert text.count('"open": true') == 1
    assert text.count('"open": false') == 1


def test_a_result_shows_expected_found_difference_and_where_it_comes_from() -> None:
    parts = drawn(RED)
    words = words_of(parts)
    assert "1,000.00750.00(250.00)0.01" in words
    assert "LP07's share is 250.00 short. navs.csv, row 12" in words
    assert "AQ2 LP07 2026-09-30" in words
    assert "The shares add up to the fund." in words
    assert '"/imports?import=imp-1"' in text_of(parts)


def test_colour_never_stands_alone() -> None:
    text = text_of(drawn(RED, check("flow_dates", "amber"), check("other")))
    for tone, sign, word in (
        ("bad", "failed", "fails"), ("warn", "warning", "to look at"), ("good", "check", "holds")
    ):  # fmt: skip
        assert f'"className": "chip {tone}"' in text
        assert f"i i-{sign}" in text
        assert f'"{word}"' in text


def test_one_result_can_be_asked_for_and_the_address_keeps_the_fund() -> None:
    scope = Scope(funds=("AQ2",))
    text = text_of(drawn(RED, check("flow_dates"), status="red", scope=scope))
    assert '"data-check": "lp_sum_nav"' in text
    assert '"data-check": "flow_dates"' not in text
    assert "/data-quality?fund=AQ2&status=amber" in text
    assert "/api/v1/data-quality?fund=AQ2&format=csv" in text
    assert "No check has this result." in words_of(drawn(RED, status="amber"))


def test_the_share_of_value_on_old_marks_is_the_worst_of_any_fund() -> None:
    held = {"expected": Decimal("200.00"), "check_id": "marks_are_fresh", "status": "amber"}
    one = check(**held, actual=Decimal("150.00"))
    other = check(**held, actual=Decimal("120.00"), fund="AQ2", subject="AQ2")
    words = words_of(drawn(one, other))
    assert "Value on old marks40.0\u2009%AQ2, the most of any fund" in words
    assert "Value on old marks" not in words_of(drawn(RED))


def test_a_check_with_many_results_says_how_many_are_left_out() -> None:
    holding = [check(subject=f"LP{index}") for index in range(MOST_HOLDING + 7)]
    assert "7 more are in the download." in words_of(drawn(*holding))
    failing = [check(subject=f"LP{index}", status="red") for index in range(MOST_ROWS + 3)]
    assert "3 more are in the download." in words_of(drawn(*failing))


def test_a_place_that_the_sentence_names_already_is_not_named_twice() -> None:
    told = check(status="red", message="See navs.csv, row 12.", import_id="imp-1", file="navs.csv",
                 row=12)  # fmt: skip
    words = words_of(drawn(told))
    assert words.count("navs.csv, row 12") == 1
    assert "Open the import" in words


def test_books_that_were_never_checked_say_what_to_do() -> None:
    words = words_of(drawn())
    assert "Nothing was checked yet." in words
    assert "gpdash check --data" in words


def test_who_may_not_take_figures_away_is_offered_no_file() -> None:
    assert "format=" not in text_of(drawn(RED, may_export=False))
    assert "format=xlsx" in text_of(drawn(RED))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (Decimal("-1234.5"), "(1,234.50)"),
        (Decimal("1.000000001"), "1.00"),
        (Decimal("1.5525"), "1.5525"),
        (Decimal("0"), "0.00"),
        (Decimal("-0.00000000012"), "(1.2e−10)"),
        (Decimal("1e-9"), "1.0e−9"),
    ],
)
def test_figures_are_exact_to_six_places(value: Decimal | None, shown: str) -> None:
    assert number(value) == shown


def test_a_result_that_does_not_exist_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="use red, amber, green"):
        wiring.found(None, None, {"status": ["blue"]})  # type: ignore[arg-type]
