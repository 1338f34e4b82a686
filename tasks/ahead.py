"""What every module's task does that computes funds ahead: write, check what was written, tell."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from functools import partial
from typing import Protocol

from services import clock
from services.db.session import Database
from services.frames import House
from services.jobs import Ahead, Tell
from services.quality import check_funds
from tasks.parts import parts

log = logging.getLogger(__name__)


class Compute(Protocol):
    """A module's own: writes the snapshots of funds (ids)."""

    def __call__(
        self, db: Database, fund_ids: Sequence[str], *, tell: Tell, house: House
    ) -> Ahead: ...


def ahead(
    compute: Compute,
    fund_ids: Sequence[str],
    *,
    kind: str,
    checks: Collection[str],
    run_id: str | None,
) -> None:
    """Compute funds (ids), check the `checks` of what was written, and tell open pages `kind`."""
    here = parts()
    settings = here.settings
    tell = partial(here.tell, kind=kind)
    house = House(settings.reporting_currency, settings.timezone)
    outcome = compute(here.db, fund_ids, tell=tell, house=house)
    check_funds(
        here.db,
        list(outcome.written),
        today=clock.today(settings.timezone),
        tell=tell,
        run_id=run_id,
        only=checks,
    )
    log.info(
        "%s: %d rows of %d of %d funds in %.1f s, %d failed",
        kind,
        outcome.rows,
        len(outcome.written),
        len(fund_ids),
        outcome.seconds,
        len(outcome.failed),
    )
