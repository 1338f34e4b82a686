"""What ILPA's templates need beside the books: the order of flows in their files, key dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.db.models import FundCashFlow, FundVersion
from services.db.reads.known import known


class Place(NamedTuple):
    """Where the first row of a day's type stands in its file, and the words on it, where all
    its rows say the same."""

    row: int
    id: int
    words: str | None


class FundDates(NamedTuple):
    """What a fund's description says of its life; None is not known."""

    inception_date: date | None = None
    commencement_date: date | None = None
    initial_closing: date | None = None
    final_closing: date | None = None
    investment_period_end: date | None = None
    term_end: date | None = None


def places(
    session: Session, *, fund_id: str, until: date, known_on: datetime | None
) -> dict[tuple[date, str], Place]:
    """The place of each day's types of flows."""
    table = FundCashFlow
    query = (
        select(
            table.flow_date,
            table.type,
            func.coalesce(func.min(table.source_row), 0),
            func.min(table.id),
            func.min(table.purpose),
            func.max(table.purpose),
        )
        .where(table.fund_id == fund_id, table.flow_date <= until, known(table, known_on))
        .group_by(table.flow_date, table.type)
    )
    return {
        (day, slug): Place(row or 0, id_ or 0, lowest if lowest == highest else None)
        for day, slug, row, id_, lowest, highest in session.execute(query)
    }


def key_dates(session: Session, *, fund_id: str, known_on: datetime | None) -> FundDates:
    """The fund's key dates as known then."""
    table = FundVersion
    query = (
        select(*(getattr(table, name) for name in FundDates._fields))
        .where(table.fund_id == fund_id, known(table, known_on))
        .order_by(table.known_from.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return FundDates() if found is None else FundDates._make(found)
