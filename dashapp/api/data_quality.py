"""The state of the books for programs: every check of the funds one may see."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Code, Query, ScopeQuery
from dashapp.auth import current_principal
from dashapp.context import context
from services.access.permissions import check_export
from services.cache import encode
from services.cache.frames import entry_of
from services.exports import CSV, XLSX, Sheet, sheet_bytes
from services.exports.tables import Cell
from services.quality import Check, DataQuality, QualityService

NAME = "data-quality"
FORMATS = ("application/json", CSV, XLSX)
endpoints = Endpoints("data quality")


class QualityQuery(ScopeQuery):
    """Which funds, which moment of knowledge, and which results."""

    status: Literal["red", "amber", "green"] | None = Field(
        default=None, description="Results of this colour only."
    )
    check: Code | None = Field(
        default=None, description="Results of this check only.", examples=["nav_roll_forward"]
    )


@endpoints.get("/data-quality", query=QualityQuery, returns=DataQuality, formats=FORMATS)
def data_quality(query: Query[QualityQuery]) -> Response:
    """Every check of the books, the failing ones first.

    Checks run at every import and refresh. Results stand for their own days: as_of leaves none of
    them out, and known_on gives those that stood then.
    """
    principal, given = current_principal(), query.given
    if given.format != "json":
        check_export(principal)
    found = QualityService(context().db).data_quality(
        principal, query.scope, status=given.status, check=given.check
    )
    if given.format == "json":
        return answers.respond(entry_of(encode(found, amounts=given.amounts)), name=NAME)
    body = sheet_bytes(_sheet(found, query), format=given.format)
    return answers.respond(entry_of(body), name=NAME, format=given.format)


def _sheet(found: DataQuality, query: Query[QualityQuery]) -> Sheet:
    """The checks as rows of a file, with what was asked for above them."""
    columns = tuple(item.name for item in fields(Check))
    asked = {
        "funds": ", ".join(fund.code for fund in found.funds),
        "as_of": found.as_of,
        "known_on": None if found.known_on is None else found.known_on.isoformat(),
        "status": query.given.status,
        "check": query.given.check,
    }
    return Sheet(
        title=NAME,
        filters=tuple((name, value) for name, value in asked.items() if value is not None),
        columns=columns,
        rows=tuple(_cells(check, columns) for check in found.checks),
        notes=tuple((note.field, note.code, note.text) for note in found.notes),
    )


def _cells(check: Check, columns: tuple[str, ...]) -> tuple[Cell, ...]:
    values = (getattr(check, name) for name in columns)
    return tuple(value.isoformat() if isinstance(value, datetime) else value for value in values)
