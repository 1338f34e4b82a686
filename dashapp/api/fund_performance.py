"""Fund Performance for programs: the figures of the page, under the specification's keys."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Code, Query, ScopeQuery
from dashapp.context import Context
from services.exports import CSV, XLSX
from services.fund_performance import FundPerformanceService
from services.fund_performance.cash_flows import MOST_ROWS
from services.fund_performance.results import (
    Benchmarks,
    CashFlows,
    Contributions,
    Deployment,
    Fees,
    Forecast,
    FundTable,
    GrossToNet,
    JCurve,
    Metrics,
    NavBridge,
    Performers,
    Pme,
    PmeTable,
    Reserves,
    Trend,
)
from services.scope import Principal, Scope

MODULE = "fund_performance"
ROOT = "/dashboards/fund-performance"
FORMATS = ("application/json", CSV, XLSX)
EVERY_ROW = 100_000
endpoints = Endpoints("fund performance")


class PmeQuery(ScopeQuery):
    """A scope of one fund, and the index to compare it with."""

    index: Code = Field(description="Code of an imported index.", examples=["SP500TR"])


class CashFlowsQuery(ScopeQuery):
    """A scope, and how many flows to list."""

    limit: int | None = Field(
        default=None,
        ge=1,
        le=EVERY_ROW,
        description="Flows listed, newest first; totals hold all. Left out: 1,000, in files all.",
    )


class ContributionsQuery(ScopeQuery):
    """A scope, and a company to leave out."""

    without: Code | None = Field(
        default=None,
        description="Code of a company to leave out, or winner: the one of the largest gain.",
        examples=["winner"],
    )


class GrossToNetQuery(ScopeQuery):
    """A scope, and how the steps are taken."""

    order: Literal["stated", "shapley"] = Field(
        default="stated",
        description="stated: one part after the other; shapley: each part's mean over all orders.",
    )


def _service(parts: Context) -> FundPerformanceService:
    settings = parts.settings
    return FundPerformanceService(
        parts.db, reporting_currency=settings.reporting_currency, timezone=settings.timezone
    )


@endpoints.get(f"{ROOT}/metrics", query=ScopeQuery, returns=Metrics, formats=FORMATS)
def metrics(query: Query[ScopeQuery]) -> Response:
    """Headline figures as of a day.

    Several funds are pooled from their flows. Under a year irr is null and period_return stands
    beside it; whatever is null has an entry in notes.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Metrics:
        return _service(parts).calculate_fund_metrics(principal, scope)

    return answers.figures(query, "fund-performance-metrics", compute, module=MODULE)


@endpoints.get(f"{ROOT}/top-performers", query=ScopeQuery, returns=Performers, formats=FORMATS)
def top_performers(query: Query[ScopeQuery]) -> Response:
    """Every company of the funds, the largest gain first, with totals that foot.

    Several tranches, and several funds that hold a company, are one row. A share of the gain is
    given only where there is a net gain.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Performers:
        return _service(parts).top_performers(principal, scope)

    return answers.figures(query, "fund-performance-top-performers", compute, module=MODULE)


@endpoints.get(f"{ROOT}/trend", query=ScopeQuery, returns=Trend, formats=FORMATS)
def trend(query: Query[ScopeQuery]) -> Response:
    """The figures as of the quarter-ends of a period.

    Month-ends where values are monthly; as_of is the last point. Gaps are null, never 0.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Trend:
        return _service(parts).trend(principal, scope)

    return answers.figures(query, "fund-performance-trend", compute, module=MODULE)


@endpoints.get(f"{ROOT}/benchmarks", query=ScopeQuery, returns=Benchmarks, formats=FORMATS)
def benchmarks(query: Query[ScopeQuery]) -> Response:
    """One fund beside its peers, once per provider.

    422 while several funds are visible and none is named. A percentile is given only between
    published points; outside them bound says on which side.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Benchmarks:
        return _service(parts).get_benchmark_comparison(principal, scope)

    return answers.figures(query, "fund-performance-benchmarks", compute, module=MODULE)


@endpoints.get(f"{ROOT}/pme", query=PmeQuery, returns=Pme, formats=FORMATS)
def pme(query: Query[PmeQuery]) -> Response:
    """One fund's flows bought and sold in a public index instead.

    The level of a day is the last one on or before it; the index must cover the fund's life.
    """
    index = query.given.index

    def compute(parts: Context, principal: Principal, scope: Scope) -> Pme:
        return _service(parts).pme(principal, scope, index)

    return answers.figures(query, "fund-performance-pme", compute, module=MODULE, extra=index)


@endpoints.get(f"{ROOT}/pme-table", query=ScopeQuery, returns=PmeTable, formats=FORMATS)
def pme_table(query: Query[ScopeQuery]) -> Response:
    """One fund's flows against every index that covers its life, total return first."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> PmeTable:
        return _service(parts).pme_table(principal, scope)

    return answers.figures(query, "fund-performance-pme-table", compute, module=MODULE)


@endpoints.get(f"{ROOT}/cash-flows", query=CashFlowsQuery, returns=CashFlows, formats=FORMATS)
def cash_flows(query: Query[CashFlowsQuery]) -> Response:
    """Every flow, what it adds to paid-in and distributions, and where it was read from."""
    limit = query.given.limit or (MOST_ROWS if query.given.format == "json" else EVERY_ROW)

    def compute(parts: Context, principal: Principal, scope: Scope) -> CashFlows:
        return _service(parts).cash_flows(principal, scope, limit=limit)

    return answers.figures(
        query, "fund-performance-cash-flows", compute, module=MODULE, extra=str(limit)
    )


@endpoints.get(f"{ROOT}/j-curve", query=ScopeQuery, returns=JCurve, formats=FORMATS)
def j_curve(query: Query[ScopeQuery]) -> Response:
    """Calls and distributions by quarter since the first flow, with their running total."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> JCurve:
        return _service(parts).j_curve(principal, scope)

    return answers.figures(query, "fund-performance-j-curve", compute, module=MODULE)


@endpoints.get(f"{ROOT}/nav-bridge", query=ScopeQuery, returns=NavBridge, formats=FORMATS)
def nav_bridge(query: Query[ScopeQuery]) -> Response:
    """What moved the value in a period: opening, cash, results, costs, closing, to the cent.

    Steps are those of the ledger where there is one, else of flows and marks; what cannot be told
    apart is a step of its own. Left out the period begins at the quarter-end before as_of.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> NavBridge:
        return _service(parts).nav_bridge(principal, scope)

    return answers.figures(query, "fund-performance-nav-bridge", compute, module=MODULE)


@endpoints.get(
    f"{ROOT}/contributions", query=ContributionsQuery, returns=Contributions, formats=FORMATS
)
def contributions(query: Query[ContributionsQuery]) -> Response:
    """What each company added to gain, MOIC and TVPI, and the portfolio without its winner.

    Rates of companies do not add up: irr_effect is what the rate loses when one is left out.
    """
    without = query.given.without or ""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Contributions:
        return _service(parts).contributions(principal, scope, without=without)

    return answers.figures(
        query, "fund-performance-contributions", compute, module=MODULE, extra=without
    )


@endpoints.get(f"{ROOT}/gross-to-net", query=GrossToNetQuery, returns=GrossToNet, formats=FORMATS)
def gross_to_net(query: Query[GrossToNetQuery]) -> Response:
    """From the deals to what investors have, in basis points of IRR and in TVPI, residual 0.

    Each step is what switching its part on in the flows changes.
    """
    order = query.given.order

    def compute(parts: Context, principal: Principal, scope: Scope) -> GrossToNet:
        return _service(parts).gross_to_net(principal, scope, order=order)

    return answers.figures(
        query, "fund-performance-gross-to-net", compute, module=MODULE, extra=order
    )


@endpoints.get(f"{ROOT}/fees", query=ScopeQuery, returns=Fees, formats=FORMATS)
def fees(query: Query[ScopeQuery]) -> Response:
    """Fees and expenses by calendar year, charged and expected."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Fees:
        return _service(parts).fees(principal, scope)

    return answers.figures(query, "fund-performance-fees", compute, module=MODULE)


@endpoints.get(f"{ROOT}/pacing", query=ScopeQuery, returns=Deployment, formats=FORMATS)
def pacing(query: Query[ScopeQuery]) -> Response:
    """New companies and money by quarter and fund, and how long money for new deals lasts."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Deployment:
        return _service(parts).pacing(principal, scope)

    return answers.figures(query, "fund-performance-pacing", compute, module=MODULE)


@endpoints.get(f"{ROOT}/reserves", query=ScopeQuery, returns=Reserves, formats=FORMATS)
def reserves(query: Query[ScopeQuery]) -> Response:
    """Dry powder by use, and reserves by company, ranked by what the last dollar has become."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Reserves:
        return _service(parts).reserves(principal, scope)

    return answers.figures(query, "fund-performance-reserves", compute, module=MODULE)


@endpoints.get(f"{ROOT}/forecast", query=ScopeQuery, returns=Forecast, formats=FORMATS)
def liquidity_forecast(query: Query[ScopeQuery]) -> Response:
    """Calls, distributions and value by year as they were and as one model runs on.

    Takahashi-Alexander, restarted from where each fund stands: one path, nothing about risk.
    """

    def compute(parts: Context, principal: Principal, scope: Scope) -> Forecast:
        return _service(parts).forecast(principal, scope)

    return answers.figures(query, "fund-performance-forecast", compute, module=MODULE)


@endpoints.get(f"{ROOT}/funds", query=ScopeQuery, returns=FundTable, formats=FORMATS)
def fund_table(query: Query[ScopeQuery]) -> Response:
    """Every fund as one line, the vintages, and all of them pooled from their flows."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> FundTable:
        return _service(parts).funds(principal, scope)

    return answers.figures(query, "fund-performance-funds", compute, module=MODULE)
