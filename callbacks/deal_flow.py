"""The wiring of Deal Flow: which answer of the service fills which panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from callbacks.panels import Wiring
from layouts import address
from layouts import deal_flow as page
from layouts.deal_flow import (
    cards,
    channels,
    deals,
    decisions,
    funnel,
    head,
    mix,
    reasons,
    standing,
    times,
)
from services.deal_flow import DealFlowService
from services.scope import Principal, Scope

if TYPE_CHECKING:
    from services.deal_flow.results import Deals, PipelineFunnel, Velocity

Query = Mapping[str, Sequence[str]]
SLUG = "deal-flow"
PERIOD = "period"
wiring: Wiring[DealFlowService] = Wiring(
    SLUG,
    lambda ports: DealFlowService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)


def funnel_of(service: DealFlowService, principal: Principal, query: Query) -> PipelineFunnel:
    """The funnel as the address counts it, by period where it does not say."""
    counting = address.own(SLUG, query).get("counting", PERIOD)
    return service.pipeline_funnel(principal, Scope.from_query(query), counting=counting)


def velocity_of(service: DealFlowService, principal: Principal, query: Query) -> Velocity:
    """How long deals take, of those the address counts."""
    counting = address.own(SLUG, query).get("counting", PERIOD)
    return service.velocity(principal, Scope.from_query(query), counting=counting)


def deals_of(service: DealFlowService, principal: Principal, query: Query) -> Deals:
    """The rows that the filters of the address leave."""
    own = address.own(SLUG, query)
    own.setdefault("counting", PERIOD)
    return service.deals(principal, Scope.from_query(query), **own)


wiring.fill_asked(page.STATE, funnel_of, head.state)
wiring.fill_asked(page.FIGURES, funnel_of, cards.figures)
wiring.fill_asked(page.FUNNEL, funnel_of, funnel.funnel)
wiring.fill_asked(page.TREND, funnel_of, funnel.trend)
wiring.fill_asked(page.VELOCITY, velocity_of, times.velocity)
wiring.fill_asked(page.CURVES, velocity_of, times.curves)
wiring.fill(page.CHANNELS, DealFlowService.sourcing_analytics, channels.channels)
wiring.fill(page.FLOWS, DealFlowService.sourcing_analytics, channels.flows)
wiring.fill(page.REASONS, DealFlowService.pass_reasons, reasons.reasons)
wiring.fill(page.STUCK, DealFlowService.stuck, standing.stuck)
wiring.fill(page.FORECAST, DealFlowService.forecast, standing.forecast)
wiring.fill(page.MIX, DealFlowService.mix, mix.mix)
wiring.fill(page.DECISIONS, DealFlowService.decisions, decisions.decisions)
wiring.fill_asked(page.DEALS, deals_of, deals.deals)
