"""What follows a committed import: new figures are asked for, caches and open pages are told."""

from __future__ import annotations

import redis

from services.cache import Versions
from services.db.reads.versions import SHARED
from services.db.session import Database
from services.imports.report import ImportResult
from services.jobs import (
    FUND_METRICS,
    RESEND_SECONDS,
    TASK,
    Queue,
    ask_for_market,
    ask_for_team,
    batches,
    open_runs,
)
from services.jobs.runs import TASKS
from services.live import FUND_METRICS_UPDATED, announce_many


def tell(
    db: Database,
    result: ImportResult,
    *,
    client: redis.Redis,
    versions: Versions,
    queue: Queue,
    requested_by: str,
) -> None:
    """Tell everybody what the import changed; nothing happens when it changed nothing.

    The snapshots of the touched funds are queued as rows, so a broker that is away costs time.
    """
    shared = {} if result.shared_version is None else {SHARED: result.shared_version}
    if not result.touched_funds and not shared:
        return
    if shared:
        ask_for_market(db, queue)
        ask_for_team(queue, result.kinds)
    changed = {**result.touched_funds, **shared}
    versions.mirror(changed)
    announce_many(client, changed, FUND_METRICS_UPDATED)
    waiting = open_runs(db, list(result.touched_funds), requested_by=requested_by)
    for batch in batches(waiting, TASK):
        queue.send(TASKS[FUND_METRICS], batch, expires=RESEND_SECONDS)
