"""Figures of the market, computed ahead: the quarters that imports touched."""

from __future__ import annotations

import logging

from services import clock
from services.db.reads.versions import SHARED
from services.live import MARKET, MARKET_UPDATED, announce
from services.market_intelligence.snapshots import refresh_due
from services.quality import check_market
from tasks import app
from tasks.parts import parts

log = logging.getLogger(__name__)


@app.task(name="market_intelligence.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(sources: list[str]) -> None:
    """Compute what is due of these providers; of all when none is named."""
    outcome = refresh_due(parts().db, sources=sources, tell=_tell)
    if outcome.rows:
        _check()
    log.info(
        "computed %d quarters of the market in %.1f s, %d rows written, %d providers failed",
        outcome.quarters,
        outcome.seconds,
        outcome.rows,
        len(outcome.failed),
    )


@app.task(name="market_intelligence.refresh_all", max_retries=2)  # type: ignore[untyped-decorator]
def refresh_all() -> None:
    """Compute whatever is left, what failed too often before included."""
    if refresh_due(parts().db, tell=_tell, attempts=None).rows:
        _check()


def _check() -> None:
    """What was stored adds up; whoever shows the state of the books is told."""
    here = parts()
    check_market(here.db, today=clock.today(here.settings.timezone), tell=here.versions.mirror)


def _tell(version: int) -> None:
    """After a commit: answers that stand on shared facts are renewed, open pages redraw."""
    here = parts()
    here.versions.mirror({SHARED: version})
    announce(here.client, MARKET, MARKET_UPDATED, version)
