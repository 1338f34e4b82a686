"""The counters that say how often the facts of a fund, or the shared ones, have changed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.db.models import DataVersion

IMPORTS_TAKE_TURNS = 7_381_001  # the advisory lock that an import holds while it writes
SHARED = "shared"  # FX rates, index levels, benchmarks, market data


def versions_of(session: Session, scopes: Iterable[str]) -> dict[str, int]:
    """The counter of each scope (ids of funds, `shared`); 0 where nothing was ever written."""
    wanted = list(scopes)
    if not wanted:
        return {}
    rows = session.execute(
        select(DataVersion.scope, DataVersion.version).where(DataVersion.scope.in_(wanted))
    )
    found = dict(rows.tuples().all())
    return {scope: found.get(scope, 0) for scope in wanted}


def total(session: Session) -> int:
    """The sum of all counters: grows with every change to any fact."""
    return int(session.scalar(select(func.coalesce(func.sum(DataVersion.version), 0))) or 0)


def bump(session: Session, scopes: Iterable[str]) -> dict[str, int]:
    """Count up, in the transaction that writes facts of these scopes; the new counters.

    Rows are taken in one order, so that two writers wait for each other instead of deadlocking.
    """
    rows = [{"scope": scope, "version": 1} for scope in sorted(set(scopes))]
    if not rows:
        return {}
    statement = insert(DataVersion).values(rows)
    counted = statement.on_conflict_do_update(
        index_elements=[DataVersion.scope], set_={"version": DataVersion.version + 1}
    ).returning(DataVersion.scope, DataVersion.version)
    return dict(session.execute(counted).tuples().all())
