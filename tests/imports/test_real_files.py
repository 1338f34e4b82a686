"""The real files, each by the one command that the document names: rows and sums as published."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from services.db.session import Database
from services.imports import run_import
from tests.imports.real import Documented, Imported, documented

pytestmark = [
    pytest.mark.shared,
    pytest.mark.filterwarnings("ignore:Data Validation:UserWarning"),
]

LINES = documented()


FUNDS = (
    "SELECT sum(committed), sum(paid_in), sum(distributed), sum(nav), "
    "count(*) FILTER (WHERE irr IS NULL) FROM benchmark_funds b "
    "JOIN imports i ON i.id = b.import_id WHERE i.file_name = '{name}'"
)
ROUNDS = "FROM market_rounds r JOIN imports i ON i.id = r.import_id WHERE i.file_name = '{name}'"
LEDGER = (
    "SELECT sum(amount) FROM fund_ledger l JOIN limited_partners p ON p.id = l.investor_id "
    "WHERE p.code = 'LP #5' AND span = 'itd' AND account = '{account}'"
)
OF_PEDATA = "FROM {table} t JOIN imports i ON i.id = t.import_id WHERE i.file_name = 'pedata.csv'"
# per file: queries whose answers stand in the document's last column, in this order
FIGURES = {
    "calpers_2025-03-31.csv": [FUNDS],
    "oregon_operf_2025-09-30.csv": [FUNDS],
    "nyscrf_2024-03-31.csv": [FUNDS],
    "calpers_print_page_rows.csv": [
        FUNDS.replace("sum(paid_in), sum(distributed), ", ""),
    ],
    "pedata.csv": [
        "SELECT count(*), sum(amount) FILTER (WHERE type = 'capital_call'), "
        "sum(amount) FILTER (WHERE type = 'distribution') "
        + OF_PEDATA.format(table="fund_cash_flows"),
        "SELECT count(*), sum(nav) " + OF_PEDATA.format(table="fund_navs"),
    ],
    "ilpa_granular_sample_flows.csv": [
        "SELECT count(*), sum(amount) FILTER (WHERE type = 'capital_call_investments') "
        "FROM fund_cash_flows t JOIN imports i ON i.id = t.import_id WHERE i.file_name = '{name}'",
        "SELECT count(*), sum(nav) FROM fund_navs t JOIN imports i ON i.id = t.import_id "
        "WHERE i.file_name = '{name}'",
    ],
    "ILPA-PT-Sample-Templates-Granular-Methodology-v1.1.xlsx": [
        "SELECT rows_unchanged FROM imports WHERE file_name = '{name}' AND rows_new = 0"
    ],
    "ILPA-Reporting-Template-Version-2.0.xlsx": [
        LEDGER.format(account=account)
        for account in ("ending_nav", "ending_unfunded", "contributions", "distributions")
    ],
    "crunchbase-rounds.csv.gz": [
        "SELECT count(amount) " + ROUNDS,
        "SELECT count(*), sum(amount) " + ROUNDS + " AND sector = 'biotech' "
        "AND round_date BETWEEN '2012-07-01' AND '2012-09-30'",
    ],
    "crunchbase-acquisitions.csv.gz": [
        "SELECT count(value), count(*) FILTER (WHERE currency <> 'USD') FROM market_exits",
    ],
    "top_vc_investments_2013-06.csv.gz": [
        "SELECT count(*) FILTER (WHERE counts) " + ROUNDS,
    ],
    "vc_portfolio_funding_rounds.csv": [
        "SELECT count(*), sum(amount) " + ROUNDS + f" AND currency = '{currency}'"
        for currency in ("USD", "EUR")
    ]
    + ["SELECT count(*) FILTER (WHERE amount IS NULL AND currency IS NULL) " + ROUNDS],
    "Startups.csv": [
        "SELECT count(*) FILTER (WHERE status = 'active'), count(*) FILTER (WHERE status = "
        "'failed'), count(*) FILTER (WHERE status = 'exited') FROM companies"
    ],
    "marketing_qualified_leads.csv": [
        "SELECT count(*) FILTER (WHERE source_channel IS NULL), "
        "count(*) FILTER (WHERE source_channel = 'unknown') FROM pipeline_deals"
    ],
    "closed_deals.csv": [
        "SELECT count(DISTINCT owner), count(DISTINCT referrer) FROM pipeline_events"
    ],
    "sp500_shiller_monthly.csv": [
        "SELECT count(*), max(level_date)::text FROM index_levels WHERE index_code = "
        f"'SP500_SHILLER_{code}'"
        for code in ("PRICE", "TR")
    ],
    "sp500_daily_1999_2018.csv.gz": [
        "SELECT level::text FROM index_levels WHERE index_code = 'SP500_DAILY' "
        "AND level_date = '2018-12-31'"
    ],
    "fed_monthly.csv.gz": [
        "SELECT count(DISTINCT currency) FROM fx_rates",
        "SELECT per_base::text FROM fx_rates WHERE currency = 'EUR' AND rate_date = '2026-06-01'",
    ],
}


def test_the_document_names_every_file_that_is_imported() -> None:
    assert [line.name for line in LINES] == list(FIGURES)


@pytest.mark.parametrize("line", LINES, ids=[line.name for line in LINES])
def test_a_files_rows_and_sums_are_those_of_the_document(
    imported: Imported, line: Documented
) -> None:
    answer = imported.answers[line.name]
    assert (answer["status"], answer["rows_read"], answer["errors"]) == ("imported", line.rows, [])
    found = [
        f"{value:,}" if isinstance(value, int | Decimal) else value
        for query in FIGURES[line.name]
        for value in imported.ask(query.format(name=line.name))[0]
    ]
    place = 0
    for figure in found:
        assert figure in line.sums[place:], (figure, found)
        place = line.sums.index(figure, place) + len(figure)


def warnings(imported: Imported, name: str) -> str:
    """What an import told, as one text."""
    return "\n".join(warning["message"] for warning in imported.answers[name]["warnings"])


PEDATA = [
    ("Fund 1", 67, "1070281957", "200448562", "990761203"),
    ("Fund 2", 23, "626344247", "488167696", "1015544742"),
    ("Fund 3", 70, "1191643632", "1141674104", "1004936655"),
    ("Fund 4", 74, "1099254912", "387958255", "1004215628"),
]


def test_the_four_funds_have_the_published_totals_in_whole_dollars(imported: Imported) -> None:
    rows = imported.ask(
        "SELECT f.code, count(*)::int, "
        "round(sum(amount) FILTER (WHERE type = 'capital_call'))::text, "
        "round(sum(amount) FILTER (WHERE type = 'distribution'))::text, "
        "(SELECT round(nav)::text FROM fund_navs n WHERE n.fund_id = f.id) "
        "FROM fund_cash_flows c JOIN funds f ON f.id = c.fund_id WHERE f.code LIKE 'Fund %' "
        "GROUP BY f.id, f.code ORDER BY 1"
    )
    assert rows == PEDATA
    assert imported.ask(
        "SELECT code, vintage_year FROM funds WHERE code LIKE 'Fund %' ORDER BY code"
    ) == [("Fund 1", 2008), ("Fund 2", 2010), ("Fund 3", 2008), ("Fund 4", 2007)]


def test_a_small_refund_counts_as_a_distribution(imported: Imported) -> None:
    assert imported.ask(
        "SELECT type, amount::text FROM fund_cash_flows t JOIN imports i ON i.id = t.import_id "
        "WHERE i.file_name = 'pedata.csv' AND source_row = 4"
    ) == [("distribution", "119294.52")]


@pytest.mark.parametrize(
    ("provider", "beyond"), [("CalPERS", 140), ("Oregon", 194), ("NY Common", 189)]
)
def test_more_called_than_committed_is_told_and_taken(
    imported: Imported, provider: str, beyond: int
) -> None:
    assert (
        imported.one(
            "SELECT count(*) FROM benchmark_funds "
            f"WHERE paid_in > committed AND provider = '{provider}' AND as_of <> '2025-06-30'"
        )
        == beyond
    )


def test_a_negative_irr_and_returned_distributions_stay_as_they_are(imported: Imported) -> None:
    assert (
        imported.one(
            "SELECT irr::text FROM benchmark_funds "
            "WHERE fund_name = 'Yucaipa Corporate Initiatives Fund I'"
        )
        == "-0.0370"
    )
    assert imported.ask(
        "SELECT provider, count(*) FROM benchmark_funds WHERE distributed < 0 GROUP BY 1 ORDER BY 1"
    ) == [("CalPERS", 1), ("NY Common", 1)]


def test_the_print_page_of_calpers_loses_its_footnotes(imported: Imported) -> None:
    assert imported.ask(
        "SELECT fund_name, nav::text, irr::text, multiple::text FROM benchmark_funds "
        "WHERE as_of = '2025-06-30' ORDER BY 1"
    ) == [
        ("2024 Golden Bay, L.P.", "25746982.00", None, None),
        ("Advent Global Technology II Limited Partnership", "138732537.00", "0.141", "1.4"),
        ("Advent International GPE VI-A, L.P.", "38680763.00", "0.163", "2.1"),
        ("CalPERS Clean Energy & Technology Fund, LLC", "5665162.00", "-0.185", "0.3"),
        ("Permira IV L.P.", "50045114.00", "0.082", "1.6"),
    ]
    assert "1 rows repeat the header" in warnings(imported, "calpers_print_page_rows.csv")


def test_shillers_total_return_begins_with_the_first_dividend(imported: Imported) -> None:
    # 4.44, then 4.44 x (4.50 + 0.26 / 12) / 4.44
    assert imported.ask(
        "SELECT round(level, 6)::text FROM index_levels WHERE total_return "
        "ORDER BY level_date LIMIT 2"
    ) == [("4.440000",), ("4.521667",)]


def test_equal_rounds_are_tranches_and_stay(imported: Imported) -> None:
    every = "round_date, company, stage, amount, sector, geography"
    assert (
        imported.one(
            f"SELECT sum(n - 1) FROM (SELECT count(*) AS n FROM market_rounds "
            f"WHERE source = 'Crunchbase 2013' GROUP BY {every} HAVING count(*) > 1) twins"
        )
        == 63
    )


def test_a_round_that_is_not_disclosed_is_unknown_and_never_zero(imported: Imported) -> None:
    assert imported.ask(
        "SELECT count(*) FILTER (WHERE amount IS NULL), count(*) FILTER (WHERE amount = 0), "
        "count(*) FILTER (WHERE sector IS NULL) FROM market_rounds WHERE source = 'Crunchbase 2013'"
    ) == [(2_579, 0, 464)]


def test_angel_rounds_are_taken_as_seed_and_nothing_else_is_renamed(imported: Imported) -> None:
    assert imported.ask(
        "SELECT stage, count(*)::int FROM market_rounds WHERE source = 'Crunchbase 2013' "
        "GROUP BY 1 ORDER BY 2 DESC"
    ) == [
        ("venture", 7_941), ("seed", 6_644), ("series-a", 6_523), ("series-b", 3_460),
        ("series-c+", 3_361), ("other", 2_921), ("private-equity", 757), ("post-ipo", 42),
        ("crowdfunding", 30),
    ]  # fmt: skip


def test_names_that_were_decoded_twice_are_told_and_not_changed(imported: Imported) -> None:
    assert "'agámi Systems' read in the wrong encoding" in warnings(
        imported, "crunchbase-rounds.csv.gz"
    )
    names = "'agÃ¡mi Systems', 'Furnésh', 'MiaSolé', '#NAME?'"
    assert imported.ask(
        "SELECT DISTINCT company_name FROM market_rounds WHERE source = 'Crunchbase 2013' "
        f"AND company_name IN ({names}) ORDER BY 1"
    ) == [("#NAME?",), ("Furnésh",), ("MiaSolé",), ("agÃ¡mi Systems",)]
    assert "'#NAME?'" in str(imported.answers["crunchbase-rounds.csv.gz"]["warnings"])


def test_an_acquisition_without_a_price_has_no_currency(imported: Imported) -> None:
    assert imported.ask(
        "SELECT currency, count(value)::int, count(*)::int FROM market_exits GROUP BY 1 ORDER BY 1"
    ) == [("CAD", 2, 2), ("EUR", 4, 4), ("GBP", 3, 3), ("USD", 1_400, 1_400), (None, 0, 3_242)]
    assert "1,534 rows were blank" in warnings(imported, "crunchbase-acquisitions.csv.gz")


def test_a_round_with_several_investors_counts_once(imported: Imported) -> None:
    told = warnings(imported, "top_vc_investments_2013-06.csv.gz")
    assert "13,109 rows are investors of 8,759 rounds" in told
    assert "would be counted 1.5 times and its money 1.7 times; one of each counts" in told
    assert imported.ask(
        "SELECT date_precision, extract(month FROM round_date)::int, count(*)::int "
        "FROM market_rounds WHERE source = 'TechCrunch 2013' GROUP BY 1, 2 ORDER BY 2"
    ) == [("year", 1, 13_105), ("year", None, 4)]
    assert "The year 1000 lies outside 1900 to 2200." in told


def test_every_batch_and_status_of_y_combinator_is_there(imported: Imported) -> None:
    assert imported.ask("SELECT cohort, count(*)::int FROM companies GROUP BY 1 ORDER BY 1") == [
        ("2005", 8), ("2006", 17), ("2007", 32), ("2008", 44), ("2009", 41), ("2010", 63),
        ("2011", 108), ("2012", 149), ("2013", 101), ("2014", 125),
    ]  # fmt: skip
    assert imported.ask(
        "SELECT sector, subsector, founded::text, status, geography FROM companies "
        "WHERE code = 'Curebit'"
    ) == [
        ("E-Commerce", "Analytics, Internet, Marketing, Social Media", "2010-01-01", "active",
         "USA"),
    ]  # fmt: skip
    assert imported.one("SELECT count(*) FROM companies WHERE founded IS NULL") == 537
    assert imported.one("SELECT count(*) FROM companies WHERE sector = 'unknown'") == 141


IDENTITIES = {
    "ending_nav": {
        "beginning_nav": 1, "total_flows": 1, "net_operating_income": 1, "total_gain": 1,
    },
    "ending_unfunded": {
        "beginning_unfunded": 1, "unfunded_contributions": 1, "recallable_distributions": 1,
        "expired_commitments": 1, "unfunded_adjustment": 1,
    },
}  # fmt: skip


@pytest.mark.parametrize("account", IDENTITIES)
def test_the_capital_account_adds_up_in_all_nine_columns(imported: Imported, account: str) -> None:
    parts = ", ".join(f"'{name}'" for name in IDENTITIES[account])
    rows = imported.ask(
        f"SELECT investor_id, span, sum(amount) FILTER (WHERE account = '{account}'), "
        f"sum(amount) FILTER (WHERE account IN ({parts})) FROM fund_ledger GROUP BY 1, 2"
    )
    assert len(rows) == 9
    assert [ending for _, _, ending, _ in rows] == [total for _, _, _, total in rows]


def test_a_statements_numbers_keep_their_sheet_row_and_day(imported: Imported) -> None:
    assert imported.ask(
        "SELECT sheet, source_row, entry_date::text, currency FROM fund_ledger l "
        "JOIN limited_partners p ON p.id = l.investor_id "
        "WHERE p.code = 'LP #5' AND account = 'total_commitment' AND span = 'itd' "
        "AND amount = 50000000"
    ) == [("Reporting Template", 108, "2026-06-30", "USD")]
    assert imported.ask("SELECT span, count(*)::int FROM fund_ledger GROUP BY 1 ORDER BY 1") == [
        ("itd", 318),
        ("qtd", 318),
        ("ytd", 318),
    ]
    assert imported.one("SELECT vintage_year FROM funds WHERE code LIKE 'Best Practices%'") is None


def test_a_git_lfs_pointer_saved_as_csv_is_refused(db: Database, shared: Path) -> None:
    result = run_import(
        db, kind="benchmark_funds", profile="calpers", imported_by="test",
        path=shared / "data" / "messy_imports" / "lfs_pointer_saved_as.csv",
    )  # fmt: skip
    assert result.status == "rejected"
    assert "Git LFS pointer" in result.errors[0].message
    assert "git lfs pull" in (result.errors[0].hint or "")
