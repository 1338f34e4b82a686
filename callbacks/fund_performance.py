"""The wiring of Fund Performance: which answer of the service fills which panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callbacks.panels import Wiring
from layouts import address
from layouts import fund_performance as page
from layouts.fund_performance import (
    ahead,
    bridges,
    cards,
    charts,
    contributions,
    costs,
    funds,
    head,
    investing,
    peers,
    tables,
)
from services.fund_performance import FundPerformanceService
from services.fund_performance.results import Contributions, GrossToNet
from services.scope import Principal, Scope

Query = Mapping[str, Sequence[str]]

wiring: Wiring[FundPerformanceService] = Wiring(
    "fund-performance",
    lambda ports: FundPerformanceService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)


def contributions_of(
    service: FundPerformanceService, principal: Principal, query: Query
) -> Contributions:
    """Every company, or all but the one that the address leaves out."""
    without = address.own(wiring.slug, query).get(page.WITHOUT, "")
    return service.contributions(principal, Scope.from_query(query), without=without)


def gross_to_net_of(
    service: FundPerformanceService, principal: Principal, query: Query
) -> GrossToNet:
    """The steps in the order that the address asks for."""
    order = address.own(wiring.slug, query).get(page.ORDER, "stated")
    return service.gross_to_net(principal, Scope.from_query(query), order=order)


wiring.fill(page.STATE, FundPerformanceService.headline, head.state)
wiring.fill(page.FIGURES, FundPerformanceService.headline, cards.figures)
wiring.fill(page.TVPI, FundPerformanceService.trend, charts.tvpi)
wiring.fill(page.PEERS, FundPerformanceService.get_benchmark_comparison, peers.peers)
wiring.fill(page.J_CURVE, FundPerformanceService.j_curve, charts.j_curve)
wiring.fill(page.IRR, FundPerformanceService.trend, charts.irr)
wiring.fill(page.NAV_BRIDGE, FundPerformanceService.nav_bridge, bridges.nav_bridge)
wiring.fill(page.PME, FundPerformanceService.pme_table, tables.pme)
wiring.fill_asked(page.PERFORMERS, contributions_of, contributions.contributions)
wiring.fill_asked(page.GROSS_TO_NET, gross_to_net_of, bridges.gross_to_net)
wiring.fill(page.MULTIPLES, FundPerformanceService.trend, charts.multiples)
wiring.fill(page.FEES, FundPerformanceService.fees, costs.fees)
wiring.fill(page.PACING, FundPerformanceService.pacing, investing.pacing)
wiring.fill(page.RESERVES, FundPerformanceService.reserves, investing.reserves)
wiring.fill(page.FORECAST, FundPerformanceService.forecast, ahead.forecast)
wiring.fill(page.FUNDS, FundPerformanceService.funds, funds.funds)
wiring.fill(page.CASH_FLOWS, FundPerformanceService.cash_flows, tables.cash_flows)
