"""Files that a spreadsheet opens: text stays text, numbers stay numbers, bytes stay the same."""

from __future__ import annotations

import csv
import io
import time
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from services.exports import Sheet, csv_bytes, xlsx_bytes
from services.exports.safe import safe_text

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\x00=1")
SHEET = Sheet(
    title="figures",
    filters=(("basis", "net_lp"), ("currency", "=cmd")),
    columns=("date", "name", "amount (money)", "irr (percent)"),
    rows=(
        (date(2024, 1, 1), "=HYPERLINK(1)", Decimal("-1000.10"), -3.5),
        (date(2024, 1, 2), "plain", None, 0.1),
    ),
    notes=(("irr", "short_period", "-100 % is a text here"),),
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_calculate_is_marked_as_text(text: str) -> None:
    assert safe_text(text).startswith("'")
    assert "\x00" not in safe_text(text)


def test_negative_numbers_in_a_csv_are_numbers() -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(SHEET).decode("utf-8-sig"))))
    assert rows[0] == ["Filters", "figures"]
    assert rows[2] == ["currency", "'=cmd"]
    assert rows[5] == ["2024-01-01", "'=HYPERLINK(1)", "-1000.10", "-3.5"]
    assert rows[6] == ["2024-01-02", "plain", "", "0.1"]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(SHEET)))
    cells = [cell for leaf in book for row in leaf.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    rows = book["Rows"]
    assert (rows["C2"].value, rows["D2"].value) == (-1000.10, -3.5)
    assert rows["C2"].data_type == "n"
    assert rows["C3"].value is None


def test_the_same_sheet_gives_the_same_bytes_at_any_time() -> None:
    first = xlsx_bytes(SHEET)
    time.sleep(2.1)  # a zip knows two seconds at best
    assert xlsx_bytes(SHEET) == first
