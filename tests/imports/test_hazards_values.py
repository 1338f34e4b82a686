"""Cells that say something else than they seem to: read exactly, flagged, or refused with a fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.imports import ImportResult
from tests.imports.conftest import Books

HEAD = "fund,date,type,amount,currency,external_id\n"
ISO = "AQ1,{date},capital_call,{amount},{currency},{code}\n"


def flow(**cells: str) -> str:
    """One file with one flow in which some cells are other than usual."""
    usual = {"date": "2020-01-31", "amount": "1000.00", "currency": "", "code": ""}
    return HEAD + ISO.format(**(usual | cells))


def told(result: ImportResult) -> str:
    return "\n".join(warning.message for warning in result.warnings)


def auto(books: Books, *, more: str = "", file: str = "") -> Path:
    """A map that leaves dates and amounts to be inferred."""
    path = books.folder / "auto.yaml"
    path.write_text(f"kind: fund_cash_flows\nfile: {{date_order: auto{file}}}\n{more}")
    return path


@pytest.mark.parametrize(
    ("amount", "stored"),
    [
        ('"1,000.00"', "1000.00"), ('"(1,000.00)"', "-1000.00"), ("1000.00-", "-1000.00"),
        ('"€1,234.56"', "1234.56"), ("1'234.50", "1234.50"), ("\u2212 5", "-5.00"),
        ("0.1", "0.10"), ("100000.005", "100000.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(firm: Books, amount: str, stored: str) -> None:
    result = firm.take("fund_cash_flows", flow(amount=amount))
    assert result.errors == []
    assert firm.one("SELECT amount::text FROM fund_cash_flows") == stored


@pytest.mark.parametrize(
    ("amount", "words", "fix"),
    [
        ('"7,000,0000"', "not grouped by three", "without separators"),
        ('"1.234,56"', "decimal comma", "decimal: comma"),
        ("N/M", "not a number", "leave unknown values blank"),
        ("1E+07", "scientific notation", "two decimals"),
        ("$2.3B", "not a number", "blank"),
        ("12 %", "percentage", "amount itself"),
        ("NaN", "not a number", "blank"),
        ("(5-)", "more than one minus", "keep one"),
        ("１０００", "not a number", "blank"),
        ("undisclosed", "not a number", "blank"),
        ("", "value is required", "fill it in"),
        ("272.6157935", "more than a millionth", "unit?"),
        ("1000000000000000000", "more than 18 digits", "unit"),
    ],
)
def test_an_amount_that_is_none_is_refused_with_a_fix(
    steady: Books, amount: str, words: str, fix: str
) -> None:
    result = steady.take("fund_cash_flows", flow(amount=amount))
    assert [(error.row, error.column) for error in result.errors] == [(2, "amount")]
    assert words in result.errors[0].message
    assert fix in (result.errors[0].hint or "")


@pytest.mark.parametrize(
    ("date", "words", "fix"),
    [
        ("03/04/2024", "2024-03-04 or 2024-04-03", "date_order"),
        ("12/05.2015", "not a date", "2024-06-30"),
        ("05/072018", "not a date", "2024-06-30"),
        ("2024-06/30", "not a date", "2024-06-30"),
        ("1871.1", "January or October 1871", "1871-10-01"),
        ("1871.02", "written as a number", "1871-02-01"),
        ("45000", "2023-03-15", "format the column as a date"),
        ("30.06.24", "not a date", "2024-06-30"),
        ("2024-02-30", "no such day", "check day and month"),
        ("20240630", "not a date", "2024-06-30"),
        ("27-Sep-2017", "not a date", "2024-06-30"),
        ("2024-06-30 14:05", "a moment, not a day", "the day alone"),
        ("Q2 2024", "not a date", "2024-06-30"),
        ("", "value is required", "fill it in"),
    ],
)
def test_a_date_that_is_none_is_refused_with_a_fix(
    steady: Books, date: str, words: str, fix: str
) -> None:
    result = steady.take("fund_cash_flows", flow(date=date))
    assert [(error.row, error.column) for error in result.errors] == [(2, "date")]
    assert words in result.errors[0].message
    assert fix in (result.errors[0].hint or "")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"date": "1201-05-31"}, "The year 1201 lies outside 1900 to 2200."),
        ({"date": "3201-05-31"}, "The year 3201 lies outside 1900 to 2200."),
        ({"date": "2199-05-31"}, "This date is in the future."),
        ({"date": "2018-12-31"}, "before the fund's inception"),
        ({"amount": "0"}, "The amount is zero."),
        ({"amount": "-5.00"}, "read as a reversal"),
        ({"currency": "USD"}, "The fund's currency is EUR."),
    ],
)
def test_what_is_legal_and_odd_is_taken_and_flagged(
    firm: Books, cells: dict[str, str], words: str
) -> None:
    result = firm.take("fund_cash_flows", flow(**cells))
    assert result.status == "imported"
    assert words in told(result)
    assert [warning.row for warning in result.warnings] == [2] * len(result.warnings)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"currency": "XYZ"}, "currency", "no such currency"),
        ({"currency": "euro"}, "currency", "no such currency"),
        ({"amount": "€5", "currency": "USD"}, "amount", "marked EUR, the row's currency is USD"),
        ({"amount": "GBP 5", "currency": "EUR"}, "amount", "marked GBP"),
        ({"amount": "¥5"}, "amount", "may mean JPY or CNY"),
    ],
)
def test_currencies_that_contradict_are_refused(
    steady: Books, cells: dict[str, str], column: str, words: str
) -> None:
    result = steady.take("fund_cash_flows", flow(**cells))
    assert [(error.row, error.column) for error in result.errors] == [(2, column)]
    assert words in result.errors[0].message
    assert result.errors[0].hint


def test_a_dollar_sign_fits_every_dollar_and_fills_a_blank(firm: Books) -> None:
    firm.take("fund_cash_flows", flow(amount="$5", currency="CAD", code="a"))
    firm.take("fund_cash_flows", flow(amount="$6", code="b"))
    assert firm.ask("SELECT currency FROM fund_cash_flows ORDER BY amount") == [("CAD",), ("USD",)]


def test_leading_zeros_of_codes_stay(firm: Books) -> None:
    firm.take("fund_cash_flows", flow(code="007"))
    assert firm.one("SELECT external_id FROM fund_cash_flows") == "007"


def test_the_order_of_day_and_month_follows_from_the_column(firm: Books) -> None:
    content = flow(date="03/04/2020") + ISO.format(
        date="13/04/2020", amount="5", currency="", code=""
    )
    result = firm.take("fund_cash_flows", content, map_path=auto(firm))
    assert "day first (dmy)" in told(result)
    assert firm.ask("SELECT flow_date::text FROM fund_cash_flows ORDER BY 1") == [
        ("2020-04-03",), ("2020-04-13",)
    ]  # fmt: skip


def test_a_column_that_mixes_both_orders_is_refused_by_row(steady: Books) -> None:
    rows = ("13/04/2020", "04/13/2020", "14/04/2020")
    content = HEAD + "".join(ISO.format(date=day, amount="5", currency="", code="") for day in rows)
    result = steady.take("fund_cash_flows", content, map_path=auto(steady))
    assert [(error.row, error.value) for error in result.errors] == [(3, "04/13/2020")]
    assert result.errors[0].hint


def test_a_column_that_fits_both_orders_is_refused_with_both_readings(steady: Books) -> None:
    result = steady.take("fund_cash_flows", flow(date="03/04/2020"), map_path=auto(steady))
    assert [(error.row, error.column) for error in result.errors] == [(2, "date")]
    assert "2020-03-04 or 2020-04-03" in result.errors[0].message
    assert "date_order: mdy" in (result.errors[0].hint or "")


@pytest.mark.parametrize(
    ("written", "stored"),
    [("27-Sep-2017", "2017-09-27"), ("Sep 27, 2017", "2017-09-27"), ("27 September 2017",
     "2017-09-27")],
)  # fmt: skip
def test_a_month_with_a_name_needs_no_order(firm: Books, written: str, stored: str) -> None:
    result = firm.take("fund_cash_flows", flow(date=f'"{written}"'), map_path=auto(firm))
    assert result.errors == []
    assert firm.one("SELECT flow_date::text FROM fund_cash_flows") == stored


def test_a_decimal_comma_is_inferred_over_the_column_and_told(firm: Books) -> None:
    content = flow(amount='"1.234,56"') + ISO.format(
        date="2020-02-29", amount='"1.234"', currency="", code=""
    )
    result = firm.take("fund_cash_flows", content, map_path=auto(firm))
    assert "decimal comma" in told(result)
    assert firm.ask("SELECT amount::text FROM fund_cash_flows ORDER BY 1") == [
        ("1234.00",), ("1234.56",)
    ]  # fmt: skip


def test_an_amount_with_two_readings_is_refused_with_both(steady: Books) -> None:
    result = steady.take("fund_cash_flows", flow(amount='"1,234"'), map_path=auto(steady))
    assert [(error.row, error.column) for error in result.errors] == [(2, "amount")]
    assert "1234 or as 1.234" in result.errors[0].message


FUNDS = "provider,as_of,fund,irr,currency\nCalPERS,2025-03-31,A,{},USD\n"


def test_percents_in_a_column_of_fractions_are_flagged(books: Books) -> None:
    result = books.take("benchmark_funds", FUNDS.format("15.2"))
    assert "This rate is 1520.0 %" in told(result)
    assert books.one("SELECT irr::text FROM benchmark_funds") == "15.2"


@pytest.mark.parametrize("cell", ["N/M  1", "14.1%  1", "n.a."])
def test_a_footnote_mark_beside_a_value_is_refused_without_a_map(steady: Books, cell: str) -> None:
    result = steady.take("benchmark_funds", FUNDS.format(cell))
    assert [(error.row, error.column) for error in result.errors] == [(2, "irr")]
    assert result.errors[0].hint


@pytest.mark.parametrize(
    ("cell", "stored"),
    [("N/M  1", None), ("14.1%  1", "0.141"), ("15.2", "0.152"), ("(3.5)", "-0.035"), ("*", None)],
)
def test_a_map_takes_footnotes_away_and_reads_percents(
    books: Books, cell: str, stored: str | None
) -> None:
    path = books.folder / "irr.yaml"
    path.write_text(
        "kind: benchmark_funds\nfile: {decimal: point, null: [N/M, '*']}\n"
        "percent: [irr]\nstrip: {irr: '\\s+\\d+$'}\n"
    )
    result = books.take("benchmark_funds", FUNDS.format(cell), map_path=path)
    assert result.errors == []
    assert books.one("SELECT irr::text FROM benchmark_funds") == stored


ROUNDS = "company,date,amount,source\n"


def test_an_undisclosed_amount_is_unknown_and_never_zero(books: Books) -> None:
    path = books.folder / "rounds.yaml"
    path.write_text("kind: market_rounds\nfile: {null: [undisclosed]}\n")
    rows = "Tern,2013-04-02,undisclosed,X\nTern,2013-05-02,,X\nTern,2013-06-02,0,X\n"
    result = books.take("market_rounds", ROUNDS + rows, map_path=path)
    assert books.ask("SELECT amount::text FROM market_rounds ORDER BY round_date") == [
        (None,), (None,), ("0.00",)
    ]  # fmt: skip
    assert "An amount of 0: leave it blank where it is not disclosed." in told(result)


def test_equal_rounds_are_two_rounds(books: Books) -> None:
    row = "Tern,2013-04-02,5,X\n"
    assert books.take("market_rounds", ROUNDS + row + row).rows_new == 2
    assert books.one("SELECT count(*) FILTER (WHERE counts) FROM market_rounds") == 2
