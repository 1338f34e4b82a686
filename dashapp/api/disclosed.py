"""Funds of other managers as pensions and the like disclose them, for programs."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import DAY, MOMENT, Code, NoQuery, Query
from dashapp.auth import current_principal
from dashapp.context import context
from services.access.permissions import check_export
from services.cache import encode
from services.cache.frames import entry_of
from services.disclosed import DisclosedFundsService
from services.disclosed.results import DisclosedFunds, DisclosedPeriods
from services.exports import CSV, XLSX, export
from services.scope import Scope

ROOT = "/dashboards/fund-performance"
FORMATS = ("application/json", CSV, XLSX)
endpoints = Endpoints("disclosed funds")


class ListQuery(NoQuery):
    """A provider's lists up to a day, as known on a moment."""

    provider: Code = Field(description="Who discloses, as imported.", examples=["CalPERS"])
    as_of: str | None = Field(default=None, pattern=DAY, description="Lists up to this day.")
    known_on: str | None = Field(
        default=None, pattern=MOMENT, description="Moment of knowledge. Left out: now."
    )
    format: Literal["json", "csv", "xlsx"] = Field(default="json", description="Shape of answer.")
    amounts: Literal["number", "string"] = Field(
        default="number", description="Money as JSON numbers, or as text with exact cents."
    )

    @property
    def scope(self) -> Scope:
        """The two clocks."""
        clocks = {"as_of": self.as_of, "known_on": self.known_on}
        return Scope.from_query({name: [text] for name, text in clocks.items() if text})


class PeriodsQuery(ListQuery):
    """A fund of a provider's lists."""

    fund: str = Field(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="Name of the fund as the provider writes it.",
    )


@endpoints.get(
    f"{ROOT}/disclosed-periods", query=PeriodsQuery, returns=DisclosedPeriods, formats=FORMATS
)
def disclosed_periods(query: Query[PeriodsQuery]) -> Response:
    """What was called and distributed between the lists that name a fund.

    Running totals by difference; one that went down is flagged and given as it is.
    """
    given = query.given
    service = DisclosedFundsService(context().db)
    found = service.periods(
        current_principal(), given.scope, provider=given.provider, fund=given.fund
    )
    return _answer(found, given, "disclosed-periods")


@endpoints.get(f"{ROOT}/disclosed-funds", query=ListQuery, returns=DisclosedFunds, formats=FORMATS)
def disclosed_funds(query: Query[ListQuery]) -> Response:
    """Every fund that a provider's lists name, with the first and last list it is on."""
    given = query.given
    service = DisclosedFundsService(context().db)
    found = service.funds(current_principal(), given.scope, provider=given.provider)
    return _answer(found, given, "disclosed-funds")


def _answer(found: Any, given: ListQuery, name: str) -> Response:
    if given.format != "json":
        check_export(current_principal())
        body = export(found, name=name, format=given.format)
    else:
        body = encode(found, reproducible=answers.for_ever(given.scope), amounts=given.amounts)
    return answers.respond(entry_of(body), name=name, format=given.format)
