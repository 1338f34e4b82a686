"""What a file is and how it is written: refused by name of what it is, or read and told."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from services.imports.reading import Refused, guard, signs
from tests.imports.conftest import Books

FLOWS = "fund,date,type,amount\nAQ1,2020-01-31,capital_call,1000.00\n"
POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:0000000000000000000000000000000000000000000000000000000000000000\nsize 12\n"
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (POINTER, "Git LFS pointer"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "HTML page"),
        ("\n  <html><table><tr><td>fund</td></tr></table></html>", "HTML page"),
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "empty"),
        ("fund,date,type,amount\n", "no rows"),
        ("fund,date,type,amount\n\n,,,\n", "no rows"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        ('{"fund": "AQ1"}', "JSON"),
        ('[{"fund": "AQ1"}]', "JSON"),
        ("<?xml version='1.0'?><a/>", "XML"),
        (b"fund,date\x00\x01\x02\xff\xfe,type", "binary"),
        ("<html>page</html>".encode("utf-16"), "HTML page"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_it_is(
    firm: Books, content: str | bytes, words: str
) -> None:
    result = firm.take("fund_cash_flows", content)
    assert result.status == "rejected"
    assert words in result.errors[0].message
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 0


def test_a_wrong_header_names_the_missing_columns_and_the_ones_there(firm: Books) -> None:
    result = firm.take("fund_cash_flows", "fund,day,kind,value\nAQ1,2020-01-31,call,5\n")
    assert result.status == "rejected"
    assert [error.column for error in result.errors] == ["date", "type", "amount"]
    assert "fund, day, kind, value" in (result.errors[0].hint or "")


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + FLOWS,
        FLOWS.replace("\n", "\r\n"),
        FLOWS.replace("\n", "\r"),
        FLOWS.replace(",", ";"),
        FLOWS.replace(",", "\t"),
        FLOWS.encode("utf-16"),
        FLOWS.encode("utf-16-le"),
        gzip.compress(FLOWS.encode()),
        FLOWS.replace("fund,date,type,amount", " Fund , DATE,Type,  Amount "),
        FLOWS + "\n\n,,,\n",
        FLOWS.replace("AQ1,2020", '"AQ1","2020').replace("-31,", '-31",'),
    ],
)
def test_the_same_table_is_read_however_it_is_written(firm: Books, content: str | bytes) -> None:
    result = firm.take("fund_cash_flows", content)
    assert result.errors == []
    assert firm.ask("SELECT flow_date::text, type, amount::text FROM fund_cash_flows") == [
        ("2020-01-31", "capital_call", "1000.00")
    ]


@pytest.mark.parametrize(
    ("codec", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")]
)
@pytest.mark.parametrize("fund", ["Rhône Partners", "Café Müller & Söhne", "Société Générale – V"])
def test_old_encodings_are_detected_and_told(
    books: Books, codec: str, name: str, fund: str
) -> None:
    table = f"provider,as_of,fund,currency\nCalPERS,2025-03-31,{fund},USD\n"
    result = books.take("benchmark_funds", table.encode(codec))
    assert books.one("SELECT fund_name FROM benchmark_funds") == fund
    assert any(name in warning.message for warning in result.warnings)


def test_a_quoted_line_break_does_not_shift_the_row_numbers(firm: Books) -> None:
    result = firm.take(
        "fund_cash_flows",
        "fund,date,type,amount,purpose\n"
        'AQ1,2020-01-31,capital_call,5,"first\nsecond"\n'
        "\n"
        "AQ1,2020-02-31,capital_call,5,\n",
    )
    assert [(error.row, error.column) for error in result.errors] == [(4, "date")]


def test_rows_of_another_length_are_named(firm: Books) -> None:
    result = firm.take(
        "fund_cash_flows",
        FLOWS + "AQ1,2020-01-31,capital_call\nAQ1,2020-01-31,capital_call,1,000.00\n",
    )
    assert [error.row for error in result.errors] == [3, 4]
    assert "without quotes" in (result.errors[1].hint or "")


def test_a_quote_that_never_ends_is_named(firm: Books) -> None:
    result = firm.take("fund_cash_flows", FLOWS + 'AQ1,2020-01-31,"capital_call,5\nAQ1,x,y,z\n')
    assert result.status == "rejected"
    assert result.errors[0].row == 3


def test_two_columns_of_one_name_are_refused_only_where_they_matter(firm: Books) -> None:
    twice = "fund,date,type,amount,amount\nAQ1,2020-01-31,capital_call,5,6\n"
    assert "2 columns named 'amount'" in firm.take("fund_cash_flows", twice).errors[0].message
    note = "fund,date,type,amount,note,note\nAQ1,2020-01-31,capital_call,5,a,b\n"
    result = firm.take("fund_cash_flows", note)
    assert result.status == "imported"
    assert "note, note" in result.warnings[0].message


def test_a_file_larger_than_allowed_is_refused(firm: Books) -> None:
    result = firm.take("fund_cash_flows", FLOWS, most_bytes=10)
    assert result.status == "rejected"
    assert "larger" in result.errors[0].message


def test_a_gzip_that_unpacks_beyond_the_limit_is_refused() -> None:
    with pytest.raises(Refused, match="larger"):
        signs.unpacked(gzip.compress(b"0" * 5_000_000), limit=1_000_000)


def workbook(rows: list[list[object]], *, more_sheets: tuple[str, ...] = ()) -> bytes:
    """A workbook whose first sheet is Flows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Flows"
    for row in rows:
        sheet.append(row)
    for name in more_sheets:
        book.create_sheet(name).append(["x"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(data: bytes, **parts: bytes) -> bytes:
    """The same archive with parts added or replaced (`__` in a name stands for `/`)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        replaced = {name.replace("__", "/").replace("_dot_", "."): b for name, b in parts.items()}
        for name in old.namelist():
            new.writestr(name, replaced.pop(name, None) or old.read(name))
        for name, content in replaced.items():
            new.writestr(name, content)
    return stream.getvalue()


HEADER: list[object] = ["fund", "date", "type", "amount"]


def test_a_workbook_is_read_by_content_with_dates_and_serials(firm: Books) -> None:
    data = workbook(
        [
            HEADER,
            ["AQ1", datetime(2020, 1, 31), "capital_call", 1000.1],
            ["AQ1", date(2020, 2, 29), "capital_call", 2],
            ["AQ1", 43921, "capital_call", "3.00"],
        ]
    )
    result = firm.take("fund_cash_flows", data, name="flows.csv")
    assert result.errors == []
    assert firm.ask(
        "SELECT flow_date::text, amount::text, sheet, source_row FROM fund_cash_flows ORDER BY 1"
    ) == [
        ("2020-01-31", "1000.10", "Flows", 2),
        ("2020-02-29", "2.00", "Flows", 3),
        ("2020-03-31", "3.00", "Flows", 4),
    ]


def test_a_workbook_of_several_sheets_asks_which(firm: Books) -> None:
    data = workbook([HEADER, ["AQ1", "2020-01-31", "capital_call", 5]], more_sheets=("Notes",))
    refused = firm.take("fund_cash_flows", data, name="flows.xlsx")
    assert "'Flows', 'Notes'" in (refused.errors[0].hint or "")
    assert firm.take("fund_cash_flows", data, name="flows.xlsx", sheet="Flows").status == "imported"


def test_a_hidden_sheet_is_not_the_one_that_is_meant(firm: Books) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook([HEADER, ["AQ1", "2020-01-31", "capital_call", 5]], more_sheets=("Old",))
        )
    )
    book["Old"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    assert firm.take("fund_cash_flows", stream.getvalue(), name="f.xlsx").status == "imported"


def test_a_formula_without_a_result_is_refused_and_not_read_as_blank(firm: Books) -> None:
    data = workbook([[*HEADER, "purpose"], ["AQ1", "2020-01-31", "capital_call", 5, "=A1"]])
    result = firm.take("fund_cash_flows", data, name="f.xlsx")
    assert [(e.row, e.column, e.value) for e in result.errors] == [(2, "purpose", "=A1")]


def test_an_unsafe_workbook_is_refused_before_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 20_000_000)
    plain = workbook([HEADER])
    bomb = b"<x>" + b"0" * 21_000_000
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(1_100):
            archive.writestr(f"xl/part{number}.xml", b"<x/>")
    cases = {
        "macros": rezipped(plain, xl__vbaProject_dot_bin=b"x"),
        "unsafe path": rezipped(plain, **{"..__evil_dot_txt": b"x"}),
        "200 MB": rezipped(plain, xl__worksheets__sheet1_dot_xml=bomb),
        "fold": rezipped(plain, xl__worksheets__sheet1_dot_xml=b"<x>" + b"0" * 5_000_000),
        "entities": rezipped(plain, xl__sharedStrings_dot_xml=entity),
        "parts": many.getvalue(),
        "damaged": plain[: len(plain) // 2],
    }
    for words, data in cases.items():
        with pytest.raises(Refused, match=words):
            guard.refuse_unsafe(data)


def test_an_archive_that_is_no_workbook_is_refused(firm: Books) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("flows.csv", FLOWS)
    result = firm.take("fund_cash_flows", stream.getvalue(), name="flows.xlsx")
    assert "ZIP archive" in result.errors[0].message
