"""Files as programs and people spoil them: read as they are meant, or refused with a remedy."""

from __future__ import annotations

import gzip

import pytest

from services.imports import ImportResult
from tests.imports.conftest import Books

HEAD = "fund,date,type,amount,purpose\n"
ROW = "AQ1,2020-01-31,capital_call,1000.00,Tern\n"
FLOWS = HEAD + ROW
FACT = ("2020-01-31", "capital_call", "1000.00", "Tern")
FACTS = "SELECT flow_date::text, type, amount::text, purpose FROM fund_cash_flows"


def refused(result: ImportResult) -> None:
    """Every message of a refusal says what to do, and nothing was written."""
    assert result.status == "rejected"
    assert result.errors
    assert [error.message for error in result.errors if not error.hint] == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + FLOWS.encode(), id="UTF-8 with a mark"),
        pytest.param(FLOWS.encode("utf-16"), id="UTF-16 with a mark"),
        pytest.param(FLOWS.encode("utf-16-le"), id="UTF-16 little-endian without a mark"),
        pytest.param(FLOWS.encode("utf-16-be"), id="UTF-16 big-endian without a mark"),
        pytest.param(b"\xfe\xff" + FLOWS.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(FLOWS.encode("utf-32"), id="UTF-32"),
        pytest.param(FLOWS.replace("\n", "\r").encode(), id="bare CR"),
        pytest.param(FLOWS.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(FLOWS.rstrip().encode(), id="no last line end"),
        pytest.param((FLOWS + "\n\n\n").encode(), id="blank lines below"),
        pytest.param((FLOWS + ",,,,\n" * 3).encode(), id="comma-only lines below"),
        pytest.param(FLOWS.replace(",", ";").encode(), id="semicolons"),
        pytest.param(FLOWS.replace(",", "\t").encode(), id="tabs"),
        pytest.param(FLOWS.replace(",", "|").encode(), id="bars"),
        pytest.param(gzip.compress(FLOWS.encode()), id="gzip"),
        pytest.param(("  Fund ,DATE, Type,  AMOUNT ,Purpose\n" + ROW).encode(), id="padded header"),
        pytest.param((HEAD + ROW.replace("Tern", '"Tern"')).encode(), id="quoted cells"),
        pytest.param((HEAD + ROW.replace("2020", " 2020").replace("31,", "31 ,")).encode(),
                     id="padded cells"),
        pytest.param((HEAD + HEAD + ROW).encode(), id="header twice"),
    ],
)  # fmt: skip
def test_a_table_is_read_as_it_is_meant(firm: Books, content: bytes) -> None:
    result = firm.take("fund_cash_flows", content)
    assert result.errors == []
    assert firm.ask(FACTS) == [FACT]


@pytest.mark.parametrize(
    ("content", "row", "column", "words"),
    [
        pytest.param(HEAD + ROW[:-6] + "\n", 2, None, "4 cells, the header has 5", id="short row"),
        pytest.param(HEAD + ROW[:-1] + ",x\n", 2, None, "6 cells, the header has 5", id="long row"),
        pytest.param(
            HEAD + ROW.replace("1000.00", "1,000.00"), 2, None, "6 cells", id="comma in an amount"
        ),
        pytest.param(
            "fund,date,type,amount,amount\nAQ1,2020-01-31,capital_call,1,2\n", 1, "amount",
            "2 columns named 'amount'", id="header of two names",
        ),
        pytest.param("fund,date,amount\nAQ1,2020-01-31,5\n", 1, "type", "missing", id="no type"),
        pytest.param(HEAD + ROW + "Total,,,1000.00,\n", 3, "fund", "no fund with", id="totals row"),
        pytest.param(HEAD + "1) restated\n" + ROW, 2, None, "1 cells", id="a footnote between"),
        pytest.param(HEAD + '"AQ1,2020-01-31,capital_call,5,x\n', 2, None, "quotes", id="quote"),
        pytest.param(
            "Row Labels,Sum of amount\n2020,5\nGrand Total,5\n", 1, None, "pivot table", id="pivot"
        ),
        pytest.param("\n\nRow Labels,Sum of amount\n2020,5\n", 3, None, "pivot table",
                     id="pivot under blank rows"),
        pytest.param(HEAD, None, None, "no rows", id="header only"),
        pytest.param("", None, None, "empty", id="empty"),
        pytest.param("\ufeff\n \n", None, None, "empty", id="only blanks"),
        pytest.param("\n\n" + FLOWS, 1, None, "should hold the header", id="header too low"),
    ],
)  # fmt: skip
def test_a_broken_table_is_refused_with_row_column_and_fix(
    steady: Books, content: str, row: int | None, column: str | None, words: str
) -> None:
    result = steady.take("fund_cash_flows", content)
    refused(result)
    assert (result.errors[0].row, result.errors[0].column) == (row, column)
    assert words in result.errors[0].message
    assert steady.ask(FACTS) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "Git LFS pointer"),
        (b"<!DOCTYPE html>\n<html><title>Sign in</title></html>", "HTML page"),
        (b"\n\n<table><tr><td>fund</td></tr></table>", "HTML page"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"{\"funds\": []}", "JSON"),
        (b"PAR1....", "Parquet"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x1f\x8b\x08\x00rubbish", ".gz file is damaged"),
        (gzip.compress(gzip.compress(FLOWS.encode())), ".gz file inside"),
        (FLOWS.replace("Tern", "Te\x00rn").encode(), "binary"),
        ((HEAD + ROW).encode().replace(b"Tern", b"\xed\xa0\xbd"), "half a sign"),
        ("\ud83d".encode("utf-16-le", "surrogatepass") + FLOWS.encode("utf-16-le"), "not text in"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_text_is_refused_with_what_it_is(
    steady: Books, content: bytes, words: str
) -> None:
    result = steady.take("fund_cash_flows", content)
    refused(result)
    assert words in result.errors[0].message


def test_half_a_sign_is_told_with_its_row(steady: Books) -> None:
    content = FLOWS.encode() + ROW.encode().replace(b"Tern", b"\xed\xa0\xbd")
    assert steady.take("fund_cash_flows", content).errors[0].row == 3


def test_row_numbers_are_those_of_a_spreadsheet_over_quoted_line_ends(steady: Books) -> None:
    content = HEAD + ROW.replace("Tern", '"Tern\nRobotics"') + "\n" + ROW.replace("1000.00", "x")
    assert [error.row for error in steady.take("fund_cash_flows", content).errors] == [4]


def test_columns_that_are_not_read_are_named(firm: Books) -> None:
    content = "fund,date,type,amount,Notes,Checked by\nAQ1,2020-01-31,capital_call,5,a,b\n"
    result = firm.take("fund_cash_flows", content)
    assert result.status == "imported"
    assert "Columns that were not read: Notes, Checked by." in told(result)


def test_repeated_headers_and_blank_rows_are_counted(firm: Books) -> None:
    result = firm.take("fund_cash_flows", FLOWS + ",,,,\n,,,,\n" + HEAD + ROW)
    assert result.rows_read == 2
    assert "1 rows repeat the header" in told(result)
    assert "2 rows were blank" in told(result)


def told(result: ImportResult) -> str:
    return "\n".join(warning.message for warning in result.warnings)


NAMES = "provider,as_of,fund,currency\nCalPERS,2025-03-31,{},USD\n"


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("fund", ["Rhône Partners", "Café Müller", "L’Orée – 5 €", "Furnésh"])
def test_an_old_encoding_is_recognised_and_told(books: Books, codec: str, fund: str) -> None:
    result = books.take("benchmark_funds", NAMES.format(fund).encode(codec))
    assert books.one("SELECT fund_name FROM benchmark_funds") == fund
    assert "not in UTF-8" in told(result)


@pytest.mark.parametrize(
    "fund", ["صندوق النيل ٢", "קרן צמיחה", "Fund 🚀 II", "Ætna 株式会社", "Zoë\u200bʼs", "'; --"]
)
def test_names_of_every_script_are_kept_as_they_are(books: Books, fund: str) -> None:
    result = books.take("benchmark_funds", NAMES.format(fund))
    assert result.warnings == []
    assert books.one("SELECT fund_name FROM benchmark_funds") == fund


@pytest.mark.parametrize(
    ("fund", "words"),
    [
        ("RhÃ´ne", "This looks like 'Rhône' read in the wrong encoding."),
        ("#NAME?", "This is the error of a formula"),
        ("#REF!", "This is the error of a formula"),
    ],
)
def test_a_spoiled_name_is_told_and_not_changed(books: Books, fund: str, words: str) -> None:
    result = books.take("benchmark_funds", NAMES.format(fund))
    assert books.one("SELECT fund_name FROM benchmark_funds") == fund
    assert [(w.row, w.column, w.value) for w in result.warnings] == [(2, "fund", fund)]
    assert words in told(result)
