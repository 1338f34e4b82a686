"""Packs over the API: each step as a request, problems in words, and an investor's own alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from dashapp.api.layer import BASE, declared
from services.access.keys import issue_key
from services.access.users import add_user
from services.db.session import Database
from services.settings import Settings
from tests.api.conftest import Caller, Site, serve
from tests.factories import Facts
from tests.lp_reports.conftest import PERIOD, House, firm

ROOT = "/api/v1/dashboards/lp-reporting"
PACKS = f"{ROOT}/reports"
HEARD = "fund:id-AQ1"
OPEN_TO_INVESTORS = ("/ws-ticket", "/embed-tokens")


@pytest.fixture
def site(settings: Settings, db: Database, tmp_path: Path) -> Iterator[tuple[Site, House]]:
    house = firm(db, tmp_path)
    server, parts = serve(settings, db)
    yield Site(server, parts, Facts(db)), house
    db.dispose()


def login(site: Site, code: str) -> Caller:
    """An investor with a key."""
    email = f"{code.lower()}@investor.example"
    add_user(site.parts.db, email, roles=("lp",), investor=code)
    return Caller(site.server.test_client(), issue_key(site.parts.db, email).token)


def posted(caller: Caller, path: str, body: dict[str, Any], *, status: int) -> dict[str, Any]:
    answer = caller.post(f"{PACKS}{path}", json=body)
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_a_pack_goes_through_its_states_by_requests_and_reaches_its_investor(
    site: tuple[Site, House], redis_client: redis.Redis
):
    served, _ = site
    ada, bob = served.caller("ada", "partner"), served.caller("bob", "partner")
    ops, analyst = served.caller("olga", "operations", "AQ1"), served.caller("max", "associate")
    anna, bert = login(served, "ANNA"), login(served, "BERT")
    heard = redis_client.pubsub(ignore_subscribe_messages=True)
    heard.subscribe(HEARD)

    made = posted(ada, "?fund=AQ1", {"period": PERIOD}, status=201)
    ids = {row["lp"]: row["id"] for row in made["reports"]}
    assert (made["counts"], sorted(ids)) == ({"draft": 2}, ["ANNA", "BERT"])
    pack = f"/{ids['ANNA']}"
    assert posted(analyst, pack + "/approve", {}, status=403)["title"] == "Forbidden"
    own = posted(ada, pack + "/approve", {}, status=403)
    assert "somebody else has to approve it" in own["detail"]
    early = posted(bob, pack + "/lock", {}, status=422)
    assert early["errors"][0]["code"] == "state" and "only one that is approved" in early["detail"]
    assert (
        posted(ada, pack + "/letter", {"letter": "Dear Anna"}, status=200)["letter"] == "Dear Anna"
    )
    posted(ada, pack + "/letter", {"words": "?"}, status=422)
    posted(ada, pack + "/letter", {"letter": "a\0b"}, status=422)
    assert bob.post(f"{PACKS}{pack}/lock", data=b"{").status_code == 400
    for caller in (anna, bert):
        assert caller.get(f"{PACKS}{pack}").status_code == 404
        assert caller.get(PACKS).get_json()["reports"] == []
        assert posted(caller, pack + "/approve", {}, status=404)
    assert posted(bob, pack + "/approve", {}, status=200)["state"] == "approved"
    locked = posted(ops, pack + "/lock", {}, status=200)
    assert locked["checks"]["failed"] == 0 and locked["content_hash"].startswith("sha256:")

    seen = anna.get(f"{PACKS}{pack}").get_json()
    assert (seen["state"], seen["may"], seen["content_hash"]) == (
        "locked", [], locked["content_hash"],
    )  # fmt: skip
    assert [row["lp"] for row in anna.get(PACKS).get_json()["reports"]] == ["ANNA"]
    assert bert.get(f"{PACKS}{pack}").status_code == 404
    assert bert.get(f"{PACKS}{pack}/download").status_code == 404
    assert bert.get(f"{PACKS}{pack}/verify").status_code == 404
    file = anna.get(f"{PACKS}{pack}/download?format=pdf")
    assert (file.mimetype, file.data[:5]) == ("application/pdf", b"%PDF-")
    assert hashlib.sha256(file.data).hexdigest() == file.headers["X-Content-SHA256"]
    assert 'filename="AQ1_ANNA_2025Q3_quarterly.pdf"' in file.headers["Content-Disposition"]
    assert ada.get(f"{PACKS}{pack}").get_json()["opened_at"] is not None
    assert anna.get(f"{PACKS}{pack}/verify").get_json()["ok"] is True
    again = posted(ada, pack + "/supersede", {"reason": "typing error"}, status=201)
    assert (again["state"], again["supersedes"]) == ("draft", ids["ANNA"])
    assert anna.get(f"{PACKS}/{again['id']}").status_code == 404
    received = [heard.get_message(timeout=0.1) for _ in range(12)]
    told = [message["data"] for message in received if message]
    assert len(told) >= 5  # prepared, letter, approved, locked, opened, superseded
    assert all(b"lp_reporting_updated" in message for message in told)


def test_nothing_that_an_investor_was_not_told_comes_out_by_steps_figures_or_embeds(
    site: tuple[Site, House],
):
    served, house = site
    ada, anna = served.caller("ada", "partner"), login(served, "ANNA")
    drafts = house.drafts()
    house.locked(drafts["ANNA"])
    for endpoint in declared(served.server):
        if endpoint.method == "POST" and endpoint.path not in OPEN_TO_INVESTORS:
            path = re.sub("<[^>]*report_id>", drafts["ANNA"], endpoint.path)
            answer = anna.post(BASE + re.sub("<[^>]*>", "x", path), json={})
            # Its own report is there, but no step of it is an investor's to take.
            assert answer.status_code in (403, 404, 422), (endpoint.path, answer.status_code)
            assert "BERT" not in answer.text
    assert ada.get(f"{PACKS}/{drafts['ANNA']}").get_json()["state"] == "locked"
    foreign = {
        *figures_of(ada, f"{ROOT}/lps/BERT?fund=AQ1"),
        *figures_of(ada, "/api/v1/dashboards/fund-performance/metrics?fund=AQ1"),
    }
    assert len(foreign) > 20
    for figure in foreign:
        for suffix in ("", "/explain", "/explain?format=csv"):
            assert anna.get(f"/api/v1/figures/{figure}{suffix}").status_code == 404
    own = figures_of(anna, f"{ROOT}/lps/ANNA?fund=AQ1")
    told = [anna.get(f"/api/v1/figures/{figure}/explain") for figure in own]
    assert {answer.status_code for answer in told} == {200}
    assert not [answer for answer in told if "BERT" in answer.text or "360000" in answer.text]
    # What came later is nobody's to see before the next report.
    house.values("later.csv", {"2025-09-30": {"": "905000", "ANNA": "510000"}})
    for figure in figures_of(ada, f"{ROOT}/lps/ANNA?fund=AQ1"):
        answer = anna.get(f"/api/v1/figures/{figure}/explain")
        assert answer.status_code in (200, 404) and "510000" not in answer.text, answer.text
    asked = {"modules": ["lp-reporting"], "funds": ["AQ1"]}
    token = anna.post("/api/v1/embed-tokens", json=asked).get_json()["token"]
    inside = Caller(served.server.test_client(), token)
    assert [row["lp"] for row in inside.get(f"{ROOT}/lps").get_json()["rows"]] == ["ANNA"]
    assert inside.get(f"{ROOT}/lps/BERT").status_code == 404
    assert inside.get(f"{PACKS}/{drafts['BERT']}").status_code == 404
    assert (
        inside.post(f"{PACKS}/{drafts['ANNA']}/supersede", json={"reason": "x"}).status_code == 403
    )


def figures_of(caller: Caller, path: str) -> set[str]:
    """The ids of the figures that an answer gives."""
    return set(re.findall(r'"(fig_[^"]+)"', caller.get(path).text))


def test_files_of_lists_and_templates_and_what_is_not_an_investors(site: tuple[Site, House]):
    served, house = site
    ada, anna = served.caller("ada", "partner"), login(served, "ANNA")
    assert anna.get(f"{ROOT}/ilpa/reporting-template?lp_id=ANNA").status_code == 404
    house.locked(house.drafts()["ANNA"])
    for path in (
        "reports",
        f"reports?period={PERIOD}&state=locked",
        "restatements?to=2025-10-31",
        "ilpa/reporting-template?lp_id=ANNA&as_of=2025-09-30",
        "ilpa/performance-template",
        "ilpa/performance-template?method=gross_up",
    ):
        for format in ("csv", "xlsx"):
            sign = "&" if "?" in path else "?"
            answer = ada.get(f"{ROOT}/{path}{sign}fund=AQ1&format={format}")
            assert answer.status_code == 200, (path, format, answer.text[:200])
            assert answer.data == ada.get(f"{ROOT}/{path}{sign}fund=AQ1&format={format}").data
    told = ada.get(f"{ROOT}/ilpa/reporting-template?lp_id=ANNA&as_of=2025-09-30").get_json()
    lines = {line["code"]: line for line in told["lines"]}
    assert (told["sources"]["lp"], len(lines)) == ("flows", 106)
    nav, paid = lines["ending_nav"], lines["distributions"]
    assert (nav["lp_qtd"], nav["fund_itd"], nav["gp_ytd"]) == (540_000, 935_000, 35_000)
    assert (paid["lp_qtd"], paid["fund_qtd"], paid["gp_itd"]) == (-60_000, -104_000, -4_000)
    assert (lines["ending_unfunded"]["lp_itd"], lines["total_commitment"]["fund_qtd"]) == (
        300_000, 1_040_000,
    )  # fmt: skip
    whole = ada.get(f"{ROOT}/ilpa/performance-template?as_of=2025-09-30").get_json()
    views = {measure["view"]: measure for measure in whole["measures"]}
    # Limited partners alone: 500 called, 100 back, 900 left.
    assert views["net_with"]["numerator"] == 1_000_000
    assert views["net_with"]["denominator"] == 500_000
    assert (views["net_with"]["multiple"], len(whole["flows"])) == (2.0, 3)
    assert anna.get(f"{ROOT}/ilpa/performance-template").status_code == 404
    own = anna.get(f"{ROOT}/ilpa/reporting-template?lp_id=ANNA").get_json()
    assert {line["code"]: line for line in own["lines"]}["ending_nav"]["lp_qtd"] == 540_000
    assert anna.get(f"{ROOT}/ilpa/reporting-template?lp_id=BERT").status_code == 404
    for wrong, status in (
        ("reports?state=lost", 422), ("reports?period=2025Q9", 422), ("reports/none", 404),
        ("reports/none/verify", 404), ("reports/none/download?format=doc", 422),
        ("ilpa/performance-template?method=other", 422), ("ilpa/reporting-template", 422),
        ("restatements?from=never", 422), ("restatements?to=2025-02-31", 422),
    ):  # fmt: skip
        answer = ada.get(f"{ROOT}/{wrong}")
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), wrong
