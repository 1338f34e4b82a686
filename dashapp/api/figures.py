"""Every figure by its id: what it is, and what it is made of down to rows of files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import NoQuery, Query
from dashapp.auth import current_principal
from dashapp.context import Context, context
from services.access.permissions import check_export
from services.cache.encoding import Amounts
from services.explain import ExplainService
from services.explain.results import Explanation, Figure, SourceRow
from services.explain.service import MOST_ROWS, ROWS
from services.exports import CSV, XLSX, Sheet
from services.exports.tables import Cell

FORMATS = ("application/json", CSV, XLSX)
ASIDE = frozenset({"counts", "replaced_by"})
endpoints = Endpoints("figures")


class FigureQuery(NoQuery):
    """How money is written."""

    amounts: Amounts = Field(
        default="number", description="Money as JSON numbers, or as text with exact cents."
    )


class ExplainQuery(FigureQuery):
    """Which of the rows, and as what."""

    limit: int | None = Field(
        default=None,
        ge=1,
        le=MOST_ROWS,
        description=f"Rows listed, newest first. Left out: {ROWS}, in files {MOST_ROWS:,}.",
    )
    offset: int = Field(default=0, ge=0, description="Rows left out before them.")
    format: Literal["json", "csv", "xlsx"] = Field(
        default="json", description="Shape of answer; files hold the rows."
    )


@endpoints.get("/figures/<figure_id>", query=FigureQuery, returns=Figure, errors=(404,))
def one_figure(query: Query[FigureQuery], figure_id: str) -> Response:
    """A figure by its id: value, basis, both clocks and definition.

    Every dashboard answer gives the ids of its figures in meta.figures, by key (`irr`,
    `peer_median.tvpi`, `sector_concentration.software`). Answers of many rows give one id per row,
    named after the row (`data_points[2024-06-30]`, `points[2024-06-30]`, `rows[SP500TR]`,
    `peer_sets[0].irr`): it has no value, and its explanation lists every figure of the row with
    an id of its own. Flows carry theirs in figure_id. The same figure has the same id on the page,
    in the API and in files; an id grants nothing, and 404 is the answer for one that was never
    written and for one of funds you may not see.
    """
    parts = context()
    found = _service(parts).figure(current_principal(), figure_id)
    return answers.tagged(found, name="figure", amounts=query.given.amounts)


@endpoints.get(
    "/figures/<figure_id>/explain",
    query=ExplainQuery,
    returns=Explanation,
    errors=(404,),
    formats=FORMATS,
)
def explain_figure(query: Query[ExplainQuery], figure_id: str) -> Response:
    """A figure taken apart: formula with the numbers put in, inputs, rows with file and row.

    Inputs that are figures have ids of their own, so that one can go down to the rows. recomputed
    is the figure found a second time from the rows alone, and difference what is left: 0. With a
    known_on the rows are those believed then; what took their place since stands beside them.
    """
    given, principal = query.given, current_principal()
    if given.format != "json":
        check_export(principal)
    limit = given.limit or (ROWS if given.format == "json" else MOST_ROWS)
    found = _service(context()).explain(principal, figure_id, limit=limit, offset=given.offset)
    name = f"{found.metric}-explained"
    if given.format != "json":
        return answers.file_of(_sheet(found, name), name=name, format=given.format)
    return answers.tagged(found, name=name, amounts=given.amounts)


def _service(parts: Context) -> ExplainService:
    settings = parts.settings
    return ExplainService(
        parts.db,
        ids=answers.ids_of(parts),
        reporting_currency=settings.reporting_currency,
        timezone=settings.timezone,
    )


def _sheet(found: Explanation, name: str) -> Sheet:
    """The rows, with the figure above them."""
    columns = [item.name for item in fields(SourceRow) if item.name not in ASIDE]
    return Sheet(
        title=name,
        filters=tuple(_filters(found)),
        columns=tuple(columns),
        rows=tuple(tuple(_cell(getattr(row, c)) for c in columns) for row in found.rows),
        notes=tuple((note.field, note.code, note.text) for note in found.notes),
        figures=tuple((one.key, one.figure_id) for one in found.inputs if one.figure_id),
    )


def _filters(found: Explanation) -> Iterable[tuple[str, Cell]]:
    yield "figure_id", found.figure_id
    yield "name", found.name
    yield "value", found.value
    yield "unit", found.unit
    yield "formula", found.formula
    yield "numbers", found.numbers
    yield "recomputed", found.recomputed
    yield "difference", found.difference
    yield "funds", ", ".join(fund.code for fund in found.funds)
    yield "as_of", found.as_of
    yield "known_on", found.known_on.isoformat() if found.known_on else None
    yield "basis", found.basis
    yield "credit_line", found.credit_line
    yield "currency", found.currency
    yield "rows", found.total_rows


def _cell(value: object) -> Cell:
    """Moments as text: a workbook knows no zone."""
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float | Decimal | date):
        return value
    raise TypeError(f"{type(value).__name__} has no cell")
