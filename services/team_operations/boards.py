"""Boards: what was planned, what took place, what did not, and who sits there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.calc.team import (
    HELD,
    MISSED,
    PACKS,
    UPCOMING,
    Meeting,
    Plan,
    meetings,
    pack_state,
    planned_days,
)
from services.db.queries.team_operations import activities
from services.db.queries.team_operations.activities import BoardDay
from services.db.reads import team
from services.db.reads.investments import deals
from services.db.reads.team import SeatRow, is_open
from services.envelope import Note
from services.errors import InvalidInput
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import BoardCalendar, BoardMeeting, Unplanned

AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Board:
    """One company's board: versions of its seats, and who was at a meeting on which day."""

    company_id: str | None
    company: str | None
    name: str
    seats: tuple[SeatRow, ...]
    attended: Mapping[date, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Boards:
    """Every board that the reader may hear of, with the meetings between two days."""

    found: Sequence[Board]
    tolerance: int
    pack_days: int
    as_of: date

    def meetings(self, first: date, last: date) -> list[tuple[Board, Meeting]]:
        """Meetings whose day lies between two days, both included, by day and company.

        Of a board that nobody named each day is one meeting.
        """
        every = [
            (board, meeting)
            for board in self.found
            for meeting in meetings(
                self._planned(board),
                [day for day in board.attended if day <= self.as_of],
                tolerance=self.tolerance,
                by=self.as_of,
            )
            if first <= meeting.day <= last
        ]
        return sorted(every, key=lambda each: (each[1].day, each[0].name, each[1].state))

    def count(self, first: date, last: date, state: str) -> int:
        """How many meetings of a state there are between two days."""
        return sum(meeting.state == state for _, meeting in self.meetings(first, last))

    def seated(self, board: Board) -> list[str]:
        """Ids of those who sit on a board as of the day."""
        return list(dict.fromkeys(s.user_id for s in board.seats if is_open(s, self.as_of)))

    def open(self) -> list[Board]:
        """Boards on which somebody sits as of the day."""
        return [board for board in self.found if self.seated(board)]

    def of_person(self, user_id: str) -> int:
        """On how many boards a person sits."""
        return sum(user_id in self.seated(board) for board in self.found)

    @property
    def packs_kept(self) -> bool:
        """Whether anybody writes down when papers come: else nothing is known of them."""
        return any(seat.pack_received for board in self.found for seat in board.seats)

    def pack(self, board: Board, meeting: Meeting) -> tuple[str | None, date | None]:
        """How the papers of a planned meeting stand, and when they came; None: not known."""
        if meeting.planned is None or not self.packs_kept:
            return None, None
        days = [
            seat.pack_received
            for seat in board.seats
            if seat.next_meeting == meeting.planned
            and seat.pack_received is not None
            and seat.pack_received <= self.as_of
        ]
        came = min(days, default=None)
        return pack_state(meeting.planned, came, ahead=self.pack_days, by=self.as_of), came

    def _planned(self, board: Board) -> list[date]:
        return planned_days(
            Plan(seat.next_meeting, seat.known_to.date() if seat.known_to else None)
            for seat in board.seats
            if seat.next_meeting is not None
        )


def read_boards(session: Session, frame: Frame, *, since: date, until: date) -> Boards:
    """Two statements, one more where the reader may see some funds only.

    Meetings some days around the two days are read as well: a planned one may have been moved.
    """
    margin = timedelta(days=frame.rules.board_days)
    own: set[str] | None = None
    if frame.principal.funds is not None:
        held = deals(session, fund_ids=frame.ids, known_on=frame.known_on)
        own = {deal.company_id for deal in held}
    seats = team.seats(session, companies=own, known_on=frame.known_on)
    last = min(until + margin, frame.as_of)
    took_place = activities.board_days(session, frame.sight, since=since - margin, until=last)
    found = tuple(_boards(seats, took_place))
    return Boards(found, frame.rules.board_days, frame.rules.pack_days, frame.as_of)


def _boards(seats: Iterable[SeatRow], took_place: Iterable[BoardDay]) -> Iterator[Board]:
    by_company: dict[str | None, list[SeatRow]] = defaultdict(list)
    days: dict[str | None, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str | None, tuple[str | None, str]] = {None: (None, "a company not named")}
    for row in took_place:
        days[row.company_id][row.day].append(row.user_id)
        if row.company_id is not None:
            names[row.company_id] = row.company, row.name or row.company or ""
    for seat in seats:
        by_company[seat.company_id].append(seat)
        names[seat.company_id] = seat.company, seat.name
    for company_id in dict.fromkeys((*by_company, *days)):
        code, name = names[company_id]
        attended = {day: tuple(people) for day, people in days[company_id].items()}
        yield Board(company_id, code, name, tuple(by_company[company_id]), attended)


def span_of(frame: Frame, first: date | None, last: date | None) -> tuple[date, date]:
    """The days asked for: left out, from the window's first day to 90 days after as_of."""
    start, end = first or frame.period.start, last or frame.as_of + AHEAD
    if start > end:
        raise InvalidInput(f"from ({start}) lies after to ({end}).")
    return start, end


def board_calendar(
    session: Session, frame: Frame, *, first: date | None, last: date | None
) -> BoardCalendar:
    """The agenda. Two or three statements."""
    start, end = span_of(frame, first, last)
    boards = read_boards(session, frame, since=start, until=end)
    found = boards.meetings(start, end)
    unplanned = [board for board in boards.open() if not _next(boards, board)]
    meetings_shown = tuple(
        _meeting(frame, boards, *each) for each in found if _mine(frame, boards, *each)
    )
    bare = tuple(
        Unplanned(
            company_id=board.company_id or "",
            company=board.company or "",
            name=board.name,
            seats=codes(frame, boards.seated(board)),
            last_planned=max((s.next_meeting for s in board.seats if s.next_meeting), default=None),
        )
        for board in unplanned
        if frame.eyes.see(*boards.seated(board))
    )
    return BoardCalendar(
        first=start,
        last=end,
        meetings=meetings_shown,
        held=sum(meeting.state == HELD for _, meeting in found),
        missed=sum(meeting.state == MISSED for _, meeting in found),
        upcoming=sum(meeting.state == UPCOMING for _, meeting in found),
        boards=len(boards.open()),
        board_days=frame.rules.board_days,
        unplanned=bare,
        without_plan=len(unplanned),
        packs=_packs(boards, found),
        pack_days=boards.pack_days,
        meta=frame.meta(BoardCalendar),
        notes=answer_notes(
            frame,
            board_notes(frame, boards),
            unplanned_notes((*meetings_shown, *bare)),
            pack_notes(boards, meetings_shown),
        ),
    )


def upcoming_of(frame: Frame, boards: Boards, user_id: str) -> tuple[BoardMeeting, ...]:
    """Meetings of the window and of the 90 days after as_of at which a person sits or was."""
    return tuple(
        _meeting(frame, boards, board, meeting)
        for board, meeting in boards.meetings(frame.period.start, frame.as_of + AHEAD)
        if user_id in boards.seated(board) or user_id in board.attended.get(meeting.day, ())
    )


def codes(frame: Frame, people: Iterable[str]) -> tuple[str, ...]:
    """Codes of those of some people who may be named."""
    return tuple(frame.code(person) for person in people if frame.eyes.see(person))


def board_notes(frame: Frame, boards: Boards) -> Iterator[Note]:
    """What the counts of meetings stand on."""
    days = frame.rules.board_days
    words = (
        f"A planned meeting was held when one is on record at most {days} days from its day; one "
        "that was moved before its day came never was due. Several who were there are one meeting."
    )
    yield Note("board_meetings", "rule", words)
    if not any(board.seats for board in boards.found):
        words = "No seat on a board is on record, so nothing can be missed: import board_seats."
        yield Note("board_meetings.missed", "no_board_seats", words)


def unplanned_notes(found: Iterable[BoardMeeting | Unplanned]) -> Iterator[Note]:
    """Why a meeting or a board has no planned day."""
    rows = list(found)
    if any(isinstance(row, BoardMeeting) and row.planned is None for row in rows):
        words = "A meeting that no seat had planned has no planned day."
        yield Note("planned", "not_planned", words)
    if any(isinstance(row, Unplanned) and row.last_planned is None for row in rows):
        words = "For a board whose meetings nobody ever planned there is no last day."
        yield Note("last_planned", "not_planned", words)


def pack_notes(boards: Boards, found: Iterable[BoardMeeting]) -> Iterator[Note]:
    """What the state of papers stands on, and where it is not known."""
    if not boards.packs_kept:
        words = "Nobody keeps when the papers of a meeting come: board_seats, pack_received."
        for name in ("packs", "pack", "pack_received", "pack_days_before"):
            yield Note(name, "not_kept", words)
        return
    words = f"Papers are in time {boards.pack_days} days before the planned day."
    yield Note("packs", "rule", words)
    rows = list(found)
    if any(row.pack is None for row in rows):
        yield Note("pack", "not_planned", "A meeting that nobody planned waits for no papers.")
    if any(row.pack_received is None for row in rows):
        words = "No papers came, or nobody wrote down when."
        for name in ("pack_received", "pack_days_before"):
            yield Note(name, "not_received", words)


def _packs(boards: Boards, found: Iterable[tuple[Board, Meeting]]) -> dict[str, int] | None:
    if not boards.packs_kept:
        return None
    states = Counter(boards.pack(*each)[0] for each in found)
    return {state: states[state] for state in PACKS}


def _next(boards: Boards, board: Board) -> bool:
    """Whether a meeting after the day is planned, as believed now."""
    return any(
        seat.next_meeting is not None and seat.next_meeting > boards.as_of
        for seat in board.seats
        if is_open(seat, boards.as_of)
    )


def _mine(frame: Frame, boards: Boards, board: Board, meeting: Meeting) -> bool:
    return frame.eyes.see(*boards.seated(board), *board.attended.get(meeting.day, ()))


def _meeting(frame: Frame, boards: Boards, board: Board, meeting: Meeting) -> BoardMeeting:
    pack, came = boards.pack(board, meeting)
    before = None
    if came is not None and meeting.planned is not None:
        before = (meeting.planned - came).days
    return BoardMeeting(
        day=meeting.day,
        state=meeting.state,
        company_id=board.company_id,
        company=board.company,
        name=board.name,
        planned=meeting.planned,
        seats=codes(frame, boards.seated(board)),
        attended=codes(frame, board.attended.get(meeting.day, ())),
        pack=pack,
        pack_received=came,
        pack_days_before=before,
    )
