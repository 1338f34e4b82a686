"""Market figures: asked for as rows in the transaction of an import, sent to the worker by name."""

from __future__ import annotations

from services.db.queries.market_intelligence import due
from services.db.session import Database
from services.jobs.queue import Queue
from services.jobs.runs import ATTEMPTS, RESEND_SECONDS

TASK_NAME = "market_intelligence.refresh"


def ask_for_market(db: Database, queue: Queue) -> bool:
    """Send for the worker where figures are due that nobody computes now; whether any are.

    A message that is lost costs a round of the sweeper.
    """
    with db.read() as session:
        found = due.waiting(session, attempts=ATTEMPTS)
    if found:
        queue.send(TASK_NAME, [], expires=RESEND_SECONDS)
    return found
