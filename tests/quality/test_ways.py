"""Checks run at every import and refresh, and are told by the API, the command and the page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import openpyxl
import pytest

from dashapp.cli import main
from services.db.session import Database
from services.settings import Settings
from tests.api.conftest import ROOT, Caller, Site, serve
from tests.conftest import SECRET
from tests.factories import Facts
from tests.imports.conftest import Books
from tests.quality.conftest import FUND, WRONG, Firm, orderly

FUNDS = (
    "fund,name,vintage_year,strategy,geography,currency,total_committed,inception_date\n"
    "AQ7,Alder & Quay VII,2022,Venture,Europe,EUR,1000,2022-01-01\n"
)
INVESTORS = "investor,name,type\nLP07,Harbour Pension Fund,pension\n"
CALLS = (
    "fund,date,type,amount,investor\n"
    "AQ7,2022-03-15,capital_call,500,\n"
    "AQ7,2022-03-15,capital_call,490,LP07\n"
)


@pytest.fixture
def books(db: Database, tmp_path) -> Books:  # type: ignore[no-untyped-def]
    return Books(db, tmp_path)


@pytest.fixture
def site(settings: Settings, firm: Firm) -> Iterator[Site]:
    server, parts = serve(settings, Database(settings.database_url))
    yield Site(server, parts, Facts(firm.db))
    parts.db.dispose()


@pytest.fixture
def partner(site: Site) -> Caller:
    return site.caller("ada", "partner")


def test_an_import_is_checked_in_its_own_transaction_and_names_file_and_row(books: Books) -> None:
    books.take("funds", FUNDS)
    books.take("investors", INVESTORS)
    result = books.take("fund_cash_flows", CALLS, name="calls.csv")
    assert result.status == "imported"
    [found] = books.ask(
        "SELECT status, expected, actual, difference, import_id, source_row, run_id, data_version, "
        "message FROM check_results WHERE check_id = 'lp_sum_paid_in' AND valid_to IS NULL"
    )
    version = books.one("SELECT version FROM data_versions WHERE scope <> 'shared'")
    assert found[:8] == ("red", 500, 490, -10, result.import_id, 2, result.import_id, version)
    assert found[8].endswith("so on 1 of 1 day. See calls.csv, row 2.")


def test_a_check_that_only_counts_writes_nothing(books: Books) -> None:
    books.take("funds", FUNDS)
    books.take("investors", INVESTORS)
    before = books.ask("SELECT * FROM check_results ORDER BY id")
    books.take("fund_cash_flows", CALLS, dry_run=True)
    assert books.ask("SELECT * FROM check_results ORDER BY id") == before


def test_rates_that_arrive_turn_the_currency_check_green(books: Books) -> None:
    books.take("funds", FUNDS)
    flows = "fund,date,type,amount,currency\nAQ7,2022-03-15,capital_call,500,USD\n"
    books.take("fund_cash_flows", flows)
    current = (
        "SELECT status FROM check_results WHERE check_id = 'one_currency' AND valid_to IS NULL"
    )
    assert books.ask(current) == [("red",)]
    version = books.one("SELECT version FROM data_versions WHERE scope <> 'shared'")
    books.take("fx_rates", "currency,date,per_base,base,source\nUSD,2022-03-14,1.1,EUR,ECB\n")
    assert books.ask(current) == [("green",)]
    assert books.one("SELECT version FROM data_versions WHERE scope <> 'shared'") == version + 1


def test_an_asserted_balance_names_its_file_and_row(books: Books) -> None:
    books.take("funds", FUNDS)
    books.take("fund_navs", "fund,date,nav\nAQ7,2023-12-31,600\n")
    books.take(
        "balance_assertions",
        "fund,date,item,amount,source\nAQ7,2023-12-31,nav,650,Custodian\n",
        name="custodian.csv",
    )
    [(message, row)] = books.ask(
        "SELECT message, source_row FROM check_results "
        "WHERE check_id = 'balance_assertion' AND valid_to IS NULL"
    )
    assert message == (
        "NAV on 2023-12-31 off by -50.00 EUR: 600.00 here, 650.00 EUR in Custodian "
        "(custodian.csv, row 2)."
    )
    assert row == 2


def test_the_api_gives_each_result_with_its_numbers(firm: Firm, partner: Caller) -> None:
    WRONG["holdings_make_nav"].do(firm)
    firm.check()
    body = partner.get("/api/v1/data-quality").get_json()
    assert (body["status"], body["red"], body["amber"]) == ("red", 1, 0)
    assert body["green"] == len(body["checks"]) - 1
    worst = body["checks"][0]
    assert (worst["check_id"], worst["name"]) == ("holdings_make_nav", "Holdings and NAV")
    assert (worst["fund"], worst["subject"]) == ("AQ1", "AQ1")
    assert (worst["expected"], worst["actual"], worst["difference"]) == (600, 590, -10)
    assert worst["tolerance"] == 0.01
    red = partner.get("/api/v1/data-quality?status=red&fund_id=AQ1").get_json()
    assert [item["check_id"] for item in red["checks"]] == ["holdings_make_nav"]
    one = partner.get("/api/v1/data-quality?check=irr_solves").get_json()
    assert [item["status"] for item in one["checks"]] == ["green"]
    then = partner.get("/api/v1/data-quality?known_on=2001-01-01").get_json()
    assert (then["status"], then["checks"]) == ("unchecked", [])


def test_the_api_sends_nothing_twice_and_refuses_what_it_does_not_know(
    firm: Firm, partner: Caller
) -> None:
    firm.check()
    first = partner.get("/api/v1/data-quality")
    again = partner.get("/api/v1/data-quality", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert partner.get("/api/v1/data-quality?status=purple").status_code == 422
    assert partner.get("/api/v1/data-quality?check=no_such_check").status_code == 422


def test_a_foreign_fund_and_a_missing_one_have_the_same_answer(firm: Firm, site: Site) -> None:
    firm.facts.fund("AQ2")
    firm.check()
    caller = site.caller("bob", "partner", "AQ2")
    told = []
    for name in ("AQ1", FUND, "AQ9"):
        answer = caller.get(f"/api/v1/data-quality?fund_id={name}")
        assert answer.status_code == 404
        told.append({**answer.get_json(), "request_id": ""})
    assert told[0] == told[1] == told[2]
    assert {item["fund"] for item in caller.get("/api/v1/data-quality").get_json()["checks"]} == {
        None
    }


def test_the_checks_leave_as_a_file_too(firm: Firm, partner: Caller) -> None:
    WRONG["marks_are_fresh"].do(firm)
    firm.check()
    text = partner.get("/api/v1/data-quality?format=csv&status=amber").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    heading = rows.index([]) + 1
    assert "message" in rows[heading + 1] or "message" in rows[heading]
    assert "Stale mark: Company C1 was last valued on 2023-07-31, 153 days before" in text
    answer = partner.get("/api/v1/data-quality?format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book["Rows"].max_row > 20


def test_cached_figures_change_when_a_check_does(firm: Firm, site: Site, partner: Caller) -> None:
    firm.check()
    before = partner.get(f"{ROOT}/metrics").get_json()
    assert before["meta"]["data_quality"]["status"] == "green"
    WRONG["companies_add_up"].do(firm)
    firm.check()
    site.parts.versions.mirror({FUND: site.facts.version(FUND)})
    after = partner.get(f"{ROOT}/metrics").get_json()
    assert after["tvpi"] == before["tvpi"]
    assert after["meta"]["data_quality"]["checks"] == ["companies_add_up"]


def test_the_command_checks_anew_and_fails_on_red(
    firm: Firm, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("GPDASH_DATA_DIR", str(settings.data_dir))
    assert main(["check", "--data", "--fund", "AQ1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "ok    AQ1 nav_roll_forward" in lines
    WRONG["companies_add_up"].do(firm)
    assert main(["check", "--data"]) == 1
    told = capsys.readouterr().out
    words = "fail  AQ1 companies_add_up: 1 company is neither active, exited nor failed: C2."
    assert words in told.splitlines()
    assert main(["check", "--data", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["status"], document["red"]) == ("red", 1)
    assert main(["check", "--data", "--fund", "AQ9"]) != 0


def test_a_refresh_checks_the_fund_it_refreshed(
    db: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    orderly(Facts(db))
    for name, value in {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": SECRET,
        "GPDASH_DATA_DIR": str(settings.data_dir),
    }.items():
        monkeypatch.setenv(name, value)
    assert main(["refresh"]) == 0
    capsys.readouterr()
    found = Firm(db, Facts(db)).colours()
    assert (found["multiples_add_up"], found["irr_solves"]) == ("green", "green")
