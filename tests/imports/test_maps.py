"""Files of other people: maps for their columns, units, signs, dates and decimal signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.errors import InvalidInput
from services.imports import listing
from services.imports.maps import parse_map, profile_named, profiles
from tests.imports.conftest import Books

LEDGER = """
kind: fund_cash_flows
file: {header_row: 3, date_order: auto, decimal: auto, unit: 1000, null: ["N/M"],
       skip_rows_matching: "^Total"}
columns: {date: "Effective Date", amount: "Amount (EUR k)", type: "Transaction",
          investor: Investor Id}
constants: {fund: AQ1}
values: {type: {"Called": capital_call, "Paid": distribution}}
sign: signed
"""
STATEMENT = (
    "Alder & Quay I;;;\n"
    "Statement of flows;;;\n"
    "Investor Id;Effective  date;Transaction;Amount (EUR k)\n"
    "LP07;31.01.2020;Called;(1.250,50)\n"
    "LP07;05.06.2021;Paid;312,4\n"
    "N/M;05.07.2021;called;12\n"
    "Total;;;-926,1\n"
)


def mapped(books: Books, text: str) -> Path:
    """A map file beside the data."""
    path = books.folder / "ledger.yaml"
    path.write_text(text)
    return path


def test_an_administrators_ledger_is_read_through_a_map(firm: Books) -> None:
    path = mapped(firm, LEDGER)
    result = firm.take("fund_cash_flows", STATEMENT, map_path=path)
    assert result.errors == []
    assert firm.ask(
        "SELECT flow_date::text, f.type, amount::text, code, source_row FROM fund_cash_flows f "
        "LEFT JOIN limited_partners p ON p.id = investor_id ORDER BY 1"
    ) == [
        ("2020-01-31", "capital_call", "1250500.00", "LP07", 4),
        ("2021-06-05", "distribution", "312400.00", "LP07", 5),
        ("2021-07-05", "capital_call", "-12000.00", None, 6),
    ]
    told = " ".join(warning.message for warning in result.warnings)
    assert "day first (dmy)" in told
    assert "decimal comma" in told
    assert "1 rows were left out" in told


def test_ambiguous_dates_and_amounts_are_refused_with_both_readings(firm: Books) -> None:
    content = (
        "x\nx\nInvestor Id,Effective Date,Transaction,Amount (EUR k)\n"
        'LP07,03/04/2020,Called,"1,250"\n'
    )
    result = firm.take("fund_cash_flows", content, map_path=mapped(firm, LEDGER))
    messages = {error.column: (error.row, error.message) for error in result.errors}
    assert messages["Effective Date"][0] == 4
    assert "2020-03-04 or 2020-04-03" in messages["Effective Date"][1]
    assert "1250 or as 1.250" in messages["Amount (EUR k)"][1]
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 0


def test_a_map_may_create_funds_and_investors_that_are_missing(books: Books) -> None:
    rules = (
        "kind: fund_cash_flows\nparents: {fund: {currency: GBP, strategy: Buyout}, investor: {}}\n"
    )
    flows = "fund,date,type,amount,investor\nQ9,2016-05-31,capital_call,5,LP1\n"
    result = books.take("fund_cash_flows", flows, map_path=mapped(books, rules))
    assert (result.rows_read, result.rows_new) == (1, 1)
    assert books.ask(
        "SELECT code, name, vintage_year, currency, strategy, geography FROM funds"
    ) == [("Q9", "Q9", 2016, "GBP", "Buyout", None)]
    assert books.one("SELECT count(*) FROM fund_versions WHERE import_id IS NOT NULL") == 1
    assert books.one("SELECT code FROM limited_partners") == "LP1"
    assert "1 funds were created: Q9." in [warning.message for warning in result.warnings]


def test_a_constant_of_the_caller_wins_over_the_maps(firm: Books) -> None:
    head = "fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date\n"
    firm.take("funds", head + "AQ2,Two,2022,Venture,Europe,EUR,1,2015-01-01\n")
    path = mapped(firm, LEDGER)
    firm.take("fund_cash_flows", STATEMENT, map_path=path, constants={"fund": "AQ2"})
    assert firm.ask(
        "SELECT DISTINCT code FROM fund_cash_flows c JOIN funds f ON f.id = c.fund_id"
    ) == [("AQ2",)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind: fund_cash_flows\ncolour: red\n", "1 faults"),
        ("kind: fund_cash_flows\nsign: both\n", "1 faults"),
        ("- a\n", "must hold keys"),
        ("kind: [", "is not YAML"),
        ("file: {unit: 0}\n", "2 faults"),
        ("kind: fund_navs\nfile: {colour: red}\n", "file.colour: Extra inputs"),
        ("kind: fund_navs\nunpivot: {value: nav}\n", "unpivot.columns: Field required"),
        ("kind: fund_navs\nstrip: {fund: '('}\n", "strip.fund: .*no regular expression"),
        ("kind: fund_navs\nprecision: {date: week}\n", "precision.date"),
        ("kind: fund_navs\ncells: {fund: first}\n", "cells.fund.at"),
        ("kind: fund_navs\nitem: {fund: last}\n", "item.fund"),
        ("kind: fund_navs\ncumulative: {nav: NAV}\n", "is for kind fund_cash_flows"),
        ("kind: fund_navs\nfile: {rows_above: 3}\n", "goes with `header`"),
        ("kind: fund_navs\nfile: {header_row: auto, header_height: 2}\n", "needs a `header_row`"),
    ],
)
def test_a_map_with_faults_is_refused_key_by_key(text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        parse_map(text, name="ledger")


def test_a_map_of_another_kind_or_of_unknown_columns_is_refused(firm: Books) -> None:
    with pytest.raises(InvalidInput, match="is for kind fund_cash_flows"):
        firm.take("fund_navs", "x\n", map_path=mapped(firm, LEDGER))
    unknown = "kind: fund_navs\ncolumns: {colour: Red}\n"
    with pytest.raises(InvalidInput, match="no column colour"):
        firm.take("fund_navs", "x\n", map_path=mapped(firm, unknown))


def test_the_key_null_and_dates_in_a_map_mean_themselves() -> None:
    rules = parse_map(
        'kind: benchmark_funds\nfile: {null: ["N/M"]}\nconstants: {as_of: 2025-03-31}\n', name="m"
    )
    assert rules.file.null == ("N/M",)
    assert rules.constants == {"as_of": "2025-03-31"}


def test_every_shipped_profile_can_be_read_and_says_what_it_is() -> None:
    assert {"pedata", "ilpa_granular", "calpers", "oregon", "nyscrf", "calpers_print", "shiller",
            "sp500_daily", "fed_fx"} <= set(profiles())  # fmt: skip
    assert all(profile.words for profile in profiles().values())
    assert profile_named("ilpa-granular") is profile_named("ilpa_granular")
    with pytest.raises(InvalidInput, match="Profiles: "):
        profile_named("nobody")


def test_the_list_names_every_column_and_every_transaction_type() -> None:
    kinds = [row["kind"] for row in listing.overview()["kinds"]]
    assert {"funds", "fund_cash_flows", "fund_ledger", "companies", "pipeline_deals"} <= set(kinds)
    assert {"market_rounds", "market_exits", "benchmark_funds", "fx_rates"} <= set(kinds)
    flows = listing.described("fund_cash_flows")
    assert [c["name"] for c in flows["columns"] if c["required"]] == [
        "fund",
        "date",
        "type",
        "amount",
    ]
    assert len(flows["types"]) == 39
    drawdown = next(
        row
        for row in flows["types"]
        if row["label"].startswith("Fund-level Subscription Facility Dr")
    )
    assert (drawdown["net_with"], drawdown["net_without"]) == (None, "denominator")
