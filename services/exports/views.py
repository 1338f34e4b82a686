"""What can be exported of each module: the same answers as its page and API, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.db.session import Database
from services.errors import NotFound
from services.fund_performance import FundPerformanceService
from services.scope import Principal, Scope

View = Callable[[FundPerformanceService, Principal, Scope], Any]
MAIN = "metrics"
EVERY_ROW = 1_000_000
FUND_PERFORMANCE: dict[str, View] = {
    "metrics": FundPerformanceService.calculate_fund_metrics,
    "top-performers": FundPerformanceService.top_performers,
    "trend": FundPerformanceService.trend,
    "benchmarks": FundPerformanceService.get_benchmark_comparison,
    "pme": FundPerformanceService.pme_table,
    "j-curve": FundPerformanceService.j_curve,
    "cash-flows": lambda service, principal, scope: service.cash_flows(
        principal, scope, limit=EVERY_ROW
    ),
}
VIEWS = {"fund-performance": FUND_PERFORMANCE}


def view_of(
    db: Database, slug: str, name: str, principal: Principal, scope: Scope, **settings: str
) -> Any:
    """The answer `name` of a module; NotFound names what there is instead.

    `settings` are the service's own: reporting_currency and timezone.
    """
    if slug not in VIEWS:
        raise NotFound(f"There is no module {slug}: choose of {', '.join(VIEWS)}.")
    if name not in VIEWS[slug]:
        raise NotFound(f"{slug} has no view {name}: choose of {', '.join(VIEWS[slug])}.")
    return VIEWS[slug][name](FundPerformanceService(db, **settings), principal, scope)
