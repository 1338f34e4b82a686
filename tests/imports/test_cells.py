"""Amounts, dates and words are read exactly, or refused with a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.imports.cells import amounts, currencies, dates, words
from services.imports.cells.parsed import Bad, Reader


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1000", "1000"),
        ("-1234.56", "-1234.56"),
        ("+5", "5"),
        (".5", "0.5"),
        ("1,234.56", "1234.56"),
        ("(1,000.00)", "-1000.00"),
        ("1,000-", "-1000"),
        ("$1,006,375,016", "1006375016"),
        ("-$12.30", "-12.30"),
        ("$-12.30", "-12.30"),
        ("EUR 1,000", "1000"),
        ("8.8 €", "8.8"),
        ("1'234'567.5", "1234567.5"),
        ("\u22125", "-5"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, value: str) -> None:
    assert amounts.number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "NaN", "inf", "-Infinity", "1_000", "１０００", "1e400", "1E+07", "7,000,0000", "1,00",
        "1.234,56", "1.2.3", "--5", "(5-)", "(5", "5)", "$180M", "N/M", "0x10", "12 %", "1" * 61,
        "-",
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    assert isinstance(amounts.number(text), Bad)


def test_a_decimal_comma_is_read_only_where_it_is_declared() -> None:
    assert amounts.number("1.234,56", decimal="comma") == Decimal("1234.56")
    refusal = amounts.number("1.234,56")
    assert isinstance(refusal, Bad)
    assert "decimal: comma" in (refusal.hint or "")


def test_a_rate_with_a_percent_sign_is_divided_by_a_hundred() -> None:
    assert amounts.number("8 %", percent=True) == Decimal("0.08")
    assert amounts.number("-18.5%", percent=True) == Decimal("-0.185")


def test_cents_are_rounded_half_even_once_and_the_difference_is_kept() -> None:
    money = amounts.Money()
    assert money("100000.005") == Decimal("100000.00")
    assert money("100000.015") == Decimal("100000.02")
    assert money("250000.00") == Decimal("250000.00")
    assert money.rounded == {"100000.005": Decimal("-0.005"), "100000.015": Decimal("0.005")}


def test_rounding_that_changes_an_amount_by_more_than_a_millionth_asks_for_the_unit() -> None:
    refusal = amounts.Money()("272.6157935")
    assert isinstance(refusal, Bad)
    assert (refusal.hint or "").startswith("unit?")


def test_a_unit_multiplies_exactly() -> None:
    assert amounts.Money(unit=Decimal(1_000_000))("272.6157935") == Decimal("272615793.50")


def test_an_amount_of_nineteen_digits_does_not_fit() -> None:
    assert isinstance(amounts.Money()("1000000000000000000"), Bad)


def test_a_columns_decimal_sign_is_decided_over_all_of_it() -> None:
    assert amounts.decimal_sign(["1.234", "1.234,50"]) == "comma"
    assert amounts.decimal_sign(["1,234", "12.5"]) == "point"
    assert amounts.decimal_sign(["100", "250"]) == "point"


def test_an_ambiguous_column_is_refused_with_both_readings() -> None:
    refusal = amounts.decimal_sign(["1,234", "5,678"])
    assert isinstance(refusal, Bad)
    assert "1234" in refusal.message
    assert "1.234" in refusal.message


def test_a_column_that_contradicts_itself_is_refused() -> None:
    assert isinstance(amounts.decimal_sign(["1.234,50", "1,234.50"]), Bad)


def test_a_canonical_date_is_iso() -> None:
    assert dates.day("2024-06-30") == date(2024, 6, 30)
    assert dates.day("2024-06-30 00:00:00") == date(2024, 6, 30)


def test_an_american_or_european_date_is_refused_with_both_readings() -> None:
    refusal = dates.day("03/04/2024")
    assert isinstance(refusal, Bad)
    assert "2024-03-04 or 2024-04-03" in refusal.message


@pytest.mark.parametrize(
    "text",
    ["2024-02-30", "2024-13-01", "30.06.24", "June", "20240630", "2024-06-30 14:05", "1871.1"],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    assert isinstance(dates.day(text), Bad)


def test_a_spreadsheets_day_count_is_a_day_only_in_a_spreadsheet() -> None:
    assert dates.day("45000", serials=True) == date(2023, 3, 15)
    refusal = dates.day("45000")
    assert isinstance(refusal, Bad)
    assert "2023-03-15" in refusal.message


def test_declared_orders_and_named_months_are_read() -> None:
    assert dates.day("3/4/2024", order="mdy") == date(2024, 3, 4)
    assert dates.day("3.4.2024", order="dmy") == date(2024, 4, 3)
    assert dates.day("27-Sep-2017", order="mdy") == date(2017, 9, 27)
    assert dates.day("September 27, 2017", order="dmy") == date(2017, 9, 27)


def test_the_order_of_day_and_month_follows_from_the_whole_column() -> None:
    assert dates.day_order(["1/4/1999", "1/31/1999"]) == "mdy"
    assert dates.day_order(["1/4/1999", "31/1/1999"]) == "dmy"
    assert dates.day_order(["5/5/1999"]) in ("mdy", "dmy")


def test_a_column_that_fits_both_orders_is_refused_with_both_readings() -> None:
    refusal = dates.day_order(["03/04/2024", "05/06/2024"])
    assert isinstance(refusal, Bad)
    assert "2024-03-04 or 2024-04-03" in refusal.message


def test_a_text_that_stands_in_many_rows_is_parsed_once() -> None:
    seen: list[str] = []
    reader = Reader(lambda text: seen.append(text) or text)
    assert reader.column(["a", "b", "a", "a"]) == ["a", "b", "a", "a"]
    assert seen == ["a", "b"]


def test_blanks_are_unknown_and_wrong_only_where_a_value_is_required() -> None:
    assert Reader(words.text).column(["", "  "]) == [None, None]
    assert isinstance(Reader(words.text, required=True)[""], Bad)
    assert Reader(words.text, nulls=frozenset({"n/m"}))["N/M"] is None


def test_codes_keep_leading_zeros() -> None:
    assert words.code("007") == "007"


def test_currencies_are_those_of_iso_4217() -> None:
    assert words.currency("eur") == "EUR"
    assert words.currency("DEM") == "DEM"
    assert isinstance(words.currency("XYZ"), Bad)
    assert isinstance(words.currency("Euro"), Bad)


def test_a_name_read_in_the_wrong_encoding_is_recognised() -> None:
    assert words.misread("RhÃ´ne Partners") == "Rhône Partners"
    assert words.misread("Rhône Partners") is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-06-30", "2024-06-30 00:00:00"),
        ("2024-06-30 14:05", "2024-06-30 14:05:00"),
        ("2024-06-30T14:05:09Z", "2024-06-30 14:05:09"),
        ("30-06-2024 03:00", "2024-06-30 03:00:00"),
        ("30/06/2024 9:05 PM", "2024-06-30 21:05:00"),
        ("30/06/2024 12:05 am", "2024-06-30 00:05:00"),
    ],
)
def test_a_moment_is_read_to_the_second(text: str, moment: str) -> None:
    assert str(dates.moment(text, order="dmy")) == moment


@pytest.mark.parametrize(
    "text", ["2024-06-30 25:00", "2024-06-30 13:05 PM", "2024-06-31 10:00", "10:00", "soon"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    assert isinstance(dates.moment(text, order="dmy"), Bad)


@pytest.mark.parametrize(
    ("text", "amount", "times"),
    [("$180M", "$180", 10**6), ("2.3 bn", "2.3", 10**9), ("5", "5", 1), ("5 USD", "5 USD", 1),
     ("1.5bn USD", "1.5 USD", 10**9), ("(3 million)", "(3)", 10**6)],
)  # fmt: skip
def test_a_magnitude_is_parted_from_its_amount(text: str, amount: str, times: int) -> None:
    assert amounts.magnified(text) == (amount, times)


@pytest.mark.parametrize(
    ("text", "usual"),
    [("€5", "EUR"), ("5 GBP", "GBP"), ("$5", "USD"), ("5", None), ("5 XYZ", None), ("¥5", "")],
)
def test_the_sign_of_an_amount_says_its_currency(text: str, usual: str | None) -> None:
    allowed = currencies.marked(text)
    assert (allowed[0] if allowed else None) == usual


def test_separators_of_a_date_are_not_mixed() -> None:
    assert isinstance(dates.day("12/05.2015", order="dmy"), Bad)
    assert isinstance(dates.day("2015-05/12"), Bad)


@pytest.mark.parametrize("text", ["ada@firm", "ada firm.example", "a@b@c.example", "@x.example"])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert isinstance(words.email(text), Bad)


def test_an_address_is_kept_in_lower_case() -> None:
    assert words.email("Ada@Firm.Example") == "ada@firm.example"


def test_a_blank_may_have_a_meaning_of_its_own() -> None:
    assert Reader(str.upper, default="DAY").column(["", "year"]) == ["DAY", "YEAR"]
