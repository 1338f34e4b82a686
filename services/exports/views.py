"""What can be exported of each module: the same answers as its page and API, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from services.db.session import Database
from services.deal_flow import DealFlowService
from services.errors import NotFound
from services.fund_performance import FundPerformanceService
from services.lp_reporting import LpReportingService
from services.market_intelligence import MarketIntelligenceService
from services.portfolio_analytics import PortfolioAnalyticsService
from services.risk import RiskService
from services.scope import Principal, Scope
from services.team_operations import TeamOperationsService
from services.team_operations.log import MOST_EDITS

EVERY_ROW = 1_000_000


@dataclass(frozen=True, slots=True)
class Views:
    """A module's answers by the name they have in the API, the main one first.

    The service's method is the name with underscores unless `methods` says otherwise; `settings`
    are what a file asks of it besides.
    """

    service: Callable[..., Any]
    names: tuple[str, ...]
    methods: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def answer(self, service: Any, name: str, principal: Principal, scope: Scope) -> Any:
        """The answer of that name, which is one of `names`."""
        method = getattr(service, self.methods.get(name, name.replace("-", "_")))
        return method(principal, scope, **self.settings.get(name, {}))


VIEWS: Mapping[str, Views] = MappingProxyType(
    {
        "fund-performance": Views(
            FundPerformanceService,
            ("metrics", "top-performers", "trend", "benchmarks", "pme", "j-curve", "cash-flows",
             "nav-bridge", "contributions", "gross-to-net", "fees", "pacing", "reserves",
             "forecast", "funds"),
            methods={
                "metrics": "calculate_fund_metrics",
                "benchmarks": "get_benchmark_comparison",
                "pme": "pme_table",
            },
            settings={"cash-flows": {"limit": EVERY_ROW}},
        ),
        "portfolio-analytics": Views(
            PortfolioAnalyticsService,
            ("overview", "rankings", "risk-analysis", "schedule-of-investments", "kpi-matrix",
             "marks", "coverage"),
        ),
        "deal-flow": Views(
            DealFlowService,
            ("pipeline-funnel", "velocity", "sourcing-analytics", "stuck", "pass-reasons", "mix",
             "decisions", "forecast", "deals"),
        ),
        "team-operations": Views(
            TeamOperationsService,
            ("overview", "activity", "coverage", "sourcing-attribution", "responsiveness",
             "board-calendar", "workload", "kpi-requests",
             "calibration", "audit-log"),
            settings={"audit-log": {"limit": MOST_EDITS}},
        ),
        "lp-reporting": Views(
            LpReportingService,
            ("lps", "overview", "capital-activity", "fees-and-carry", "waterfall",
             "reconciliation"),
        ),
        "market-intelligence": Views(
            MarketIntelligenceService,
            ("sector-trends", "valuations", "exit-activity", "step-ups", "portfolio-vs-market",
             "sources"),
        ),
        "risk": Views(
            RiskService,
            ("overview", "concentration", "limits", "liquidity", "runway", "valuation", "fx",
             "credit-line", "stress", "key-person", "expiries", "alerts", "alert-rules",
             "register"),
        ),
    }
)  # fmt: skip


def main_view(slug: str) -> str:
    """The answer that a module is exported as when none is named; NotFound without the module."""
    return _views(slug).names[0]


def view_of(
    db: Database, slug: str, name: str, principal: Principal, scope: Scope, **settings: str
) -> Any:
    """The answer `name` of a module; NotFound names what there is instead.

    `settings` are the service's own: reporting_currency and timezone.
    """
    views = _views(slug)
    if name not in views.names:
        raise NotFound(f"{slug} has no view {name}: choose of {', '.join(views.names)}.")
    return views.answer(views.service(db, **settings), name, principal, scope)


def _views(slug: str) -> Views:
    if slug not in VIEWS:
        raise NotFound(f"There is no module {slug}: choose of {', '.join(VIEWS)}.")
    return VIEWS[slug]
