"""Rounds and exits of one provider, row by row, each with the id of its row."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.db.models import MarketExit, MarketRound
from services.db.reads.known import known


class RoundFact(NamedTuple):
    """One round that counts, of a day or month that is known; unknown parts are None."""

    id: int
    day: date
    sector: str | None
    stage: str | None
    geography: str | None
    amount: Decimal | None
    pre_money: Decimal | None
    post_money: Decimal | None
    currency: str | None
    known_to: datetime | None


class ExitFact(NamedTuple):
    """One exit; unknown parts are None."""

    id: int
    day: date
    type: str
    sector: str | None
    value: Decimal | None
    invested: Decimal | None
    currency: str | None
    known_to: datetime | None


def round_facts(
    session: Session, *, source: str, since: date, until: date, known_on: datetime | None
) -> list[RoundFact]:
    """Rounds of a provider between two days, both included, the newest first."""
    own = MarketRound
    query = (
        select(
            own.id, own.round_date, own.sector, own.stage, own.geography, own.amount,
            own.pre_money, own.post_money, own.currency, own.known_to,
        )
        .where(
            own.source == source,
            own.round_date.between(since, until),
            own.date_precision != "year",
            own.counts.is_(True),
            known(own, known_on),
        )
        .order_by(own.round_date.desc(), own.id.desc())
    )  # fmt: skip
    return [RoundFact._make(row) for row in session.execute(query)]


def exit_facts(
    session: Session, *, source: str, since: date, until: date, known_on: datetime | None
) -> list[ExitFact]:
    """Exits of a provider between two days, both included, the newest first."""
    own = MarketExit
    query = (
        select(
            own.id, own.exit_date, own.type, own.sector, own.value, own.invested, own.currency,
            own.known_to,
        )
        .where(
            own.source == source, own.exit_date.between(since, until), known(own, known_on)
        )
        .order_by(own.exit_date.desc(), own.id.desc())
    )  # fmt: skip
    return [ExitFact._make(row) for row in session.execute(query)]


def added_since(session: Session, *, source: str, until: date, known_on: datetime) -> int:
    """Rounds and exits of a provider up to a day that are believed now and were not known then."""
    total = 0
    for own, day in ((MarketRound, MarketRound.round_date), (MarketExit, MarketExit.exit_date)):
        query = select(func.count()).where(
            own.source == source, day <= until, own.known_from > known_on, own.known_to.is_(None)
        )
        total += int(session.scalar(query) or 0)
    return total
