"""Portfolios of funds, aggregated after every refresh of their figures."""

from __future__ import annotations

from services.live import PORTFOLIO_UPDATED
from services.portfolio_analytics.snapshots import aggregate_portfolios
from services.quality import OF_PORTFOLIO
from tasks import app
from tasks.ahead import ahead


@app.task(name="portfolio_analytics.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(fund_ids: list[str]) -> None:
    """Aggregate the portfolios of funds (ids) and tell open pages."""
    run_id = refresh.request.id
    ahead(
        aggregate_portfolios, fund_ids, kind=PORTFOLIO_UPDATED, checks=OF_PORTFOLIO, run_id=run_id
    )
