"""Deal Flow for programs: the specification's keys, files, and deals that one may not see."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

from services.deal_flow import DealFlowService
from services.settings import Settings
from tests.api.conftest import Caller, Site, serve
from tests.deal_flow.conftest import Pipeline
from tests.factories import Facts, statements

ROOT = "/api/v1/dashboards/deal-flow"
PANELS = ("pipeline-funnel", "velocity", "sourcing-analytics", "stuck", "pass-reasons", "mix",
          "decisions", "forecast", "deals")  # fmt: skip
Q2 = "as_of=2025-06-30&period=2025Q2"


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    from services.db.session import Database

    db = Database(settings.database_url)
    server, parts = serve(settings, db)
    site = Site(server, parts, Facts(db))
    site.facts.fund("AQ1")
    yield site
    db.dispose()


@pytest.fixture
def pipeline(site: Site) -> Pipeline:
    written = Pipeline(site.facts, DealFlowService(site.parts.db))
    written.dozen()
    return written


@pytest.fixture
def partner(site: Site) -> Caller:
    return site.caller("ada", "partner")


def told(caller: Caller, panel: str, query: str = Q2) -> dict[str, Any]:
    answer = caller.get(f"{ROOT}/{panel}?{query}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_the_specifications_keys_are_there_as_it_writes_them(
    pipeline: Pipeline, partner: Caller
) -> None:
    funnel = told(partner, "pipeline-funnel")
    assert funnel["current_period"] == {"sourced": 9, "screened": 7, "term_sheet": 5, "closed": 2}
    assert funnel["conversion_rates"]["term_to_close"] == 0.4
    assert funnel["conversion_rates"]["source_to_screen"] == 7 / 9
    assert funnel["comparison_to_previous"]["start"] == "2025-01-01"
    assert funnel["meta"]["period"] == ["2025-04-01", "2025-06-30"]
    assert funnel["meta"]["units"]["conversion_rates"] == "fraction"
    velocity = told(partner, "velocity")
    assert velocity["average_cycle_time"] == 98 == sum(velocity["by_stage"].values())
    assert velocity["trend_data"][-1]["mean"] == 98
    channels = told(partner, "sourcing-analytics")
    assert {"name": "cold", "deals": 4, "success_rate": 0}.items() <= channels["channels"][
        0
    ].items()
    assert channels["roi_analysis"]["roi"] is None
    keys = {
        "stuck": {"deals", "limits", "open_by_stage"},
        "pass-reasons": {"reasons", "by_reason", "by_stage", "fill_rate"},
        "mix": {"parts", "fill_rates", "excluded"},
        "decisions": {"decisions", "passed", "raised_since"},
        "forecast": {"stages", "weighted_pipeline", "new_deal_capacity", "coverage"},
        "deals": {"deals", "total"},
    }
    for panel, expected in keys.items():
        assert expected | {"meta", "notes"} <= told(partner, panel).keys(), panel


def test_counting_and_filters_are_part_of_what_is_asked(
    pipeline: Pipeline, partner: Caller
) -> None:
    for _ in range(2):  # the second time from the cache
        assert told(partner, "pipeline-funnel")["counting"] == "period"
        cohort = told(partner, "pipeline-funnel", f"{Q2}&counting=cohort")
        assert cohort["current_period"]["closed"] == 1
        assert told(partner, "deals", f"{Q2}&stage=term_sheet")["total"] == 5
        assert told(partner, "deals", f"{Q2}&stage=term_sheet&counting=cohort")["total"] == 4
        assert len(told(partner, "deals", f"{Q2}&limit=3")["deals"]) == 3
        cold = told(partner, "deals", f"{Q2}&counting=cohort&channel=cold&outcome=passed")
        assert [row["deal"] for row in cold["deals"]] == ["D07"]
    for wrong in ("counting=both", "stage=signed", "outcome=won", "limit=0", "limit=x", "chanel=x"):
        assert partner.get(f"{ROOT}/deals?{wrong}").status_code == 422, wrong


def test_a_foreign_funds_deals_are_nowhere(site: Site, pipeline: Pipeline) -> None:
    site.facts.fund("AQ2")
    foreign = {"fund": "id-AQ2", "source_channel": "secret channel", "sector": "Secret sector",
               "owner": "Secret owner", "check_size": "7000000"}  # fmt: skip
    for code, outcome in (("X1", "passed"), ("X2", "open")):
        pipeline.deal(code, "2025-04-01", ("screened", "2025-04-05"), company_name=f"Secret {code}",
                      pass_reason="secret reason", **foreign, outcome=outcome)  # fmt: skip
    pipeline.facts.pipeline_event("id-X1", stage="passed", at="2025-05-01")
    site.facts.market_round("Secret X1", day="2025-06-01", amount=1, currency="USD")
    caller, everything = site.caller("bob", "partner", "AQ1"), site.caller("ada", "partner")
    for panel in PANELS:
        answer = caller.get(f"{ROOT}/{panel}?{Q2}")
        assert answer.status_code == 200
        assert "ecret" not in answer.text, panel
        seen = []
        for name in ("AQ2", "id-AQ2", "AQ9"):
            refused = caller.get(f"{ROOT}/{panel}?fund={name}")
            assert refused.status_code == 404
            seen.append({**refused.get_json(), "request_id": ""})
        assert seen[0] == seen[1] == seen[2]
    assert told(caller, "pipeline-funnel")["current_period"]["sourced"] == 9
    assert told(everything, "pipeline-funnel")["current_period"]["sourced"] == 11
    assert told(caller, "deals", f"{Q2}&channel=secret channel")["total"] == 0
    assert told(everything, "decisions")["raised_since"] == 1


def test_an_associate_sees_deals_and_an_investor_finds_no_such_pages(
    site: Site, pipeline: Pipeline
) -> None:
    assert told(site.caller("carl", "associate", "AQ1"), "deals")["total"] == 12
    from services.access.keys import issue_key
    from services.access.users import add_user

    site.facts.commitment("id-AQ1", site.facts.investor("LP1"), "2020-01-01", 100)
    add_user(site.parts.db, "lp@pension.example", roles=("lp",), investor="LP1")
    caller = Caller(site.server.test_client(), issue_key(site.parts.db, "lp@pension.example").token)
    for panel in PANELS:
        assert caller.get(f"{ROOT}/{panel}").status_code == 404


def test_an_answer_of_both_clocks_keeps_its_bytes_when_more_is_learned(
    site: Site, pipeline: Pipeline, partner: Caller
) -> None:
    past = f"fund=AQ1&{Q2}&known_on=2025-07-15"
    before = {panel: partner.get(f"{ROOT}/{panel}?{past}") for panel in PANELS}
    late = {"known_from": "2025-08-01T00:00+00:00"}
    pipeline.deal("Z1", "2025-04-01", **late)
    site.facts.pipeline_event("id-D05", stage="closed", at="2025-06-01", **late)
    site.facts.channel_cost("cold", start="2025-04-01", end="2025-06-30", cost=5, **late)
    site.facts.market_round("Tern Robotics", day="2025-06-01", amount=1, **late)
    site.facts.flow("id-AQ1", "2025-05-01", "capital_call", 10, **late)
    site.parts.versions.mirror({"id-AQ1": site.facts.version("id-AQ1")})
    site.parts.cache.forget_copies()
    for panel in PANELS:
        again = partner.get(f"{ROOT}/{panel}?{past}")
        assert again.data == before[panel].data, panel
        assert "computed_at" not in again.get_json()["meta"]
    assert told(partner, "pipeline-funnel")["current_period"]["closed"] == 3


def test_new_facts_are_seen_at_once_and_a_warm_answer_costs_no_statement(
    site: Site, pipeline: Pipeline, partner: Caller
) -> None:
    for panel in PANELS:
        first = partner.get(f"{ROOT}/{panel}?{Q2}")
        with statements(site.parts.db) as sent:
            again = partner.get(f"{ROOT}/{panel}?{Q2}", **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data, sent) == (304, b"", []), panel
    pipeline.deal("Z1", "2025-04-01")
    site.parts.versions.mirror({"id-AQ1": site.facts.version("id-AQ1")})
    assert told(partner, "pipeline-funnel")["current_period"]["sourced"] == 10


def test_files_hold_the_rows_and_the_filters_they_stand_for(
    pipeline: Pipeline, partner: Caller
) -> None:
    columns = {
        "pipeline-funnel": "stage", "velocity": "step", "sourcing-analytics": "name",
        "stuck": "deal", "pass-reasons": "reason", "mix": "dimension", "decisions": "deal",
        "forecast": "stage", "deals": "deal",
    }  # fmt: skip
    for panel, first in columns.items():
        answer = partner.get(f"{ROOT}/{panel}?{Q2}&format=csv")
        assert answer.content_type.startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert rows[rows.index([]) + 1][0] in ("Rows", first), panel
        assert any(first in row for row in rows), panel
        book = partner.get(f"{ROOT}/{panel}?{Q2}&format=xlsx")
        assert (book.status_code, book.data[:2]) == (200, b"PK"), panel


ODD = (
    "as_of=1900-01-01", "as_of=2199-12-31", "period=1900", "period=2199", "period=1200m",
    "period=1900-01-01..2199-12-31", "period=2024-02-29..2024-02-29&as_of=2024-02-29",
    "as_of=2023-02-28&period=1y", "currency=JPY", "known_on=1901-01-01",
    "basis=gross&credit_line=without",
)  # fmt: skip


def test_whatever_day_or_period_is_asked_for_there_is_an_answer(
    pipeline: Pipeline, partner: Caller
) -> None:
    pipeline.facts.commitment("id-AQ1", pipeline.facts.investor("LP1"), "2025-01-01", 100)
    pipeline.facts.channel_cost("cold", start="2025-04-01", end="2025-06-30", cost=5)
    for query in ODD:
        for panel in PANELS:
            answer = partner.get(f"{ROOT}/{panel}?{query}")
            # a fund that was not yet known then is missing
            expected = 404 if query.startswith("known_on") else 200
            assert answer.status_code == expected, (query, panel, answer.text[:300])
        answer = partner.get(f"{ROOT}/velocity?{query}&counting=cohort")
        assert answer.status_code == expected, (query, answer.text[:300])
