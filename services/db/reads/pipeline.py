"""Deals in the pipeline and what became of them, counted by channel and in days.

Deals and events are those known on a moment, of the named funds, first seen between two days that
are included. A deal is won when an event says that it closed, whenever that was.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Date,
    Numeric,
    Text,
    any_,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.orm import Session

from services.db.models import PipelineDealVersion, PipelineEvent
from services.db.reads.known import known

WON = "closed"


class ChannelRow(NamedTuple):
    """Deals first seen through a channel (None: not said), and how many of them were won."""

    channel: str | None
    deals: int
    won: int


class DurationRow(NamedTuple):
    """Calendar days from the day a deal was first seen to the day it was won, of `deals` won ones.

    Percentiles are interpolated. All but `deals` are None where nothing was won.
    """

    deals: int
    mean: Decimal | None
    median: Decimal | None
    p90: Decimal | None
    least: int | None
    most: int | None


class HandsRow(NamedTuple):
    """How many different owners and referrers the won deals had, as the source names them."""

    owners: int
    referrers: int


def by_channel(
    session: Session,
    *,
    fund_ids: Collection[str],
    since: date,
    until: date,
    known_on: datetime | None,
) -> list[ChannelRow]:
    """Deals and wins by channel, most deals first."""
    deals, won = _deals(fund_ids, since, until, known_on), _won(known_on)
    count = func.count()
    query = (
        select(deals.c.source_channel, count, func.count(won.c.pipeline_deal_id))
        .select_from(deals)
        .outerjoin(won, won.c.pipeline_deal_id == deals.c.pipeline_deal_id)
        .group_by(deals.c.source_channel)
        .order_by(count.desc(), deals.c.source_channel)
    )
    return [ChannelRow._make(row) for row in session.execute(query)]


def days_to_win(
    session: Session,
    *,
    fund_ids: Collection[str],
    since: date,
    until: date,
    known_on: datetime | None,
) -> DurationRow:
    """How long the won deals took."""
    deals, won = _deals(fund_ids, since, until, known_on), _won(known_on)
    days = won.c.won_on - deals.c.sourced_at
    query = (
        select(
            func.count(),
            func.avg(days),
            _percentile(0.5, days),
            _percentile(0.9, days),
            func.min(days),
            func.max(days),
        )
        .select_from(deals)
        .join(won, won.c.pipeline_deal_id == deals.c.pipeline_deal_id)
    )
    return DurationRow._make(session.execute(query).one())


def hands(
    session: Session,
    *,
    fund_ids: Collection[str],
    since: date,
    until: date,
    known_on: datetime | None,
) -> HandsRow:
    """How many people won deals, and how many handed them over."""
    deals = _deals(fund_ids, since, until, known_on)
    query = (
        select(
            func.count(PipelineEvent.owner.distinct()),
            func.count(PipelineEvent.referrer.distinct()),
        )
        .join(deals, deals.c.pipeline_deal_id == PipelineEvent.pipeline_deal_id)
        .where(PipelineEvent.stage == WON, known(PipelineEvent, known_on))
    )
    return HandsRow._make(session.execute(query).one())


def _deals(fund_ids: Collection[str], since: date, until: date, known_on: datetime | None) -> CTE:
    """The deals in question, each once."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    table = PipelineDealVersion
    return (
        select(table.pipeline_deal_id, table.source_channel, table.sourced_at)
        .where(
            table.fund_id == any_(ids),
            table.sourced_at.between(since, until),
            known(table, known_on),
        )
        .cte("deals")
    )


def _won(known_on: datetime | None) -> CTE:
    """The first day on which each deal closed."""
    day = cast(func.min(PipelineEvent.entered_at), Date)
    return (
        select(PipelineEvent.pipeline_deal_id, day.label("won_on"))
        .where(PipelineEvent.stage == WON, known(PipelineEvent, known_on))
        .group_by(PipelineEvent.pipeline_deal_id)
        .cte("won")
    )


def _percentile(share: float, days: ColumnElement[Any]) -> ColumnElement[Decimal]:
    return cast(func.percentile_cont(share).within_group(days), Numeric)
