"""What a map can say of a layout: each rule on a file of a few lines."""

from __future__ import annotations

import io
import itertools
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from services.errors import InvalidInput
from services.imports import ImportResult
from tests.imports.conftest import Books


def mapped(books: Books, text: str, *, name: str = "layout") -> Path:
    path = books.folder / f"{name}.yaml"
    path.write_text(text)
    return path


def take(books: Books, rules: str, content: str | bytes, **how) -> ImportResult:  # type: ignore[no-untyped-def]
    """Import through a map."""
    path = mapped(books, rules)
    kind = rules.partition("kind: ")[2].partition("\n")[0]
    return books.take(kind, content, map_path=path, **how)


def told(result: ImportResult) -> str:
    return "\n".join(warning.message for warning in result.warnings)


NAVS = "SELECT nav_date::text, nav::text FROM fund_navs ORDER BY 1"


def test_a_stacked_header_is_joined_and_merged_cells_go_on(firm: Books) -> None:
    rules = (
        "kind: fund_navs\nfile: {header_row: 2, header_height: 2, date_order: iso}\n"
        "columns: {date: Day, nav: Net value EUR}\nconstants: {fund: AQ1}\n"
    )
    content = "Report,,,\n,Gross value,,Net value\nDay,EUR,USD,EUR\n2024-03-31,9.00,8.00,7.00\n"
    result = take(firm, rules, content)
    assert result.errors == []
    assert firm.ask(NAVS) == [("2024-03-31", "7.00")]
    assert "not read: Gross value EUR, Gross value USD." in told(result)


def test_a_file_without_a_header_gets_its_names_from_the_map(firm: Books) -> None:
    rules = (
        "kind: fund_navs\nfile: {header: [day, value], rows_above: 1}\n"
        "columns: {date: day, nav: value}\nconstants: {fund: AQ1}\n"
    )
    assert take(firm, rules, "Values\n2024-03-31,7.00\n").errors == []
    assert firm.ask(NAVS) == [("2024-03-31", "7.00")]
    narrow = take(firm, rules, "Values\n2024-03-31\n")
    assert [(error.row, error.hint is None) for error in narrow.errors] == [(2, False)]
    assert "1 cells, the map names 2 columns" in narrow.errors[0].message


MATRIX = """kind: fund_navs
file: {header: [label, first, second], rows_above: 2}
cells: {fund: A1, day: {at: B1, matching: 'as of (.+)$'}}
unpivot:
  value: nav
  label: label
  skip: '^Total'
  set: {date: "{day}"}
  columns: {first: {investor: LP07}, second: {investor: GP}}
  sections:
    - {starting: '^Whole', columns: {second: {}}}
"""


def statement(*rows: list[object], day: str = "Values as of 2024-03-31") -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["AQ1", day])
    book.active.append(["", "LP", "GP"])
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_every_filled_cell_of_a_matrix_is_a_fact_of_its_row(firm: Books) -> None:
    data = statement(["Value", 7, 2], ["Total", 9, 9], ["Whole fund", "n/a", 9])
    result = take(firm, MATRIX, data)
    assert (result.errors, result.rows_read) == ([], 3)
    assert firm.ask(
        "SELECT source_row, code, nav::text, nav_date::text FROM fund_navs "
        "LEFT JOIN limited_partners p ON p.id = investor_id ORDER BY fund_navs.id"
    ) == [
        (3, "LP07", "7.00", "2024-03-31"),
        (3, "GP", "2.00", "2024-03-31"),
        (5, None, "9.00", "2024-03-31"),
    ]


def test_a_wrong_cell_of_a_matrix_is_named_by_the_files_own_column(steady: Books) -> None:
    result = take(steady, MATRIX, statement(["Value", 7, "two"]))
    assert [(error.row, error.column, error.value) for error in result.errors] == [
        (3, "second", "two")
    ]


def test_another_sheet_than_the_matrix_is_refused_by_its_place(steady: Books) -> None:
    result = take(steady, MATRIX, statement(["Value", 7, 2], day="Something else"))
    assert [(error.row, error.column, error.value) for error in result.errors] == [
        (1, "B", "Something else")
    ]
    assert "B1 should hold a text" in result.errors[0].message
    assert "Correct `cells`" in (result.errors[0].hint or "")


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("kind: fund_navs\njoin: {colour: [a]}\n", "no column colour"),
        ("kind: fund_navs\nfirst_filled: {colour: [a]}\n", "no column colour"),
        ("kind: fund_navs\ndefaults: {colour: red}\n", "no column colour"),
        ("kind: fund_navs\nitem: {colour: first}\n", "no column colour"),
        ("kind: fund_navs\npercent: [colour]\n", "no column colour"),
        ("kind: fund_navs\nmagnitude: [colour]\n", "no column colour"),
        ("kind: fund_navs\nday_of: [colour]\n", "no column colour"),
        ("kind: fund_navs\nprecision: {colour: year}\n", "no column colour"),
        ("kind: fund_navs\nunknown_with: {nav: colour}\n", "no column colour"),
        ("kind: fund_navs\none_of_each: colour\n", "no column colour"),
        ("kind: fund_navs\nfile: {skip_rows_blank_in: [colour]}\n", "no column colour"),
        ("kind: fund_navs\nunpivot: {value: nav, columns: {a: {colour: b}}}\n", "no column colour"),
        ("kind: fund_navs\nunpivot: {value: nav, columns: {a: {fund: '{who}'}}}\n", "names who"),
        ("kind: fund_navs\nunpivot: {value: nav, columns: {a: {fund: '{{who'}}}\n", "names {"),
        ("kind: fund_navs\ncells: {colour: A1}\n", "no column colour"),
    ],
)
def test_a_rule_for_a_column_that_is_not_there_is_refused_by_name(
    steady: Books, rules: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        take(steady, rules, "x\n1\n")


COMPANY = "SELECT code, sector, subsector, founded::text FROM companies ORDER BY code"


def test_one_of_two_columns_of_a_name_can_be_chosen(books: Books) -> None:
    content = "company,name,sector,Year Founded,Year Founded\nC1,Tern,AI,2016,2017\n"
    for number, year in (("1", "2016"), ("2", "2017")):
        rules = f'kind: companies\ncolumns: {{founded: "Year Founded#{number}"}}\n'
        assert take(books, rules, content).errors == []
        assert books.ask(COMPANY) == [("C1", "AI", None, f"{year}-01-01")]
    refused = take(books, "kind: companies\ncolumns: {founded: Year Founded}\n", content)
    assert "2 columns named 'Year Founded'" in refused.errors[0].message
    assert "Year Founded#1" in (refused.errors[0].hint or "")


def test_lists_are_parted_and_blanks_get_what_the_map_says(books: Books) -> None:
    rules = (
        "kind: companies\ncolumns: {sector: tags, subsector: tags}\n"
        "item: {sector: first, subsector: rest}\ndefaults: {sector: unknown}\n"
    )
    content = 'company,name,tags\nC1,Tern,"AI, Robots, Ports"\nC2,Rook,AI\nC3,Wren,\n'
    assert take(books, rules, content).errors == []
    assert [row[:3] for row in books.ask(COMPANY)] == [
        ("C1", "AI", "Robots, Ports"), ("C2", "AI", None), ("C3", "unknown", None),
    ]  # fmt: skip


ROUNDS = "SELECT company, round_date::text, amount::text, currency FROM market_rounds ORDER BY 1"


def test_magnitudes_are_multiplied_and_signs_name_the_currency(books: Books) -> None:
    rules = "kind: market_rounds\nmagnitude: [amount]\nconstants: {source: X}\n"
    amounts = {"a": "$180M", "b": "$2.3B", "c": "€8.8M", "d": "", "e": "1.5bn USD", "f": "£750k",
               "g": "($3 million)"}  # fmt: skip
    rows = "".join(f"{name},2024-05-02,{amount}\n" for name, amount in amounts.items())
    assert take(books, rules, "company,date,amount\n" + rows).errors == []
    assert [(row[0], *row[2:]) for row in books.ask(ROUNDS)] == [
        ("a", "180000000.00", "USD"), ("b", "2300000000.00", "USD"), ("c", "8800000.00", "EUR"),
        ("d", None, None), ("e", "1500000000.00", "USD"), ("f", "750000.00", "GBP"),
        ("g", "-3000000.00", "USD"),
    ]  # fmt: skip
    contradicting = "company,date,amount,currency\nx,2024-05-02,€5M,USD\n"
    result = take(books, rules, contradicting)
    assert [(error.row, error.column) for error in result.errors] == [(2, "amount")]
    assert "marked EUR, the row's currency is USD" in result.errors[0].message


def test_a_currency_without_an_amount_is_unknown(books: Books) -> None:
    rules = "kind: market_rounds\nunknown_with: {currency: amount}\nconstants: {source: X}\n"
    content = "company,date,amount,currency\na,2024-05-02,5,USD\nb,2024-05-02,,USD\n"
    take(books, rules, content)
    assert [row[2:] for row in books.ask(ROUNDS)] == [("5.00", "USD"), (None, None)]


@pytest.mark.parametrize(
    ("precision", "text", "day"),
    [("year", "2008", "2008-01-01"), ("year", "2008.0", "2008-01-01"),
     ("month", "2008-03", "2008-03-01"), ("month", "03/2008", "2008-03-01"),
     ("month", "Mar 2008", "2008-03-01"), ("year", "2008-05-02", "2008-05-02")],
)  # fmt: skip
def test_a_date_may_be_known_to_the_year_or_month(
    books: Books, precision: str, text: str, day: str
) -> None:
    rules = (
        f"kind: market_rounds\nprecision: {{date: {precision}}}\n"
        f"constants: {{source: X, date_precision: {precision}}}\n"
    )
    assert take(books, rules, f"company,date\na,{text}\n").errors == []
    assert books.ask("SELECT round_date::text, date_precision FROM market_rounds") == [
        (day, precision)
    ]


def test_only_a_round_may_stand_without_its_day(steady: Books, books: Books) -> None:
    rules = (
        "kind: market_rounds\nprecision: {date: year}\n"
        "constants: {source: X, date_precision: year}\n"
    )
    assert take(books, rules, "company,date\na,\n").errors == []
    assert books.one("SELECT count(*) FROM market_rounds WHERE round_date IS NULL") == 1
    for kind, content in (
        ("fund_navs", "fund,date,nav\nAQ1,,5\n"),
        ("lpa_terms", "fund,effective_date\nAQ1,\n"),  # the table takes it, the kind does not
    ):
        day = content.split(",")[1].split("\n")[0]
        result = take(steady, f"kind: {kind}\nprecision: {{{day}: year}}\n", content)
        assert [(error.row, error.column) for error in result.errors] == [(2, day)]


def test_one_of_each_is_for_kinds_whose_rows_may_be_left_uncounted(steady: Books) -> None:
    with pytest.raises(InvalidInput, match="fund_navs has no column counts"):
        take(
            steady, "kind: fund_navs\none_of_each: investor\n", "fund,date,nav\nAQ1,2024-03-31,5\n"
        )


def test_october_written_as_a_decimal_is_refused_even_where_months_are_known(steady: Books) -> None:
    rules = "kind: market_rounds\nprecision: {date: month}\nconstants: {source: X}\n"
    result = take(steady, rules, "company,date\na,1871.1\n")
    assert "January or October 1871" in result.errors[0].message


def test_several_columns_make_one_text_or_the_first_that_is_filled(firm: Books) -> None:
    rules = (
        "kind: fund_cash_flows\nfirst_filled: {date: [Paid, Due]}\n"
        "join: {purpose: [Deal, Note]}\nconstants: {fund: AQ1, type: capital_call}\n"
        "file: {skip_rows_blank_in: [date]}\n"
    )
    content = (
        "Paid,Due,amount,Deal,Note\n2024-03-31,2024-03-15,5,Tern,seed\n,2024-06-30,6,,later\n"
        ",,7,,\n"
    )
    assert "1 rows were left out" in told(take(firm, rules, content))
    assert firm.ask("SELECT flow_date::text, purpose FROM fund_cash_flows ORDER BY 1") == [
        ("2024-03-31", "Tern seed"), ("2024-06-30", "later"),
    ]  # fmt: skip


PER_INVESTOR = "kind: market_rounds\none_of_each: investor\nconstants: {source: X}\n"
SHARED_ROUND = (
    "Tern,2024-05-02,5,Ada VC\n", "Tern,2024-05-02,5,Bo VC\n", "Tern,2024-05-02,5,Cy VC\n",
    "Rook,2024-05-02,7,Bo VC\n",
)  # fmt: skip


def test_a_round_told_per_investor_counts_once_whatever_the_order(books: Books) -> None:
    head = "company,date,amount,investor\n"
    for place, rows in enumerate(itertools.permutations(SHARED_ROUND)):
        result = take(books, PER_INVESTOR, head + "".join(rows), name=f"{place}.csv")
        assert (result.rows_new, result.rows_unchanged) == ((4, 0) if place == 0 else (0, 4))
    assert books.ask(
        "SELECT company, investor FROM market_rounds WHERE counts ORDER BY company"
    ) == [("Rook", "Bo VC"), ("Tern", "Ada VC")]
    assert "4 rows are investors of 2 rounds" in told(result)
    assert "counted 2.0 times and its money 1.8 times; one of each counts" in told(result)


def test_without_the_rule_rounds_per_investor_are_told(books: Books) -> None:
    head = "company,date,amount,investor,source\n"
    rows = "".join(row.replace("\n", ",X\n") for row in SHARED_ROUND)
    result = books.take("market_rounds", head + rows)
    assert "3 rows are investors of 1 rounds" in told(result)
    assert "one_of_each: investor" in told(result)
    assert books.one("SELECT count(*) FROM market_rounds WHERE counts") == 4


CUMULATIVE = """kind: fund_cash_flows
cumulative: {paid_in: Cash In, distributed: Cash Out, nav: Value}
columns: {fund: Fund, date: As Of}
parents: {fund: {currency: USD}}
"""
SNAPSHOTS = "Fund,As Of,Cash In,Cash Out,Value\n"
FLOWS = (
    "SELECT flow_date::text, type, amount::text FROM fund_cash_flows WHERE known_to IS NULL "
    "ORDER BY flow_date, type"
)


def test_totals_so_far_become_what_came_between(books: Books) -> None:
    content = SNAPSHOTS + (
        "Alpha,2024-12-31,130,25,90\nAlpha,2024-06-30,100,0,80\nAlpha,2025-03-31,130,40,70\n"
    )
    result = take(books, CUMULATIVE, content)
    assert result.errors == []
    assert books.ask(FLOWS) == [
        ("2024-06-30", "capital_call", "100.00"),
        ("2024-12-31", "capital_call", "30.00"),
        ("2024-12-31", "distribution", "25.00"),
        ("2025-03-31", "distribution", "15.00"),
    ]
    assert books.one("SELECT sum(nav)::text FROM fund_navs") == "240.00"


def test_a_later_file_goes_on_from_the_days_of_an_earlier_one(books: Books) -> None:
    take(books, CUMULATIVE, SNAPSHOTS + "Alpha,2024-06-30,100,0,80\n", name="a.csv")
    later = SNAPSHOTS + "Alpha,2024-12-31,130,25,90\n"
    assert take(books, CUMULATIVE, later, name="b.csv").rows_new == 3
    assert [row[2] for row in books.ask(FLOWS)] == ["100.00", "30.00", "25.00"]
    again = take(books, CUMULATIVE, later + "\n", name="c.csv")
    assert (again.rows_new, again.rows_superseded) == (0, 0)


def test_a_day_in_between_parts_the_flow_that_was_known(books: Books) -> None:
    content = SNAPSHOTS + "Alpha,2024-06-30,100,0,80\nAlpha,2025-06-30,160,0,90\n"
    take(books, CUMULATIVE, content, name="a.csv")
    before = datetime.now(UTC)
    between = take(books, CUMULATIVE, SNAPSHOTS + "Alpha,2024-12-31,110,0,85\n", name="b.csv")
    assert (between.rows_new, between.rows_superseded) == (2, 1)
    assert [row[2] for row in books.ask(FLOWS)] == ["100.00", "10.00", "50.00"]
    known = books.ask(
        "SELECT amount::text FROM fund_cash_flows WHERE known_from <= "
        f"'{before.isoformat()}' AND (known_to IS NULL OR known_to > '{before.isoformat()}') "
        "ORDER BY flow_date"
    )
    assert known == [("100.00",), ("60.00",)]


def test_a_total_that_falls_is_a_reversal_and_told(books: Books) -> None:
    content = SNAPSHOTS + "Alpha,2024-06-30,100,20,80\nAlpha,2024-12-31,95,20,82\n"
    result = take(books, CUMULATIVE, content)
    assert result.status == "imported"
    assert books.ask(FLOWS)[-1] == ("2024-12-31", "capital_call", "-5.00")
    warning = next(w for w in result.warnings if "fell from" in w.message)
    assert (warning.row, warning.value) == (3, "95.00")
    assert "paid in of the fund 'Alpha' fell from 100.00 (2024-06-30)" in warning.message


def test_a_corrected_total_moves_both_flows_around_it(books: Books) -> None:
    content = SNAPSHOTS + "Alpha,2024-06-30,{},0,80\nAlpha,2024-12-31,130,0,90\n"
    take(books, CUMULATIVE, content.format(100), name="a.csv")
    take(books, CUMULATIVE, SNAPSHOTS + "Alpha,2024-06-30,110,0,80\n", name="b.csv")
    assert [row[2] for row in books.ask(FLOWS)] == ["110.00", "20.00"]


def test_two_totals_of_one_day_are_refused(books: Books) -> None:
    content = SNAPSHOTS + "Alpha,2024-06-30,100,0,80\nAlpha,2024-06-30,101,0,80\n"
    result = take(books, CUMULATIVE, content)
    assert (result.status, result.errors[0].row) == ("rejected", 3)
    assert "two different totals on 2024-06-30" in result.errors[0].message
    assert books.one("SELECT count(*) FROM funds") == 0


def test_what_stands_still_is_no_flow(books: Books) -> None:
    content = SNAPSHOTS + "Alpha,2024-06-30,100,0,80\nAlpha,2024-12-31,100,0,85\n"
    result = take(books, CUMULATIVE, content)
    assert books.ask(FLOWS) == [("2024-06-30", "capital_call", "100.00")]
    assert result.kinds["fund_navs"].new == 2
