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
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.calc.funnel import CLOSED, ENDINGS, SCREENED, TERM_SHEET, WAY, Track
from services.db.models import (
    Deal,
    DealVersion,
    PipelineDeal,
    PipelineDealVersion,
    PipelineEvent,
)
from services.db.reads.known import known

WON = CLOSED
ORDER = (*WAY, *ENDINGS)  # of two events at one moment the one further on came last


DESCRIPTION = (
    "fund_id",
    "company_name",
    "sourced_at",
    "source_channel",
    "sector",
    "stage",
    "geography",
    "owner",
    "check_size",
    "outcome",
    "pass_reason",
)


NOTHING_HAPPENED = (*[None] * 7, False)


class DealRow(NamedTuple):
    """A deal as described then, and what its events up to a day say; unknown parts are None.

    `round` is what the company raises, `check_size` in the fund's currency, `outcome` the firm's
    own word. `screened`, `term_sheet` and `closed` are the first days it entered those stages;
    `last` is its last event, on `last_day`; `stage` the last stage of the way that it entered, on
    `stage_day`. `later`: there are events after that day.
    """

    id: str
    code: str
    fund_id: str
    name: str
    sourced: date
    channel: str | None
    sector: str | None
    round: str | None
    geography: str | None
    owner: str | None
    check_size: Decimal | None
    outcome: str | None
    reason: str | None
    screened: date | None
    term_sheet: date | None
    closed: date | None
    last: str | None
    last_day: date | None
    stage: str | None
    stage_day: date | None
    later: bool


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


class LinkRow(NamedTuple):
    """An investment (id) and the code of the pipeline deal that it was."""

    investment: str
    deal: str


def deals(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[DealRow]:
    """Every deal of the funds sourced up to and including a day, by code, in two statements.

    Days are those of the firm's own clock: an event of a quarter's last evening belongs to it.
    """
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    deal, event = PipelineDealVersion, PipelineEvent
    described = (
        select(deal.pipeline_deal_id, PipelineDeal.code, *(getattr(deal, n) for n in DESCRIPTION))
        .join(PipelineDeal, PipelineDeal.id == deal.pipeline_deal_id)
        .where(deal.fund_id == any_(ids), deal.sourced_at <= until, known(deal, known_on))
        .order_by(PipelineDeal.code)
    )
    found = session.execute(described).all()
    # Named one by one: joined, a planner without statistics of new tables would try every pair.
    named = bindparam("named", [row.pipeline_deal_id for row in found], type_=ARRAY(Text))
    day = cast(event.entered_at, Date)
    happened = (
        select(
            event.pipeline_deal_id,
            *(_first(stage, until) for stage in (SCREENED, TERM_SHEET, CLOSED)),
            _last(event.stage, ORDER, until),
            _last(day, ORDER, until),
            _last(event.stage, WAY, until),
            _last(day, WAY, until),
            func.bool_or(day > until),
        )
        .where(event.pipeline_deal_id == any_(named), known(event, known_on))
        .group_by(event.pipeline_deal_id)
    )
    way = {name: rest for name, *rest in session.execute(happened)}
    return [
        DealRow._make((*row, *way.get(row.pipeline_deal_id, NOTHING_HAPPENED))) for row in found
    ]


def track_of(row: DealRow) -> Track:
    """The way of a deal as its events up to the day tell it.

    The last event says where it stands. Only where no event says that it ended, none is later, and
    the firm's own word is that it did, it ended on a day that nobody knows.
    """
    ends = (CLOSED, *ENDINGS)
    entered = {SCREENED: row.screened, TERM_SHEET: row.term_sheet, CLOSED: row.closed}
    ended, ended_on = (row.last, row.last_day) if row.last in ends else (None, None)
    if ended is None and row.outcome in ends and not row.later:
        ended = row.outcome
    known = {stage: day for stage, day in entered.items() if day is not None}
    return Track(row.sourced, known, ended, ended_on)


def _first(stage: str, until: date) -> ColumnElement[date]:
    """The first day on which a deal entered a stage, up to a day."""
    day = cast(PipelineEvent.entered_at, Date)
    first: ColumnElement[date] = func.min(day).filter(PipelineEvent.stage == stage, day <= until)
    return first.label(stage)


def _last(column: Any, stages: Collection[str], until: date) -> ColumnElement[Any]:
    """A column of the last event among some stages, up to a day."""
    event = PipelineEvent
    order = func.array_position(bindparam("order", list(ORDER), type_=ARRAY(Text)), event.stage)
    ordered = aggregate_order_by(column, event.entered_at.desc(), order.desc(), event.id.desc())
    chosen = func.array_agg(ordered, type_=ARRAY(column.type)).filter(
        event.stage.in_(stages), cast(event.entered_at, Date) <= until
    )
    last: ColumnElement[Any] = chosen[1]
    return last


def links(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> list[LinkRow]:
    """Investments of the funds that name the deal they came from."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    if known_on is None:
        query = select(Deal.id, Deal.pipeline_deal).where(
            Deal.fund_id == any_(ids), Deal.pipeline_deal.is_not(None)
        )
    else:
        query = select(DealVersion.deal_id, DealVersion.pipeline_deal).where(
            DealVersion.fund_id == any_(ids),
            DealVersion.pipeline_deal.is_not(None),
            known(DealVersion, known_on),
        )
    return [LinkRow._make(row) for row in session.execute(query)]


def first_hands(
    session: Session, *, deals: Collection[str], known_on: datetime | None
) -> dict[str, tuple[str | None, str | None]]:
    """Who brought each deal (id) to its first recorded stage, and who handed it over, as the source
    names them."""
    event = PipelineEvent
    named = bindparam("named", sorted(deals), type_=ARRAY(Text))
    query = (
        select(event.pipeline_deal_id, event.owner, event.referrer)
        .distinct(event.pipeline_deal_id)
        .where(event.pipeline_deal_id == any_(named), event.stage == WAY[0], known(event, known_on))
        .order_by(event.pipeline_deal_id, event.entered_at, event.id)
    )
    return {deal: (owner, referrer) for deal, owner, referrer in session.execute(query)}


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
