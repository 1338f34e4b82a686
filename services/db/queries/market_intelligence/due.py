"""Quarters whose figures are due: taken under a lease, finished, given back, or parked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from services.db.models import MarketDue


class DueRow(NamedTuple):
    """A provider's quarter (empty: the provider itself) as of a moment of knowledge."""

    source: str
    quarter: str
    known_from: datetime


def waiting(session: Session, *, attempts: int) -> bool:
    """Whether something is due that nobody works on and that was not tried too often."""
    return bool(session.scalar(select(exists().where(_free(), MarketDue.attempt < attempts))))


def everything(session: Session) -> int:
    """Let every quarter of every provider be due, as of the last change to the provider's facts;
    how many."""
    quarters = """
        SELECT source, to_char(round_date, 'YYYY"Q"Q') AS quarter, max(known_from) AS moment
        FROM market_rounds WHERE round_date IS NOT NULL AND date_precision <> 'year' GROUP BY 1, 2
        UNION ALL
        SELECT source, to_char(exit_date, 'YYYY"Q"Q'), max(known_from)
        FROM market_exits GROUP BY 1, 2
        UNION ALL
        SELECT source, '', max(greatest(known_from, known_to)) FROM market_rounds GROUP BY 1
    """
    query = text(
        "INSERT INTO market_due (data_source, quarter, known_from) "  # noqa: S608 - above
        "SELECT DISTINCT source, quarter, max(moment) OVER (PARTITION BY source) "
        f"FROM ({quarters}) facts ON CONFLICT DO NOTHING RETURNING 1"
    )
    return len(session.execute(query).all())


def take(
    session: Session, *, sources: Collection[str], attempts: int | None, lease: timedelta
) -> list[DueRow]:
    """Take what is due of these providers (none named: of all).

    A provider of which another process has something, or that has just failed, is left alone as a
    whole: its moments come in their order. `attempts`: rows tried that often are left; None takes
    those as well.
    """
    held = aliased(MarketDue)
    busy = exists().where(
        held.data_source == MarketDue.data_source, held.lease_until > func.clock_timestamp()
    )
    wanted: list[ColumnElement[bool]] = [~busy]
    if sources:
        wanted.append(MarketDue.data_source.in_(sources))
    if attempts is not None:
        wanted.append(MarketDue.attempt < attempts)
    key = (MarketDue.data_source, MarketDue.quarter, MarketDue.known_from)
    rows = session.execute(select(*key).where(*wanted).with_for_update(skip_locked=True)).all()
    found = [DueRow._make(row) for row in rows]
    if found:
        _of(session, found, "attempt = d.attempt + 1, lease_until = clock_timestamp() + :lease",
            lease=lease)  # fmt: skip
    return found


def keep(session: Session, rows: Collection[DueRow], *, lease: timedelta) -> None:
    """Hold what was taken for as long again."""
    _of(session, rows, "lease_until = clock_timestamp() + :lease", lease=lease)


def give_back(session: Session, rows: Collection[DueRow], *, error: str, pause: timedelta) -> None:
    """These could not be computed: free again after a pause."""
    changes = "error = :error, lease_until = clock_timestamp() + :pause"
    _of(session, rows, changes, error=error, pause=pause)


def finish(session: Session, source: str, quarters: Collection[str], moment: datetime) -> None:
    """These quarters are computed as of a moment; what was due of them before is past."""
    session.execute(
        delete(MarketDue).where(
            MarketDue.data_source == source,
            MarketDue.quarter.in_(quarters),
            MarketDue.known_from <= moment,
        )
    )


def alone(session: Session, source: str) -> bool:
    """Whether this transaction is the only one that computes figures of this provider."""
    lock = func.hashtextextended(f"market:{source}", 0)
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(lock))))


def _free() -> ColumnElement[bool]:
    return or_(MarketDue.lease_until.is_(None), MarketDue.lease_until < func.clock_timestamp())


def _of(session: Session, rows: Collection[DueRow], changes: str, **given: object) -> None:
    """Change these rows in one statement."""
    query = text(
        f"UPDATE market_due d SET {changes} "  # noqa: S608 - our own words
        "FROM unnest(CAST(:sources AS text[]), CAST(:quarters AS text[]), "
        "CAST(:moments AS timestamptz[])) v(source, quarter, moment) "
        "WHERE d.data_source = v.source AND d.quarter = v.quarter AND d.known_from = v.moment"
    )
    session.execute(
        query,
        {
            "sources": [row.source for row in rows],
            "quarters": [row.quarter for row in rows],
            "moments": [row.known_from for row in rows],
            **given,
        },
    )
