"""Risk for programs: every path, what-ifs, alerts and rules, in words where something is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
import redis

from services import clock
from services.access.keys import issue_key
from services.access.users import add_user
from services.db.session import Database
from services.risk.alerts.watch import watch
from services.settings import Settings
from tasks import risk as task
from tasks import schedule
from tasks.parts import parts
from tests.api.conftest import Caller, Site, serve
from tests.factories import Facts, statements
from tests.risk.conftest import write_firm

ROOT = "/api/v1/dashboards/risk"
NAMED = "as_of=2025-09-30"
PANELS = {
    "overview": {"risk_level", "top_company_weight", "herfindahl_index", "effective_positions",
                 "limit_breaches", "limit_near", "companies_under_6m_runway", "stale_nav_share",
                 "unfunded_coverage", "fx_exposed_nav", "alerts", "data_quality"},
    "concentration": {"by", "groups", "lorenz", "without_winner"},
    "limits": {"limits"},
    "liquidity": {"sources", "uses", "coverage", "new_deal_capacity", "top_lp_share_of_unfunded"},
    "runway": {"rows", "share_at_risk"},
    "valuation": {"rows", "stale_share", "methods"},
    "fx": {"base", "rows", "exposed_share"},
    "credit-line": {"outstanding", "irr_effect"},
    "stress": {"base", "scenarios"},
    "expiries": {"rows", "within_days"},
    "alerts": {"alerts", "counts"},
    "alert-rules": {"rules", "measures"},
    "register": {"risks"},
}  # fmt: skip


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    db = Database(settings.database_url)
    server, held = serve(settings, db)
    site = Site(server, held, Facts(db))
    write_firm(site.facts)
    yield site
    db.dispose()


def test_every_path_answers_with_its_keys_in_three_shapes(site: Site) -> None:
    partner = site.caller("ada", "partner")
    watch(site.parts.db, ["id-F1"], tell=lambda raised: None, today=date(2025, 11, 20))
    for panel, keys in PANELS.items():
        answer = partner.get(f"{ROOT}/{panel}?{NAMED}")
        assert answer.status_code == 200, (panel, answer.get_json())
        body = answer.get_json()
        assert keys | {"meta", "notes"} <= set(body), panel
        again = partner.get(f"{ROOT}/{panel}?{NAMED}", **{"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304, panel
        assert partner.get(f"{ROOT}/{panel}?{NAMED}&format=xlsx").data[:2] == b"PK", panel
        text = partner.get(f"{ROOT}/{panel}?{NAMED}&format=csv").data.decode("utf-8-sig")
        assert "F1" in text, panel
    with statements(site.parts.db) as sent:
        partner.get(f"{ROOT}/overview?{NAMED}")
    assert sent == []
    overview = partner.get(f"{ROOT}/overview?{NAMED}").get_json()
    assert overview["alerts"] == {"critical": 2, "warning": 7, "info": 0}
    assert overview["meta"]["units"]["unfunded_coverage"] == "x"
    assert round(overview["unfunded_coverage"], 2) == 1.54
    line = partner.get(f"{ROOT}/credit-line?{NAMED}").get_json()
    assert line["meta"]["units"]["irr_with_line"] == "percent"
    (row,) = [
        row
        for row in partner.get(f"{ROOT}/stress?{NAMED}&set=standard").get_json()["scenarios"]
        if row["name"] == "fair values -30%"
    ]
    assert (row["nav"], row["accrued_carry"], row["carry_released"]) == (55300000, 0, 4000000)
    assert (round(row["tvpi"], 4), row["nav_change"]) == (1.2217, -19700000)
    by_lp = partner.get(f"{ROOT}/concentration?{NAMED}&by=lp").get_json()
    assert [group["key"] for group in by_lp["groups"]] == ["LPA", "LPB"]


def test_what_ifs_are_answered_and_nothing_is_kept(site: Site) -> None:
    partner = site.caller("ada", "partner")
    before = site.facts.version("id-F1")
    body = {"company_id": "ONE", "amount": 5000000, "date": "2025-11-20"}
    answer = partner.post(f"{ROOT}/limits/pre-trade-check?{NAMED}", json=body)
    assert answer.status_code == 200, answer.get_json()
    (row,) = [r for r in answer.get_json()["results"] if r["limit_id"] == "single_company"]
    assert (row["before"], row["after"], row["headroom_after"]) == (0.154, 0.204, -400000)
    assert (row["state"], row["cure"]) == ("breach", "LPAC consent or amount <= 4600000")
    assert answer.get_json()["reserves_after"]["new_deal_capacity"] == 10000000
    assert answer.get_json()["pacing_after"]["quarters_left"] == 4.0
    own = {"name": "bad year", "value_change": -0.3, "fx": {"EUR": -0.1}, "date": "2026-12-31"}
    found = partner.post(f"{ROOT}/stress?{NAMED}", json=own).get_json()
    (scenario,) = found["scenarios"]
    assert (found["set"], scenario["name"]) == ("own", "bad year")
    assert scenario["nav_gross_of_carry"] == 53900000  # 79 less 23.7 and a tenth of fourteen
    assert site.facts.version("id-F1") == before
    # both lead to the facts behind them, and are files as well
    assert "scenarios[bad year]" in found["meta"]["figures"]
    for path, given, row in (
        ("limits/pre-trade-check", body, b"single_company"), ("stress", own, b"bad year"),
    ):  # fmt: skip
        file = partner.post(f"{ROOT}/{path}?{NAMED}&format=csv", json=given)
        assert (file.status_code, file.mimetype) == (200, "text/csv")
        assert row in file.data
        book = partner.post(f"{ROOT}/{path}?{NAMED}&format=xlsx", json=given)
        assert book.data.startswith(b"PK")
        assert path.partition("/")[2] in book.headers["Content-Disposition"]
    people = partner.get(f"{ROOT}/key-person?{NAMED}").get_json()
    assert (people["top_person"], people["single_covered"]) == (None, None)
    assert {"top_person", "single_covered", "terms"} <= {note["field"] for note in people["notes"]}


def test_what_is_wrong_is_said_with_its_parameter(site: Site) -> None:
    partner = site.caller("ada", "partner")
    wrong = (
        ("limits/pre-trade-check", {"amount": -5, "company_id": "ONE"}, "amount"),
        ("limits/pre-trade-check", {"amount": 5}, "company_id"),
        ("limits/pre-trade-check", {"amount": 5, "company_id": "ONE", "colour": 1}, "colour"),
        ("limits/pre-trade-check", {"amount": "much", "company_id": "ONE"}, "amount"),
        ("limits/pre-trade-check", {"amount": True, "company_id": "ONE"}, "amount"),
        ("limits/pre-trade-check", {"amount": 1e300, "company_id": "ONE"}, "amount"),
        ("limits/pre-trade-check", {"amount": [5], "company_id": "ONE"}, "amount"),
        ("limits/pre-trade-check", {"amount": 5, "company_id": "ONE", "date": 20251120}, "date"),
        ("stress", {"value_change": float("nan")}, "value_change"),
        ("stress", {"write_off_top": -1}, "write_off_top"),
        ("stress", {"exit_delay_years": 2.5}, "exit_delay_years"),
        ("stress", {"multiple_cut": 1.5}, "multiple_cut"),
        ("stress", {"fx": {"euro": -0.1}}, "fx"),
        ("stress", {"value_change": -3}, "value_change"),
        ("stress", {"companies": {"NOPE": -0.5}}, "companies"),
        ("stress", {"sector": "Mining"}, "sector"),
        ("stress", {"date": "2020-01-01"}, "date"),
        ("alert-rules", {"measure": "mood", "compare": "above", "threshold": 1,
                         "severity": "info"}, "measure"),
        ("register", {"title": "x", "category": "weather", "likelihood": 1, "impact": 1},
         "category"),
    )  # fmt: skip
    for path, body, place in wrong:
        answer = partner.post(f"{ROOT}/{path}?{NAMED}", json=body)
        assert answer.status_code == 422, (path, body)
        told = answer.get_json()
        assert answer.content_type.startswith("application/problem+json")
        assert place in json.dumps(told), (path, told)
    for query, place in (("concentration?by=colour", "by"), ("expiries?within=soon", "within"),
                         ("alerts?state=lost", "state"), ("stress?set=mild", "set")):  # fmt: skip
        answer = partner.get(f"{ROOT}/{query}")
        assert answer.status_code == 422 and place in json.dumps(answer.get_json())
    assert partner.post(f"{ROOT}/stress", data="{").status_code == 400
    missing = partner.post(f"{ROOT}/limits/pre-trade-check?{NAMED}",
                           json={"amount": 5, "company_id": "NOPE"})  # fmt: skip
    assert missing.status_code == 404
    site.facts.fund("F9")
    for path in ("limits", "stress", "credit-line"):
        assert partner.get(f"{ROOT}/{path}").status_code == 422, path


def test_alerts_are_seen_put_off_and_ruled_over_http(site: Site) -> None:
    partner, auditor = site.caller("ada", "partner"), site.caller("lars", "auditor")
    assert partner.get(f"{ROOT}/alerts?severity=&state=").status_code == 200
    watch(site.parts.db, ["id-F1"], tell=lambda raised: None, today=date(2025, 11, 20))
    first = partner.get(f"{ROOT}/alerts?severity=critical").get_json()["alerts"][0]
    path = f"{ROOT}/alerts/{first['id']}"
    assert auditor.post(f"{path}/acknowledge", json={}).status_code == 403
    seen = partner.post(f"{path}/acknowledge", json={"note": "with the committee"})
    assert seen.status_code == 200, seen.get_json()
    states = {row["id"]: row["state"] for row in seen.get_json()["alerts"]}
    assert states[first["id"]] == "acknowledged"
    told = partner.get(f"{ROOT}/alerts?state=acknowledged").get_json()["alerts"]
    assert [row["note"] for row in told] == ["with the committee"]
    off = partner.post(f"{path}/snooze", json={"until": "2020-01-01"})
    assert off.status_code == 422 and "until" in json.dumps(off.get_json())
    assert partner.post(f"{ROOT}/alerts/nobody/acknowledge", json={}).status_code == 404
    site.facts.fund("F9")
    stranger = site.caller("eve", "partner", "F9")
    assert stranger.post(f"{path}/acknowledge", json={}).status_code == 404
    rule = {"measure": "company_weight", "compare": "above", "threshold": 0.3, "severity": "info",
            "fund_id": "F1"}  # fmt: skip
    assert stranger.post(f"{ROOT}/alert-rules", json=rule).status_code == 404
    made = partner.post(f"{ROOT}/alert-rules", json=rule)
    assert made.status_code == 201, made.get_json()
    rules = {row["code"]: row for row in made.get_json()["rules"]}
    assert rules["company_weight_above_0_3"]["open_alerts"] == 1
    assert len(partner.get(f"{ROOT}/alerts?severity=info").get_json()["alerts"]) == 1
    entry = {"title": "Key person", "category": "people", "likelihood": 2, "impact": 5}
    written = partner.post(f"{ROOT}/register", json=entry)
    assert (written.status_code, written.get_json()["risks"][0]["score"]) == (201, 10)
    add_user(site.parts.db, "lp@alder.example", roles=("lp",), investor="LPA")
    lp = Caller(site.server.test_client(), issue_key(site.parts.db, "lp@alder.example").token)
    for panel in PANELS:
        assert lp.get(f"{ROOT}/{panel}").status_code == 404, panel
    assert lp.post(f"{ROOT}/register", json=entry).status_code == 404
    assert lp.post(f"{ROOT}/stress", json={}).status_code == 404


def test_answers_of_a_past_moment_stay_byte_for_byte(site: Site) -> None:
    partner = site.caller("ada", "partner")
    watch(site.parts.db, ["id-F1"], tell=lambda raised: None, today=date(2025, 11, 20))
    moment = clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    panels = [p for p in PANELS if p not in ("valuation",)]
    query = f"fund=F1&as_of=2025-09-30&known_on={moment}"
    before = {panel: partner.get(f"{ROOT}/{panel}?{query}").data for panel in panels}
    site.facts.mark("id-ONE", day="2025-09-30", value=1, known_from=clock.now())
    first = partner.get(f"{ROOT}/alerts").get_json()["alerts"][0]
    partner.post(f"{ROOT}/alerts/{first['id']}/acknowledge", json={})
    partner.post(f"{ROOT}/register", json={"title": "New", "category": "legal", "likelihood": 1,
                                           "impact": 1})  # fmt: skip
    after = {panel: partner.get(f"{ROOT}/{panel}?{query}").data for panel in panels}
    assert before == after


def test_the_worker_watches_after_every_refresh(
    site: Site, settings: Settings, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("DATABASE_URL", settings.database_url),
                        ("REDIS_URL", settings.redis_url),
                        ("GPDASH_DATA_DIR", str(settings.data_dir)),
                        ("SECRET_KEY", settings.secret_key)):  # fmt: skip
        monkeypatch.setenv(name, value)
    parts.cache_clear()
    ear = redis_client.pubsub(ignore_subscribe_messages=True)
    ear.psubscribe("fund:*")
    ear.get_message(timeout=10)
    task.refresh.run(["id-F1"])
    heard = []
    while (message := ear.get_message(timeout=0.5)) is not None:
        heard.append(json.loads(message["data"])["type"])
    assert heard == ["risk_updated"]
    assert task.refresh.name in schedule.AFTERWARDS
    parts().db.dispose()
    parts.cache_clear()
