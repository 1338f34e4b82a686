"""Activities of the team row by row, each with the id of its row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import any_, func, select
from sqlalchemy.orm import Session

from services.db.models import Company, Deal, PipelineDeal, TeamActivity, User
from services.db.queries.explain.tables import texts
from services.db.reads.known import known


class ActivityFact(NamedTuple):
    """Something that somebody (id and code) did at a time, by the firm's own clock."""

    id: int
    user_id: str
    user: str
    at: datetime
    type: str
    company: str | None
    hours: Decimal | None
    deal_fund: str | None
    company_id: str | None
    known_to: datetime | None


def activity_facts(
    session: Session, *, until: date, known_on: datetime | None
) -> list[ActivityFact]:
    """Every activity up to a day, the oldest first, with the fund of the deal that it is about."""
    own = TeamActivity
    query = (
        select(
            own.id, own.user_id, User.code, own.at, own.type, Company.code,
            own.response_time_hours, PipelineDeal.fund_id, own.company_id, own.known_to,
        )
        .join(User, User.id == own.user_id)
        .outerjoin(Company, Company.id == own.company_id)
        .outerjoin(PipelineDeal, PipelineDeal.id == own.deal_id)
        .where(own.at < datetime.combine(until + timedelta(days=1), time()), known(own, known_on))
        .order_by(own.at, own.id)
    )  # fmt: skip
    return [ActivityFact._make(row) for row in session.execute(query)]


def hidden_companies(session: Session, *, fund_ids: Collection[str]) -> set[str]:
    """Ids of companies that funds hold, and none of these does."""
    mine = select(Deal.company_id).where(Deal.fund_id == any_(texts("funds", fund_ids)))
    query = select(Deal.company_id).distinct().where(Deal.company_id.not_in(mine))
    return set(session.scalars(query))


def added_since(session: Session, *, until: date, known_on: datetime) -> int:
    """Activities up to a day that are believed now and were not known then."""
    own = TeamActivity
    query = select(func.count()).where(
        own.at < datetime.combine(until + timedelta(days=1), time()),
        own.known_from > known_on,
        own.known_to.is_(None),
    )
    return int(session.scalar(query) or 0)
