"""Picking up what got lost: runs of dead workers, and messages the broker forgot."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from datetime import timedelta

from services.db.queries import refresh_runs as rows
from services.db.session import Database
from services.jobs.batches import TASK, batches
from services.jobs.market import ask_for_market
from services.jobs.queue import Queue
from services.jobs.runs import ATTEMPTS, RESEND_SECONDS, TASKS

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0
LOCK = 7_404_002  # one sweeper at a time among all web processes
GAVE_UP = f"The worker ended during {ATTEMPTS} attempts; see its log, then ask again."


def sweep(db: Database, queue: Queue) -> int:
    """Send abandoned and forgotten runs to the worker once more, and what is due of the market;
    how many runs."""
    with db.session() as session:
        if not rows.alone(session, LOCK):
            return 0
        rows.park_exhausted(session, attempts=ATTEMPTS, error=GAVE_UP)
        due = rows.due(session, sent_until=timedelta(seconds=RESEND_SECONDS))
    funds: dict[str, list[str]] = defaultdict(list)
    for metric_set, fund_id in due:
        funds[TASKS[metric_set]].append(fund_id)
    for task, fund_ids in funds.items():
        for batch in batches(fund_ids, TASK):
            queue.send(task, batch, expires=RESEND_SECONDS)
    ask_for_market(db, queue)
    return len(due)


class Sweeper:
    """A thread of the web process that sweeps every 15 seconds, whether beat runs or not."""

    def __init__(self, db: Database, queue: Queue, *, every: float = EVERY_SECONDS) -> None:
        self._db, self._queue, self._every = db, queue, every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after the sweep that may be under way."""
        self._stopped.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                sweep(self._db, self._queue)
            except Exception:
                # A database that is away now is there at a later round; the loop must outlive it.
                log.exception("sweeping failed, the next round comes in %.0f s", self._every)
