"""Olist's leads of 2017, imported as documented, give the figures of their README."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashapp.cli import main
from services.db.session import Database
from services.stores import RunningStores
from tests.api.conftest import Caller, Site, serve
from tests.conftest import fresh_database, settings_for
from tests.factories import Facts
from tests.imports.real import documented

pytestmark = pytest.mark.shared
ROOT = "/api/v1/dashboards/deal-flow"
# the cohort of 2017, followed to the last win
COHORT = "fund=OLIST&period=2017&counting=cohort"
CHANNELS = {
    "organic_search": (560, 16), "paid_search": (404, 20), "social": (299, 9), "unknown": (286, 11),
    "email": (146, 1), "direct_traffic": (119, 2), "referral": (73, 0), "display": (43, 1),
    "other": (36, 0), "other_publicities": (24, 0), "not given": (12, 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def olist(
    stores: RunningStores, template_url: str, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caller]:
    folder = tmp_path_factory.mktemp("olist")
    with fresh_database(stores) as db, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", db.url)
        patch.setenv("REDIS_URL", stores.redis_url)
        patch.setenv("GPDASH_DATA_DIR", str(folder))
        for line in documented():
            if "olist" not in line.arguments[2]:
                continue
            arguments = [line.arguments[0], line.arguments[1], str(shared / line.arguments[2])]
            with contextlib.redirect_stdout(io.StringIO()):
                assert main([*arguments, *line.arguments[3:], "--json"]) == 0
        settings = settings_for(database_url=db.url, redis_url=stores.redis_url, data_dir=folder)
        server, parts = serve(settings, Database(db.url))
        yield Site(server, parts, Facts(db)).caller("ada", "partner")
        parts.db.dispose()


def told(caller: Caller, address: str) -> dict[str, Any]:
    answer = caller.get(f"{ROOT}/{address}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_one_lead_of_thirty_three_was_won(olist: Caller) -> None:
    funnel = told(olist, f"pipeline-funnel?{COHORT}")
    assert (funnel["current_period"]["sourced"], funnel["current_period"]["closed"]) == (2002, 61)
    assert funnel["conversion_rates"]["overall"] == pytest.approx(0.030470, abs=5e-7)
    overall = funnel["cohort"]["rates"]["overall"]
    assert (overall["successes"], overall["trials"]) == (61, 2002)
    # wins of the same year are fewer, since they came until November of the next
    period = told(olist, "pipeline-funnel?fund=OLIST&period=2017")["current_period"]
    assert period["sourced"] == 2002
    assert 0 < period["closed"] < 61
    young = told(olist, f"pipeline-funnel?{COHORT}&as_of=2017-12-31")["current_period"]
    assert young["closed"] == period["closed"]


def test_leads_and_wins_by_origin(olist: Caller) -> None:
    body = told(olist, "sourcing-analytics?fund=OLIST&period=2017")
    found = {row["name"]: (row["deals"], row["closed"]) for row in body["channels"]}
    assert found == CHANNELS
    assert [row["name"] for row in body["channels"]][:4] == list(CHANNELS)[:4]
    paid = next(row for row in body["channels"] if row["name"] == "paid_search")
    assert paid["success_rate"] == 20 / 404
    assert {row["rank"] for row in body["channels"]} == {None}
    assert told(olist, f"deals?{COHORT}&channel=not given&limit=20")["total"] == 12
    assert told(olist, f"deals?{COHORT}&channel=unknown&outcome=closed")["total"] == 11


def test_days_from_first_contact_to_win(olist: Caller) -> None:
    body = told(olist, f"velocity?{COHORT}")
    total = next(r for r in body["stages"] if (r["step"], r["share"]) == ("total", "all_deals"))
    assert (total["n"], round(total["mean"], 4)) == (61, 212.2459)
    assert (total["median"], total["p90"]) == (216, 341)
    assert (total["least"], total["most"]) == (4, 427)
    # no lead has a day of a stage between, so the cycle time is that of all who were won
    assert round(body["average_cycle_time"], 4) == 212.2459
    assert set(body["by_stage"].values()) == {None}
