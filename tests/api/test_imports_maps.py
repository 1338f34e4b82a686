"""A file of somebody else's layout is posted together with the map that explains it."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.api.conftest import ROOT, Caller, Site
from tests.api.test_imports_records import olga  # noqa: F401 - a fixture

THEIRS = "Vehicle;Value date;Fair value (k)\nAQ1;31.12.2024;1.500,50\n"
MAP = """kind: fund_navs
file: {delimiter: ";", date_order: dmy, decimal: comma, unit: 1000}
columns: {fund: Vehicle, date: Value date, nav: Fair value (k)}
"""


def send(caller: Caller, text: str, **fields: Any) -> Any:
    data = {"kind": "fund_navs", "file": (io.BytesIO(text.encode()), "theirs.csv")} | fields
    return caller.post("/api/v1/imports", data=data, content_type="multipart/form-data")


def as_file(text: str, name: str = "our bank.yaml") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), name


def test_a_map_sent_as_a_file_explains_a_foreign_layout(site: Site, olga: Caller) -> None:  # noqa: F811
    answer = send(olga, THEIRS, map=as_file(MAP))
    body = answer.get_json()
    assert (answer.status_code, body["status"], body["rows_new"]) == (200, "imported", 1)
    filed = olga.get(f"/api/v1/imports/{body['import_id']}").get_json()
    assert filed["source"] == "our_bank"
    assert filed["layout"]["columns"]["nav"] == ["Fair value (k)"]
    metrics = olga.get(f"{ROOT}/metrics?fund=AQ1&as_of=2024-12-31").get_json()
    assert metrics["nav"] == 1_500_500


def test_a_map_sent_as_text_does_the_same(olga: Caller) -> None:  # noqa: F811
    body = send(olga, THEIRS, map=MAP, dry_run="true").get_json()
    assert (body["status"], body["rows_new"]) == ("checked", 1)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (MAP + "colour: red\n", "colour"),
        ("kind: [", None),
        ("- a list", None),
        (MAP.replace("fund_navs", "funds"), None),
        (MAP.replace("nav: Fair", "worth: Fair"), None),
    ],
)
def test_a_map_that_cannot_be_used_is_refused_and_says_why(
    olga: Caller,  # noqa: F811
    text: str,
    place: str | None,
) -> None:
    answer = send(olga, THEIRS, map=as_file(text))
    body = answer.get_json()
    assert answer.status_code == 422
    assert body["detail"]
    if place is not None:
        assert [error["pointer"] for error in body["errors"]] == [place]


def test_a_map_beside_a_profile_and_a_map_of_a_book_s_size_are_refused(olga: Caller) -> None:  # noqa: F811
    assert send(olga, THEIRS, map=MAP, profile="pedata").status_code == 422
    assert send(olga, THEIRS, map=as_file("#" * 70_000)).status_code == 422
    nested = send(olga, THEIRS, map=as_file("[" * 50_000))
    assert nested.status_code == 422


def test_a_map_cannot_name_a_file_of_the_server(olga: Caller) -> None:  # noqa: F811
    body = send(olga, THEIRS, map=as_file(MAP, "../../etc/passwd")).get_json()
    filed = olga.get(f"/api/v1/imports/{body['import_id']}").get_json()
    assert filed["source"] == "passwd"
