"""Rates, levels and peers that figures stand on, each with the id of its row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import any_, select
from sqlalchemy.orm import Session

from services.db.models import BenchmarkFund, BenchmarkPoint, FxRate, IndexLevel
from services.db.queries.explain.tables import texts
from services.db.reads.known import known


class RateFact(NamedTuple):
    """Units of `currency` for one unit of `base` on a day, and who says so."""

    id: int
    currency: str
    base: str
    day: date
    per_base: Decimal
    source: str


class LevelFact(NamedTuple):
    """A level of an index."""

    id: int
    day: date
    level: Decimal


class PointFact(NamedTuple):
    """The published points of one measure of one cohort."""

    id: int
    metric: str
    p05: Decimal | None
    p25: Decimal | None
    p50: Decimal | None
    p75: Decimal | None
    p95: Decimal | None
    n: int | None
    as_of: date


class PeerFact(NamedTuple):
    """One disclosed fund of a provider's list."""

    id: int
    name: str
    as_of: date
    currency: str
    paid_in: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None
    irr: Decimal | None
    multiple: Decimal | None


def rate_facts(
    session: Session, *, currencies: Collection[str], until: date, known_on: datetime | None
) -> list[RateFact]:
    """Rates of the currencies, oldest first; of several sources of a day the first by name."""
    columns = (getattr(FxRate, name) for name in ("id", "currency", "base", "rate_date"))
    query = (
        select(*columns, FxRate.per_base, FxRate.source)
        .distinct(FxRate.currency, FxRate.base, FxRate.rate_date)
        .where(
            FxRate.currency == any_(texts("currencies", currencies)),
            FxRate.rate_date <= until,
            known(FxRate, known_on),
        )
        .order_by(FxRate.currency, FxRate.base, FxRate.rate_date, FxRate.source, FxRate.id)
    )
    return [RateFact._make(row) for row in session.execute(query)]


def level_facts(
    session: Session, *, index: str, until: date, known_on: datetime | None
) -> list[LevelFact]:
    """Levels of an index up to a day, oldest first."""
    query = (
        select(IndexLevel.id, IndexLevel.level_date, IndexLevel.level)
        .where(
            IndexLevel.index_code == index,
            IndexLevel.level_date <= until,
            known(IndexLevel, known_on),
        )
        .order_by(IndexLevel.level_date)
    )
    return [LevelFact._make(row) for row in session.execute(query)]


def point_facts(
    session: Session,
    *,
    provider: str,
    release: str,
    vintage_year: int,
    strategy: str | None,
    geography: str | None,
    known_on: datetime | None,
) -> list[PointFact]:
    """Published points of one cohort of one release."""
    names = ("id", "metric", "p05", "p25", "p50", "p75", "p95", "n", "as_of")
    query = select(*(getattr(BenchmarkPoint, name) for name in names)).where(
        BenchmarkPoint.provider == provider,
        BenchmarkPoint.release == release,
        BenchmarkPoint.vintage_year == vintage_year,
        BenchmarkPoint.strategy == strategy,
        BenchmarkPoint.geography == geography,
        known(BenchmarkPoint, known_on),
    )
    return [PointFact._make(row) for row in session.execute(query)]


def peer_facts(
    session: Session, *, provider: str, as_of: date, vintage_year: int, known_on: datetime | None
) -> list[PeerFact]:
    """A provider's disclosed funds of a vintage on a day, by name."""
    columns = (getattr(BenchmarkFund, name) for name in ("id", "fund_name", "as_of", "currency"))
    more = (
        getattr(BenchmarkFund, name)
        for name in ("paid_in", "distributed", "nav", "irr", "multiple")
    )
    query = (
        select(*columns, *more)
        .where(
            BenchmarkFund.provider == provider,
            BenchmarkFund.as_of == as_of,
            BenchmarkFund.vintage_year == vintage_year,
            known(BenchmarkFund, known_on),
        )
        .order_by(BenchmarkFund.fund_name, BenchmarkFund.id)
    )
    return [PeerFact._make(row) for row in session.execute(query)]
