"""What people did in closed quarters, computed ahead where it differs from what is kept."""

from __future__ import annotations

import logging

from services.frames import House
from services.live import TEAM, TEAM_UPDATED, announce
from services.team_operations.snapshots import refresh_team
from tasks import app
from tasks.parts import parts

log = logging.getLogger(__name__)


@app.task(name="team_operations.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(_fund_ids: list[str]) -> None:
    """Write what changed, of the whole team: it is the firm's, whichever funds were asked for."""
    here = parts()
    settings = here.settings
    outcome = refresh_team(
        here.db, tell=_tell, house=House(settings.reporting_currency, settings.timezone)
    )
    log.info(
        "%d quarters of the team written and %d ended in %.1f s",
        outcome.rows,
        outcome.ended,
        outcome.seconds,
    )


def _tell(version: int) -> None:
    """After a commit: open pages of the team draw themselves again."""
    announce(parts().client, TEAM, TEAM_UPDATED, version)
