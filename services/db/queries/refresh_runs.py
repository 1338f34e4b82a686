"""Refresh runs as rows: asked for once, leased while they run, taken up when a worker dies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.db.models import Fund, RefreshRun
from services.db.models.base import new_id

OPEN = ("queued", "running")
_OPEN_ONLY = text("state IN ('queued', 'running')")


class RunRow(NamedTuple):
    """One run as it stands."""

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


_COLUMNS: tuple[Any, ...] = tuple(getattr(RefreshRun, name) for name in RunRow._fields)


def fund_id_of(session: Session, name: str) -> str | None:
    """The id of the fund with this id or code, None when there is none."""
    return session.scalar(select(Fund.id).where(or_(Fund.id == name, Fund.code == name)))


def funds_due(session: Session, metric_set: str, *, fresh: timedelta) -> list[str]:
    """Ids of the funds, by code, that no run has finished for within `fresh`."""
    done = select(RefreshRun.id).where(
        RefreshRun.fund_id == Fund.id,
        RefreshRun.metric_set == metric_set,
        RefreshRun.state == "done",
        RefreshRun.finished_at > func.clock_timestamp() - fresh,
    )
    return list(session.scalars(select(Fund.id).where(~done.exists()).order_by(Fund.code)))


def open_runs(
    session: Session,
    fund_ids: Sequence[str],
    metric_set: str,
    *,
    requested_by: str,
    sent_until: timedelta,
) -> list[str]:
    """Queue a run for each fund that has none open; the funds that got one.

    They count as sent to the worker until `sent_until` has passed.
    """
    rows = [
        {
            "id": new_id(),
            "fund_id": fund_id,
            "metric_set": metric_set,
            "state": "queued",
            "attempt": 0,
            "requested_by": requested_by,
            "lease_until": func.clock_timestamp() + sent_until,
        }
        for fund_id in fund_ids
    ]
    if not rows:
        return []
    statement = insert(RefreshRun).values(rows)
    added = statement.on_conflict_do_nothing(
        index_elements=[RefreshRun.fund_id, RefreshRun.metric_set], index_where=_OPEN_ONLY
    ).returning(RefreshRun.fund_id)
    return list(session.scalars(added))


def open_run(session: Session, fund_id: str, metric_set: str) -> RunRow | None:
    """The run of this fund that is queued or running."""
    found = session.execute(
        select(*_COLUMNS).where(
            RefreshRun.fund_id == fund_id,
            RefreshRun.metric_set == metric_set,
            RefreshRun.state.in_(OPEN),
        )
    ).one_or_none()
    return RunRow(*found) if found else None


def run(session: Session, run_id: str) -> RunRow | None:
    """One run by its id."""
    found = session.execute(select(*_COLUMNS).where(RefreshRun.id == run_id)).one_or_none()
    return RunRow(*found) if found else None


def take(
    session: Session, fund_ids: Sequence[str], metric_set: str, *, lease: timedelta
) -> dict[str, str]:
    """Start the open runs of these funds that nobody works on; run id by fund id.

    A run whose lease has passed counts as abandoned. Rows another worker is just taking are left
    to it.
    """
    free = (
        select(RefreshRun.id)
        .where(
            RefreshRun.fund_id.in_(fund_ids),
            RefreshRun.metric_set == metric_set,
            or_(RefreshRun.state == "queued", _abandoned()),
        )
        .with_for_update(skip_locked=True)
    )
    started = (
        update(RefreshRun)
        .where(RefreshRun.id.in_(free))
        .values(
            state="running",
            attempt=RefreshRun.attempt + 1,
            started_at=func.clock_timestamp(),
            lease_until=func.clock_timestamp() + lease,
        )
        .returning(RefreshRun.fund_id, RefreshRun.id)
        .execution_options(synchronize_session=False)
    )
    return dict(session.execute(started).tuples().all())


def finish(session: Session, versions: dict[str, int], metric_set: str) -> None:
    """Close the running runs of these funds as done, each with the data version it computed."""
    for version in sorted(set(versions.values())):
        funds = [fund_id for fund_id, found in versions.items() if found == version]
        session.execute(
            _running(funds, metric_set).values(
                state="done",
                data_version=version,
                finished_at=func.clock_timestamp(),
                lease_until=None,
                error=None,
            )
        )


def give_back(
    session: Session, fund_id: str, metric_set: str, *, error: str, attempts: int, pause: timedelta
) -> None:
    """An attempt failed: queued again after a pause, or parked as failed after the last one."""
    last = RefreshRun.attempt >= attempts
    session.execute(
        _running([fund_id], metric_set)
        .where(last)
        .values(state="failed", error=error, finished_at=func.clock_timestamp(), lease_until=None)
    )
    session.execute(
        _running([fund_id], metric_set).values(
            state="queued", error=error, lease_until=func.clock_timestamp() + pause
        )
    )


def park_exhausted(session: Session, *, attempts: int, error: str) -> int:
    """Mark abandoned runs without attempts left as failed; how many."""
    parked = session.execute(
        update(RefreshRun)
        .where(_abandoned(), RefreshRun.attempt >= attempts)
        .values(state="failed", error=error, finished_at=func.clock_timestamp(), lease_until=None)
        .returning(RefreshRun.id)
        .execution_options(synchronize_session=False)
    )
    return len(parked.all())


def due(session: Session, *, sent_until: timedelta) -> list[tuple[str, str]]:
    """Runs to send again, as (metric_set, fund_id): abandoned, or queued and not taken up in time.

    They count as sent from now on.
    """
    late = and_(
        RefreshRun.state == "queued",
        or_(RefreshRun.lease_until.is_(None), RefreshRun.lease_until < func.clock_timestamp()),
    )
    sent = session.execute(
        update(RefreshRun)
        .where(or_(_abandoned(), late))
        .values(state="queued", lease_until=func.clock_timestamp() + sent_until)
        .returning(RefreshRun.metric_set, RefreshRun.fund_id)
        .execution_options(synchronize_session=False)
    )
    return sorted(sent.tuples().all())


def forget(session: Session, *, older_than: timedelta) -> int:
    """Delete runs that ended longer ago; how many."""
    gone = session.execute(
        delete(RefreshRun)
        .where(RefreshRun.finished_at < func.clock_timestamp() - older_than)
        .returning(RefreshRun.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def alone(session: Session, lock: int) -> bool:
    """Whether this transaction holds an advisory lock that no other has."""
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(lock))))


def lock_funds(session: Session, fund_ids: Sequence[str]) -> list[str]:
    """Those of the funds that no other transaction is refreshing; held until this one ends."""
    asked = text(
        "SELECT fund_id FROM unnest(CAST(:funds AS text[])) AS fund_id "
        "WHERE pg_try_advisory_xact_lock(hashtextextended('refresh:' || fund_id, 0))"
    )
    return list(session.scalars(asked, {"funds": list(fund_ids)}))


def _abandoned() -> ColumnElement[bool]:
    return and_(RefreshRun.state == "running", RefreshRun.lease_until < func.clock_timestamp())


def _running(fund_ids: Sequence[str], metric_set: str) -> Any:
    return (
        update(RefreshRun)
        .where(
            RefreshRun.fund_id.in_(fund_ids),
            RefreshRun.metric_set == metric_set,
            RefreshRun.state == "running",
        )
        .execution_options(synchronize_session=False)
    )
