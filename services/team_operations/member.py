"""One person: what they did, what lies on them, which companies and meetings are theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from services.calc.funnel import CLOSED
from services.calc.holdings import weights
from services.calc.team import SPLIT
from services.db.queries.team_operations import activities
from services.envelope import Note
from services.team_operations.boards import (
    AHEAD,
    board_notes,
    pack_notes,
    read_boards,
    unplanned_notes,
    upcoming_of,
)
from services.team_operations.counting import (
    month_lines,
    months_of,
    read_counts,
    unknown,
)
from services.team_operations.coverage import coverage_rows, read_contacts, read_held_of
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import BoardMeeting, Credit, Member
from services.team_operations.sourcing import RULES, Finds, line, read_finds, read_invested, shares
from services.team_operations.times import between, hours_notes, hours_of, read_answers
from services.team_operations.workload import desk_of


def member(session: Session, frame: Frame, *, user: str) -> Member:
    """Everything of one person. NotFound for one that is missing or not the reader's to see."""
    person = frame.one(user)
    now, before, long = (
        read_counts(session, frame, period).of(person.id)
        for period in (frame.period, frame.previous, months_of(frame))
    )
    answers = read_answers(session, frame, since=frame.period.start)
    hours = hours_of([row for row in between(answers, frame.period) if row.user_id == person.id])
    frame, finds = read_invested(session, frame, read_finds(session, frame))
    boards = read_boards(session, frame, since=frame.period.start, until=frame.as_of + AHEAD)
    frame, held = read_held_of(session, frame)
    contacts = read_contacts(session, frame, held, frame.as_of)
    held_shares = weights({company.id: company.value for company in contacts.companies})
    counts, earlier = now.keys(), before.keys()
    agenda = upcoming_of(frame, boards, person.id)
    successful = _successful(session, frame, finds, person.id) if now.known else None
    return Member(
        user_id=person.id,
        user=person.code,
        name=person.name,
        title=person.title,
        period={"start": frame.period.start, "end": frame.period.end},
        **counts,
        avg_response_time_hours=hours.mean,
        successful_referrals=successful,
        previous=earlier,
        first_response_hours=hours,
        sourcing=_credit(frame, finds, person.id),
        workload=desk_of(frame, [deal.row for deal in finds.deals], boards).load_of(
            frame, person.id
        ),
        capacity=frame.rules.capacity,
        months=month_lines(frame, long),
        coverage=tuple(
            row
            for company, row in coverage_rows(contacts, held_shares)
            if contacts.concerns(company, person.id)
        ),
        board_calendar=agenda,
        meta=frame.meta(Member, money=True),
        notes=answer_notes(
            frame,
            unknown(counts, frame),
            hours_notes(hours, "first_response_hours"),
            board_notes(frame, boards),
            pack_notes(boards, agenda),
            _notes(counts, earlier, agenda),
        ),
    )


def _credit(frame: Frame, finds: Finds, user_id: str) -> Credit | None:
    """A person's part of the deals of the window, shared; None while there are no deals at all."""
    if not finds.deals:
        return None
    return line(frame, finds, user_id, shares(finds.cohort(frame), SPLIT).get(user_id, {}))


def _successful(session: Session, frame: Frame, finds: Finds, user_id: str) -> int:
    """Deals that a person handed over in the window and that closed by as_of."""
    closed = {deal.row.id for deal in finds.deals if deal.track.has_reached(CLOSED)}
    rows = activities.referrals(session, frame.sight, since=frame.period.start, until=frame.until)
    return len({row.deal_id for row in rows if row.user_id == user_id} & closed)


def _notes(
    counts: Mapping[str, int | None],
    earlier: Mapping[str, int | None],
    agenda: tuple[BoardMeeting, ...],
) -> Iterator[Note]:
    yield Note("sourcing", SPLIT, RULES[SPLIT])
    words = "A rate needs deals, and the money of a deal that closed its investment's flows."
    yield Note("sourcing", "incomplete", words)
    words = "Weights and days need a fair value and a touch on record."
    yield Note("coverage", "incomplete", words)
    if None in counts.values():
        yield Note("successful_referrals", "before_records", "Nothing was on record by then.")
    if None in earlier.values():
        yield Note("previous", "before_records", "Nothing was on record by then.")
    yield from unplanned_notes(agenda)
