"""Refresh runs: one open per fund however many ask, kept in the database until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.db.queries import refresh_runs as rows
from services.db.session import Database
from services.errors import NotFound
from services.jobs.queue import Queue
from services.scope import SYSTEM, Principal

FUND_METRICS = "fund_metrics"
TASKS = {FUND_METRICS: "fund_performance.refresh"}  # who computes which set of figures
ATTEMPTS = 3
LEASE_SECONDS = 40  # longer than one chunk takes; a dead worker's run is taken up after it
RESEND_SECONDS = 30  # a run nobody took up is sent again
PAUSE_SECONDS = 5  # before the next attempt at a fund that failed
KEPT = timedelta(days=30)
LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Run:
    """A request to recompute one fund. `state`: queued, running, done or failed (with `error`)."""

    id: str
    fund_id: str
    state: str
    attempt: int
    as_of: date | None
    data_version: int | None
    requested_by: str
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def request_refresh(
    db: Database,
    queue: Queue,
    principal: Principal,
    fund: str,
    *,
    metric_set: str = FUND_METRICS,
) -> Run:
    """Ask for new snapshots of a fund (id or code); all who ask while a run is open get that run.

    NotFound for a missing or foreign fund. That the principal may refresh is for the caller to
    check. When the broker is away the run stays queued until the sweeper reaches a worker.
    """
    with db.session() as session:
        fund_id = rows.fund_id_of(session, fund)
        if fund_id is None or not _sees(principal, fund_id):
            raise NotFound
        added = rows.open_runs(
            session,
            [fund_id],
            metric_set,
            requested_by=principal.user_id,
            sent_until=timedelta(seconds=RESEND_SECONDS),
        )
        found = rows.open_run(session, fund_id, metric_set)
    if found is None:  # another's run ended between our two looks
        return request_refresh(db, queue, principal, fund_id, metric_set=metric_set)
    if fund_id in added:
        queue.send(TASKS[metric_set], [fund_id], expires=RESEND_SECONDS)
    return Run(*found)


def run_status(db: Database, principal: Principal, run_id: str) -> Run:
    """How a run stands; NotFound for a missing one and for one of a foreign fund."""
    with db.read() as session:
        found = rows.run(session, run_id)
    if found is None or not _sees(principal, found.fund_id):
        raise NotFound
    return Run(*found)


def open_runs(
    db: Database,
    fund_ids: Sequence[str],
    *,
    metric_set: str = FUND_METRICS,
    requested_by: str = SYSTEM.user_id,
) -> list[str]:
    """Queue a run for each fund without an open one; the funds that got one."""
    with db.session() as session:
        return rows.open_runs(
            session,
            fund_ids,
            metric_set,
            requested_by=requested_by,
            sent_until=timedelta(seconds=RESEND_SECONDS),
        )


def take_runs(
    db: Database,
    fund_ids: Sequence[str],
    *,
    metric_set: str = FUND_METRICS,
    lease: float = LEASE_SECONDS,
) -> list[str]:
    """Start the open runs of these funds; the funds to do now.

    A fund without an open run was done already, and one another worker is at is left to it: a
    message that comes twice finds nothing the second time.
    """
    with db.session() as session:
        taken = rows.take(session, fund_ids, metric_set, lease=timedelta(seconds=lease))
    return [fund_id for fund_id in fund_ids if fund_id in taken]


def fail_run(
    db: Database, fund_id: str, error: Exception, *, metric_set: str = FUND_METRICS
) -> None:
    """This attempt at a fund failed; after three the run is parked as failed."""
    words = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
    with db.session() as session:
        rows.give_back(
            session,
            fund_id,
            metric_set,
            error=words,
            attempts=ATTEMPTS,
            pause=timedelta(seconds=PAUSE_SECONDS),
        )


def funds_due(db: Database, *, fresh: float, metric_set: str = FUND_METRICS) -> list[str]:
    """Ids of the funds whose figures nobody recomputed within `fresh` seconds."""
    with db.read() as session:
        return rows.funds_due(session, metric_set, fresh=timedelta(seconds=fresh))


def forget_runs(db: Database) -> int:
    """Delete runs that ended more than 30 days ago; how many."""
    with db.session() as session:
        return rows.forget(session, older_than=KEPT)


def _sees(principal: Principal, fund_id: str) -> bool:
    return principal.funds is None or fund_id in principal.funds
