"""How long people wait for an answer: median and ninth decile first, the mean beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from services.calc.velocity import Spread, spread
from services.db.queries.team_operations import activities
from services.db.queries.team_operations.activities import Answer
from services.envelope import Note
from services.scope import Period
from services.team_operations.counting import each_month, months_of
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import (
    AnswerTimes,
    Hours,
    MonthTimes,
    PersonTimes,
    TypeTimes,
)

ASKS_AN_ANSWER = ("update_response",)  # types that are answers, whether or not hours are recorded


def read_answers(session: Session, frame: Frame, *, since: date) -> list[Answer]:
    """One statement: what was answered from a day on."""
    return activities.answers(
        session, frame.sight, since=since, until=frame.until, always=ASKS_AN_ANSWER
    )


def between(rows: Iterable[Answer], period: Period) -> list[Answer]:
    """Those of a window. Of a type of which no hours are on record there nothing was asked."""
    own = [row for row in rows if period.start <= row.day <= period.end]
    timed = {row.type for row in own if row.hours is not None} | set(ASKS_AN_ANSWER)
    return [row for row in own if row.type in timed]


def spread_of(rows: Iterable[Answer]) -> Spread[float]:
    """Hours of those that have them."""
    return spread([float(row.hours) for row in rows if row.hours is not None])


def hours_of(rows: Sequence[Answer]) -> Hours:
    """All types together."""
    found = spread_of(rows)
    return Hours(
        median=found.median,
        p90=found.p90,
        mean=found.mean,
        p25=found.p25,
        p75=found.p75,
        n=found.n,
        unanswered=len(rows) - found.n,
    )


def answer_times(session: Session, frame: Frame) -> AnswerTimes:
    """One statement."""
    first = min(months_of(frame).start, frame.previous.start)
    every = read_answers(session, frame, since=first)
    now, before = between(every, frame.period), between(every, frame.previous)
    overall, previous = hours_of(now), hours_of(before)
    types = _grouped(now, "type")
    by_type = tuple(
        _of_type(type, rows, [row for row in before if row.type == type])
        for type, rows in sorted(types.items(), key=lambda item: (-len(item[1]), item[0]))
    )
    by_person, trend = tuple(_people(frame, now)), tuple(_months(frame, every))
    return AnswerTimes(
        by_type=by_type,
        overall=overall,
        previous=previous,
        by_person=by_person,
        trend=trend,
        meta=frame.meta(AnswerTimes),
        notes=answer_notes(
            frame,
            hours_notes(overall, "overall"),
            hours_notes(previous, "previous"),
            _notes(by_type, by_person, trend),
        ),
    )


def hours_notes(found: Hours, place: str) -> Iterator[Note]:
    """Why there are no hours, and what the unanswered are."""
    if not found.n:
        words = "No response time is on record in this window."
        yield Note(place, "no_response_times", words)
    if found.unanswered:
        words = (
            f"{found.unanswered} have no response time: unanswered, or nobody wrote down how long "
            "it took. They are in no median."
        )
        yield Note(f"{place}.unanswered", "without_hours", words)


def _of_type(type: str, rows: Sequence[Answer], before: Sequence[Answer]) -> TypeTimes:
    found = spread_of(rows)
    return TypeTimes(
        type=type,
        n=found.n,
        median_hours=found.median,
        p90_hours=found.p90,
        mean_hours=found.mean,
        p25_hours=found.p25,
        p75_hours=found.p75,
        least_hours=found.least,
        most_hours=found.most,
        unanswered=len(rows) - found.n,
        previous_median_hours=spread_of(before).median,
    )


def _people(frame: Frame, rows: Sequence[Answer]) -> Iterator[PersonTimes]:
    """Everybody of the team whose row may be seen; who answered nothing has no times."""
    by_person = _grouped(rows, "user_id")
    for person in frame.people:
        own = by_person.get(person.id, [])
        if not (person.member or own) or not frame.eyes.see(person.id):
            continue
        found = spread_of(own)
        yield PersonTimes(
            user_id=person.id,
            user=person.code,
            name=person.name,
            n=found.n,
            median_hours=found.median,
            p90_hours=found.p90,
            mean_hours=found.mean,
            unanswered=len(own) - found.n,
        )


def _months(frame: Frame, rows: Sequence[Answer]) -> Iterator[MonthTimes]:
    by_month: dict[date, list[Answer]] = defaultdict(list)
    for row in rows:
        by_month[row.day.replace(day=1)].append(row)
    for month in each_month(months_of(frame)):
        if not frame.span.first or month < frame.span.first.replace(day=1):
            continue
        found = spread_of(by_month[month])
        yield MonthTimes(
            month=f"{month:%Y-%m}",
            start=month,
            n=found.n,
            median_hours=found.median,
            p90_hours=found.p90,
        )


def _grouped(rows: Iterable[Answer], by: str) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def _notes(
    by_type: Sequence[TypeTimes],
    by_person: Sequence[PersonTimes],
    trend: Sequence[MonthTimes],
) -> Iterator[Note]:
    words = "The median is the headline: a few very late answers pull the mean up."
    yield Note("median_hours", "median_first", words)
    for name, rows in (("by_type", by_type), ("by_person", by_person), ("trend", trend)):
        if any(row.n == 0 for row in rows):
            words = "Where no response time is on record there is none to give."
            yield Note(name, "no_response_times", words)
    if any(row.previous_median_hours is None for row in by_type):
        words = "In the window before no response time of the type is on record."
        yield Note("previous_median_hours", "no_response_times", words)
