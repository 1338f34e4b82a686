"""Alerts of funds, looked at after every refresh of their figures."""

from __future__ import annotations

import logging
from functools import partial

from services import clock
from services.frames import House
from services.live import RISK_UPDATED
from services.risk.alerts.watch import watch
from tasks import app
from tasks.parts import parts

log = logging.getLogger(__name__)


@app.task(name="risk.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(fund_ids: list[str]) -> None:
    """Hold the rules in force against funds (ids) and tell open pages whose alerts changed."""
    here = parts()
    settings = here.settings
    done = watch(
        here.db,
        fund_ids,
        tell=partial(here.tell, kind=RISK_UPDATED),
        today=clock.today(settings.timezone),
        house=House(settings.reporting_currency, settings.timezone),
    )
    log.info(
        "watched %d of %d funds, alerts of %d changed, %d failed",
        len(done.looked),
        len(fund_ids),
        len(done.raised),
        len(done.failed),
    )
