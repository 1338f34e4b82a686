"""The book of imports on the page: what a reader sees of a list, of one import, and of nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from callbacks import imports as wiring
from layouts.imports import Listed, Opened, detail, listing
from services.errors import InvalidInput
from services.imports.records import (
    ChangedRow,
    Difference,
    ImportChanges,
    ImportDetail,
    ImportList,
    ImportRecord,
    Warned,
)

WHEN = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
FILED: dict[str, Any] = {
    "id": "imp-2",
    "kind": "fund_navs",
    "file_name": "navs.csv",
    "file_sha256": "ab" * 32,
    "imported_by": "u1",
    "imported_by_name": "Ines Marlow",
    "imported_at": WHEN,
    "rows_read": 14,
    "rows_new": 12,
    "rows_superseded": 1,
    "rows_unchanged": 1,
    "rows_retracted": 0,
    "warning_count": 1,
}
CHANGE = ChangedRow(
    kind="fund_navs",
    action="superseded",
    what={"fund": "AQ1", "date": date(2026, 9, 30), "investor": None},
    row=7,
    sheet=None,
    old_row=5,
    old_import_id="imp-1",
    old_file="first.csv",
    differences=(
        Difference(column="nav", before=Decimal("40290000.00"), after=Decimal("41290000.00")),
        Difference(column="currency", before=None, after="USD"),
    ),
)


def record(**changes: Any) -> ImportRecord:
    return ImportRecord(**(FILED | changes))


def listed(*rows: ImportRecord, total: int | None = None, **more: Any) -> Listed:
    offset = more.pop("offset", 0)
    found = ImportList(
        imports=rows, total=len(rows) if total is None else total, limit=50, offset=offset
    )
    return Listed(found=found, kinds=("funds", "fund_navs"), **more)


def opened(*changes: ChangedRow, total: int | None = None, **more: Any) -> Opened:
    described: dict[str, Any] = {
        "source": "canonical",
        "layout": {},
        "sheet": None,
        "known_on": None,
        "kinds": {"fund_navs": {"new": 12, "superseded": 1, "unchanged": 1, "retracted": 0}},
        "warnings": (Warned(row=9, column="nav", value="-1", message="The value is negative."),),
    }
    hidden, may_import = more.pop("hidden", False), more.pop("may_import", True)
    count = len(changes) if total is None else total
    checks = more.pop("checks", ())
    return Opened(
        detail=ImportDetail(**(FILED | described | more)),
        changes=ImportChanges(import_id="imp-2", rows=changes, total=count, hidden=hidden),
        checks=checks,
        may_import=may_import,
    )


def text_of(parts: Any) -> str:
    """Everything that is sent, rows that the browser draws included."""
    sent = json.dumps(parts, default=lambda item: item.to_plotly_json(), ensure_ascii=False)
    return sent.replace('\\"', '"')


def words_of(part: Any) -> str:
    """What is written, in the order of reading, rows that the browser draws included."""
    if isinstance(part, str | int):
        return str(part)
    if isinstance(part, list | tuple):
        return "".join(words_of(item) for item in part)
    rows = getattr(part, "data-rows", None)
    if rows is not None:
        return _told(json.loads(rows))
    return "" if part is None else words_of(getattr(part, "children", None))


def _told(part: Any) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "".join(_told(item) for item in part)
    kept = ("text", "said", "wide", "head", "rows")
    return "".join(_told(part[name]) for name in kept if name in part)


def test_the_book_opens_with_what_came_in_last() -> None:
    words = words_of(listing.drawn(listed(record(), record(id="imp-1"))))
    assert "2 files are in the books; the last, navs.csv, came in on 22 Nov 2026" in words
    assert "12 new, 1 superseded." in words
    assert "22 Nov 2026, 14:03 UTC" in words
    assert "Ines Marlow" in words


def test_every_row_of_the_book_leads_to_its_import() -> None:
    assert '"/imports?import=imp-2"' in text_of(listing.drawn(listed(record())))


def test_only_who_may_import_is_offered_to() -> None:
    for may in (True, False):
        text = text_of(listing.drawn(listed(record(), may_import=may)))
        assert ("/imports/new" in text) is may
        assert ("operations with access to every fund" in text) is not may


def test_an_empty_book_says_how_the_first_file_comes_in() -> None:
    words = words_of(listing.drawn(listed()))
    assert "Nothing was imported yet." in words
    assert "gpdash import funds FILE" in words
    of_kind = words_of(listing.drawn(listed(kind="fund_navs")))
    assert "No file of kind fund_navs was imported yet." in of_kind


def test_a_long_book_is_turned_over_page_by_page() -> None:
    rows = [record(id=f"imp-{number}") for number in range(50)]
    first = text_of(listing.drawn(listed(*rows, total=120)))
    assert "The newest 50 of 120" in first
    assert "offset=50" in first
    assert '"Newer"' not in first
    last = text_of(listing.drawn(listed(*rows[:20], total=120, offset=100, kind="fund_navs")))
    assert "101 to 120" in last
    assert "kind=fund_navs&offset=50" in last
    assert '"Older"' not in last


def test_a_correction_is_shown_as_what_was_and_what_is() -> None:
    parts = detail.drawn(opened(CHANGE))
    words = words_of(parts)
    assert "1 row took the place of an older one" in words
    assert "AQ1 · 30 Sep 2026" in words
    assert "40,290,000.0041,290,000.00" in words
    assert "first.csv, row 5" in words
    assert '"/imports?import=imp-1"' in text_of(parts)
    assert "–not known" in words


def test_an_import_that_changed_nothing_older_says_so() -> None:
    assert "Nothing older was changed" in words_of(detail.drawn(opened()))


def test_more_changes_than_are_shown_are_counted() -> None:
    words = words_of(detail.drawn(opened(CHANGE, total=450)))
    assert "450 rows took the place of older ones" in words
    assert "The first 1 of 450" in words
    hidden = words_of(detail.drawn(opened(CHANGE, total=2, hidden=True)))
    assert "Rows of funds you may not see are left out" in hidden


def test_a_row_that_was_taken_back_stands_as_one_line() -> None:
    gone = ChangedRow(
        kind="fund_navs",
        action="retracted",
        what={"fund": "AQ1", "date": date(2026, 6, 30)},
        row=None,
        sheet=None,
        old_row=4,
        old_import_id="imp-1",
        old_file="first.csv",
        differences=(Difference(column="nav", before=Decimal("1600.00"), after=None),),
    )
    words = words_of(detail.drawn(opened(gone, rows_superseded=0, rows_retracted=1)))
    assert "0 rows superseded, 1 taken back" in words
    assert "nav 1,600.00" in words


def test_odd_values_stand_with_their_place_and_words() -> None:
    words = words_of(detail.drawn(opened()))
    assert "1 odd value, taken as it is" in words
    assert "row 9nav-1The value is negative." in words
    assert "Nothing in the file was odd" in words_of(detail.drawn(opened(warnings=())))


def test_how_the_file_was_read_is_told_in_full() -> None:
    told = opened(source="our_bank", layout={"columns": {"nav": ["Fair"]}}, known_on="2024-06-30")
    words = words_of(detail.drawn(told))
    assert "our_bank" in words
    assert "2024-06-30 (set back)" in words
    assert '"Fair"' in words
    assert "ab" * 32 in words


def test_checks_that_point_to_a_row_of_the_file_are_named_with_their_result() -> None:
    from tests.quality_page.test_checklist import RED, check

    told = words_of(detail.drawn(opened(checks=(RED, check()))))
    assert "2 checks point to this file, 1 of them failing" in told
    assert "failsAQ2LP07's share is 250.00 short." in told
    assert "point to this file" not in words_of(detail.drawn(opened()))


def test_an_address_with_no_place_in_the_book_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="follow Newer and Older"):
        wiring.book(None, None, {"offset": ["-1"]})  # type: ignore[arg-type]
