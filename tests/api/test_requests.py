"""What programs may ask to be done: read a file, recompute a fund, open a socket."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.api.conftest import ROOT, Caller, Site

FLOWS = "fund,date,type,amount\nAQ1,2020-01-01,capital_call,1000\nAQ1,2020-06-01,distribution,50\n"


@pytest.fixture
def operations(site: Site) -> Caller:
    """Somebody in operations who sees every fund."""
    from services.access.keys import issue_key
    from services.access.users import add_user

    site.facts.fund("AQ1")
    add_user(site.parts.db, "olga@alder.example", roles=("operations",), all_funds=True)
    token = issue_key(site.parts.db, "olga@alder.example").token
    return Caller(site.server.test_client(), token)


def upload(caller: Caller, text: str, **fields: str) -> Any:
    data = {"kind": "fund_cash_flows", "file": (io.BytesIO(text.encode()), "flows.csv")} | fields
    return caller.post("/api/v1/imports", data=data, content_type="multipart/form-data")


def test_a_file_is_read_seen_in_the_figures_and_filed(operations: Caller) -> None:
    answer = upload(operations, FLOWS)
    body = answer.get_json()
    assert (answer.status_code, body["status"], body["rows_new"]) == (200, "imported", 2)
    metrics = operations.get(f"{ROOT}/metrics?fund=AQ1&as_of=2020-06-30").get_json()
    assert (metrics["paid_in"], metrics["distributions"]) == (1000, 50)
    filed = operations.get(f"/api/v1/imports/{body['import_id']}").get_json()
    assert (filed["kind"], filed["file_name"], filed["rows_read"]) == (
        "fund_cash_flows",
        "flows.csv",
        2,
    )
    assert upload(operations, FLOWS).get_json()["status"] == "already_imported"


def test_a_dry_run_writes_nothing(operations: Caller) -> None:
    assert upload(operations, FLOWS, dry_run="true").get_json()["status"] == "checked"
    assert upload(operations, FLOWS).get_json()["status"] == "imported"


def test_a_file_with_a_bad_row_is_refused_with_its_place(operations: Caller) -> None:
    answer = upload(operations, FLOWS.replace("1000", "NaN"))
    body = answer.get_json()
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert body["errors"][0]["pointer"] == "row 2, column amount"
    assert body["import"]["status"] == "rejected"


def test_an_import_without_file_kind_or_form_is_refused(operations: Caller) -> None:
    form = "multipart/form-data"
    no_file = operations.post("/api/v1/imports", data={"kind": "funds"}, content_type=form)
    no_form = operations.post("/api/v1/imports", json={"kind": "funds"})
    assert (no_file.status_code, no_form.status_code) == (422, 400)
    assert upload(operations, FLOWS, kind="nothing").status_code == 422
    assert upload(operations, FLOWS, colour="red").status_code == 422


def test_only_operations_with_every_fund_may_import(site: Site, operations: Caller) -> None:
    assert upload(site.caller("ada", "partner"), FLOWS).status_code == 403
    assert upload(site.caller("olaf", "operations", "AQ1"), FLOWS).status_code == 403


def test_a_file_of_more_than_fifty_megabytes_is_too_large(operations: Caller) -> None:
    answer = upload(operations, "x" * (51 * 1024 * 1024))
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_all_who_ask_for_a_refresh_get_the_same_run(site: Site, operations: Caller) -> None:
    first = operations.post("/api/v1/refreshes", json={"fund_id": "AQ1"})
    second = operations.post("/api/v1/refreshes", json={"fund_id": "id-AQ1"})
    assert (first.status_code, second.status_code) == (202, 202)
    run = first.get_json()["id"]
    assert second.get_json()["id"] == run
    assert operations.get(f"/api/v1/refreshes/{run}").get_json()["state"] == "queued"
    site.facts.fund("AQ2")
    stranger = site.caller("bob", "partner", "AQ2")
    assert stranger.get(f"/api/v1/refreshes/{run}").status_code == 404
    assert stranger.post("/api/v1/refreshes", json={"fund_id": "AQ1"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 422), (b"{}", 422), (b'{"fund_id": 5}', 422), (b'"\\ud800"', 422)],
)
def test_a_refresh_that_cannot_be_read_is_refused(
    operations: Caller, body: bytes, status: int
) -> None:
    answer = operations.post("/api/v1/refreshes", data=body, content_type="application/json")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_a_ticket_is_another_each_time(partner: Caller) -> None:
    first, second = (partner.post("/api/v1/ws-ticket").get_json() for _ in range(2))
    assert first["ticket"] != second["ticket"]
    assert first["expires_in"] == 30
