"""Layouts of other programs: a small file in each, through the profile that we ship for it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from services.imports import ImportResult
from services.imports.maps import profile_named, profiles
from services.imports.reading.sheet import plain
from tests.imports.conftest import Books

FORMATS = {
    "CalPERS PEP fund performance print page": ["calpers_print"],
    "CalSTRS PE performance (PDF)": ["calstrs"],
    "WSIB PE IRR report (PDF)": ["wsib"],
    "Oregon OPERF PE portfolio (PDF)": ["oregon_print"],
    "NY State Common Retirement Fund asset listing (PDF)": ["nyscrf_listing"],
    "ILPA Performance Template, granular, v1.1": ["ilpa_granular"],
    "ILPA Reporting Template v2.0": ["ilpa_reporting"],
    "Fund administrator transaction extract (Investran style)": ["investran_transactions"],
    "Fund general ledger balances (sovereign-fund reporting)": ["sovereign_gl"],
    "Affinity list export": ["affinity"],
    "HubSpot deals export": ["hubspot_deals", "hubspot_stages"],
    "Crunchbase Pro search export (companies)": ["crunchbase_pro", "crunchbase_pro_ipos"],
    "PitchBook deals export": ["pitchbook_deals"],
    "F6S accelerator applications": ["f6s_applications", "f6s_events"],
}
NOTICE = "ILPA Capital Call & Distribution Notice (2011 to 2025)"


def table(*rows: dict[str, str], header: list[str] | None = None) -> str:
    """A CSV of these rows."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header or list(rows[0]), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def taken(books: Books, profile: str, content: str, **constants: str) -> ImportResult:
    """Import through a profile; nothing may be wrong."""
    kind = profile_named(profile).kind
    result = books.take(kind, content, profile=profile, constants=constants, name=f"{profile}.csv")
    assert result.errors == []
    assert result.status == "imported"
    return result


def told(result: ImportResult) -> str:
    return "\n".join(warning.message for warning in result.warnings)


@pytest.mark.shared
def test_every_described_layout_has_a_profile_but_the_letter(shared: Path) -> None:
    formats = json.loads((shared / "data" / "import_formats" / "formats.json").read_text())
    assert {entry["format"] for entry in formats} == {*FORMATS, NOTICE}
    document = Path(__file__).parents[2] / "docs" / "importing-real-files.md"
    assert "there is no profile for it" in " ".join(document.read_text().split())


@pytest.mark.shared
@pytest.mark.parametrize("layout", FORMATS)
def test_every_column_that_a_profile_reads_stands_in_the_layouts_header(
    shared: Path, layout: str
) -> None:
    formats = json.loads((shared / "data" / "import_formats" / "formats.json").read_text())
    header = next(entry["header"] for entry in formats if entry["format"] == layout)
    there = {plain(name) for name in header}
    for name in FORMATS[layout]:
        rules = profile_named(name)
        matrix = () if rules.matrix is None else tuple(rules.matrix.columns)
        wanted = [*rules.columns.values(), *((column,) for column in matrix)]
        wanted += [(part,) for pair in rules.difference.values() for part in pair]
        wanted += [(part,) for parts in rules.join.values() for part in parts]
        wanted += [(part,) for parts in rules.first_filled.values() for part in parts]
        assert wanted
        assert [names for names in wanted if not any(plain(n) in there for n in names)] == []


def test_the_document_names_every_profile() -> None:
    document = (Path(__file__).parents[2] / "docs" / "importing-real-files.md").read_text()
    assert [name for name in profiles() if f"--profile {name}" not in document] == []


PENSION = (
    "SELECT fund_name, vintage_year, paid_in::text, nav::text, irr::text, multiple::text "
    "FROM benchmark_funds ORDER BY source_row"
)


def test_calstrs_prints_percents_parentheses_and_stars(books: Books) -> None:
    row = {"Capital Committed": "$100,000,000", "Capital Contributed": "90,000,000",
           "Capital Distributed": "(1,000)", "Market Value": "12"}  # fmt: skip
    content = table(
        {"Description": "Alpha II", "VY": "2007", **row, "IRR": "15.2"},
        {"Description": "Beta, L.P.*", "VY": "2021", **row, "IRR": "(3.50)"},
        {"Description": "Gamma", "VY": "2024", **row, "IRR": "NM"},
        {"Description": "Delta", "VY": "2024", **row, "IRR": "*"},
    )
    taken(books, "calstrs", content, as_of="2025-06-30")
    rows = books.ask(PENSION)
    assert [(row[0], row[4]) for row in rows] == [
        ("Alpha II", "0.152"), ("Beta, L.P.", "-0.035"), ("Gamma", None), ("Delta", None),
    ]  # fmt: skip
    assert books.one("SELECT DISTINCT distributed::text FROM benchmark_funds") == "-1000.00"


def test_wsib_gives_a_first_day_instead_of_a_vintage(books: Books) -> None:
    head = (
        "Investment Name,Initial Date,Commitment,Capital Paid-In,Unfunded,Current Market Value,"
        "Distributions,Total Value,Multiple,Gain/Loss Since Inception,Net IRR\n"
    )
    content = head + (
        'Alpha II,3/31/2007,"100,000","90,000","10,000",,"120,000","120,000",1.3x,"30,000",8.1%\n'
        'Beta,12/1/2021,"100,000","90,000","10,000","(5,000)",0,"(5,000)",-0.1,"(95,000)",N/M\n'
    )
    taken(books, "wsib", content, as_of="2025-06-30")
    assert books.ask(PENSION) == [
        ("Alpha II", 2007, "90000.00", None, "0.081", "1.3"),
        ("Beta", 2021, "90000.00", "-5000.00", None, "-0.1"),
    ]


def test_oregon_prints_millions_with_a_dollar_sign(books: Books) -> None:
    content = table(
        {"Vintage Year": "2015", "Partnership": "Alpha", "Capital Commitment": "$100.0",
         "Total Capital Contributed": "$101.3", "Total Capital Distributed": "$50.1",
         "Fair Market Value": "$77.7", "Total Value Multiple": "1.26x", "IRR": "9.1%"}
    )  # fmt: skip
    taken(books, "oregon_print", content, as_of="2025-09-30")
    assert books.ask(PENSION) == [("Alpha", 2015, "101300000.00", "77700000.00", "0.091", "1.26")]


@pytest.mark.parametrize("committed", ["6/30/2007", "2007-06-30"])
def test_nyscrf_gives_the_day_of_the_commitment(books: Books, committed: str) -> None:
    content = table(
        {"Security Description": "Alpha", "Date Committed": committed, "Committed": "$10",
         "Contributed": "$9", "Cumulative Distributions": "$4", "Fair Value": "$7",
         "Total Value": "$11"}
    )  # fmt: skip
    taken(books, "nyscrf_listing", content, as_of="2025-03-31")
    assert books.ask(PENSION) == [("Alpha", 2007, "9.00", "7.00", None, None)]


def test_an_administrators_distributions_are_negative_in_parentheses(firm: Books) -> None:
    head = (
        "Investor Name,Investor Id,Transaction Id,Deal Name,Deal Id,Transaction Type,Amount,"
        "Effective Date,GL Date\n"
    )
    content = head + (
        "Investor 1,60963,2018-01-15_2,Investment A,A - 58749,Investment Distributions - ROC,"
        '"(1,000,000.00)",2020-01-15,2020-01-31\n'
        'Investor 1,60963,2018-01-15_3,Investment A,A - 58749,Capital Call,"250,000.00",'
        "2020-01-15,2020-01-31\n"
    )
    result = taken(firm, "investran_transactions", content, fund="AQ1")
    assert firm.ask(
        "SELECT f.type, amount::text, flow_date::text, external_id, p.code, purpose "
        "FROM fund_cash_flows f JOIN limited_partners p ON p.id = investor_id ORDER BY f.type"
    ) == [
        ("capital_call", "250000.00", "2020-01-15", "2018-01-15_3", "60963", "Investment A"),
        ("distribution", "1000000.00", "2020-01-15", "2018-01-15_2", "60963", "Investment A"),
    ]
    assert "1 investors were created: 60963." in told(result)


def test_a_sovereign_funds_balances_become_ledger_lines(firm: Books) -> None:
    row = {"acronym": "AQ1", "financialStatementCategory": "I", "GLAccount": "4000",
           "chartAccountsDescription": "Interest", "chartAccountsLongDescription": "Interest",
           "shortName": "AQ1", "segValCCY": "USD", "fundCCY": "EUR"}  # fmt: skip
    content = table(
        {**row, "financialStatementCategoryDescription": "Interest Income",
         "glaccountBalance": "1,250.00"},
        {**row, "financialStatementCategoryDescription": "Management Fees",
         "glaccountBalance": "(75.50)"},
    )  # fmt: skip
    taken(firm, "sovereign_gl", content, date="2024-12-31")
    assert firm.ask(
        "SELECT account, amount::text, span, currency FROM fund_ledger ORDER BY account"
    ) == [
        ("interest_income", "1250.00", "itd", "EUR"),
        ("management_fees", "-75.50", "itd", "EUR"),
    ]


DEALS = (
    "SELECT code, company_name, sourced_at::text, source_channel, owner, outcome, "
    "check_size::text FROM pipeline_deals ORDER BY code"
)


def test_affinity_repeats_columns_and_has_words_of_its_own(firm: Books) -> None:
    head = (
        "Affinity Row ID,Organization Id,Name,Website,Status,Owner,Investment Stage,"
        "Location (Country),Date Added,Source Type,Year Founded,Number of Employees,Year Founded,"
        "Number of Employees\n"
    )
    content = head + (
        "101,7,Tern Robotics,tern.example,Diligence,Ada L,Seed,DE,2024-02-12 09:30,Referral,2016,"
        "11-50,2017,20\n"
        "102,8,Rook,rook.example,Passed,Ada L,Seed,FR,2024-02-13,,,,,\n"
    )
    taken(firm, "affinity", content, fund="AQ1")
    assert firm.ask(DEALS) == [
        ("101", "Tern Robotics", "2024-02-12", "Referral", "Ada L", "open", None),
        ("102", "Rook", "2024-02-13", None, "Ada L", "passed", None),
    ]


def test_hubspot_names_stages_by_label_or_internal_name(firm: Books) -> None:
    head = (
        "Record ID,Deal Name,Deal Stage,Amount,Deal Owner,Close Date,Create Date,Pipeline,"
        "Lead source,Date entered current stage\n"
    )
    content = head + (
        '1,Tern seed,qualifiedtobuy,"$1,500,000",Ada,,2024-02-12 00:00,Main,Referral,'
        "2024-03-01 14:05\n"
        "2,Rook seed,Closed Lost,$0,Bo,2024-04-01 00:00,2024-02-13 10:20,Main,,2024-04-01 08:00\n"
        "3,Heron,Contract Sent,,Bo,,2024-02-14 10:20,Main,,\n"
    )
    taken(firm, "hubspot_deals", content, fund="AQ1")
    assert firm.ask(DEALS) == [
        ("1", "Tern seed", "2024-02-12", "Referral", "Ada", "open", "1500000.00"),
        ("2", "Rook seed", "2024-02-13", None, "Bo", "lost", "0.00"),
        ("3", "Heron", "2024-02-14", None, "Bo", "open", None),
    ]
    result = taken(firm, "hubspot_stages", content)
    assert "1 rows were left out" in told(result)
    assert firm.ask(
        "SELECT stage, entered_at::text, owner FROM pipeline_events ORDER BY entered_at"
    ) == [("screened", "2024-03-01 14:05:00", "Ada"), ("lost", "2024-04-01 08:00:00", "Bo")]


CRUNCHBASE = table(
    {
        "Organization Name": 'Tern "Robotics"',
        "Organization Name URL": "https://www.crunchbase.com/organization/tern",
        "Industries": "Robotics, Industrial, AI",
        "Headquarters Location": "Berlin, Berlin, Germany",
        "Description": "Robots\nfor ports",
        "Founded Date": "2016-01-01",
        "Founded Date Precision": "year",
        "Operating Status": "Active",
        "IPO Date": "2024-05-02",
        "Valuation at IPO": "1,250,000,000",
        "Valuation at IPO Currency": "EUR",
        "Valuation at IPO Currency (in USD)": "1,350,000,000",
    },
    {
        "Organization Name": "Rook",
        "Organization Name URL": "https://www.crunchbase.com/organization/rook",
        "Operating Status": "Closed",
    },
)


def test_crunchbase_pro_gives_companies_and_their_listings(books: Books) -> None:
    taken(books, "crunchbase_pro", CRUNCHBASE)
    assert books.ask(
        "SELECT code, name, sector, subsector, founded::text, status FROM companies ORDER BY code"
    ) == [
        ("rook", "Rook", "unknown", None, None, "failed"),
        ("tern", 'Tern "Robotics"', "Robotics", "Industrial, AI", "2016-01-01", "active"),
    ]
    result = taken(books, "crunchbase_pro_ipos", CRUNCHBASE)
    assert result.rows_read == 1
    assert books.ask(
        "SELECT company, exit_date::text, type, value::text, currency, sector FROM market_exits"
    ) == [("/organization/tern", "2024-05-02", "ipo", "1250000000.00", "EUR", "Robotics")]


def test_pitchbook_deals_are_rounds_and_exits_in_millions(books: Books) -> None:
    row = {"Primary Industry Sector": "Information Technology", "Announced Date": ""}
    content = table(
        {"Deal ID": "1-1", "Companies": "Tern", "Company ID": "9-1", "Deal Type": "Seed Round",
         "Deal Date": "27-Sep-2017", "Deal Size": "2.50", "Pre-money Valuation": "7.5",
         "Post Valuation": "10.00", **row},
        {"Deal ID": "1-2", "Companies": "Rook", "Company ID": "9-2", "Deal Type": "IPO",
         "Deal Date": "02-May-2024", "Deal Size": "150", "Pre-money Valuation": "",
         "Post Valuation": "900", **row},
        {"Deal ID": "1-3", "Companies": "Heron", "Company ID": "9-3",
         "Deal Type": "Merger/Acquisition", "Deal Date": "", "Deal Size": "80",
         "Pre-money Valuation": "", "Post Valuation": "", **row, "Announced Date": "03-May-2024"},
        {"Deal ID": "1-4", "Companies": "Wren", "Company ID": "9-4", "Deal Type": "Seed Round",
         "Deal Date": "", "Deal Size": "", "Pre-money Valuation": "", "Post Valuation": "", **row},
    )  # fmt: skip
    result = taken(books, "pitchbook_deals", content, currency="USD")
    assert "1 rows were left out" in told(result)
    assert books.ask(
        "SELECT round_id, company_name, round_date::text, stage, amount::text, post_money::text, "
        "currency FROM market_rounds"
    ) == [("1-1", "Tern", "2017-09-27", "seed", "2500000.00", "10000000.00", "USD")]
    assert books.ask(
        "SELECT exit_id, exit_date::text, type, value::text FROM market_exits ORDER BY exit_id"
    ) == [("1-2", "2024-05-02", "ipo", "900000000.00"), ("1-3", "2024-05-03", "ma", "80000000.00")]


def test_f6s_has_the_day_and_the_time_in_two_columns(firm: Books) -> None:
    content = table(
        {"Application ID": "A-1", "Startup/Person Name": "Tern", "Status": "Submitted",
         "Date Created": "2024-02-12", "Time Created": "9:05 PM", "City": "Berlin",
         "Country": "Germany", "Skills or Markets": "Robotics, AI", "Fund Stage": "Seed",
         "Amount Raising": "500,000", "Amount Currency": "EUR"}
    )  # fmt: skip
    taken(firm, "f6s_applications", content, fund="AQ1")
    assert firm.ask("SELECT company_name, sector, geography, stage FROM pipeline_deals") == [
        ("Tern", "Robotics", "Germany", "Seed")
    ]
    taken(firm, "f6s_events", content)
    assert firm.ask("SELECT stage, entered_at::text FROM pipeline_events") == [
        ("sourced", "2024-02-12 21:05:00")
    ]
