"""The same facts a second time: renamed, sorted, saved by a spreadsheet, or by two at once."""

from __future__ import annotations

import csv
import io
import threading
from datetime import date

import openpyxl
import pytest

from services.imports import ImportResult
from tests.imports.conftest import Books

HEAD = "fund,date,type,amount,investor,purpose\n"
ROWS = (
    "AQ1,2020-01-31,capital_call,1000.10,LP07,Tern\n",
    "AQ1,2020-01-31,capital_call,1000.10,LP07,Tern\n",
    "AQ1,2020-06-30,capital_call,2500.00,LP07,\n",
    "AQ1,2021-06-30,distribution,-500.00,LP07,correction\n",
    "AQ1,2021-06-30,distribution,90.00,,\n",
)
FLOWS = HEAD + "".join(ROWS)


def counts(result: ImportResult) -> tuple[int, int, int]:
    """New, superseded, unchanged."""
    return result.rows_new, result.rows_superseded, result.rows_unchanged


def as_workbook(text: str) -> bytes:
    """The table as a spreadsheet saves it: dates as dates, numbers as numbers."""
    book = openpyxl.Workbook()
    for number, row in enumerate(csv.reader(io.StringIO(text))):
        cells: list[object] = list(row)
        if number:
            cells[1], cells[3] = date.fromisoformat(row[1]), float(row[3])
        book.active.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "again",
    [
        pytest.param((HEAD + "".join(reversed(ROWS))).encode(), id="sorted otherwise"),
        pytest.param(FLOWS.replace("\n", "\r\n").encode("utf-16"), id="saved as Unicode text"),
        pytest.param(FLOWS.replace(",", ";").encode("cp1252"), id="saved with semicolons"),
        pytest.param(as_workbook(FLOWS), id="saved by a spreadsheet"),
        pytest.param(FLOWS.replace("1000.10", '"1,000.1"').encode(), id="other number format"),
    ],
)
def test_the_same_facts_in_another_dress_are_unchanged(firm: Books, again: bytes) -> None:
    assert counts(firm.take("fund_cash_flows", FLOWS)) == (5, 0, 0)
    result = firm.take("fund_cash_flows", again, name="again")
    assert (result.status, counts(result)) == ("imported", (0, 0, 5))
    assert result.touched_funds == {}


def test_a_renamed_file_was_imported_already(firm: Books) -> None:
    first = firm.take("fund_cash_flows", FLOWS)
    again = firm.take("fund_cash_flows", FLOWS, name="Flows (copy).csv")
    assert (again.status, again.import_id) == ("already_imported", first.import_id)


@pytest.mark.parametrize("other", [FLOWS, HEAD + "".join(reversed(ROWS))])
def test_two_imports_at_once_write_each_fact_once(firm: Books, other: str) -> None:
    results: list[ImportResult] = []

    def take(name: str, content: str) -> None:
        results.append(firm.take("fund_cash_flows", content, name=name))

    threads = [
        threading.Thread(target=take, args=args) for args in (("a.csv", FLOWS), ("b.csv", other))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(result.rows_new for result in results) == [0, 5]
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 5
