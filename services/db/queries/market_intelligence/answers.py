"""What answers read: figures that the worker computed, as known on a moment, and what is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, case, func, select, true
from sqlalchemy.orm import Session

from services.db.models import DataVersion, MarketDue, MarketFigure, SectorTrend
from services.db.reads.known import known
from services.db.reads.versions import SHARED

PROVIDER = "provider"  # family of the figures that describe a provider itself


class ProviderRow(NamedTuple):
    """What is known of a provider, and when it was computed. `payload` None: it was never computed
    as of the moment."""

    source: str
    payload: Any
    computed_at: datetime


class TrendRow(NamedTuple):
    """One sector in one quarter."""

    source: str
    quarter: str
    sector: str
    total_deals: int
    disclosed_deals: int
    total_funding: Decimal
    payload: dict[str, Any]


class FigureRow(NamedTuple):
    """One family of figures of one quarter."""

    source: str
    quarter: str
    family: str
    payload: dict[str, Any]


class DueRow(NamedTuple):
    """A quarter whose figures are still to be computed (empty: the provider itself)."""

    source: str
    quarter: str


def providers(session: Session, *, known_on: datetime | None) -> list[ProviderRow]:
    """Every provider that figures were ever computed of, by name, as known on a moment."""
    table = MarketFigure
    then = known(table, known_on)
    query = (
        select(table.data_source, case((then, table.payload)), table.created_at)
        .distinct(table.data_source)
        .where(table.family == PROVIDER)
        .order_by(table.data_source, case((then, 0), else_=1))
    )
    return [ProviderRow._make(row) for row in session.execute(query)]


def standing(session: Session, *, known_on: datetime | None) -> tuple[int, list[DueRow]]:
    """The counter of shared facts, and what is still to be computed of what was known then."""
    due = select(MarketDue.data_source, MarketDue.quarter).distinct()
    if known_on is not None:
        due = due.where(MarketDue.known_from <= known_on)
    waiting = due.subquery()
    version = select(func.coalesce(func.max(DataVersion.version), 0).label("version"))
    counted = version.where(DataVersion.scope == SHARED).subquery()
    query = select(counted.c.version, *waiting.c).outerjoin_from(counted, waiting, true())
    rows = session.execute(query).all()
    return rows[0].version, [DueRow(row[1], row[2]) for row in rows if row[1] is not None]


def trends(
    session: Session,
    *,
    sources: Collection[str],
    quarters: Collection[str],
    known_on: datetime | None,
) -> list[TrendRow]:
    """Sectors of some quarters, by quarter and sector."""
    table = SectorTrend
    query = (
        select(
            table.data_source,
            table.quarter,
            table.sector,
            table.total_deals,
            table.disclosed_deals,
            table.total_funding,
            table.payload,
        )
        .where(
            table.data_source == any_(_texts("sources", sources)),
            table.quarter == any_(_texts("quarters", quarters)),
            known(table, known_on),
        )
        .order_by(table.data_source, table.quarter, table.sector)
    )
    return [TrendRow._make(row) for row in session.execute(query)]


def figures(
    session: Session,
    *,
    sources: Collection[str],
    families: Collection[str],
    quarters: Collection[str],
    known_on: datetime | None,
) -> list[FigureRow]:
    """Families of figures of some quarters, by quarter."""
    table = MarketFigure
    query = (
        select(table.data_source, table.quarter, table.family, table.payload)
        .where(
            table.data_source == any_(_texts("sources", sources)),
            table.family == any_(_texts("families", families)),
            table.quarter == any_(_texts("quarters", quarters)),
            known(table, known_on),
        )
        .order_by(table.data_source, table.quarter, table.family)
    )
    return [FigureRow._make(row) for row in session.execute(query)]


def _texts(name: str, values: Collection[str]) -> Any:
    return bindparam(name, sorted(values), type_=ARRAY(Text))
