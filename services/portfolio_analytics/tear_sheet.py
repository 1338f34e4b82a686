"""One company on one page: description, figures, last periods, marks, returns, health, board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.clock import quarter_before
from services.db.queries.portfolio_analytics import (
    DESCRIPTION,
    EXPIRY,
    SEAT,
    CardRow,
    MarkRow,
    company_card,
    marks,
)
from services.envelope import Note
from services.errors import NotFound
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.kpis import NOTHING_REPORTED, kpis
from services.portfolio_analytics.notes import (
    KPI_WORDS,
    UNVALUED,
    missing,
    portfolio_notes,
)
from services.portfolio_analytics.pictures import Picture
from services.portfolio_analytics.rankings import ranked, ranking_notes
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import (
    Ranking,
    ReportedPeriod,
    Seat,
    TearSheet,
    ValuePoint,
)
from services.portfolio_analytics.returns import Returns
from services.portfolio_analytics.schedule import Holdings, investment_notes
from services.portfolio_analytics.stakes import Stake, stakes, summed

PERIODS = 5  # as many columns as fit a page
DESCRIBED = ("sector", "subsector", "stage", "geography", "founded", "currency", "cohort", "status")


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a company beside its figures, and every mark of its investments."""

    rows: Sequence[CardRow]
    marks: Sequence[MarkRow]


def find(records: Records, company: str) -> Stake:
    """The company of that code or id. NotFound when no granted fund ever held it by as_of."""
    for stake in stakes(records, records.as_of):
        if company in (stake.company_id, stake.code):
            return stake
    raise NotFound


def read_card(session: Session, records: Records, stake: Stake) -> Card:
    """Description, board, expiries and marks of one company, in two statements."""
    known_on = records.frame.known_on
    return Card(
        company_card(session, company_id=stake.company_id, as_of=records.as_of, known_on=known_on),
        marks(
            session,
            deal_ids=[piece.deal.id for piece in stake.pieces],
            until=records.as_of,
            known_on=known_on,
            newest_only=False,
        ),
    )


def tear_sheet(records: Records, stake: Stake, card: Card) -> TearSheet:
    """The page of one company as of the records' day."""
    now = Picture(records, records.as_of)
    before = Picture(records, quarter_before(records.as_of))
    place = next((row for row in ranked(now, before) if row.company_id == stake.company_id), None)
    whole = summed(now.held, "value")
    newest = {row.deal_id: row for row in card.marks}
    holdings = Holdings(records, Returns(records, records.as_of), newest, whole)
    row, history = holdings.investment(stake), records.history(stake.company_id)
    periods = tuple(
        ReportedPeriod(kpis=kpis(records, history.measures(report), records.as_of))
        for report in history.last(records.as_of, PERIODS)
    )
    current = periods[-1].kpis if periods else NOTHING_REPORTED
    valuations = _valuations(records, stake, card.marks)
    seats = [
        Seat(user=one.name, since=one.day, next_meeting=one.other_day)
        for one in card.rows
        if one.kind == SEAT and one.day is not None
    ]
    return TearSheet(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        description=_description(stake, card.rows),
        investment=row,
        kpis=current,
        periods=periods,
        valuations=valuations,
        health=place,
        board=tuple(seats),
        expiries={
            one.name: one.day for one in card.rows if one.kind == EXPIRY and one.day is not None
        },
        meta=records.meta(TearSheet),
        notes=distinct(
            [
                *pooled_note(records.frame),
                *portfolio_notes(records, [stake]),
                *_health_notes(now, stake, place),
                *missing([(stake.name, one.kpis) for one in periods], KPI_WORDS),
                *missing([] if periods else [(stake.name, current)], KPI_WORDS),
                *investment_notes([row]),
                *_value_notes(stake, valuations),
                *conversion_notes(records.frame, records.as_of),
            ]
        ),
    )


def _description(stake: Stake, rows: Sequence[CardRow]) -> dict[str, str | None]:
    told = {row.name: row.text for row in rows if row.kind == DESCRIPTION}
    own = {
        "sector": stake.first.sector,
        "stage": stake.first.stage,
        "geography": stake.first.geography,
        "status": stake.status,
    }
    return {name: (told | own).get(name) for name in DESCRIBED}


def _valuations(records: Records, stake: Stake, rows: Sequence[MarkRow]) -> tuple[ValuePoint, ...]:
    """The company's value to the funds on the day of every mark and at as_of, oldest first."""
    methods: dict[date, str | None] = {}
    for row in rows:
        methods[row.day] = row.method or methods.get(row.day)
    days = sorted({*methods, records.as_of})
    found = []
    for day in days:
        then = next(
            (one for one in stakes(records, day) if one.company_id == stake.company_id), None
        )
        found.append(
            ValuePoint(
                date=day,
                fair_value=then.value if then else Decimal(0),
                cost=then.cost if then else Decimal(0),
                method=methods.get(day),
            )
        )
    return tuple(found)


def _health_notes(picture: Picture, stake: Stake, place: Ranking | None) -> list[Note]:
    if place is not None:
        return ranking_notes(picture, [place])
    text = f"{stake.name} is {stake.status}: only companies that are held are scored."
    return [Note("health", "not_active", text)]


def _value_notes(stake: Stake, points: Sequence[ValuePoint]) -> list[Note]:
    words = {
        "fair_value": "the value is not known on some of the days.",
        "cost": "the cost is not known on some of the days.",
    }
    return missing([(stake.name, point) for point in points], words, code=UNVALUED)
