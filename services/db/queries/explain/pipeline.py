"""Deals and what happened to them, row by row, each with the id of its row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Date, any_, cast, func, select
from sqlalchemy.orm import Session

from services.db.models import ChannelCost, PipelineDeal, PipelineDealVersion, PipelineEvent
from services.db.queries.explain.tables import texts
from services.db.reads.known import known


class DealFact(NamedTuple):
    """A deal as it was described then; `id` is that of the row."""

    id: int
    deal: str
    code: str
    fund_id: str
    sourced: date
    channel: str | None
    sector: str | None
    round: str | None
    geography: str | None
    owner: str | None
    check_size: Decimal | None
    outcome: str | None
    reason: str | None
    known_to: datetime | None


class EventFact(NamedTuple):
    """A deal entered a stage, by the firm's own clock."""

    id: int
    deal: str
    stage: str
    at: datetime
    known_to: datetime | None


class CostFact(NamedTuple):
    """What a channel cost from one day to another."""

    id: int
    channel: str
    start: date
    end: date
    cost: Decimal
    currency: str | None
    known_to: datetime | None


def deal_facts(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[DealFact]:
    """Deals of the funds sourced up to a day, by code."""
    own = PipelineDealVersion
    query = (
        select(
            own.id, own.pipeline_deal_id, PipelineDeal.code, own.fund_id, own.sourced_at,
            own.source_channel, own.sector, own.stage, own.geography, own.owner, own.check_size,
            own.outcome, own.pass_reason, own.known_to,
        )
        .join(PipelineDeal, PipelineDeal.id == own.pipeline_deal_id)
        .where(
            own.fund_id == any_(texts("funds", fund_ids)),
            own.sourced_at <= until,
            known(own, known_on),
        )
        .order_by(PipelineDeal.code)
    )  # fmt: skip
    return [DealFact._make(row) for row in session.execute(query)]


def event_facts(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> list[EventFact]:
    """Every event of the funds' deals, in the order in which they happened."""
    event, own = PipelineEvent, PipelineDealVersion
    query = (
        select(event.id, event.pipeline_deal_id, event.stage, event.entered_at, event.known_to)
        .join(own, own.pipeline_deal_id == event.pipeline_deal_id)
        .where(
            own.fund_id == any_(texts("funds", fund_ids)),
            known(own, known_on),
            known(event, known_on),
        )
        .order_by(event.entered_at, event.id)
    )
    return [EventFact._make(row) for row in session.execute(query)]


def cost_facts(
    session: Session, *, since: date, until: date, known_on: datetime | None
) -> list[CostFact]:
    """What channels cost in periods that share a day with a window."""
    own = ChannelCost
    query = select(
        own.id, own.channel, own.period_start, own.period_end, own.cost, own.currency, own.known_to
    ).where(own.period_end >= since, own.period_start <= until, known(own, known_on))
    return [CostFact._make(row) for row in session.execute(query)]


def added_since(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime
) -> int:
    """Deals and events of the funds up to a day that are believed now and were not known then."""
    event, own = PipelineEvent, PipelineDealVersion
    mine = own.fund_id == any_(texts("funds", fund_ids))
    deals = select(func.count()).where(
        mine, own.sourced_at <= until, own.known_from > known_on, own.known_to.is_(None)
    )
    events = (
        select(func.count())
        .select_from(event)
        .join(own, own.pipeline_deal_id == event.pipeline_deal_id)
        .where(
            mine,
            own.known_to.is_(None),
            cast(event.entered_at, Date) <= until,
            event.known_from > known_on,
            event.known_to.is_(None),
        )
    )
    return int(session.scalar(deals) or 0) + int(session.scalar(events) or 0)
