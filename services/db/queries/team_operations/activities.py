"""Activities of the team counted: by person, month and type, by company, and hours of answers.

Days are those of the firm's own clock. `funds` are ids of the funds whose deals and companies may
be told of, None: all; an activity about a deal or a company of other funds is left out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from services.db.models import Company, CompanyVersion, Deal, PipelineDeal, TeamActivity
from services.db.reads.known import known


@dataclass(frozen=True, slots=True)
class Sight:
    """Which activities are read: of which funds (None: all), and as known on which moment."""

    funds: tuple[str, ...] | None
    known_on: datetime | None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        table = TeamActivity
        found = [known(table, self.known_on)]
        if self.funds is None:
            return found
        ids = bindparam("sight", list(self.funds), type_=ARRAY(Text))
        deals = select(PipelineDeal.id).where(PipelineDeal.fund_id == any_(ids))
        held = exists().where(Deal.company_id == table.company_id)
        ours = exists().where(Deal.company_id == table.company_id, Deal.fund_id == any_(ids))
        return [
            *found,
            or_(table.deal_id.is_(None), table.deal_id.in_(deals)),
            or_(table.company_id.is_(None), ~held, ours),
        ]


class Span(NamedTuple):
    """First and last day on which anything was recorded; None while nothing was."""

    first: date | None
    last: date | None


class Tally(NamedTuple):
    """How many activities of a type a person had in a month (its first day)."""

    user_id: str
    month: date
    type: str
    number: int


class Answer(NamedTuple):
    """One activity of a type that answers somebody, on a day; `hours` None: not recorded."""

    user_id: str
    type: str
    day: date
    hours: Decimal | None


class Touch(NamedTuple):
    """When a person last had to do with a company by a day, and how often since another."""

    company_id: str
    user_id: str
    last: date
    times: int


class BoardDay(NamedTuple):
    """A person was at a board meeting; `company_id` None: of a company that nobody named."""

    company_id: str | None
    company: str | None
    name: str | None
    user_id: str
    day: date


class SourcedRow(NamedTuple):
    """A person found a deal (`deal_sourced`) or handed it over (`deal_referred`)."""

    deal_id: str
    user_id: str
    type: str
    at: datetime


_DAY = cast(TeamActivity.at, Date)


def span(session: Session, sight: Sight) -> Span:
    """From when to when activities are on record."""
    query = select(func.min(_DAY), func.max(_DAY)).where(*sight.conditions)
    return Span(*session.execute(query).one())


def tallies(session: Session, sight: Sight, *, since: date, until: date) -> list[Tally]:
    """Counts between two days, both included."""
    table = TeamActivity
    month = cast(func.date_trunc("month", table.at), Date)
    query = (
        select(table.user_id, month, table.type, func.count())
        .where(*_between(since, until), *sight.conditions)
        .group_by(table.user_id, month, table.type)
    )
    return [Tally._make(row) for row in session.execute(query)]


def answers(
    session: Session, sight: Sight, *, since: date, until: date, always: Collection[str]
) -> list[Answer]:
    """Activities with hours until the answer, and all of the types in `always`."""
    table = TeamActivity
    query = (
        select(table.user_id, table.type, _DAY, table.response_time_hours)
        .where(
            *_between(since, until),
            or_(table.response_time_hours.is_not(None), table.type.in_(sorted(always))),
            *sight.conditions,
        )
        .order_by(table.at, table.id)
    )
    return [Answer._make(row) for row in session.execute(query)]


def touches(
    session: Session, sight: Sight, *, companies: Collection[str], since: date, until: date
) -> list[Touch]:
    """Last days up to `until`, and how often between the two days, by company and person."""
    table = TeamActivity
    ids = bindparam("companies", sorted(companies), type_=ARRAY(Text))
    query = (
        select(
            table.company_id,
            table.user_id,
            func.max(_DAY),
            func.count().filter(table.at >= since),
        )
        .where(table.company_id == any_(ids), table.at < _after(until), *sight.conditions)
        .group_by(table.company_id, table.user_id)
    )
    return [Touch._make(row) for row in session.execute(query)]


def board_days(session: Session, sight: Sight, *, since: date, until: date) -> list[BoardDay]:
    """Who was at which board meeting between two days, each once."""
    table, told = TeamActivity, CompanyVersion
    query = (
        select(table.company_id, Company.code, told.name, table.user_id, _DAY)
        .distinct()
        .outerjoin(Company, Company.id == table.company_id)
        .outerjoin(told, and_(told.company_id == table.company_id, known(told, sight.known_on)))
        .where(table.type == "board_meeting", *_between(since, until), *sight.conditions)
        .order_by(_DAY)
    )
    return [BoardDay._make(row) for row in session.execute(query)]


def sourced(
    session: Session, sight: Sight, *, deals: Collection[str], until: date
) -> list[SourcedRow]:
    """Who found or handed over these deals (ids), the first first."""
    table = TeamActivity
    ids = bindparam("deals", sorted(deals), type_=ARRAY(Text))
    query = (
        select(table.deal_id, table.user_id, table.type, table.at)
        .where(
            table.deal_id == any_(ids),
            table.type.in_(("deal_sourced", "deal_referred")),
            table.at < _after(until),
            *sight.conditions,
        )
        .order_by(table.at, table.type.desc(), table.id)
    )
    return [SourcedRow._make(row) for row in session.execute(query)]


def referrals(session: Session, sight: Sight, *, since: date, until: date) -> list[SourcedRow]:
    """Deals handed over between two days."""
    table = TeamActivity
    query = (
        select(table.deal_id, table.user_id, table.type, table.at)
        .where(
            table.type == "deal_referred",
            table.deal_id.is_not(None),
            *_between(since, until),
            *sight.conditions,
        )
        .order_by(table.at, table.id)
    )
    return [SourcedRow._make(row) for row in session.execute(query)]


def _between(since: date, until: date) -> tuple[Any, Any]:
    return TeamActivity.at >= datetime.combine(since, time()), TeamActivity.at < _after(until)


def _after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())
