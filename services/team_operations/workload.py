"""What lies on whose desk as of a day: deals, diligence, boards, against what one can carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy.orm import Session

from services.calc.funnel import SOURCED
from services.calc.team import load
from services.db.reads import pipeline
from services.db.reads.pipeline import DealRow, track_of
from services.envelope import Note
from services.team_operations.boards import Boards, read_boards
from services.team_operations.frame import Frame, answer_notes
from services.team_operations.results import PersonLoad, Workload


@dataclass(frozen=True, slots=True)
class Desk:
    """Open deals by person (id), early and in diligence; those of nobody; the boards."""

    early: Counter[str]
    diligence: Counter[str]
    unassigned: int
    boards: Boards

    def load_of(self, frame: Frame, user_id: str) -> PersonLoad:
        """What one person carries."""
        person, rules = frame.by_id[user_id], frame.rules
        counts = {
            "early_deal": self.early[user_id],
            "diligence": self.diligence[user_id],
            "board": self.boards.of_person(user_id),
        }
        carried = load(counts, rules.load.model_dump())
        return PersonLoad(
            user_id=person.id,
            user=person.code,
            name=person.name,
            active_deals=counts["early_deal"] + counts["diligence"],
            early_deals=counts["early_deal"],
            diligence=counts["diligence"],
            boards=counts["board"],
            load=carried,
            use=carried / rules.capacity,
            over=carried > rules.capacity,
        )


def read_desk(session: Session, frame: Frame) -> Desk:
    """Four statements, one more where the reader may see some funds only."""
    rows = pipeline.deals(session, fund_ids=frame.ids, until=frame.as_of, known_on=frame.known_on)
    boards = read_boards(session, frame, since=frame.as_of, until=frame.as_of)
    return desk_of(frame, rows, boards)


def desk_of(frame: Frame, rows: Sequence[DealRow], boards: Boards) -> Desk:
    """Open deals by whoever owns them."""
    early: Counter[str] = Counter()
    diligence: Counter[str] = Counter()
    unassigned = 0
    for row in rows:
        if not track_of(row).is_open:
            continue
        person = frame.person(row.owner)
        if person is None:
            unassigned += 1
        else:
            (early if (row.stage or SOURCED) == SOURCED else diligence)[person] += 1
    return Desk(early, diligence, unassigned, boards)


def workload(session: Session, frame: Frame) -> Workload:
    """Everybody's load, the heaviest first."""
    desk = read_desk(session, frame)
    named = {*desk.early, *desk.diligence}
    rows = [
        desk.load_of(frame, person.id)
        for person in frame.people
        if person.member or person.id in named
    ]
    shown = frame.eyes.only((row.user_id, row) for row in rows)
    return Workload(
        capacity=frame.rules.capacity,
        weights=frame.rules.load.model_dump(),
        rows=tuple(sorted(shown, key=lambda row: (-row.load, row.user))),
        totals={
            "active_deals": sum(row.active_deals for row in rows),
            "diligence": sum(row.diligence for row in rows),
            "boards": sum(row.boards for row in rows),
            "load": sum(row.load for row in rows),
        },
        over_capacity=sum(row.over for row in rows),
        median_load=float(median(row.load for row in rows)) if rows else None,
        unassigned_deals=desk.unassigned,
        meta=frame.meta(Workload),
        notes=answer_notes(frame, _notes(frame, desk, rows)),
    )


def _notes(frame: Frame, desk: Desk, rows: Sequence[PersonLoad]) -> Iterator[Note]:
    weights = frame.rules.load
    words = (
        f"An open deal before screening weighs {weights.early_deal:g}, one past it (diligence) "
        f"{weights.diligence:g}, a seat on a board {weights.board:g}; one person can carry "
        f"{frame.rules.capacity:g}."
    )
    yield Note("load", "rule", words)
    if desk.unassigned:
        words = (
            f"{desk.unassigned} open deals have no owner of the team; they are on nobody's desk."
        )
        yield Note("unassigned_deals", "no_owner", words)
    if not rows:
        yield Note("median_load", "no_members", "Nobody of the team is on record.")
