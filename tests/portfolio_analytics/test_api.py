"""Portfolio Analytics for programs: the specification's keys, units, files, foreign companies."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from services.db.session import Database
from services.settings import Settings
from tests.api.conftest import Site, serve
from tests.factories import Facts, statements
from tests.portfolio_analytics.conftest import write_firm

ROOT = "/api/v1/dashboards/portfolio-analytics"
NAMED = "as_of=2025-09-30"
PANELS = {
    "overview": {"total_companies", "healthy_companies", "at_risk_companies", "failed_companies",
                 "sector_distribution", "stage_distribution"},
    "rankings": {"rankings"},
    "risk-analysis": {"concentration_risk", "runway_analysis", "burn_rate_concerns"},
    "schedule-of-investments": {"investments", "groups", "total"},
    "marks": {"marks", "total", "ages"},
    "kpi-matrix": {"rows", "metrics"},
    "coverage": {"companies", "quarters", "reporting_coverage"},
    "companies/A": {"company", "kpis", "periods", "valuations", "investment", "health"},
}  # fmt: skip


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    db = Database(settings.database_url)
    server, parts = serve(settings, db)
    site = Site(server, parts, Facts(db))
    write_firm(site.facts)
    yield site
    db.dispose()


def test_every_endpoint_answers_with_its_keys_and_every_unit(site: Site) -> None:
    partner = site.caller("ada", "partner")
    for panel, keys in PANELS.items():
        answer = partner.get(f"{ROOT}/{panel}?{NAMED}")
        assert answer.status_code == 200, panel
        body = answer.get_json()
        assert keys | {"meta", "notes"} <= set(body), panel
        assert body["meta"]["basis"] == "gross"
        again = partner.get(f"{ROOT}/{panel}?{NAMED}", **{"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    overview = partner.get(f"{ROOT}/overview?{NAMED}").get_json()
    units = overview["meta"]["units"]
    assert (units["gross_irr"], units["avg_runway_months"], units["cost"]) == (
        "percent", "months", "money",
    )  # fmt: skip
    first = partner.get(f"{ROOT}/rankings?{NAMED}").get_json()["rankings"][0]
    assert (first["company_id"], first["rank"], first["growth_score"]) == ("id-G", 1, 50)
    spread = partner.get(f"{ROOT}/risk-analysis?{NAMED}").get_json()["concentration_risk"]
    assert (spread["top_company_weight"], spread["top_3_weight"]) == (0.5, pytest.approx(0.9))
    matrix = partner.get(f"{ROOT}/kpi-matrix?{NAMED}").get_json()
    assert matrix["meta"]["units"]["runway_months"] == "months"  # of what stands inside kpis


def test_a_hit_asks_the_database_for_nothing(site: Site) -> None:
    partner = site.caller("ada", "partner")
    partner.get(f"{ROOT}/rankings?{NAMED}")
    with statements(site.parts.db) as sent:
        partner.get(f"{ROOT}/rankings?{NAMED}")
    assert sent == []


def test_answers_come_as_files(site: Site) -> None:
    partner = site.caller("ada", "partner")
    text = partner.get(f"{ROOT}/schedule-of-investments?{NAMED}&format=csv").data.decode(
        "utf-8-sig"
    )
    rows = list(csv.reader(io.StringIO(text)))
    assert any("Alfa" in row for row in rows)
    for panel in PANELS:
        assert partner.get(f"{ROOT}/{panel}?{NAMED}&format=xlsx").data[:2] == b"PK", panel
    printed = partner.get(f"{ROOT}/companies/A?{NAMED}&format=pdf")
    assert (printed.content_type, printed.data[:5]) == ("application/pdf", b"%PDF-")
    assert printed.headers["Content-Disposition"].endswith('.pdf"')
    assert partner.get(f"{ROOT}/overview?format=pdf").status_code == 422


def test_a_foreign_company_is_missing(site: Site) -> None:
    site.facts.fund("AQ2")
    stranger, partner = site.caller("eve", "partner", "AQ2"), site.caller("ada", "partner")
    foreign = stranger.get(f"{ROOT}/companies/A?{NAMED}")
    missing = partner.get(f"{ROOT}/companies/NOPE?{NAMED}")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    told = [answer.get_json() for answer in (foreign, missing)]
    assert told[0]["detail"] == told[1]["detail"]
    assert stranger.get(f"{ROOT}/overview?fund_id=AQ1").status_code == 404
    assert partner.get(f"{ROOT}/companies/id-A?{NAMED}").get_json()["company"] == "A"
    assert site.caller("lars", "auditor").get(f"{ROOT}/overview").status_code == 200
    assert stranger.client.get(f"{ROOT}/overview").status_code == 401
