"""Accounts of investors, computed after every refresh of their funds' figures."""

from __future__ import annotations

import logging
from functools import partial

from services import clock
from services.frames import House
from services.live import LP_REPORTING_UPDATED
from services.lp_reporting.snapshots import report_accounts
from services.quality import OF_INVESTORS, check_funds
from tasks import app
from tasks.parts import parts

log = logging.getLogger(__name__)


@app.task(name="lp_reporting.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(fund_ids: list[str]) -> None:
    """Compute the accounts of every investor of funds (ids) and tell open pages."""
    here = parts()
    tell = partial(here.tell, kind=LP_REPORTING_UPDATED)
    outcome = report_accounts(
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
        only=OF_INVESTORS,
    )
    log.info(
        "%d accounts of investors of %d of %d funds in %.1f s, %d failed",
        outcome.rows,
        len(outcome.written),
        len(fund_ids),
        outcome.seconds,
        len(outcome.failed),
    )
