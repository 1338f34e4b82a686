"""The wiring of Fund Performance: which answer of the service fills which panel."""

from __future__ import annotations

from callbacks.panels import Wiring
from layouts import fund_performance as page
from layouts.fund_performance import cards, charts, head, peers, tables
from services.fund_performance import FundPerformanceService
from services.fund_performance.results import Trend
from services.scope import Principal, Scope

WHOLE_LIFE = "600m"

wiring: Wiring[FundPerformanceService] = Wiring(
    "fund-performance",
    lambda ports: FundPerformanceService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)


def life(service: FundPerformanceService, principal: Principal, scope: Scope) -> Trend:
    """The trend of the chosen period; the page shows a fund's whole life where none is chosen."""
    return service.trend(principal, scope.on(period=scope.period or WHOLE_LIFE))


wiring.fill(page.STATE, FundPerformanceService.headline, head.state)
wiring.fill(page.FIGURES, FundPerformanceService.headline, cards.figures)
wiring.fill(page.TVPI, life, charts.tvpi)
wiring.fill(page.PEERS, FundPerformanceService.get_benchmark_comparison, peers.peers)
wiring.fill(page.J_CURVE, FundPerformanceService.j_curve, charts.j_curve)
wiring.fill(page.IRR, life, charts.irr)
wiring.fill(page.MULTIPLES, life, charts.multiples)
wiring.fill(page.PME, FundPerformanceService.pme_table, tables.pme)
wiring.fill(page.CASH_FLOWS, FundPerformanceService.cash_flows, tables.cash_flows)
