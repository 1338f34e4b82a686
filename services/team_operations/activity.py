"""What was done in a window, by type, by person or by month."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from services.calc.team import growth
from services.envelope import Note
from services.errors import InvalidInput
from services.scope import Period
from services.team_operations.counting import (
    Counts,
    by_type,
    each_month,
    month_lines,
    months_of,
    read_counts,
    unknown,
)
from services.team_operations.frame import TYPES, Frame, answer_notes
from services.team_operations.results import Activity, ActivityRow

USER, TYPE, MONTH = GROUPS = ("user", "type", "month")


def activity(session: Session, frame: Frame, *, group_by: str, user: str | None) -> Activity:
    """Three statements. NotFound for a person whom the reader may not look at."""
    if group_by not in GROUPS:
        raise InvalidInput(f"group_by is one of {', '.join(GROUPS)}, not {group_by!r}.")
    person = None if user is None else frame.one(user)
    own = None if person is None else person.id
    now, before, long = (
        read_counts(session, frame, period).of(own)
        for period in (frame.period, frame.previous, months_of(frame))
    )
    rows = {USER: _people, TYPE: _types, MONTH: _months}[group_by](frame, now, before)
    totals = {"total": now.total(), "previous_total": before.total()}
    return Activity(
        group_by=group_by,
        user=None if person is None else person.code,
        total=totals["total"],
        previous_total=totals["previous_total"],
        rows=tuple(rows) if now.known else (),
        months=month_lines(frame, long),
        members=tuple((p.code, p.name) for p in frame.members if frame.eyes.see(p.id)),
        records_from=frame.span.first,
        meta=frame.meta(Activity),
        notes=answer_notes(frame, unknown(totals, frame), _notes(tuple(rows), before)),
    )


def _types(frame: Frame, now: Counts, before: Counts) -> list[ActivityRow]:
    """Every type there is, and whatever else the files have."""
    others = sorted({tally.type for tally in now.tallies} - set(TYPES))
    return [
        _row(type, type.replace("_", " "), now.total(type), before.total(type), {type: now})
        for type in (*TYPES, *others)
    ]


def _people(frame: Frame, now: Counts, before: Counts) -> list[ActivityRow]:
    """Everybody of the team, most first, and who else is on record; only rows that may be seen."""
    active = {tally.user_id for tally in now.tallies}
    shown = [
        person
        for person in frame.people
        if (person.member or person.id in active) and frame.eyes.see(person.id)
    ]
    rows = [
        _row(
            person.code,
            person.name,
            now.total(user_id=person.id),
            before.total(user_id=person.id),
            by_type(now.of(person.id).tallies),
            user_id=person.id,
        )
        for person in shown
    ]
    return sorted(rows, key=lambda row: (-row.total, row.key))


def _months(frame: Frame, now: Counts, before: Counts) -> list[ActivityRow]:
    """Each month of the window; the one before it is what it is compared with."""
    days = Period(frame.period.start, frame.until)
    rows: list[ActivityRow] = []
    earlier: int | None = None
    for month in each_month(days):
        own = [tally for tally in now.tallies if tally.month == month]
        total = sum(tally.number for tally in own)
        rows.append(_row(f"{month:%Y-%m}", f"{month:%B %Y}", total, earlier, by_type(own)))
        earlier = total
    return rows


def _row(
    key: str,
    name: str,
    total: int | None,
    previous: int | None,
    counts: dict[str, int] | dict[str, Counts],
    *,
    user_id: str | None = None,
) -> ActivityRow:
    plain = {
        type: number.total(type) or 0 if isinstance(number, Counts) else number
        for type, number in counts.items()
    }
    return ActivityRow(
        key=key,
        name=name,
        user_id=user_id,
        total=total or 0,
        previous=previous,
        change=growth(total, previous),
        counts=plain,
    )


def _notes(rows: tuple[ActivityRow, ...], before: Counts) -> Iterator[Note]:
    if any(row.previous is None for row in rows):
        words = "What was before the first of them, or before anything was on record, is unknown."
        yield Note("previous", "before_records", words)
    if any(row.change is None for row in rows):
        yield Note("change", "from_nothing", "From nothing there is no change in percent.")
    if before.known:
        words = "Counts are of activities: two who reviewed one deal are two."
        yield Note("rows", "of_activities", words)
