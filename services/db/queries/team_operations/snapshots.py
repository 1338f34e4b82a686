"""What each person did in each closed quarter, kept version by version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.db.models import TeamMetrics

KEY = ("user_id", "period_start", "period_end")
FIGURES = (
    "deals_reviewed",
    "companies_contacted",
    "meetings_attended",
    "board_meetings",
    "portfolio_check_ins",
    "update_responses",
    "avg_response_time_hours",
    "deals_sourced",
    "deals_referred",
    "successful_referrals",
    "productivity_score",
    "payload",
)
_COLUMNS: tuple[Any, ...] = tuple(getattr(TeamMetrics, name) for name in (*KEY, *FIGURES))
Key = tuple[str, date, date]
Row = Mapping[str, Any]


def believed(session: Session) -> dict[Key, dict[str, Any]]:
    """Every row that holds now, by person and quarter."""
    rows = session.execute(select(*_COLUMNS).where(TeamMetrics.known_to.is_(None)))
    return {(row[0], row[1], row[2]): dict(row._mapping) for row in rows}


def replace(
    session: Session, rows: Collection[Row], gone: Collection[Key], *, version: int
) -> None:
    """Let these rows hold from now on under a version of the facts, and end those in their place
    and those that are gone. Nothing is overwritten but a row of the same version."""
    ended = [*gone, *((row["user_id"], row["period_start"], row["period_end"]) for row in rows)]
    table = TeamMetrics
    if ended:
        session.execute(
            update(table)
            .where(
                tuple_(table.user_id, table.period_start, table.period_end).in_(ended),
                table.known_to.is_(None),
                table.data_version < version,
            )
            .values(known_to=func.now())
        )
    if rows:
        write = insert(table).values([{**row, "data_version": version} for row in rows])
        changed = {name: write.excluded[name] for name in FIGURES}
        session.execute(
            write.on_conflict_do_update(
                index_elements=[*KEY, "data_version"],
                set_={**changed, "updated_at": func.now(), "known_to": None},
            )
        )


def alone(session: Session) -> bool:
    """Whether this transaction is the only one that writes figures of the team."""
    lock = func.hashtextextended("team_metrics", 0)
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(lock))))
