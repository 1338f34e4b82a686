"""Exchange rates and index levels as known on a moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, func, select
from sqlalchemy.orm import Session

from services.db.models import FxRate, IndexLevel
from services.db.reads.known import known


class Rate(NamedTuple):
    """Units of `currency` for one unit of `base` on a day, as `source` gives it."""

    currency: str
    base: str
    day: date
    per_base: Decimal
    source: str


class Level(NamedTuple):
    """Level of an index on a day."""

    code: str
    day: date
    level: float
    total_return: bool


def rates(
    session: Session, *, currencies: Collection[str], until: date, known_on: datetime | None
) -> list[Rate]:
    """Every rate between one of the currencies and any base, oldest first.

    Where several sources give the same day, the source that comes first by name counts.
    """
    wanted = bindparam("currencies", sorted(currencies), type_=ARRAY(Text))
    query = (
        select(FxRate.currency, FxRate.base, FxRate.rate_date, FxRate.per_base, FxRate.source)
        .distinct(FxRate.currency, FxRate.base, FxRate.rate_date)
        .where(FxRate.currency == any_(wanted), FxRate.rate_date <= until, known(FxRate, known_on))
        .order_by(FxRate.currency, FxRate.base, FxRate.rate_date, FxRate.source, FxRate.id)
    )
    return [Rate._make(row) for row in session.execute(query)]


def levels(
    session: Session,
    *,
    index: str | None,
    since: date,
    until: date,
    known_on: datetime | None,
) -> list[Level]:
    """Levels of one index (None: of every index) from the last one on or before `since`."""
    first = (
        select(IndexLevel.index_code, func.max(IndexLevel.level_date).label("start"))
        .where(IndexLevel.level_date <= since, known(IndexLevel, known_on))
        .group_by(IndexLevel.index_code)
        .subquery()
    )
    query = (
        select(
            IndexLevel.index_code,
            IndexLevel.level_date,
            IndexLevel.level,
            IndexLevel.total_return,
        )
        .outerjoin(first, first.c.index_code == IndexLevel.index_code)
        .where(
            IndexLevel.level_date >= func.coalesce(first.c.start, since),
            IndexLevel.level_date <= until,
            known(IndexLevel, known_on),
        )
        .order_by(IndexLevel.index_code, IndexLevel.level_date, IndexLevel.id)
    )
    if index is not None:
        query = query.where(IndexLevel.index_code == index)
    rows = session.execute(query)
    return [Level(code, day, float(level), total) for code, day, level, total in rows]
