"""Facts over time: the same file twice, corrections, twins, other orders, and all or nothing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from services.errors import InvalidInput
from services.imports import ImportResult
from tests.imports.conftest import Books

HEAD = "fund,date,type,amount,investor\n"
CALL = "AQ1,2020-01-31,capital_call,1000.00,LP07\n"
TWIN = "AQ1,2020-01-31,capital_call,2000.00,LP07\n"
PAID = "AQ1,2021-06-30,distribution,500.00,LP07\n"
BELIEVED = (
    "SELECT flow_date::text, type, amount::text FROM fund_cash_flows "
    "WHERE known_to IS NULL ORDER BY 1, 2, 3"
)


def counts(result: ImportResult) -> tuple[int, int, int]:
    """New, superseded, unchanged."""
    return result.rows_new, result.rows_superseded, result.rows_unchanged


def test_a_flow_carries_its_import_sheet_and_row(firm: Books) -> None:
    result = firm.take("fund_cash_flows", HEAD + CALL + PAID)
    assert (result.status, result.rows_read, counts(result)) == ("imported", 2, (2, 0, 0))
    assert firm.ask(
        "SELECT import_id, sheet, source_row, currency FROM fund_cash_flows ORDER BY source_row"
    ) == [(result.import_id, None, 2, "EUR"), (result.import_id, None, 3, "EUR")]


def test_the_same_file_again_says_when_and_by_whom(firm: Books) -> None:
    first = firm.take("fund_cash_flows", HEAD + CALL)
    again = firm.take("fund_cash_flows", HEAD + CALL, name="renamed.csv")
    assert (again.status, counts(again)) == ("already_imported", (0, 0, 1))
    assert again.import_id == first.import_id
    assert "by ada@firm.example" in again.message
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 1


def test_a_resorted_file_is_unchanged(firm: Books) -> None:
    firm.take("fund_cash_flows", HEAD + CALL + TWIN + PAID)
    result = firm.take("fund_cash_flows", HEAD + PAID + TWIN + CALL)
    assert (result.status, counts(result)) == ("imported", (0, 0, 3))
    assert result.touched_funds == {}


def test_twins_in_one_file_are_two_facts(firm: Books) -> None:
    assert counts(firm.take("fund_cash_flows", HEAD + CALL + CALL)) == (2, 0, 0)
    assert counts(firm.take("fund_cash_flows", HEAD + CALL + CALL + "\n")) == (0, 0, 2)
    assert counts(firm.take("fund_cash_flows", HEAD + CALL + CALL + CALL)) == (1, 0, 2)


def test_a_corrected_amount_supersedes_and_keeps_the_old_one(firm: Books) -> None:
    firm.take("fund_cash_flows", HEAD + CALL + PAID)
    result = firm.take("fund_cash_flows", HEAD + CALL.replace("1000", "1100") + PAID)
    assert counts(result) == (0, 1, 1)
    assert firm.ask(
        "SELECT amount::text, known_to IS NULL FROM fund_cash_flows "
        "WHERE type = 'capital_call' ORDER BY known_from"
    ) == [("1000.00", False), ("1100.00", True)]
    assert (
        firm.one(
            "SELECT count(*) FROM fund_cash_flows a JOIN fund_cash_flows b "
            "ON a.natural_key = b.natural_key AND a.known_to = b.known_from"
        )
        == 1
    )


def test_of_two_twins_only_the_corrected_one_is_superseded(firm: Books) -> None:
    firm.take("fund_cash_flows", HEAD + CALL + TWIN)
    result = firm.take("fund_cash_flows", HEAD + TWIN.replace("2000", "2500") + CALL)
    assert counts(result) == (0, 1, 1)
    assert [amount for _, _, amount in firm.ask(BELIEVED)] == ["1000.00", "2500.00"]


def test_rows_missing_from_a_later_file_stay(firm: Books) -> None:
    firm.take("fund_cash_flows", HEAD + CALL + PAID)
    firm.take("fund_cash_flows", HEAD + PAID)
    assert len(firm.ask(BELIEVED)) == 2


def test_replace_takes_back_what_the_file_lacks_within_its_days(firm: Books) -> None:
    early = "AQ1,2019-06-30,capital_call,7.00,LP07\n"
    firm.take("fund_cash_flows", HEAD + early + CALL + TWIN + PAID)
    result = firm.take("fund_cash_flows", HEAD + CALL + PAID, replace=True)
    assert (counts(result), result.rows_retracted) == ((0, 0, 2), 1)
    assert [amount for _, _, amount in firm.ask(BELIEVED)] == ["7.00", "1000.00", "500.00"]


def test_an_external_id_follows_a_flow_through_a_change_of_date_and_type(firm: Books) -> None:
    head = "fund,date,type,amount,external_id\n"
    firm.take("fund_cash_flows", head + "AQ1,2020-01-31,capital_call,1000,2020-01-31_2\n")
    moved = "AQ1,2020-02-03,management_fee,1000,2020-01-31_2\n"
    assert counts(firm.take("fund_cash_flows", head + moved)) == (0, 1, 0)
    assert firm.ask(BELIEVED) == [("2020-02-03", "management_fee", "1000.00")]


def test_one_bad_cell_in_ten_thousand_rows_is_named_and_nothing_is_written(firm: Books) -> None:
    rows = [f"AQ1,2020-01-31,capital_call,{number}.00,LP07\n" for number in range(1, 10_001)]
    rows[7_775] = "AQ1,2020-01-31,capital_call,1_000,LP07\n"
    result = firm.take("fund_cash_flows", HEAD + "".join(rows))
    assert result.status == "rejected"
    assert [(e.row, e.column, e.value) for e in result.errors] == [(7_777, "amount", "1_000")]
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 0
    assert firm.one("SELECT count(*) FROM imports WHERE kind = 'fund_cash_flows'") == 0


def test_every_bad_row_is_listed_up_to_a_thousand(firm: Books) -> None:
    rows = "AQ1,2020-01-31,capital_call,NaN,LP07\n" * 1_500
    result = firm.take("fund_cash_flows", HEAD + rows)
    assert len(result.errors) == 1_000
    assert result.errors[-1].row == 1_001


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("AQ9,2020-01-31,capital_call,5,", "fund", "no fund"),
        ("AQ1,2020-01-31,capital_call,5,LP99", "investor", "no investor"),
        ("AQ1,2020-01-31,capitol_call,5,", "type", "not known"),
        ("AQ1,31/01/2020,capital_call,5,", "date", "2020-01-31"),
        ("AQ1,2020-01-31,capital_call,,", "amount", "required"),
        ("AQ1,2020-01-31,capital_call,１００,", "amount", "not a number"),
        (",2020-01-31,capital_call,5,", "fund", "required"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_a_hint(
    firm: Books, row: str, column: str, words: str
) -> None:
    result = firm.take("fund_cash_flows", HEAD + CALL + row + "\n")
    assert [(error.row, error.column) for error in result.errors] == [(3, column)]
    assert words in result.errors[0].message


def test_an_unknown_currency_is_refused(firm: Books) -> None:
    head = "fund,date,type,amount,currency\n"
    result = firm.take("fund_cash_flows", head + "AQ1,2020-01-31,capital_call,5,EURO\n")
    assert [(error.row, error.column) for error in result.errors] == [(2, "currency")]


def test_the_same_file_under_two_funds_is_two_imports(firm: Books) -> None:
    second = "fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date\n"
    firm.take("funds", second + "AQ2,Alder & Quay II,2022,Venture,Europe,EUR,1,2022-01-01\n")
    flows = "date,type,amount\n2022-03-31,capital_call,5\n"
    for code in ("AQ1", "AQ2"):
        result = firm.take("fund_cash_flows", flows, constants={"fund": code})
        assert counts(result) == (1, 0, 0)
    again = firm.take("fund_cash_flows", flows, constants={"fund": "AQ2"})
    assert again.status == "already_imported"


def test_a_constant_of_no_column_is_a_usage_error(firm: Books) -> None:
    with pytest.raises(InvalidInput, match="no column colour"):
        firm.take("fund_cash_flows", HEAD + CALL, constants={"colour": "red"})


def test_nav_rows_among_flows_become_net_asset_values(firm: Books) -> None:
    result = firm.take("fund_cash_flows", HEAD + CALL + "AQ1,2020-12-31,NAV,1200,LP07\n")
    assert {name: part.new for name, part in result.kinds.items()} == {
        "fund_cash_flows": 1,
        "fund_navs": 1,
    }
    assert firm.one("SELECT nav::text FROM fund_navs") == "1200.00"


def test_a_dry_run_counts_and_writes_nothing(firm: Books) -> None:
    firm.take("fund_cash_flows", HEAD + CALL)
    result = firm.take("fund_cash_flows", HEAD + CALL.replace("1000", "1100") + PAID, dry_run=True)
    assert (result.status, counts(result), result.import_id) == ("checked", (1, 1, 0), None)
    assert [amount for _, _, amount in firm.ask(BELIEVED)] == ["1000.00"]


def test_the_data_version_rises_with_every_change_and_only_then(firm: Books) -> None:
    first = firm.take("fund_cash_flows", HEAD + CALL)
    second = firm.take("fund_cash_flows", HEAD + CALL + PAID)
    third = firm.take("fund_cash_flows", HEAD + PAID + CALL)
    (fund,) = first.touched_funds
    assert second.touched_funds[fund] == first.touched_funds[fund] + 1
    assert third.touched_funds == {}
    assert (
        firm.one(f"SELECT version FROM data_versions WHERE scope = '{fund}'")
        == (second.touched_funds[fund])
    )


def test_a_fund_described_anew_keeps_its_history(firm: Books) -> None:
    head = "fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date\n"
    row = "AQ1,Alder & Quay I,2019,Venture,Europe,EUR,125000000,2019-03-01\n"
    assert counts(firm.take("funds", head + row)) == (0, 1, 0)
    assert firm.ask("SELECT total_committed::text FROM funds") == [("125000000.00",)]
    assert firm.ask(
        "SELECT total_committed::text, known_to IS NULL FROM fund_versions ORDER BY known_from"
    ) == [("120000000.00", False), ("125000000.00", True)]


def test_the_general_partner_is_marked_by_its_type(firm: Books) -> None:
    assert firm.ask("SELECT code, type FROM limited_partners ORDER BY code") == [
        ("GP", "gp"),
        ("LP07", "pension"),
    ]


def test_two_values_for_one_day_contradict_each_other(firm: Books) -> None:
    head = "fund,date,nav\n"
    result = firm.take("fund_navs", head + "AQ1,2020-12-31,5\nAQ1,2020-12-31,6\n")
    assert result.errors[0].row == 3
    assert "Row 2" in result.errors[0].message
    assert counts(firm.take("fund_navs", head + "AQ1,2020-12-31,5\nAQ1,2020-12-31,5\n")) == (
        1,
        0,
        0,
    )


def test_commitments_of_one_investor_add_up_and_terms_are_kept(firm: Books) -> None:
    head = "fund,investor,date,amount\n"
    rows = "AQ1,LP07,2019-03-01,5000000\nAQ1,LP07,2019-09-01,1000000\n"
    assert counts(firm.take("commitments", head + rows)) == (2, 0, 0)
    terms = "fund,effective_date,waterfall,preferred_return,carry_rate\n"
    firm.take("lpa_terms", terms + "AQ1,2019-03-01,European,8%,0.20\n")
    assert firm.ask(
        "SELECT waterfall, preferred_return::text, carry_rate::text FROM lpa_terms"
    ) == [("european", "0.08", "0.20")]


def test_benchmark_points_of_all_measures_stand_side_by_side(books: Books) -> None:
    head = "provider,release,vintage_year,strategy,geography,metric,p25,p50,p75,n,as_of\n"
    irr = "Peers,2025Q1,2019,Venture,Europe,irr,0.05,0.11,19%,40,2025-03-31\n"
    tvpi = "Peers,2025Q1,2019,Venture,Europe,tvpi,1.1,1.3,1.6,38,2025-03-31\n"
    books.take("benchmarks", head + irr + tvpi)
    wide = "SELECT median_irr::text, top_quartile_irr::text, median_tvpi::text FROM benchmark_data"
    assert books.ask(wide) == [("0.11", "0.19", "1.3")]
    books.take("benchmarks", head + irr.replace("0.11", "0.12"))
    assert books.ask(wide) == [("0.12", "0.19", "1.3")]


def test_an_exchange_rate_of_zero_means_nothing(books: Books) -> None:
    result = books.take(
        "fx_rates", "currency,date,per_base,base,source\nEUR,2024-03-29,0,USD,Fed\n"
    )
    assert [(error.row, error.column) for error in result.errors] == [(2, "per_base")]


def test_facts_can_be_known_from_an_earlier_day_in_a_fund_without_later_ones(books: Books) -> None:
    from tests.imports.conftest import FUNDS

    then = datetime(2019, 4, 1, tzinfo=UTC)
    assert books.take("funds", FUNDS, known_on=then).status == "imported"
    assert books.one("SELECT known_from FROM fund_versions") == then
    flows = "fund,date,type,amount\nAQ1,2020-01-31,capital_call,5\n"
    later = datetime(2020, 2, 15, tzinfo=UTC)
    assert books.take("fund_cash_flows", flows, known_on=later).status == "imported"
    refused = books.take("fund_cash_flows", flows.replace(",5", ",6"), known_on=then)
    assert refused.status == "rejected"
    assert "already known" in refused.errors[0].message


def test_of_two_people_importing_one_file_at_once_exactly_one_wins(firm: Books) -> None:
    content = HEAD + "".join(f"AQ1,2020-01-31,capital_call,{n}.00,LP07\n" for n in range(1, 2_001))
    results: list[ImportResult] = []

    def take(name: str) -> None:
        results.append(firm.take("fund_cash_flows", content, name=name))

    threads = [threading.Thread(target=take, args=(f"{n}.csv",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.status for result in results) == ["already_imported"] * 3 + ["imported"]
    assert firm.one("SELECT count(*) FROM fund_cash_flows") == 2_000


def test_odd_rows_are_taken_and_shown(firm: Books) -> None:
    rows = (
        "AQ1,2018-01-31,capital_call,5,LP07\n"
        "AQ1,3201-01-31,capital_call,5,LP07\n"
        "AQ1,2190-01-31,capital_call,5,LP07\n"
        "AQ1,2021-01-31,distribution,-5,LP07\n"
        "AQ1,2021-01-31,distribution,0,LP07\n"
    )
    result = firm.take("fund_cash_flows", HEAD + rows)
    assert result.status == "imported"
    told = {(warning.row, warning.message.split(" is ")[0]) for warning in result.warnings}
    assert told == {
        (2, "This date"),
        (3, "The year 3201 lies outside 1900 to 2200."),
        (4, "This date"),
        (5, "The amount"),
        (6, "The amount"),
    }


def test_a_negative_net_asset_value_is_taken_and_shown(firm: Books) -> None:
    result = firm.take("fund_navs", "fund,date,nav\nAQ1,2020-12-31,-250000.00\n")
    assert firm.one("SELECT nav::text FROM fund_navs") == "-250000.00"
    assert result.warnings[0].message == "The net asset value is negative."


DISCLOSED = "provider,as_of,fund,committed,paid_in,distributed,nav,irr,multiple,currency\n"


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("P,2025-03-31,Rhône V,100,140,20,150,0.2,1.2,USD", "paid_in", "More was called"),
        ("P,2025-03-31,Rhône V,100,50,20,-3,0.2,1.2,USD", "nav", "negative"),
        ("P,2025-03-31,Rhône V,100,50,-20,60,0.2,1.2,USD", "distributed", "returned"),
        ("P,2025-03-31,Rhône V,100,50,20,60,1.35,1.2,USD", "irr", "135"),
        ("P,2025-03-31,Rhône V,100,0,0,4,,,USD", "nav", "nothing was called"),
        ("P,2025-03-31,Rhône V,100,,,4,,,USD", "nav", "nothing was called"),
    ],
)
def test_odd_disclosures_are_taken_and_shown(
    books: Books, row: str, column: str, words: str
) -> None:
    result = books.take("benchmark_funds", DISCLOSED + row + "\n")
    assert (result.status, result.rows_new) == ("imported", 1)
    assert [warning.column for warning in result.warnings] == [column]
    assert words in result.warnings[0].message
