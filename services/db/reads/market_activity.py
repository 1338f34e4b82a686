"""What a market provider tells of rounds and exits, counted by sector and quarter.

Every function looks at one source alone, as known on a moment: two providers list the same rounds.
Rows that repeat a round for another investor (`counts` False) are left out; a round known to the
year alone belongs to no quarter. Amounts that are not disclosed are counted among the deals and
left out of sums and medians. `sector` None is unknown; currencies are never added to each other.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Numeric, cast, func, select
from sqlalchemy.orm import Session

from services.db.models import MarketExit, MarketRound
from services.db.reads.known import known

MEDIAN = 0.5


class SourceRow(NamedTuple):
    """A provider of rounds: how many count, and the days between which they lie."""

    source: str
    deals: int
    first_day: date
    last_day: date


class ActivityRow(NamedTuple):
    """Rounds of one sector, quarter (its first day) and currency (None: not said).

    `disclosed` have an amount; `total` and `median` are of those, None where there is none.
    """

    sector: str | None
    quarter: date
    currency: str | None
    deals: int
    disclosed: int
    total: Decimal | None
    median: Decimal | None


class PartRow(NamedTuple):
    """Rounds of one sector and quarter that share a stage or a place (None: unknown)."""

    sector: str | None
    quarter: date
    part: str | None
    deals: int


class ExitRow(NamedTuple):
    """Exits of one sector, quarter, type (ipo, ma) and currency; as `ActivityRow` for values."""

    sector: str | None
    quarter: date
    type: str
    currency: str | None
    exits: int
    disclosed: int
    total: Decimal | None
    median: Decimal | None


def sources(session: Session, *, known_on: datetime | None) -> list[SourceRow]:
    """Every provider of rounds, by name."""
    day = MarketRound.round_date
    query = (
        select(MarketRound.source, func.count(), func.min(day), func.max(day))
        .where(MarketRound.counts, known(MarketRound, known_on))
        .group_by(MarketRound.source)
        .order_by(MarketRound.source)
    )
    return [SourceRow._make(row) for row in session.execute(query)]


def activity(
    session: Session, *, source: str, since: date, until: date, known_on: datetime | None
) -> list[ActivityRow]:
    """Deals and amounts by sector, quarter and currency, between two days that are included."""
    groups = [MarketRound.sector, _quarter(MarketRound.round_date), MarketRound.currency]
    query = (
        select(*groups, func.count(), *_amounts(MarketRound.amount))
        .where(*_rounds(source, since, until, known_on))
        .group_by(*groups)
        .order_by(*groups)
    )
    return [ActivityRow._make(row) for row in session.execute(query)]


def by_stage(
    session: Session, *, source: str, since: date, until: date, known_on: datetime | None
) -> list[PartRow]:
    """Deals by sector, quarter and stage, most first."""
    return _parts(session, MarketRound.stage, _rounds(source, since, until, known_on))


def by_place(
    session: Session, *, source: str, since: date, until: date, known_on: datetime | None
) -> list[PartRow]:
    """Deals by sector, quarter and geography, most first."""
    return _parts(session, MarketRound.geography, _rounds(source, since, until, known_on))


def exits(
    session: Session, *, source: str, since: date, until: date, known_on: datetime | None
) -> list[ExitRow]:
    """Exits and their values by sector, quarter, type and currency, between two days."""
    day = MarketExit.exit_date
    groups = [MarketExit.sector, _quarter(day), MarketExit.type, MarketExit.currency]
    query = (
        select(*groups, func.count(), *_amounts(MarketExit.value))
        .where(MarketExit.source == source, day.between(since, until), known(MarketExit, known_on))
        .group_by(*groups)
        .order_by(*groups)
    )
    return [ExitRow._make(row) for row in session.execute(query)]


def _rounds(
    source: str, since: date, until: date, known_on: datetime | None
) -> list[ColumnElement[bool]]:
    return [
        MarketRound.source == source,
        MarketRound.round_date.between(since, until),
        MarketRound.date_precision != "year",
        MarketRound.counts.is_(True),
        known(MarketRound, known_on),
    ]


def _parts(session: Session, part: Any, conditions: list[ColumnElement[bool]]) -> list[PartRow]:
    groups = [MarketRound.sector, _quarter(MarketRound.round_date)]
    deals = func.count()
    query = (
        select(*groups, part, deals)
        .where(*conditions)
        .group_by(*groups, part)
        .order_by(*groups, deals.desc(), part)
    )
    return [PartRow._make(row) for row in session.execute(query)]


def _quarter(day: Any) -> ColumnElement[date]:
    """The first day of the quarter that a day lies in."""
    return cast(func.date_trunc("quarter", day), Date)


def _amounts(amount: Any) -> tuple[Any, ...]:
    """How many amounts are disclosed, their sum, and their median (interpolated, as numpy does)."""
    middle = func.percentile_cont(MEDIAN).within_group(amount)
    return func.count(amount), func.sum(amount), cast(middle, Numeric)
