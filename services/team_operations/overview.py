"""The team in one window beside the one before: counts, boards, answers, coverage, sourcing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

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


def overview(session: Session, frame: Frame) -> Overview:
    """Seventeen statements at most, however many people and activities."""
    trend = trend_quarters(frame.period.end)
    whole = Period(min(trend[0].start, frame.previous.start), frame.until)
    now, before, long = (
        read_counts(session, frame, period) for period in (frame.period, frame.previous, whole)
    )
    answers = read_answers(session, frame, since=whole.start)
    boards = read_boards(session, frame, since=whole.start, until=frame.as_of + SOON)
    deals = pipeline.deals(session, fund_ids=frame.ids, until=frame.as_of, known_on=frame.known_on)
    frame, held = read_held_of(session, frame)
    contacts, earlier = (
        read_contacts(session, frame, held, day, named=False)
        for day in (frame.as_of, frame.previous.end)
    )
    hours, hours_before = (
        hours_of(between(answers, period)) for period in (frame.period, frame.previous)
    )
    sourced, sourced_before = (_sourcing(deals, p) for p in (frame.period, frame.previous))
    counts = {key: now.total(COUNTED[key]) for key in PLAIN}
    met, met_before = (_met(frame, boards, p) for p in (frame.period, frame.previous))
    check_ins = CheckIns(done=now.total("portfolio_check_in"), overdue=contacts.count_overdue())
    previous: dict[str, float | None] = {
        **{key: before.total(COUNTED[key]) for key in PLAIN},
        "board_meetings.held": met_before.held,
        "board_meetings.missed": met_before.missed,
        "portfolio_check_ins.done": before.total("portfolio_check_in"),
        "portfolio_check_ins.overdue": earlier.count_overdue(),
        "first_response_hours.median": hours_before.median,
        "first_response_hours.p90": hours_before.p90,
        "avg_response_time_hours": hours_before.mean,
        "sourcing.sourced": sourced_before.sourced,
        "sourcing.closed": sourced_before.closed,
        "sourcing.close_rate": sourced_before.close_rate,
    }
    values: dict[str, float | None] = {
        **counts,
        "board_meetings.held": met.held,
        "board_meetings.missed": met.missed,
        "portfolio_check_ins.done": check_ins.done,
        "portfolio_check_ins.overdue": check_ins.overdue,
        "first_response_hours.median": hours.median,
        "first_response_hours.p90": hours.p90,
        "avg_response_time_hours": hours.mean,
        "sourcing.sourced": sourced.sourced,
        "sourcing.closed": sourced.closed,
        "sourcing.close_rate": sourced.close_rate,
    }
    return Overview(
        period=_days(frame.period),
        previous_period=_days(frame.previous),
        members=len(frame.members),
        **counts,
        board_meetings=met,
        portfolio_check_ins=check_ins,
        first_response_hours=hours,
        avg_response_time_hours=hours.mean,
        sourcing=sourced,
        sla_days=frame.rules.sla_days,
        previous=previous,
        comparison_to_previous={key: growth(values[key], was) for key, was in previous.items()},
        trend=tuple(_point(frame, boards, long, answers, quarter) for quarter in trend),
        records_from=frame.span.first,
        meta=frame.meta(Overview),
        notes=answer_notes(
            frame,
            unknown(values, frame),
            board_notes(frame, boards),
            hours_notes(hours, "first_response_hours"),
            _notes(frame, sourced, previous),
        ),
    )


def _days(period: Period) -> dict[str, object]:
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


def _point(
    frame: Frame, boards: Boards, counts: Counts, answers: Sequence[Answer], quarter: Period
) -> Point:
    """One quarter; what lies after as_of or before anything was on record is not known."""
    last = min(quarter.end, frame.as_of)
    known = quarter.start <= frame.as_of and frame.recorded(last)
    own = Counts(
        [t for t in counts.tallies if quarter.start <= t.month <= quarter.end], known=known
    )
    return Point(
        quarter=quarters.quarter_of(quarter.end),
        start=quarter.start,
        end=quarter.end,
        deals_reviewed=own.total("deal_reviewed"),
        companies_contacted=own.total("company_contacted"),
        meetings_attended=own.total("meeting"),
        board_meetings=boards.count(quarter.start, last, HELD) if known else None,
        portfolio_check_ins=own.total("portfolio_check_in"),
        median_hours=spread_of(between(answers, quarter)).median,
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
