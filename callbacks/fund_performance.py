"""The wiring of Fund Performance: which answer of the service fills which panel."""

from __future__ import annotations

from callbacks.panels import Wiring
from layouts import fund_performance as page
from layouts.fund_performance import cards, charts, head, peers, performers, tables
from services.fund_performance import FundPerformanceService

wiring: Wiring[FundPerformanceService] = Wiring(
    "fund-performance",
    lambda ports: FundPerformanceService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)


wiring.fill(page.STATE, FundPerformanceService.headline, head.state)
wiring.fill(page.FIGURES, FundPerformanceService.headline, cards.figures)
wiring.fill(page.TVPI, FundPerformanceService.trend, charts.tvpi)
wiring.fill(page.PEERS, FundPerformanceService.get_benchmark_comparison, peers.peers)
wiring.fill(page.J_CURVE, FundPerformanceService.j_curve, charts.j_curve)
wiring.fill(page.IRR, FundPerformanceService.trend, charts.irr)
wiring.fill(page.MULTIPLES, FundPerformanceService.trend, charts.multiples)
wiring.fill(page.PME, FundPerformanceService.pme_table, tables.pme)
wiring.fill(page.PERFORMERS, FundPerformanceService.top_performers, performers.performers)
wiring.fill(page.CASH_FLOWS, FundPerformanceService.cash_flows, tables.cash_flows)
