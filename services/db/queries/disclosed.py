"""Every SELECT about funds as others disclose them, one row per list and fund."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.db.models import BenchmarkFund
from services.db.reads.known import known


class DisclosedRow(NamedTuple):
    """One row of a provider's list of a day: totals since inception, None where not disclosed."""

    as_of: date
    fund: str
    vintage_year: int | None
    strategy: str | None
    currency: str
    committed: Decimal | None
    paid_in: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None


def disclosed_rows(
    session: Session,
    *,
    provider: str,
    fund: str | None,
    until: date | None,
    known_on: datetime | None,
) -> list[DisclosedRow]:
    """Rows of a provider's lists by day, of one fund or of all of them."""
    table = BenchmarkFund
    query = (
        select(
            table.as_of,
            table.fund_name,
            table.vintage_year,
            table.strategy,
            table.currency,
            table.committed,
            table.paid_in,
            table.distributed,
            table.nav,
        )
        .where(table.provider == provider, known(table, known_on))
        .order_by(table.as_of, table.fund_name, table.id)
    )
    if fund is not None:
        query = query.where(table.fund_name == fund)
    if until is not None:
        query = query.where(table.as_of <= until)
    return [DisclosedRow._make(row) for row in session.execute(query)]


def list_days(
    session: Session, *, provider: str, until: date | None, known_on: datetime | None
) -> list[date]:
    """The days of a provider's lists, oldest first."""
    query = (
        select(BenchmarkFund.as_of)
        .distinct()
        .where(BenchmarkFund.provider == provider, known(BenchmarkFund, known_on))
        .order_by(BenchmarkFund.as_of)
    )
    if until is not None:
        query = query.where(BenchmarkFund.as_of <= until)
    return list(session.scalars(query))
