"""The team in one window beside the one before: counts, boards, answers, coverage, sourcing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.calc import quarters
from services.calc.funnel import CLOSED
from services.calc.intervals import wilson
from services.calc.team import HELD, MISSED, UPCOMING, growth
from services.calc.windows import trend_quarters
from services.db.queries.team_operations.activities import Answer
from services.db.reads import pipeline
from services.db.reads.pipeline import DealRow, track_of
from services.envelope import Note
from services.scope import Period
from services.team_operations.boards import Boards, board_notes, read_boards
from services.team_operations.counting import COUNTED, Counts, read_counts, unknown
from services.team_operations.coverage import read_contacts, read_held_of
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import (
    BoardMeetings,
    CheckIns,
    Hours,
    Overview,
    Point,
    Sourcing,
)
from services.team_operations.times import between, hours_notes, hours_of, read_answers, spread_of

SOON = timedelta(days=30)
PLAIN = (
    "deals_reviewed",
    "companies_contacted",
    "meetings_attended",
    "update_responses",
    "deals_sourced",
    "deals_referred",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one window."""

    counts: Counts
    met: BoardMeetings
    check_ins: CheckIns
    hours: Hours
    sourcing: Sourcing

    @property
    def plain(self) -> dict[str, int | None]:
        """The counts that stand at the top of the answer."""
        return {key: self.counts.total(COUNTED[key]) for key in PLAIN}

    @property
    def compared(self) -> dict[str, float | None]:
        """Everything that is compared with the window before, by the path of its key."""
        return {
            **self.plain,
            "board_meetings.held": self.met.held,
            "board_meetings.missed": self.met.missed,
            "portfolio_check_ins.done": self.check_ins.done,
            "portfolio_check_ins.overdue": self.check_ins.overdue,
            "first_response_hours.median": self.hours.median,
            "first_response_hours.p90": self.hours.p90,
            "avg_response_time_hours": self.hours.mean,
            "sourcing.sourced": self.sourcing.sourced,
            "sourcing.closed": self.sourcing.closed,
            "sourcing.close_rate": self.sourcing.close_rate,
        }


@dataclass(frozen=True, slots=True)
class _Read:
    """What both windows and the trend stand on."""

    frame: Frame
    boards: Boards
    long: Counts
    answers: Sequence[Answer]
    deals: Sequence[DealRow]

    def told(self, period: Period, counts: Counts, overdue: int | None) -> Told:
        return Told(
            counts=counts,
            met=_met(self.frame, self.boards, period),
            check_ins=CheckIns(done=counts.total("portfolio_check_in"), overdue=overdue),
            hours=hours_of(between(self.answers, period)),
            sourcing=_sourcing(self.deals, period),
        )


def overview(session: Session, frame: Frame) -> Overview:
    """Eighteen statements at most, however many people and activities."""
    quarters_shown = trend_quarters(frame.period.end)
    whole = Period(min(quarters_shown[0].start, frame.previous.start), frame.until)
    now, before, long = (
        read_counts(session, frame, period) for period in (frame.period, frame.previous, whole)
    )
    read = _Read(
        frame,
        read_boards(session, frame, since=whole.start, until=frame.as_of + SOON),
        long,
        read_answers(session, frame, since=whole.start),
        pipeline.deals(session, fund_ids=frame.ids, until=frame.as_of, known_on=frame.known_on),
    )
    rated, held = read_held_of(session, frame)
    overdue, overdue_before = (
        read_contacts(session, rated, held, day, named=False).count_overdue()
        for day in (frame.as_of, frame.previous.end)
    )
    told = read.told(frame.period, now, overdue)
    previous = read.told(frame.previous, before, overdue_before).compared
    return Overview(
        period=_days(frame.period),
        previous_period=_days(frame.previous),
        members=len(frame.members),
        **told.plain,
        board_meetings=told.met,
        portfolio_check_ins=told.check_ins,
        first_response_hours=told.hours,
        avg_response_time_hours=told.hours.mean,
        sourcing=told.sourcing,
        sla_days=frame.rules.sla_days,
        previous=previous,
        comparison_to_previous={
            key: growth(told.compared[key], was) for key, was in previous.items()
        },
        trend=tuple(_point(read, quarter) for quarter in quarters_shown),
        records_from=frame.span.first,
        meta=frame.meta(Overview),
        notes=answer_notes(
            frame,
            unknown(told.compared, frame),
            board_notes(frame, read.boards),
            hours_notes(told.hours, "first_response_hours"),
            _notes(frame, told.sourcing, previous),
        ),
    )


def _days(period: Period) -> dict[str, date]:
    return {"start": period.start, "end": period.end}


def _met(frame: Frame, boards: Boards, period: Period) -> BoardMeetings:
    """Meetings of a window, and those of the 30 days after as_of."""
    last = min(period.end, frame.as_of)
    seats = any(board.seats for board in boards.found)
    recorded = frame.recorded(last)
    return BoardMeetings(
        held=boards.count(period.start, last, HELD) if recorded else None,
        missed=boards.count(period.start, last, MISSED) if seats and recorded else None,
        upcoming_30d=boards.count(frame.as_of, frame.as_of + SOON, UPCOMING) if seats else None,
    )


def _sourcing(deals: Sequence[DealRow], period: Period) -> Sourcing:
    """Deals sourced in a window and how many of them closed by as_of."""
    if not deals:
        return Sourcing(sourced=None, closed=None, close_rate=None, low=None, high=None)
    cohort = [row for row in deals if period.start <= row.sourced <= period.end]
    closed = sum(track_of(row).has_reached(CLOSED) for row in cohort)
    rate = wilson(closed, len(cohort))
    return Sourcing(
        sourced=len(cohort), closed=closed, close_rate=rate.rate, low=rate.low, high=rate.high
    )


def _point(read: _Read, quarter: Period) -> Point:
    """One quarter; what lies after as_of or before anything was on record is not known."""
    frame = read.frame
    last = min(quarter.end, frame.as_of)
    known = quarter.start <= frame.as_of and frame.recorded(last)
    own = Counts(
        [t for t in read.long.tallies if quarter.start <= t.month <= quarter.end], known=known
    )
    return Point(
        quarter=quarters.quarter_of(quarter.end),
        start=quarter.start,
        end=quarter.end,
        deals_reviewed=own.total("deal_reviewed"),
        companies_contacted=own.total("company_contacted"),
        meetings_attended=own.total("meeting"),
        board_meetings=read.boards.count(quarter.start, last, HELD) if known else None,
        portfolio_check_ins=own.total("portfolio_check_in"),
        median_hours=spread_of(between(read.answers, quarter)).median,
    )


def _notes(frame: Frame, sourced: Sourcing, previous: Mapping[str, float | None]) -> Iterator[Note]:
    words = "Counts are of activities: two who reviewed one deal are two."
    yield Note("deals_reviewed", "of_activities", words)
    words = (
        f"Overdue are companies with which nobody was in touch for more than "
        f"{frame.rules.sla_days} days."
    )
    yield Note("portfolio_check_ins.overdue", "rule", words)
    if sourced.close_rate is None:
        words = "No deal was sourced in the window, so there is no rate."
        yield Note("sourcing", "no_deals", words)
    words = "Where the window before has nothing, or nothing is known of it, there is no change."
    yield Note("comparison_to_previous", "from_nothing", words)
    if any(value is None for value in previous.values()):
        words = "Of the window before not everything is known."
        yield Note("previous", "before_records", words)
    words = "Quarters of which nothing is on record are empty."
    yield Note("trend", "before_records", words)
