"""The real files, each through its profile: counts and sums as their READMEs give them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from services.imports import ImportResult, run_import
from tests.imports.conftest import Books

pytestmark = [
    pytest.mark.shared,
    pytest.mark.filterwarnings("ignore:Data Validation:UserWarning"),
]

Take = Callable[..., ImportResult]


@pytest.fixture
def take(books: Books, shared: Path) -> Take:
    """Import a file of the shared folder."""

    def take_(kind: str, name: str, profile: str | None, **constants: str) -> ImportResult:
        path = shared / "data" / name
        return run_import(
            books.db, kind=kind, path=path, profile=profile, constants=constants,
            imported_by="test",
        )  # fmt: skip

    return take_


PEDATA = [
    ("Fund 1", 67, "1070281957", "200448562", "990761203", 2008),
    ("Fund 2", 23, "626344247", "488167696", "1015544742", 2009),
    ("Fund 3", 70, "1191643632", "1141674104", "1004936655", 2007),
    ("Fund 4", 74, "1099254912", "387958255", "1004215628", 2008),
]


def test_pedata_gives_the_published_totals_in_whole_dollars(take: Take, books: Books) -> None:
    result = take("fund_cash_flows", "fund_cashflows/pedata.csv", "pedata")
    assert (result.status, result.rows_read, result.rows_new) == ("imported", 238, 238)
    rows = books.ask(
        "SELECT f.code, count(*)::int, "
        "round(sum(amount) FILTER (WHERE type = 'capital_call'))::text, "
        "round(sum(amount) FILTER (WHERE type = 'distribution'))::text, "
        "(SELECT round(nav)::text FROM fund_navs n WHERE n.fund_id = f.id), f.vintage_year "
        "FROM fund_cash_flows c JOIN funds f ON f.id = c.fund_id GROUP BY f.id, f.code ORDER BY 1"
    )
    assert [row[:5] for row in rows] == [row[:5] for row in PEDATA]
    assert books.one("SELECT min(amount) > 0 FROM fund_cash_flows")
    assert books.one("SELECT amount::text FROM fund_cash_flows WHERE source_row = 4") == "119294.52"
    first = (
        "SELECT extract(year FROM min(flow_date))::int FROM fund_cash_flows c WHERE c.fund_id = "
    )
    years = books.ask(f"SELECT vintage_year = ({first} funds.id) FROM funds")
    assert years == [(True,)] * 4


@pytest.mark.parametrize(
    "name",
    [
        "ilpa_granular_sample_flows.csv",
        "ILPA-PT-Sample-Templates-Granular-Methodology-v1.1.xlsx",
    ],
)
def test_the_ilpa_sample_gives_31_rows_from_csv_and_from_the_workbook(
    take: Take, books: Books, name: str
) -> None:
    result = take("fund_cash_flows", f"fund_cashflows/{name}", "ilpa-granular")
    assert (result.status, result.rows_read, result.rows_new) == ("imported", 31, 31)
    assert books.ask("SELECT nav::text, nav_date::text FROM fund_navs") == [
        ("45000.00", "2024-06-30")
    ]
    assert (
        books.one(
            "SELECT sum(amount)::text FROM fund_cash_flows WHERE type = 'capital_call_investments'"
        )
        == "33000.00"
    )
    assert books.ask(
        "SELECT amount::text FROM fund_cash_flows WHERE type = 'capital_call_working_capital' "
        "ORDER BY flow_date"
    ) == [("2300.00",), ("-100.00",), ("-700.00",)]


def test_the_ilpa_workbook_repeats_what_its_csv_says(take: Take) -> None:
    take("fund_cash_flows", "fund_cashflows/ilpa_granular_sample_flows.csv", "ilpa-granular")
    book = "fund_cashflows/ILPA-PT-Sample-Templates-Granular-Methodology-v1.1.xlsx"
    result = take("fund_cash_flows", book, "ilpa-granular")
    assert (result.rows_new, result.rows_superseded, result.rows_unchanged) == (0, 0, 31)


@pytest.mark.parametrize(
    ("profile", "name", "rows", "sums", "beyond"),
    [
        (
            "calpers", "calpers_2025-03-31", 429,
            ("133560.2307", "106986.0061", "71225.9137", "86516.7739"), 140,
        ),
        (
            "oregon", "oregon_operf_2025-09-30", 402,
            ("58127.3000", "57453.4000", "70116.8000", "25411.7000"), 194,
        ),
        (
            "nyscrf", "nyscrf_2024-03-31", 358,
            ("66264.9716", "60917.1260", "55954.7756", "39484.1793"), 189,
        ),
    ],
)  # fmt: skip
def test_every_row_of_a_pension_table_is_taken_with_the_published_sums(
    take: Take,
    books: Books,
    profile: str,
    name: str,
    rows: int,
    sums: tuple[str, ...],
    beyond: int,
) -> None:
    result = take("benchmark_funds", f"pension_pe_performance/{name}.csv", profile)
    assert (result.status, result.rows_read, result.rows_new) == ("imported", rows, rows)
    columns = ("committed", "paid_in", "distributed", "nav")
    millions = ", ".join(f"round(sum({column}) / 1000000, 4)::text" for column in columns)
    assert books.ask(f"SELECT {millions} FROM benchmark_funds") == [sums]
    assert books.one("SELECT count(*) FROM benchmark_funds WHERE paid_in > committed") == beyond
    told = [warning for warning in result.warnings if "More was called" in warning.message]
    assert len(told) == 25
    assert f"… and {beyond - 25} more rows like these." in [w.message for w in result.warnings]


def test_unknown_irrs_stay_unknown(take: Take, books: Books) -> None:
    take("benchmark_funds", "pension_pe_performance/calpers_2025-03-31.csv", "calpers")
    assert books.one("SELECT count(*) FROM benchmark_funds WHERE irr IS NULL") == 162
    assert (
        books.one(
            "SELECT irr::text FROM benchmark_funds "
            "WHERE fund_name = 'Yucaipa Corporate Initiatives Fund I'"
        )
        == "-0.0370"
    )


def test_the_print_page_of_calpers_loses_its_footnotes(take: Take, books: Books) -> None:
    name = "messy_imports/calpers_print_page_rows.csv"
    result = take("benchmark_funds", name, "calpers_print", as_of="2025-03-31")
    assert (result.status, result.rows_new) == ("imported", 5)
    assert books.ask(
        "SELECT fund_name, nav::text, irr::text, multiple::text FROM benchmark_funds ORDER BY 1"
    ) == [
        ("2024 Golden Bay, L.P.", "25746982.00", None, None),
        ("Advent Global Technology II Limited Partnership", "138732537.00", "0.141", "1.4"),
        ("Advent International GPE VI-A, L.P.", "38680763.00", "0.163", "2.1"),
        ("CalPERS Clean Energy & Technology Fund, LLC", "5665162.00", "-0.185", "0.3"),
        ("Permira IV L.P.", "50045114.00", "0.082", "1.6"),
    ]


def test_shillers_total_return_ends_where_dividends_are_missing(take: Take, books: Books) -> None:
    result = take("index_levels", "market_indices/sp500_shiller_monthly.csv", "shiller")
    assert (result.rows_read, result.rows_new) == (1_866, 3_696)
    assert books.ask(
        "SELECT index_code, total_return, count(*)::int, max(level_date)::text "
        "FROM index_levels GROUP BY 1, 2 ORDER BY 1"
    ) == [
        ("SP500_SHILLER_PRICE", False, 1_866, "2026-06-01"),
        ("SP500_SHILLER_TR", True, 1_830, "2023-06-01"),
    ]
    # 4.44, then 4.44 x (4.50 + 0.26 / 12) / 4.44
    assert books.ask(
        "SELECT round(level, 6)::text FROM index_levels WHERE total_return "
        "ORDER BY level_date LIMIT 2"
    ) == [("4.440000",), ("4.521667",)]


def test_daily_closes_and_the_feds_rates_are_complete(take: Take, books: Books) -> None:
    daily = take("index_levels", "market_indices/sp500_daily_1999_2018.csv.gz", "sp500_daily")
    assert (daily.rows_new, daily.errors) == (5_031, [])
    assert (
        books.one("SELECT level::text FROM index_levels WHERE level_date = '2018-12-31'")
        == "2506.850098"
    )
    rates = take("fx_rates", "fx_rates/fed_monthly.csv.gz", "fed_fx")
    assert (rates.rows_new, rates.errors) == (17_237, [])
    assert books.one("SELECT count(DISTINCT currency) FROM fx_rates") == 34
    assert (
        books.one(
            "SELECT per_base::text FROM fx_rates "
            "WHERE currency = 'EUR' AND rate_date = '2026-06-01'"
        )
        == "0.8684"
    )


def test_a_git_lfs_pointer_saved_as_csv_is_refused(take: Take) -> None:
    result = take("benchmark_funds", "messy_imports/lfs_pointer_saved_as.csv", "calpers")
    assert result.status == "rejected"
    assert "Git LFS pointer" in result.errors[0].message
