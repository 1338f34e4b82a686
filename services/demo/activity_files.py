"""The files of what the firm does: its people, its pipeline, what that costs, its boards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from services.demo import boards, pipeline, team
from services.demo.files import File, Row, file, reported, row, texts
from services.demo.ledger import NOTICE, moment
from services.demo.people import TEAM, address

FOUNDED = date(2008, 5, 1)
MEMBERS = ("user", "name", "email", "role")
DEALS = (
    "deal", "fund", "company_name", "sourced_at", "source_channel", "sector", "stage", "geography",
    "owner", "check_size", "outcome", "pass_reason",
)  # fmt: skip
EVENTS = (
    "deal", "stage", "entered_at", "owner", "referrer", "probability", "notes_link",
)  # fmt: skip
COSTS = ("channel", "period_start", "period_end", "cost", "currency")
ACTIVITIES = ("user", "at", "type", "company", "deal", "response_time_hours", "outcome")
SEATS = ("company", "user", "from", "to", "next_meeting", "pack_received")
EXPIRIES = ("company", "fund", "item", "date")


def people_files() -> Iterator[File]:
    """The team alone, which everything else refers to."""
    people = (row(moment(FOUNDED), p.code, p.name, address(p), p.title) for p in TEAM)
    yield file("team_members", MEMBERS, people)


def files() -> Iterator[File]:
    """Every other file of this kind, in an order in which each refers only to earlier ones."""
    yield from reported("pipeline_deals", DEALS, [r for d in pipeline.deals() for r in _deal(d)])
    entered = (r for deal in pipeline.deals() for r in _events(deal))
    yield file("pipeline_events", EVENTS, entered)
    spent = (
        row(moment(last + timedelta(days=20)), channel, first, last, cost, "USD")
        for channel, first, last, cost in pipeline.costs()
    )
    yield file("channel_costs", COSTS, spent)
    done = (
        row(_evening(a.at), a.user, a.at, a.type, a.company, a.deal, a.hours, a.outcome)
        for a in team.activities()
    )
    yield file("team_activities", ACTIVITIES, done)
    held = (
        row(moment(seat[2] + NOTICE), *seat, boards.pack(seat[0], seat[-1]))
        for seat in boards.seats()
    )
    yield file("board_seats", SEATS, held)
    ends = (row(moment(entry[-1]), *entry[:-1]) for entry in boards.expiries())
    yield file("expiries", EXPIRIES, ends)


def _deal(deal: pipeline.Deal) -> Iterator[Row]:
    """A deal while it was open, and then with what became of it."""
    cells = texts(
        deal.code, deal.fund, deal.name, deal.sourced, deal.channel, deal.sector, deal.stage,
        deal.geography, deal.owner, deal.check,
    )  # fmt: skip
    seen, ended = _evening(deal.events[0].at), None
    if deal.outcome != pipeline.OPEN:
        ended = _evening(deal.events[-1].at)
    if ended is None or ended > seen:
        yield Row((*cells, pipeline.OPEN, ""), seen, ended)
    if ended is not None:
        yield Row((*cells, deal.outcome, deal.reason), ended, corrects=ended > seen)


def _events(deal: pipeline.Deal) -> Iterator[Row]:
    """Stages that were entered; one that was entered again on a later day is a twin."""
    for _, same in groupby(deal.events, key=lambda event: event.at):
        for event in same:
            yield row(
                _evening(event.at), deal.code, event.stage, event.at, event.owner, event.referrer,
                *pipeline.judged(deal, event),
            )  # fmt: skip


def _evening(at: datetime) -> datetime:
    """When the day's notes were written up: past eight in the evening, UTC."""
    return datetime(at.year, at.month, at.day, 20, 15, tzinfo=UTC)
