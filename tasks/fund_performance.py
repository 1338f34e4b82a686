"""Figures of funds, computed ahead: those asked for, and every hour all of them."""

from __future__ import annotations

import logging

from services import clock
from services.frames import House
from services.fund_performance.snapshots import refresh_funds
from services.jobs import RESEND_SECONDS, TASK, batches, funds_due, open_runs
from services.quality import check_funds
from tasks import app
from tasks.parts import parts
from tasks.schedule import AFTERWARDS, FRESH

log = logging.getLogger(__name__)


@app.task(name="fund_performance.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(fund_ids: list[str]) -> None:
    """Recompute those of these funds (ids) that have an open run, and check their books.

    What other modules keep of these funds is asked for then; a message that is lost costs an hour.
    """
    here = parts()
    outcome = refresh_funds(
        here.db,
        fund_ids,
        tell=here.tell,
        house=House(here.settings.reporting_currency, here.settings.timezone),
    )
    checked = check_funds(
        here.db,
        list(outcome.refreshed),
        today=clock.today(here.settings.timezone),
        tell=here.tell,
        run_id=refresh.request.id,
    )
    for name in AFTERWARDS:
        app.send_task(name, (list(outcome.refreshed),), expires=RESEND_SECONDS)
    log.info(
        "refreshed %d of %d funds in %.1f s, %d failed; %d could not be checked",
        len(outcome.refreshed),
        len(fund_ids),
        outcome.seconds,
        len(outcome.failed),
        len(checked.failed),
    )


@app.task(name="fund_performance.refresh_all", max_retries=2)  # type: ignore[untyped-decorator]
def refresh_all() -> None:
    """Ask for every fund whose figures were not recomputed lately."""
    db = parts().db
    due = funds_due(db, fresh=FRESH.total_seconds())
    for batch in batches(open_runs(db, due), TASK):
        refresh.apply_async((batch,), expires=RESEND_SECONDS)
