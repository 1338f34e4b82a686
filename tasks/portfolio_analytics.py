"""Portfolios of funds, aggregated after every refresh of their figures."""

from __future__ import annotations

import logging
from functools import partial

from services import clock
from services.frames import House
from services.live import PORTFOLIO_UPDATED
from services.portfolio_analytics.snapshots import aggregate_portfolios
from services.quality import OF_PORTFOLIO, check_funds
from tasks import app
from tasks.parts import parts

log = logging.getLogger(__name__)


@app.task(name="portfolio_analytics.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(fund_ids: list[str]) -> None:
    """Aggregate the portfolios of funds (ids) and tell open pages."""
    here = parts()
    tell = partial(here.tell, kind=PORTFOLIO_UPDATED)
    outcome = aggregate_portfolios(
        here.db,
        fund_ids,
        tell=tell,
        house=House(here.settings.reporting_currency, here.settings.timezone),
    )
    check_funds(
        here.db,
        list(outcome.written),
        today=clock.today(here.settings.timezone),
        tell=tell,
        run_id=refresh.request.id,
        only=OF_PORTFOLIO,
    )
    log.info(
        "aggregated %d of %d portfolios in %.1f s, %d failed",
        len(outcome.written),
        len(fund_ids),
        outcome.seconds,
        len(outcome.failed),
    )
