"""Activities counted: of a window, of months, of quarters; None where nothing was on record yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.db.queries.team_operations import activities
from services.db.queries.team_operations.activities import Tally
from services.envelope import Note
from services.scope import Period
from services.team_operations.frame import TYPES, Frame, within
from services.team_operations.results import MonthLine

LEAST_MONTHS = 12
# keys of the specification and the type of activity that each counts
COUNTED = {
    "deals_reviewed": "deal_reviewed",
    "companies_contacted": "company_contacted",
    "meetings_attended": "meeting",
    "board_meetings": "board_meeting",
    "portfolio_check_ins": "portfolio_check_in",
    "update_responses": "update_response",
    "deals_sourced": "deal_sourced",
    "deals_referred": "deal_referred",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Activities of a window; `known` False: nothing was on record by its end."""

    tallies: Sequence[Tally]
    known: bool

    def total(self, type: str | None = None, *, user_id: str | None = None) -> int | None:
        """How many of a type (None: of all), of one person or of all; None: not known."""
        if not self.known:
            return None
        return sum(
            tally.number
            for tally in self.tallies
            if (type is None or tally.type == type)
            and (user_id is None or tally.user_id == user_id)
        )

    def keys(self, user_id: str | None = None) -> dict[str, int | None]:
        """The specification's counts of everybody or of one person."""
        return {key: self.total(type, user_id=user_id) for key, type in COUNTED.items()}

    def of(self, user_id: str | None) -> Counts:
        """Those of one person; all where none is named."""
        if user_id is None:
            return self
        return Counts([tally for tally in self.tallies if tally.user_id == user_id], self.known)


def read_counts(session: Session, frame: Frame, period: Period) -> Counts:
    """One statement, none for a window that lies ahead."""
    past = within(period, frame.as_of)
    if past is None:
        return Counts((), known=False)
    rows = activities.tallies(session, frame.sight, since=past.start, until=past.end)
    return Counts(rows, frame.recorded(past.end))


def by_type(tallies: Iterable[Tally]) -> dict[str, int]:
    """Every type with its number, those without any as 0."""
    found: Counter[str] = Counter(dict.fromkeys(TYPES, 0))
    for tally in tallies:
        found[tally.type] += tally.number
    return dict(found)


def months_of(frame: Frame) -> Period:
    """The months up to the end of the window: twelve, or all of a longer one."""
    last = frame.until
    index = last.year * 12 + last.month - LEAST_MONTHS
    first = date(index // 12, index % 12 + 1, 1)
    return Period(min(first, frame.period.start.replace(day=1)), last)


def month_lines(frame: Frame, counts: Counts) -> tuple[MonthLine, ...]:
    """One line a month from the first on record, months without any as 0."""
    grouped: dict[date, list[Tally]] = defaultdict(list)
    for tally in counts.tallies:
        grouped[tally.month].append(tally)
    return tuple(
        MonthLine(
            month=f"{month:%Y-%m}",
            start=month,
            total=sum(tally.number for tally in grouped[month]),
            counts=by_type(grouped[month]),
        )
        for month in each_month(months_of(frame))
        if frame.span.first is not None and month >= frame.span.first.replace(day=1)
    )


def each_month(period: Period) -> Iterator[date]:
    """First days of the months of a window."""
    index = period.start.year * 12 + period.start.month - 1
    while (day := date(index // 12, index % 12 + 1, 1)) <= period.end:
        yield day
        index += 1


def unknown(values: Mapping[str, object], frame: Frame, place: str = "") -> Iterator[Note]:
    """Why counts are not given where they are not."""
    first = frame.span.first
    words = "Nothing was on record by then."
    if first is not None:
        words = f"Nothing is on record before {first}."
    for key, value in values.items():
        if value is None:
            yield Note(f"{place}{key}", "before_records", words)
