"""Workbooks: what spreadsheets do to tables, and what bad intent does to workbooks."""

from __future__ import annotations

import io
import resource
import struct
import time
import zipfile
from datetime import datetime

import openpyxl
import pytest

from services.imports import ImportResult
from services.imports.reading import Refused, guard
from tests.imports.conftest import Books

HEAD: list[object] = ["fund", "date", "type", "amount"]
ROW: list[object] = ["AQ1", datetime(2020, 1, 31), "capital_call", 1000]
FACTS = "SELECT flow_date::text, amount::text FROM fund_cash_flows ORDER BY 1"


def book(*rows: list[object]) -> openpyxl.Workbook:
    """A workbook with these rows on its only sheet."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def take(books: Books, data: bytes, **how: str) -> ImportResult:
    return books.take("fund_cash_flows", data, name="flows.xlsx", **how)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part added or replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


def test_dates_numbers_and_day_counts_of_a_spreadsheet(firm: Books) -> None:
    rows = [ROW, ["AQ1", 43890, "capital_call", 0.1 + 0.2], ["AQ1", "2020-03-31", "nav", "7.50"]]
    assert take(firm, saved(book(HEAD, *rows))).errors == []
    assert firm.ask(FACTS) == [("2020-01-31", "1000.00"), ("2020-02-29", "0.30")]
    assert firm.one("SELECT nav::text FROM fund_navs") == "7.50"


def test_cells_merged_over_rows_are_blank_but_for_the_first(steady: Books) -> None:
    made = book(HEAD, ROW, [None, datetime(2020, 2, 29), "capital_call", 5])
    made.active.merge_cells("A2:A3")
    result = take(steady, saved(made))
    assert [(error.row, error.column) for error in result.errors] == [(3, "fund")]
    assert result.errors[0].hint


def test_a_title_above_and_a_total_below_are_refused_by_place(steady: Books) -> None:
    titled = take(steady, saved(book(["Flows of AQ1"], HEAD, ROW)))
    assert "'date' is missing" in titled.errors[0].message + titled.errors[1].message
    total = take(steady, saved(book(HEAD, ROW, ["Total", None, None, 1000])))
    assert {error.row for error in total.errors} == {3}


@pytest.mark.parametrize(
    ("value", "words"), [("=D2", "formula has no stored result"), ("#REF!", "not a number")]
)
def test_a_cell_without_a_value_is_not_read_as_blank(steady: Books, value: str, words: str) -> None:
    result = take(steady, saved(book(HEAD, ROW, ["AQ1", datetime(2020, 2, 29), "capital_call",
                                              value])))  # fmt: skip
    assert [(error.row, error.column) for error in result.errors] == [(3, "amount")]
    assert words in result.errors[0].message
    assert result.errors[0].hint


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_the_one_that_is_meant(firm: Books, state: str) -> None:
    made = book(HEAD, ROW)
    made.create_sheet("Old").append(["x"])
    made["Old"].sheet_state = state
    assert take(firm, saved(made)).status == "imported"


def test_of_two_sheets_one_must_be_named(firm: Books) -> None:
    made = book(["Notes"])
    made.create_sheet("Flows").append(HEAD)
    made["Flows"].append(ROW)
    result = take(firm, saved(made))
    assert "2 sheets" in result.errors[0].message
    assert "'Sheet', 'Flows'" in (result.errors[0].hint or "")
    assert take(firm, saved(made), sheet="Flows").status == "imported"
    missing = take(firm, saved(made), sheet="Flow")
    assert "no sheet named 'Flow'" in missing.errors[0].message


@pytest.mark.parametrize(
    ("rows", "words"),
    [([], "should hold the header"), ([HEAD], "no rows"),
     ([["Row Labels", "Sum of amount"], ["2020", 5]], "pivot table")],
)  # fmt: skip
def test_a_sheet_without_rows_or_with_a_report_is_refused(
    steady: Books, rows: list[list[object]], words: str
) -> None:
    result = take(steady, saved(book(*rows)))
    assert words in result.errors[0].message
    assert result.errors[0].hint


def test_dates_counted_from_1904_are_refused(steady: Books) -> None:
    made = book(HEAD, ROW)
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    result = take(steady, saved(made))
    assert "1904" in result.errors[0].message
    assert result.errors[0].hint


def directory_of(members: int) -> bytes:
    """An archive whose directory claims so many members, as small as such an archive can be."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(members):
            archive.writestr(zipfile.ZipInfo(f"xl/{number}"), b"")
    return stream.getvalue()


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
SHEET = "xl/worksheets/sheet1.xml"


def bad_books() -> dict[str, bytes]:
    """Workbooks of bad intent by what is said of them."""
    good = saved(book(HEAD, ROW))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("flows.xlsx", good)
    return {
        "macros": with_part(good, "xl/vbaProject.bin", b"x"),
        "XML entities": with_part(good, "xl/sharedStrings.xml", ENTITIES.encode()),
        "entities, which": with_part(good, SHEET, EXTERNAL.encode()),
        "200 MB": with_part(good, SHEET, b"<x>" + b"0" * 200_000_001),
        "100-fold": with_part(good, SHEET, b"<x>" + b"0" * 60_000_000),
        "unsafe path": with_part(good, "../../evil.xml", b"<x/>"),
        "ZIP archive": inner.getvalue(),
        "1,000 parts": directory_of(100_000),
        "damaged": good[: len(good) // 2] + good[-30:],
    }


@pytest.fixture(scope="module")
def wicked() -> dict[str, bytes]:
    return bad_books()


@pytest.mark.parametrize(
    "words",
    ["macros", "XML entities", "entities, which", "200 MB", "100-fold", "unsafe path",
     "ZIP archive", "1,000 parts", "damaged"],
)  # fmt: skip
def test_a_wicked_workbook_is_refused_before_it_is_opened(
    wicked: dict[str, bytes], words: str
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    with pytest.raises(Refused, match=words) as refusal:
        guard.refuse_unsafe(wicked[words])
    assert time.process_time() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    assert refusal.value.hint


def test_a_directory_that_lies_about_its_members_is_refused_all_the_same() -> None:
    data = bytearray(directory_of(2_000))
    place = data.rfind(guard.END_OF_DIRECTORY)
    struct.pack_into("<HH", data, place + 8, 3, 3)
    with pytest.raises(Refused):
        guard.refuse_unsafe(bytes(data))


def test_an_archive_in_an_archive_is_told_by_the_import(
    steady: Books, wicked: dict[str, bytes]
) -> None:
    result = take(steady, wicked["ZIP archive"])
    assert result.status == "rejected"
    assert "import the .xlsx" in (result.errors[0].hint or "")
