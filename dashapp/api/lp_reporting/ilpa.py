"""ILPA's two templates for programs, as answers and as workbooks."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Code, Query, ScopeQuery
from dashapp.context import Context
from services.exports import CSV, XLSX
from services.exports.ilpa import performance_xlsx, reporting_xlsx
from services.lp_reporting.ilpa import Ilpa
from services.lp_reporting.results.ilpa import PerformanceTemplate, ReportingTemplate
from services.scope import Principal, Scope

MODULE = "lp_reporting"
FAMILY = "lp_reporting"
ROOT = "/dashboards/lp-reporting/ilpa"
FORMATS = ("application/json", CSV, XLSX)
endpoints = Endpoints("lp reporting")


class InvestorQuery(ScopeQuery):
    """A scope, and whose account."""

    lp_id: Code = Field(description="Code or id of an investor.", examples=["CRWN"])


class MethodQuery(ScopeQuery):
    """A scope, and ILPA's method."""

    method: Literal["granular", "gross_up"] = Field(
        default="granular",
        description="granular: flows between fund and investors, itemised; gross_up: calls as one, "
        "gross figures from flows between fund and investments.",
    )


def _ilpa(parts: Context) -> Ilpa:
    settings = parts.settings
    return Ilpa(
        parts.db, reporting_currency=settings.reporting_currency, timezone=settings.timezone
    )


@endpoints.get(
    f"{ROOT}/reporting-template",
    query=InvestorQuery,
    returns=ReportingTemplate,
    formats=FORMATS,
    errors=(404,),
)
def ilpa_reporting_template(query: Query[InvestorQuery]) -> Response:
    """ILPA Reporting Template v2.0 of one investor and one fund.

    QTD, YTD and ITD of the investor, of the total fund and of the general partner. As xlsx it is
    the template itself, each line in its row; sources say what the lines stand on.
    """
    given = query.given

    def compute(parts: Context, principal: Principal, scope: Scope) -> ReportingTemplate:
        return _ilpa(parts).reporting_template(principal, scope, lp=given.lp_id)

    return answers.figures(
        query,
        "ilpa-reporting-template",
        compute,
        module=MODULE,
        family=FAMILY,
        extra=given.lp_id,
        workbook=reporting_xlsx,
    )


@endpoints.get(
    f"{ROOT}/performance-template",
    query=MethodQuery,
    returns=PerformanceTemplate,
    formats=FORMATS,
    errors=(404,),
)
def ilpa_performance_template(query: Query[MethodQuery]) -> Response:
    """ILPA Performance Template v1.1 of one fund: dated flows since inception and four views.

    Gross and net, with the fund-level subscription facility and without it; numerator and
    denominator stand beside each multiple. A fund keeps to one method for its whole life: the notes
    say which one its books are for. As xlsx it is the template itself.
    """
    given = query.given

    def compute(parts: Context, principal: Principal, scope: Scope) -> PerformanceTemplate:
        return _ilpa(parts).performance_template(principal, scope, method=given.method)

    return answers.figures(
        query,
        "ilpa-performance-template",
        compute,
        module=MODULE,
        family=FAMILY,
        extra=given.method,
        workbook=performance_xlsx,
    )
