"""Figures for programs: found by their id, taken apart, and nobody else's to see."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from werkzeug.test import TestResponse

from services.db.session import Database
from services.settings import Settings
from tests.api.conftest import ROOT, Caller, Site, serve
from tests.factories import Facts

API = "/api/v1/figures"
MISSING = "There is nothing here under that name, or it is not yours to see."


@pytest.fixture
def books(settings: Settings, db: Database) -> Iterator[Site]:
    """Two funds: 1,000.10 called of one, 5 of the other."""
    server, parts = serve(settings, db)
    site = Site(server, parts, Facts(db))
    for code, amount in (("AQ1", "1000.10"), ("AQ2", "5")):
        fund = site.facts.fund(code, vintage_year=2015)
        site.facts.flow(fund, "2020-01-01", "capital_call", amount, source_row=4)
        nav = "1210.12" if code == "AQ1" else "6"
        site.facts.nav(fund, "2021-12-31", nav, source_row=8)
    yield site
    db.dispose()


@pytest.fixture
def partner(books: Site) -> Caller:
    """A partner who sees every fund."""
    return books.caller("ada", "partner")


def figures(who: Caller, answer: str) -> dict[str, str]:
    """Ids of the figures in a dashboard's answer."""
    found: dict[str, str] = who.get(f"{ROOT}/{answer}").get_json()["meta"]["figures"]
    return found


def told(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_a_figure_is_found_by_the_id_an_answer_gave(books: Site, partner: Caller) -> None:
    ids = figures(partner, "metrics?fund=AQ1")
    body = told(partner.get(f"{API}/{ids['nav']}"))
    assert (body["value"], body["unit"], body["metric"]) == (1210.12, "money", "nav")
    assert body["funds"][0]["code"] == "AQ1"
    assert (body["as_of"], body["known_on"]) == ("2021-12-31", None)
    assert len(body["hash"]) == 64
    assert body["definition"]["id"] == "nav"
    text = told(partner.get(f"{API}/{ids['nav']}?amounts=string"))
    assert (text["value"], text["hash"]) == ("1210.12", body["hash"])
    rate = told(partner.get(f"{API}/{ids['irr']}"))
    assert rate["value"] == pytest.approx(10.0, abs=0.01)
    assert rate["unit"] == "percent"


def test_an_explanation_goes_down_to_the_row(books: Site, partner: Caller) -> None:
    ids = figures(partner, "metrics?fund=AQ1")
    body = told(partner.get(f"{API}/{ids['rvpi']}/explain"))
    assert body["numbers"] == "1,210.12 / 1,000.10 = 1.2100"
    assert body["difference"] == 0.0
    below = {one["key"]: one["figure_id"] for one in body["inputs"]}
    rows = told(partner.get(f"{API}/{below['nav']}/explain"))["rows"]
    assert [(row["kind"], row["row"], row["adds"]) for row in rows] == [("fund_navs", 8, 1210.12)]


def test_every_row_of_an_answer_has_an_id_of_its_own(books: Site, partner: Caller) -> None:
    points = figures(partner, "trend?fund=AQ1&period=12m")
    whole = told(partner.get(f"{API}/{points['data_points[2021-12-31]']}/explain"))
    nav = next(one for one in whole["inputs"] if one["key"] == "nav")
    assert nav["figure_id"] == figures(partner, "metrics?fund=AQ1")["nav"]
    curve = figures(partner, "j-curve?fund=AQ1")
    assert told(partner.get(f"{API}/{curve['points[2020-03-31]']}/explain"))["inputs"]
    flows = partner.get(f"{ROOT}/cash-flows?fund=AQ1").get_json()["rows"]
    row = told(partner.get(f"{API}/{flows[0]['figure_id']}/explain"))
    assert (row["value"], row["rows"][0]["row"]) == (-1000.10, 4)


@pytest.mark.parametrize("tail", ["", "/explain"])
def test_no_id_but_ours_finds_anything(books: Site, partner: Caller, tail: str) -> None:
    good = figures(partner, "metrics?fund=AQ1")["nav"]
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")
    for wrong in (forged, good[:-2], good + "A", "fig_", "nav", "fig_" + "A" * 60, "%00", "é"):
        answer = partner.get(f"{API}/{wrong}{tail}")
        assert answer.status_code == 404, wrong
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["detail"] == MISSING


def test_a_figure_of_a_fund_one_may_not_see_is_as_good_as_missing(books: Site) -> None:
    ada = books.caller("ada", "partner")
    ben = books.caller("ben", "associate", "AQ2")
    own, foreign = (figures(ada, f"metrics?fund={code}")["nav"] for code in ("AQ2", "AQ1"))
    both = figures(ada, "metrics")["nav"]
    assert told(ben.get(f"{API}/{own}"))["value"] == 6
    for figure in (foreign, both):
        for tail in ("", "/explain", "/explain?format=csv"):
            answer = ben.get(f"{API}/{figure}{tail}")
            assert (answer.status_code, answer.get_json()["detail"]) == (404, MISSING)
    assert figures(ben, "metrics")["nav"] == own  # all he may see is the one fund
    root = books.caller("root", "admin")
    assert root.get(f"{API}/{own}").status_code == 403
    assert books.server.test_client().get(f"{API}/{own}").status_code == 401


def test_what_is_the_same_is_not_sent_twice(books: Site, partner: Caller) -> None:
    figure = figures(partner, "metrics?fund=AQ1")["nav"]
    for path in (f"{API}/{figure}", f"{API}/{figure}/explain"):
        first = partner.get(path)
        again = partner.get(path, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    books.facts.nav("id-AQ1", "2021-12-31", 1)
    changed = partner.get(f"{API}/{figure}", **{"If-None-Match": first.headers["ETag"]})
    assert changed.get_json()["value"] == 1211.12


def test_an_answer_with_both_clocks_is_the_same_for_ever_ids_included(
    books: Site,
    partner: Caller,
) -> None:
    asked = f"{ROOT}/metrics?fund=AQ1&as_of=2021-12-31&known_on=2022-01-31"
    before = partner.get(asked).data
    later = datetime(2022, 6, 1, tzinfo=UTC)
    books.facts.flow("id-AQ1", "2021-12-31", "distribution", 7, known_from=later)
    assert partner.get(asked).data == before
    figure = figures(partner, "metrics?fund=AQ1&as_of=2021-12-31&known_on=2022-01-31")["nav"]
    assert told(partner.get(f"{API}/{figure}"))["value"] == 1210.12


def test_rows_can_be_taken_away_as_a_file(books: Site, partner: Caller) -> None:
    figure = figures(partner, "metrics?fund=AQ1")["tvpi"]
    answer = partner.get(f"{API}/{figure}/explain?format=csv")
    assert answer.mimetype == "text/csv"
    assert 'filename="tvpi-explained.csv"' in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert ["figure_id", figure] in lines
    head = next(place for place, line in enumerate(lines) if line[:1] == ["kind"])
    rows = [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 : head + 3]]
    assert [(row["kind"], row["adds"], row["row"]) for row in rows] == [
        ("fund_navs", "1210.12", "8"), ("fund_cash_flows", "1000.10", "4"),
    ]  # fmt: skip
    book = openpyxl.load_workbook(
        io.BytesIO(partner.get(f"{API}/{figure}/explain?format=xlsx").data)
    )
    assert book["Rows"].max_row == 3


def test_a_workbook_of_an_answer_carries_the_ids_of_its_figures(
    books: Site,
    partner: Caller,
) -> None:
    ids = figures(partner, "metrics?fund=AQ1")
    book = openpyxl.load_workbook(
        io.BytesIO(partner.get(f"{ROOT}/metrics?fund=AQ1&format=xlsx").data)
    )
    found = {row[0]: row[1] for row in book["Figures"].iter_rows(min_row=2, values_only=True)}
    assert found == ids
    plain = partner.get(f"{ROOT}/cash-flows?fund=AQ1&format=csv").data.decode("utf-8-sig")
    assert "fig_" not in plain


def test_only_so_many_rows_are_listed(books: Site, partner: Caller) -> None:
    figure = figures(partner, "metrics?fund=AQ1")["tvpi"]
    page = told(partner.get(f"{API}/{figure}/explain?limit=1&offset=1"))
    assert (len(page["rows"]), page["total_rows"], page["rows"][0]["kind"]) == (
        1, 2, "fund_cash_flows",
    )  # fmt: skip
    for wrong in ("limit=0", "offset=-1", "limit=100001", "metric=nav"):
        assert partner.get(f"{API}/{figure}/explain?{wrong}").status_code == 422
