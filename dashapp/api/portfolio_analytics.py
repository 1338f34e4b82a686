"""Portfolio Analytics for programs: the figures of the page, under the specification's keys."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Query, ScopeQuery
from dashapp.context import Context
from services.exports import CSV, XLSX
from services.portfolio_analytics import PortfolioAnalyticsService
from services.portfolio_analytics.results import (
    Coverage,
    KpiMatrix,
    Marks,
    Overview,
    Rankings,
    RiskAnalysis,
    ScheduleOfInvestments,
    TearSheet,
)
from services.scope import Principal, Scope

MODULE = "portfolio_analytics"
ROOT = "/dashboards/portfolio-analytics"
FORMATS = ("application/json", CSV, XLSX)
AGGREGATES, HEALTH = "portfolio_agg", "company_health"
endpoints = Endpoints("portfolio analytics")


class CompanyQuery(ScopeQuery):
    """A scope, and the shape of a page that may be printed too."""

    format: Literal["json", "csv", "xlsx", "pdf"] = Field(  # type: ignore[assignment]
        default="json", description="Shape of answer; pdf is the tear sheet."
    )


def _service(parts: Context) -> PortfolioAnalyticsService:
    settings = parts.settings
    return PortfolioAnalyticsService(
        parts.db, reporting_currency=settings.reporting_currency, timezone=settings.timezone
    )


@endpoints.get(f"{ROOT}/overview", query=ScopeQuery, returns=Overview, formats=FORMATS)
def overview(query: Query[ScopeQuery]) -> Response:
    """How many companies stand how, and the portfolio's headline figures.

    healthy, at_risk, failed, exited and unknown companies add up to total_companies, all that were
    ever held by as_of. Sums, means and medians are over active companies that report; n_ says over
    how many. A company that two funds hold is one.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Overview:
        return _service(parts).overview(principal, scope)

    return answers.figures(
        query, "portfolio-analytics-overview", compute, module=MODULE, family=AGGREGATES
    )


@endpoints.get(f"{ROOT}/rankings", query=ScopeQuery, returns=Rankings, formats=FORMATS)
def rankings(query: Query[ScopeQuery]) -> Response:
    """Active companies by health score, with the change of their rank since a quarter ago.

    Missing parts of a score are left out and the weights of the others rescaled; coverage says how
    much was known, low and high what the missing parts leave open. Below 60 % coverage neither
    score nor rank is given. A runway under six months makes the risk high whatever the score.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Rankings:
        return _service(parts).rankings(principal, scope)

    return answers.figures(
        query, "portfolio-analytics-rankings", compute, module=MODULE, family=HEALTH
    )


@endpoints.get(f"{ROOT}/risk-analysis", query=ScopeQuery, returns=RiskAnalysis, formats=FORMATS)
def risk_analysis(query: Query[ScopeQuery]) -> Response:
    """Concentration, the runway ladder, and companies whose burn wants attention.

    Weights are of the companies that are still held, by fair value and by cost, and the cost as a
    share of commitments, which limits bind.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> RiskAnalysis:
        return _service(parts).risk_analysis(principal, scope)

    return answers.figures(
        query, "portfolio-analytics-risk-analysis", compute, module=MODULE, family=AGGREGATES
    )


@endpoints.get(
    f"{ROOT}/schedule-of-investments",
    query=ScopeQuery,
    returns=ScheduleOfInvestments,
    formats=FORMATS,
)
def schedule_of_investments(query: Query[ScopeQuery]) -> Response:
    """Every company ever held, once, with its tranches, in groups whose totals foot.

    Totals are sums; MOIC and IRR of a group are pooled from its flows, never averaged.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> ScheduleOfInvestments:
        return _service(parts).schedule_of_investments(principal, scope)

    return answers.figures(
        query,
        "portfolio-analytics-schedule-of-investments",
        compute,
        module=MODULE,
        family=AGGREGATES,
    )


@endpoints.get(f"{ROOT}/marks", query=ScopeQuery, returns=Marks, formats=FORMATS)
def marks(query: Query[ScopeQuery]) -> Response:
    """What moved the value of each company over a period, ranked by the size of the re-mark.

    The period left out is the quarter up to as_of. opening + cash_in - cash_out + realized_gain +
    remark + fx = closing, to the cent, in each row and in total.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Marks:
        return _service(parts).marks(principal, scope)

    return answers.figures(
        query, "portfolio-analytics-marks", compute, module=MODULE, family=AGGREGATES
    )


@endpoints.get(f"{ROOT}/kpi-matrix", query=ScopeQuery, returns=KpiMatrix, formats=FORMATS)
def kpi_matrix(query: Query[ScopeQuery]) -> Response:
    """Active companies by measures of their latest reports, each in a band of good, fair, poor."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> KpiMatrix:
        return _service(parts).kpi_matrix(principal, scope)

    return answers.figures(
        query, "portfolio-analytics-kpi-matrix", compute, module=MODULE, family=HEALTH
    )


@endpoints.get(f"{ROOT}/coverage", query=ScopeQuery, returns=Coverage, formats=FORMATS)
def coverage(query: Query[ScopeQuery]) -> Response:
    """Who reported which of the last eight closed quarters, and whether in time.

    A report is due 45 days after the end of its quarter.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Coverage:
        return _service(parts).coverage(principal, scope)

    return answers.figures(
        query, "portfolio-analytics-coverage", compute, module=MODULE, family=AGGREGATES
    )


@endpoints.get(
    f"{ROOT}/companies/<company>",
    query=CompanyQuery,
    returns=TearSheet,
    formats=(*FORMATS, answers.PDF),
    errors=(404,),
)
def company(query: Query[CompanyQuery], company: str) -> Response:
    """One company by code or id: its figures, last reports, marks, returns, health and board.

    404 for a company that none of the caller's funds ever held by as_of.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> TearSheet:
        return _service(parts).tear_sheet(principal, company, scope)

    return answers.figures(
        query,
        "portfolio-analytics-company",
        compute,
        module=MODULE,
        family=HEALTH,
        extra=company,
        printed=_printed,
    )


def _printed(parts: Context, found: TearSheet) -> bytes:
    from services.exports.tear_sheet import tear_sheet_pdf  # noqa: PLC0415 - only who prints pays

    return tear_sheet_pdf(found, firm=parts.settings.firm)
