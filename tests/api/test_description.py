"""The description of the API is true: every documented answer is the one that comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from dashapp.api.layer import declared
from services.db.session import Database
from services.stores import RunningStores
from tests.api.conftest import ROOT, Caller, Site, serve
from tests.conftest import fresh_database, settings_for
from tests.factories import Facts

CASES_PER_OPERATION = 16  # positive and negative ones each
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
)


@pytest.fixture(scope="module")
def described(
    stores: RunningStores, template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Caller]]:
    """One server for all generated cases, with a fund in it."""
    folder = tmp_path_factory.mktemp("described")
    with fresh_database(stores) as db:
        kept = settings_for(database_url=db.url, redis_url=stores.redis_url, data_dir=folder)
        own = Database(db.url)
        server, parts = serve(kept, own)
        site = Site(server, parts, Facts(own))
        fund = site.facts.fund("AQ1", vintage_year=2015)
        site.facts.flow(fund, "2020-01-01", "capital_call", 1000)
        site.facts.nav(fund, "2021-12-31", 1210)
        site.facts.levels("IDX", {"2019-12-31": "100", "2021-12-31": "110"})
        yield site, site.caller("grace", "operations", "AQ1")
        own.dispose()


def test_generated_requests_get_documented_answers(described: tuple[Site, Caller]) -> None:
    site, caller = described
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", site.server, headers=caller.headers
    )
    sent = 0
    for result in schema.get_all_operations():
        for mode in GenerationMode:
            sent += _try(result.ok(), mode, caller)
    assert sent >= 300, sent


def _try(operation: APIOperation, mode: GenerationMode, caller: Caller) -> int:
    """Send generated requests of one operation; how many there were."""
    sent = 0

    @settings(
        max_examples=CASES_PER_OPERATION,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: schemathesis.Case) -> None:
        nonlocal sent
        sent += 1
        case.call_and_validate(headers=caller.headers, checks=list(CHECKS))

    try:
        one()
    except Unsatisfiable:
        return sent  # nothing wrong can be said to an endpoint without parameters
    return sent


def test_every_dashboard_answer_fits_its_schema_and_every_field_is_described(
    described: tuple[Site, Caller],
) -> None:
    site, caller = described
    document = caller.get("/api/v1/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    for panel in ("metrics", "trend", "benchmarks", "pme", "cash-flows", "j-curve"):
        operation = document["paths"][f"{ROOT}/{panel}"]["get"]
        assert operation["summary"] and operation["description"] is not None
        assert "application/problem+json" in operation["responses"]["422"]["content"]
    assert {endpoint.method for endpoint in declared(site.server)} == {"GET", "POST"}


def test_the_page_of_the_description_needs_no_script_and_no_other_host(
    described: tuple[Site, Caller],
) -> None:
    _, caller = described
    answer = caller.get("/api/v1/docs")
    assert answer.content_type.startswith("text/html")
    assert "/api/v1/dashboards/fund-performance/metrics" in answer.text
    assert "<script" not in answer.text
    assert "http://" not in answer.text and "https://" not in answer.text
    again = caller.get("/api/v1/docs", **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
