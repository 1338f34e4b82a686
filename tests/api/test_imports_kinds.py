"""Kinds and templates: what a file must hold, and an empty one to fill in."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

import openpyxl
import pytest

from services.imports import KINDS
from tests.api.conftest import Caller

NUMBER = re.compile(r"-?[\d.]+")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def test_every_kind_is_listed_with_its_meaning_and_the_shipped_profiles(partner: Caller) -> None:
    found = partner.get("/api/v1/imports/kinds").get_json()
    assert {row["kind"] for row in found["kinds"]} == set(KINDS)
    assert all(row["meaning"] for row in found["kinds"])
    assert "pedata" in {row["profile"] for row in found["profiles"]}


def test_a_kind_names_its_columns_with_type_example_and_what_is_required(partner: Caller) -> None:
    found = partner.get("/api/v1/imports/kinds/fund_navs").get_json()
    nav = next(column for column in found["columns"] if column["name"] == "nav")
    assert (nav["type"], nav["required"]) == ("money", True)
    investor = next(column for column in found["columns"] if column["name"] == "investor")
    assert investor["required"] is False
    flows = partner.get("/api/v1/imports/kinds/fund_cash_flows").get_json()
    assert "capital_call" in {row["type"] for row in flows["types"]}
    missing = partner.get("/api/v1/imports/kinds/nothing")
    assert missing.status_code == 404
    assert "fund_navs" in missing.get_json()["detail"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_template_has_every_column_and_one_example_that_is_no_formula(
    partner: Caller, kind: str
) -> None:
    answer = partner.get(f"/api/v1/imports/templates/{kind}")
    assert answer.mimetype == "text/csv"
    assert f'filename="{kind}.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == [column.name for column in KINDS[kind].columns]
    assert len(rows) == 2
    assert rows[1] == [column.example for column in KINDS[kind].columns]
    texts = [cell for cell in rows[1] if not NUMBER.fullmatch(cell)]
    assert not any(cell.startswith(FORMULA) for cell in texts)


def test_a_workbook_to_fill_in_holds_days_and_numbers_as_such(partner: Caller) -> None:
    answer = partner.get("/api/v1/imports/templates/fund_cash_flows?format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    head, example = book.active.iter_rows(values_only=True)
    assert head[:4] == ("fund", "date", "type", "amount")
    assert example[:4] == ("AQ1", datetime(2024, 3, 31), "capital_call", 1_000_000)
    assert partner.get("/api/v1/imports/templates/nothing").status_code == 404
    assert partner.get("/api/v1/imports/templates/funds?format=pdf").status_code == 422


def test_templates_are_not_sent_twice(partner: Caller) -> None:
    first = partner.get("/api/v1/imports/templates/funds?format=xlsx")
    again = partner.get(
        "/api/v1/imports/templates/funds?format=xlsx", **{"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
