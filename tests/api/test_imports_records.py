"""The book of imports: what was filed, by whom, and which facts took the place of which."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from services.access.keys import issue_key
from services.access.users import add_user, grant_funds
from tests.api.conftest import Caller, Site

FLOWS = (
    "fund,date,type,amount,external_id\n"
    "AQ1,2020-01-01,capital_call,1000,a\n"
    "AQ1,2020-06-01,distribution,50,b\n"
)
CORRECTED = FLOWS.replace("1000", "1200")
NAVS = "fund,date,nav\nAQ1,2020-12-31,1500\n"


@pytest.fixture
def olga(site: Site) -> Caller:
    """Olga of operations, who sees every fund."""
    site.facts.fund("AQ1")
    add_user(
        site.parts.db, "olga@alder.example", roles=("operations",), all_funds=True, name="Olga"
    )
    return Caller(site.server.test_client(), issue_key(site.parts.db, "olga@alder.example").token)


def post(caller: Caller, text: str, kind: str = "fund_cash_flows", **fields: Any) -> dict[str, Any]:
    name = fields.pop("name", f"{kind}.csv")
    data = {"kind": kind, "file": (io.BytesIO(text.encode()), name)} | fields
    answer = caller.post("/api/v1/imports", data=data, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_newest_import_stands_first_with_its_person_and_its_rows(olga: Caller) -> None:
    first = post(olga, FLOWS)
    second = post(olga, CORRECTED, name="corrected.csv")
    book = olga.get("/api/v1/imports").get_json()
    assert (book["total"], book["limit"], book["offset"]) == (2, 100, 0)
    assert [row["id"] for row in book["imports"]] == [second["import_id"], first["import_id"]]
    newest = book["imports"][0]
    assert (newest["file_name"], newest["imported_by_name"]) == ("corrected.csv", "Olga")
    counts = [newest[f"rows_{name}"] for name in ("read", "new", "superseded", "unchanged")]
    assert counts == [2, 0, 1, 1]
    assert newest["rows_retracted"] == 0


def test_the_book_is_read_in_stretches_and_by_kind(olga: Caller) -> None:
    post(olga, FLOWS)
    post(olga, NAVS, "fund_navs")
    page = olga.get("/api/v1/imports?limit=1&offset=1").get_json()
    assert (page["total"], [row["kind"] for row in page["imports"]]) == (2, ["fund_cash_flows"])
    navs = olga.get("/api/v1/imports?kind=fund_navs").get_json()
    assert (navs["total"], navs["imports"][0]["file_name"]) == (1, "fund_navs.csv")
    assert olga.get("/api/v1/imports?kind=nothing").get_json()["imports"] == []
    for query in ("limit=0", "limit=1001", "offset=-1", "colour=red"):
        assert olga.get(f"/api/v1/imports?{query}").status_code == 422, query


def test_one_import_tells_how_its_file_was_read_and_what_was_odd(olga: Caller) -> None:
    report = post(olga, FLOWS.replace("50", "0"), set="currency=USD")
    found = olga.get(f"/api/v1/imports/{report['import_id']}").get_json()
    assert found["source"] == "canonical"
    assert found["layout"]["constants"] == {"currency": "USD"}
    assert found["kinds"]["fund_cash_flows"]["new"] == 2
    assert found["file_sha256"] == report["file_sha256"]
    odd = [item for item in found["warnings"] if item["column"] == "amount"]
    assert [(item["row"], item["value"]) for item in odd] == [(3, "0")]
    assert found["warning_count"] == len(found["warnings"])


def test_a_correction_shows_the_old_value_beside_the_new_one(olga: Caller) -> None:
    first = post(olga, FLOWS, name="ledger.csv")
    second = post(olga, CORRECTED)
    found = olga.get(f"/api/v1/imports/{second['import_id']}/changes").get_json()
    assert (found["total"], found["hidden"], len(found["rows"])) == (1, False, 1)
    (row,) = found["rows"]
    assert (row["action"], row["row"], row["old_row"]) == ("superseded", 2, 2)
    assert (row["old_file"], row["old_import_id"]) == ("ledger.csv", first["import_id"])
    assert row["what"]["fund"] == "AQ1"
    assert row["what"]["date"] == "2020-01-01"
    assert row["differences"] == [{"column": "amount", "before": 1000, "after": 1200}]
    nothing = olga.get(f"/api/v1/imports/{first['import_id']}/changes").get_json()
    assert (nothing["total"], nothing["rows"]) == (0, [])


def test_a_change_stays_told_when_it_is_corrected_again(olga: Caller) -> None:
    post(olga, FLOWS)
    second = post(olga, CORRECTED)
    post(olga, FLOWS.replace("1000", "1300"))
    (row,) = olga.get(f"/api/v1/imports/{second['import_id']}/changes").get_json()["rows"]
    assert row["differences"] == [{"column": "amount", "before": 1000, "after": 1200}]


def test_rows_taken_back_by_a_replacing_file_are_listed(olga: Caller) -> None:
    post(olga, NAVS + "AQ1,2021-03-31,1600\nAQ1,2021-06-30,1700\n", "fund_navs")
    report = post(olga, NAVS + "AQ1,2021-06-30,1700\n", "fund_navs", replace="true")
    assert report["rows_retracted"] == 1
    found = olga.get(f"/api/v1/imports/{report['import_id']}/changes").get_json()
    (row,) = found["rows"]
    assert (row["action"], row["row"], row["old_row"]) == ("retracted", None, 3)
    assert {"column": "nav", "before": 1600, "after": None} in row["differences"]
    assert olga.get("/api/v1/imports").get_json()["imports"][0]["rows_retracted"] == 1


def test_no_more_changes_are_listed_than_are_asked_for(olga: Caller) -> None:
    days = [f"AQ1,2021-01-{day:02},{{}}\n" for day in range(1, 11)]
    post(olga, "fund,date,nav\n" + "".join(days).replace("{}", "1"), "fund_navs")
    report = post(olga, "fund,date,nav\n" + "".join(days).replace("{}", "2"), "fund_navs")
    path = f"/api/v1/imports/{report['import_id']}/changes"
    found = olga.get(f"{path}?limit=3").get_json()
    assert (found["total"], [row["row"] for row in found["rows"]]) == (10, [2, 3, 4])
    assert olga.get(f"{path}?limit=1001").status_code == 422


def test_list_and_changes_can_be_taken_away_as_files_without_formulas(olga: Caller) -> None:
    post(olga, FLOWS, name="=cmd.csv")
    second = post(olga, CORRECTED)
    text = olga.get("/api/v1/imports?format=csv").get_data(as_text=True)
    assert ",'=cmd.csv," in text
    book = olga.get(f"/api/v1/imports/{second['import_id']}/changes?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.data))["Rows"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[5:9] for row in rows] == [("amount", 1000, 1200, "'=cmd.csv")]
    assert 'filename="import-changes.xlsx"' in book.headers["Content-Disposition"]


def test_who_sees_one_fund_sees_no_foreign_import(site: Site, olga: Caller) -> None:
    filed = post(olga, FLOWS)["import_id"]
    bob = site.caller("bob", "associate", "AQ1")
    assert bob.get("/api/v1/imports").get_json()["imports"] == []
    for path in (f"/api/v1/imports/{filed}", f"/api/v1/imports/{filed}/changes"):
        foreign, missing = bob.get(path), bob.get(path.replace(filed, "x" * 36))
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert foreign.get_json()["detail"] == missing.get_json()["detail"]
    assert olga.get("/api/v1/imports").get_json()["total"] == 1


def test_ones_own_import_hides_the_rows_of_funds_one_may_no_longer_see(
    site: Site, olga: Caller
) -> None:
    site.facts.fund("AQ2")
    both = "fund,date,nav\nAQ1,2020-12-31,{}\nAQ2,2020-12-31,{}\n"
    post(olga, both.replace("{}", "1"), "fund_navs")
    report = post(olga, both.replace("{}", "2"), "fund_navs")
    path = f"/api/v1/imports/{report['import_id']}/changes"
    assert len(olga.get(path).get_json()["rows"]) == 2
    grant_funds(site.parts.db, "olga@alder.example", funds=("AQ2",))
    found = olga.get(path).get_json()
    assert [row["what"]["fund"] for row in found["rows"]] == ["AQ2"]
    assert found["hidden"] is True


@pytest.mark.parametrize(
    ("role", "status"),
    [("partner", 200), ("associate", 200), ("operations", 200), ("auditor", 200), ("admin", 403)],
)
def test_the_book_is_open_to_those_who_work_with_the_facts(
    site: Site, olga: Caller, role: str, status: int
) -> None:
    caller = site.caller(role, role)
    for path in ("", "/kinds", "/kinds/funds", "/templates/funds"):
        assert caller.get(f"/api/v1/imports{path}").status_code == status, path


def test_for_a_limited_partner_there_is_no_book_of_imports(site: Site, olga: Caller) -> None:
    filed = post(olga, FLOWS)["import_id"]
    site.facts.investor("LP1")
    add_user(site.parts.db, "lp@alder.example", roles=("lp",), investor="LP1")
    caller = Caller(site.server.test_client(), issue_key(site.parts.db, "lp@alder.example").token)
    for path in ("", "/kinds", "/templates/funds", f"/{filed}", f"/{filed}/changes"):
        assert caller.get(f"/api/v1/imports{path}").status_code == 404, path
