"""The description of the API is true: every documented answer is the one that comes."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

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
from tests.api.sized import FUND, sized
from tests.conftest import fresh_database, settings_for
from tests.factories import Facts

LEAST_CASES = 2_500  # over the whole document
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
        site = Site(server, parts, Facts(sized(own, 10)))
        yield site, site.caller("grace", "operations", FUND)
        own.dispose()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_generated_requests_get_documented_answers(described: tuple[Site, Caller]) -> None:
    site, caller = described
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", site.server, headers=caller.headers
    )
    operations = [result.ok() for result in schema.get_all_operations()]
    each = ceil(LEAST_CASES / (len(operations) * len(GenerationMode)))
    there = things(caller)
    sent = sum(
        _try(one, mode, caller, each, there) for one in operations for mode in GenerationMode
    )
    assert sent >= LEAST_CASES, sent


def things(caller: Caller) -> dict[str, str]:
    """Names of things that are there, by the parameter of a path that takes them."""
    found = caller.get(f"{ROOT}/metrics?fund={FUND}").get_json()["meta"]["figures"]
    return {
        "figure_id": found["nav"], "kind": "funds", "metric": "tvpi", "company": "C1",
        "lp": "L1", "report_id": "R1", "alert_id": "A1", "user_id": "U1",
    }  # fmt: skip


def _try(
    operation: APIOperation, mode: GenerationMode, caller: Caller, each: int, there: dict[str, str]
) -> int:
    """Send generated requests of one operation, every other one for a thing that is there."""
    sent = 0

    @settings(
        max_examples=each,
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
        if mode.is_positive and sent % 2:
            case.path_parameters |= {k: there[k] for k in case.path_parameters if k in there}
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
    paths = [path for path in document["paths"] if "/dashboards/" in path]
    assert {f"{ROOT}/{panel}" for panel in ("metrics", "trend", "pme", "j-curve")} <= set(paths)
    for path in paths:
        operation = document["paths"][path].get("get", {"parameters": []})
        if not any(given.get("name") == "amounts" for given in operation["parameters"]):
            continue  # a step, or a file and a proof of a pack: no answer of figures
        assert operation["summary"] and operation["description"] is not None
        assert "application/problem+json" in operation["responses"]["422"]["content"]
        assert {"application/json", "text/csv"} <= set(operation["responses"]["200"]["content"])
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
