"""Fund Performance for programs: keys, units, funds one may not see, and what a hit costs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import openpyxl
import pytest

from services.fund_performance import FundPerformanceService
from services.settings import Settings
from tests.api.conftest import ROOT, Caller, Site, serve
from tests.factories import Facts, statements
from tests.factories import partner as partner_of

PANELS = (
    "metrics",
    "top-performers",
    "trend",
    "benchmarks",
    "pme?index=IDX",
    "pme-table",
    "cash-flows",
    "j-curve",
    "nav-bridge",
    "contributions?without=winner",
    "gross-to-net?order=shapley",
    "fees",
    "pacing",
    "reserves",
    "forecast",
    "funds",
)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    from services.db.session import Database

    db = Database(settings.database_url)
    server, parts = serve(settings, db)
    site = Site(server, parts, Facts(db))
    fund = site.facts.fund("AQ1", vintage_year=2015)
    site.facts.flow(fund, "2020-01-01", "capital_call", "1000.10")
    site.facts.flow(fund, "2021-12-31", "distribution", 1)
    site.facts.nav(fund, "2021-12-31", "1209.12")
    site.facts.levels("IDX", {"2019-12-31": "100", "2021-12-31": "110"})
    yield site
    db.dispose()


@pytest.fixture
def partner(site: Site) -> Caller:
    return site.caller("ada", "partner")


def test_rates_are_percent_multiples_plain_and_money_exact(partner: Caller) -> None:
    answer = partner.get(f"{ROOT}/metrics")
    assert answer.status_code == 200
    body = answer.get_json()
    assert body["irr"] == pytest.approx(10.0, abs=0.01)
    assert body["tvpi"] == pytest.approx(1.2099990001, abs=1e-10)
    assert b'"paid_in":1000.10,' in answer.data
    assert body["as_of_date"] == "2021-12-31"
    assert body["top_performers"] == []
    assert body["dry_powder"] is None
    assert {"nav", "dpi", "gross_irr", "moic", "unfunded"} <= set(body)
    assert body["meta"]["units"]["irr"] == "percent"
    assert "commitment_unknown" in {note["code"] for note in body["notes"]}


def test_amounts_are_text_where_asked_for(partner: Caller) -> None:
    body = partner.get(f"{ROOT}/metrics?amounts=string").get_json()
    assert (body["paid_in"], body["nav"]) == ("1000.10", "1209.12")


def test_every_panel_answers_with_its_own_keys(partner: Caller) -> None:
    keys = {
        "top-performers": {"rows", "capital_deployed", "gain", "top_performer_contribution"},
        "trend": {"data_points"},
        "benchmarks": {"fund_metrics", "peer_median", "top_quartile", "percentile_rank"},
        "pme?index=IDX": {"index", "total_return", "ks_pme", "direct_alpha", "ln_pme_irr"},
        "pme-table": {"rows", "path", "path_index"},
        "cash-flows": {"rows", "paid_in", "distributed"},
        "j-curve": {"points", "trough", "break_even"},
        "nav-bridge": {"rows", "funds", "opening", "closing", "change", "residual", "start"},
        "contributions": {"rows", "gain", "moic", "irr", "top_5_share", "winner", "left_out"},
        "gross-to-net": {"rows", "order", "sequence", "gross_irr", "net_irr", "residual_irr"},
        "fees": {"rows", "funds", "fees_net", "expenses", "expected", "difference"},
        "pacing": {"rows", "funds", "pace", "capacity", "quarters_left", "exhausts"},
        "reserves": {"rows", "funds", "total"},
        "forecast": {"rows", "paces", "tests", "break_even", "mean_error_nav"},
        "funds": {"rows", "vintages", "total"},
    }
    for panel, expected in keys.items():
        body = partner.get(f"{ROOT}/{panel}").get_json()
        assert expected | {"meta", "notes"} <= set(body), panel
    points = partner.get(f"{ROOT}/trend?period=24m").get_json()["data_points"]
    assert {"date", "irr", "tvpi"} <= set(points[0])


def test_fund_and_fund_id_take_code_or_id(partner: Caller) -> None:
    bodies = [
        partner.get(f"{ROOT}/metrics?{query}").get_json()["paid_in"]
        for query in ("fund=AQ1", "fund_id=AQ1", "fund=id-AQ1", "fund=AQ1&fund_id=id-AQ1")
    ]
    assert bodies == [1000.10] * 4


def test_a_foreign_fund_and_a_missing_one_have_the_same_answer(site: Site) -> None:
    site.facts.fund("AQ2")
    caller = site.caller("bob", "partner", "AQ1")
    for panel in PANELS:
        mark = "&" if "?" in panel else "?"
        told = []
        for name in ("AQ2", "id-AQ2", "AQ9"):
            answer = caller.get(f"{ROOT}/{panel}{mark}fund_id={name}")
            assert answer.status_code == 404
            told.append({**answer.get_json(), "request_id": ""})
        assert told[0] == told[1] == told[2]
        assert caller.get(f"{ROOT}/{panel}").status_code == 200


def test_one_persons_pool_is_never_anothers(site: Site) -> None:
    other = site.facts.fund("AQ2")
    site.facts.flow(other, "2020-01-01", "capital_call", "5000")
    everything = site.caller("ada", "partner").get(f"{ROOT}/metrics").get_json()
    own = site.caller("bob", "partner", "AQ1").get(f"{ROOT}/metrics").get_json()
    assert everything["paid_in"] == 6000.10
    assert own["paid_in"] == 1000.10


def test_a_limited_partner_finds_no_such_pages(site: Site) -> None:
    investor = site.facts.investor("LP1")
    fund = "id-AQ1"
    site.facts.commitment(fund, investor, "2020-01-01", 100)
    from services.access.keys import issue_key
    from services.access.users import add_user

    add_user(site.parts.db, "lp@pension.example", roles=("lp",), investor="LP1")
    caller = Caller(site.server.test_client(), issue_key(site.parts.db, "lp@pension.example").token)
    for panel in PANELS:
        assert caller.get(f"{ROOT}/{panel}").status_code == 404


def test_several_visible_funds_make_one_be_chosen(site: Site, partner: Caller) -> None:
    site.facts.fund("AQ2")
    for panel in ("benchmarks", "pme?index=IDX"):
        answer = partner.get(f"{ROOT}/{panel}")
        assert answer.status_code == 422
        assert "fund_id" in answer.get_json()["detail"]


def test_what_one_has_already_is_not_sent_again(partner: Caller) -> None:
    for panel in PANELS:
        first = partner.get(f"{ROOT}/{panel}")
        again = partner.get(f"{ROOT}/{panel}", **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), panel


def test_a_warm_answer_sends_no_statement(site: Site, partner: Caller) -> None:
    for panel in PANELS:
        first = partner.get(f"{ROOT}/{panel}")
        with statements(site.parts.db) as sent:
            again = partner.get(f"{ROOT}/{panel}")
        assert again.data == first.data
        assert sent == [], panel


def test_new_facts_are_seen_at_once(site: Site, partner: Caller) -> None:
    before = partner.get(f"{ROOT}/metrics")
    site.facts.flow("id-AQ1", "2020-06-01", "capital_call", "10")
    site.parts.versions.mirror({"id-AQ1": site.facts.version("id-AQ1")})
    after = partner.get(f"{ROOT}/metrics", **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.get_json()["paid_in"] == 1010.10


def test_a_past_answer_keeps_its_bytes_for_ever(site: Site, partner: Caller) -> None:
    past = f"{ROOT}/metrics?fund=AQ1&as_of=2021-12-31&known_on=2024-01-01"
    before = partner.get(past)
    site.facts.flow("id-AQ1", "2020-06-01", "capital_call", "10", known_from="2025-01-01T00:00Z")
    site.parts.versions.mirror({"id-AQ1": site.facts.version("id-AQ1")})
    site.parts.cache.forget_copies()
    assert partner.get(past).data == before.data
    assert "computed_at" not in before.get_json()["meta"]


def test_a_csv_holds_filters_first_and_numbers_as_numbers(partner: Caller) -> None:
    answer = partner.get(f"{ROOT}/cash-flows?format=csv")
    assert answer.content_type.startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["Filters", "fund-performance-cash-flows"]
    filters = {row[0]: row[1] for row in rows[1 : rows.index([])]}
    assert filters["as_of"] == "2021-12-31"
    assert filters["basis"] == "net_lp"
    assert filters["unit of paid_in"] == "money"
    heading = rows[rows.index([]) + 1]
    first = dict(zip(heading, rows[rows.index([]) + 3], strict=True))
    assert first["amount (money)"] == "-1000.10"
    assert partner.get(f"{ROOT}/cash-flows?format=csv").data == answer.data


@pytest.mark.parametrize("panel", PANELS)
def test_a_workbook_holds_filters_rows_and_notes(partner: Caller, panel: str) -> None:
    mark = "&" if "?" in panel else "?"
    answer = partner.get(f"{ROOT}/{panel}{mark}format=xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames[:4] == ["Filters", "Rows", "Notes", "Figures"]
    assert book["Rows"].max_row >= 1


def test_a_view_that_may_not_be_taken_away_has_no_files(site: Site) -> None:
    from dataclasses import replace
    from unittest.mock import patch

    from dashapp.api import answers

    caller = site.caller("ada", "partner")
    real = answers.current_principal
    with patch.object(answers, "current_principal", lambda: replace(real(), may_export=False)):
        assert caller.get(f"{ROOT}/metrics?format=csv").status_code == 403
        assert caller.get(f"{ROOT}/metrics").status_code == 200


def test_the_answers_are_strict_json(partner: Caller) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    for panel in PANELS:
        json.loads(partner.get(f"{ROOT}/{panel}").data, parse_constant=refuse)


def test_bridges_close_in_the_units_of_the_api(site: Site, partner: Caller) -> None:
    site.facts.nav("id-AQ1", "2020-12-31", 1100)
    bridge = partner.get(f"{ROOT}/nav-bridge?period=2021").get_json()
    told = {row["step"]: row["amount"] for row in bridge["rows"]}
    assert (told["opening"], told["closing"]) == (1100, 1209.12)
    assert (told["distributions"], told["not_told_apart"]) == (-1, pytest.approx(110.12))
    assert (bridge["residual"], bridge["end"]) == (0, "2021-12-31")
    found = partner.get(f"{ROOT}/gross-to-net").get_json()
    assert found["meta"]["units"]["irr_effect"] == "bp"
    assert found["sequence"] == ["not_itemised"]
    assert (found["residual_irr"], found["residual_tvpi"]) == (0, 0)
    assert found["net_irr"] == pytest.approx(10.0, abs=0.01)
    assert partner.get(f"{ROOT}/gross-to-net?order=random").status_code == 422
    assert partner.get(f"{ROOT}/contributions?without=NOBODY").status_code == 404


def test_every_new_answer_is_a_file_too_and_both_clocks_make_it_stand_still(
    site: Site, partner: Caller
) -> None:
    later = "as_of=2021-12-31&known_on=2022-06-30"
    views = ("nav-bridge", "contributions", "gross-to-net", "fees", "pacing", "reserves",
             "forecast", "funds")  # fmt: skip
    before = {view: partner.get(f"{ROOT}/{view}?{later}").data for view in views}
    learned = {"known_from": datetime(2023, 1, 1, tzinfo=UTC)}
    site.facts.flow("id-AQ1", "2021-06-01", "capital_call", 500, **learned)
    site.facts.nav("id-AQ1", "2021-09-30", 5, **learned)
    for view in views:
        assert partner.get(f"{ROOT}/{view}?{later}").data == before[view], view
        text = partner.get(f"{ROOT}/{view}?format=csv").data.decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text)))) > 0, view
        book = openpyxl.load_workbook(io.BytesIO(partner.get(f"{ROOT}/{view}?format=xlsx").data))
        assert book.sheetnames, view


def test_no_number_of_funds_changes_the_number_of_statements(site: Site) -> None:
    service = FundPerformanceService(site.facts.db)
    who = partner_of()
    counted: list[list[int]] = []
    for code in ("AQ2", "AQ3"):
        fund = site.facts.fund(code, vintage_year=2016)
        site.facts.flow(fund, "2020-01-01", "capital_call", 10)
        site.facts.nav(fund, "2021-12-31", 12)
        counted.append([])
        for name in ("nav_bridge", "contributions", "gross_to_net", "fees", "pacing", "reserves",
                     "forecast", "funds"):  # fmt: skip
            with statements(site.facts.db) as seen:
                getattr(service, name)(who)
            counted[-1].append(len(seen))
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 8
