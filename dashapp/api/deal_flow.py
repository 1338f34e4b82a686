"""Deal Flow for programs: the figures of the page, under the specification's keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Query, ScopeQuery
from dashapp.context import Context
from services.deal_flow import DealFlowService
from services.deal_flow.results import (
    Deals,
    Decisions,
    Forecast,
    Mix,
    PassReasons,
    PipelineFunnel,
    SourcingAnalytics,
    Stuck,
    Velocity,
)
from services.deal_flow.rows import MOST_ROWS
from services.exports import CSV, XLSX
from services.scope import Principal, Scope

MODULE = "deal_flow"
ROOT = "/dashboards/deal-flow"
FAMILY = "pipeline_metrics"
FORMATS = ("application/json", CSV, XLSX)
EVERY_ROW = 100_000
endpoints = Endpoints("deal flow")

Counting = Literal["period", "cohort"]
Stage = Literal["sourced", "screened", "term_sheet", "closed", "passed", "lost"]
Way = Literal["sourced", "screened", "term_sheet", "closed"]
Outcome = Literal["open", "closed", "passed", "lost"]
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


class CountingQuery(ScopeQuery):
    """A scope, and which deals of its period count."""

    counting: Counting = Field(
        default="period",
        description="period: what happened in the period, whenever a deal was sourced; cohort: the "
        "deals sourced in it, followed to as_of.",
    )


class DealsQuery(CountingQuery):
    """Which of the deals of a figure to list; words as the answers write them."""

    stage: Stage | None = Field(
        default=None, description="Deals that reached it or a later one; passed, lost: ended so."
    )
    furthest: Way | None = Field(default=None, description="The last stage that they reached.")
    channel: Word | None = Field(
        default=None, description="Sourcing channel; not given: those without one."
    )
    sector: Word | None = Field(default=None, description="Sector; not given: those without one.")
    owner: Word | None = Field(default=None, description="Who works on them; not given: nobody.")
    outcome: Outcome | None = Field(default=None, description="What became of them by as_of.")
    reason: Word | None = Field(
        default=None, description="Why they were passed or lost; not given: without a reason."
    )
    limit: int | None = Field(
        default=None,
        ge=1,
        le=EVERY_ROW,
        description="Deals listed, newest first; total has all. Left out: 500, in files all.",
    )


FILTERS = ("stage", "furthest", "channel", "sector", "owner", "outcome", "reason")


def _service(parts: Context) -> DealFlowService:
    settings = parts.settings
    return DealFlowService(
        parts.db, reporting_currency=settings.reporting_currency, timezone=settings.timezone
    )


def _answer(
    query: Query[Any],
    name: str,
    method: Callable[..., Any],
    *,
    extra: str = "",
    **options: Any,
) -> Response:
    """What a method of the service says, with `options` beside the scope."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Any:
        return method(_service(parts), principal, scope, **options)

    return answers.figures(
        query, f"deal-flow-{name}", compute, module=MODULE, extra=extra, family=FAMILY
    )


@endpoints.get(
    f"{ROOT}/pipeline-funnel", query=CountingQuery, returns=PipelineFunnel, formats=FORMATS
)
def pipeline_funnel(query: Query[CountingQuery]) -> Response:
    """How many deals reached each stage or a later one, with rates and the window before.

    The keys of the specification are of the chosen counting; period and cohort hold both. Rates
    are not rounded and have a 95 % Wilson interval; rules says how skipped stages, moves back and
    open deals count.
    """
    way = query.given.counting
    return _answer(
        query, "pipeline-funnel", DealFlowService.pipeline_funnel, extra=way, counting=way
    )


@endpoints.get(f"{ROOT}/velocity", query=CountingQuery, returns=Velocity, formats=FORMATS)
def velocity(query: Query[CountingQuery]) -> Response:
    """How many days deals take from stage to stage.

    average_cycle_time and by_stage are means over one cohort of closed deals, so that the stages
    add up; stages has quartiles of all deals, curves those that are still on their way.
    """
    way = query.given.counting
    return _answer(query, "velocity", DealFlowService.velocity, extra=way, counting=way)


@endpoints.get(
    f"{ROOT}/sourcing-analytics", query=ScopeQuery, returns=SourcingAnalytics, formats=FORMATS
)
def sourcing_analytics(query: Query[ScopeQuery]) -> Response:
    """Channels of the deals sourced in the period: success with its interval, cost and return.

    A channel is ranked only where its interval lies apart from those of all others. A return is
    null, with its reason in notes, while costs or values are not known.
    """
    return _answer(query, "sourcing-analytics", DealFlowService.sourcing_analytics)


@endpoints.get(f"{ROOT}/stuck", query=ScopeQuery, returns=Stuck, formats=FORMATS)
def stuck(query: Query[ScopeQuery]) -> Response:
    """Open deals that stay longer in their stage than three quarters of deals did."""
    return _answer(query, "stuck", DealFlowService.stuck)


@endpoints.get(f"{ROOT}/pass-reasons", query=ScopeQuery, returns=PassReasons, formats=FORMATS)
def pass_reasons(query: Query[ScopeQuery]) -> Response:
    """Why deals were passed or lost in the period, by the furthest stage that they had reached."""
    return _answer(query, "pass-reasons", DealFlowService.pass_reasons)


@endpoints.get(f"{ROOT}/mix", query=ScopeQuery, returns=Mix, formats=FORMATS)
def mix(query: Query[ScopeQuery]) -> Response:
    """The deals sourced in the period by sector, round, geography and check size.

    A dimension that is known of fewer than 15 % of them is not broken down.
    """
    return _answer(query, "mix", DealFlowService.mix)


@endpoints.get(f"{ROOT}/decisions", query=ScopeQuery, returns=Decisions, formats=FORMATS)
def decisions(query: Query[ScopeQuery]) -> Response:
    """Deals passed or lost in the period, with the rounds and exits of these companies since.

    Matched by name with what market providers tell; source names the provider.
    """
    return _answer(query, "decisions", DealFlowService.decisions)


@endpoints.get(f"{ROOT}/forecast", query=ScopeQuery, returns=Forecast, formats=FORMATS)
def forecast(query: Query[ScopeQuery]) -> Response:
    """Open deals by stage, weighted with what became of this firm's earlier ones.

    Beside it what the funds have left for new deals; deals without a check size count apart.
    """
    return _answer(query, "forecast", DealFlowService.forecast)


@endpoints.get(f"{ROOT}/deals", query=DealsQuery, returns=Deals, formats=FORMATS)
def deals(query: Query[DealsQuery]) -> Response:
    """The deals behind a count, newest first.

    With the filters of a figure's own words the rows are exactly those that it counted.
    """
    given = query.given
    limit = given.limit or (MOST_ROWS if given.format == "json" else EVERY_ROW)
    asked = {name: getattr(given, name) for name in FILTERS}
    return _answer(
        query,
        "deals",
        DealFlowService.deals,
        extra=repr((given.counting, *asked.values(), limit)),
        counting=given.counting,
        limit=limit,
        **asked,
    )
