"""Pipelines of funds, computed ahead when their other figures are."""

from __future__ import annotations

import logging
from functools import partial

from services import clock
from services.deal_flow.snapshots import refresh_pipelines
from services.frames import House
from services.live import PIPELINE_UPDATED
from services.quality import OF_PIPELINE, check_funds
from tasks import app
from tasks.parts import parts

log = logging.getLogger(__name__)


@app.task(name="deal_flow.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(fund_ids: list[str]) -> None:
    """Write the closed quarters of these funds (ids) whose facts changed since they were."""
    here = parts()
    tell = partial(here.tell, kind=PIPELINE_UPDATED)
    outcome = refresh_pipelines(
        here.db,
        fund_ids,
        tell=tell,
        house=House(here.settings.reporting_currency, here.settings.timezone),
    )
    check_funds(
        here.db,
        list(outcome.refreshed),
        today=clock.today(here.settings.timezone),
        tell=tell,
        run_id=refresh.request.id,
        only=OF_PIPELINE,
    )
    log.info(
        "pipelines of %d of %d funds written in %.1f s, %d failed",
        len(outcome.refreshed),
        len(fund_ids),
        outcome.seconds,
        len(outcome.failed),
    )
