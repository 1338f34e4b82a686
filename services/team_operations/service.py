"""Team Operations: what a principal may know of the firm's people and what they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy.orm import Session

from services.access.reading import reading
from services.calc.team import SPLIT
from services.db.session import Database
from services.frames import House
from services.scope import Principal, Scope
from services.team_operations import boards, log
from services.team_operations.activity import TYPE, activity
from services.team_operations.calibration import calibration
from services.team_operations.coverage import coverage
from services.team_operations.frame import Frame, settle
from services.team_operations.member import member
from services.team_operations.overview import overview
from services.team_operations.productivity import productivity
from services.team_operations.requests import kpi_requests
from services.team_operations.results import (
    Activity,
    AnswerTimes,
    AuditLog,
    BoardCalendar,
    Calibration,
    Coverage,
    KpiRequests,
    Member,
    Overview,
    Productivity,
    SourcingAttribution,
    Workload,
)
from services.team_operations.score import ScoreCard, score_card
from services.team_operations.sourcing import check_credit, sourcing_attribution
from services.team_operations.times import answer_times
from services.team_operations.workload import workload

MODULE = "team_operations"
EVERYTHING = Scope()


class TeamOperationsService:
    """Figures of the team, which is the firm's: `fund` changes nothing in them.

    The window is the scope's period (left out: the last quarter closed by as_of), compared with
    the one of equal length before. Partners, operations and auditors see everybody's rows, others
    their own; totals are of all. What concerns funds that a principal may not see is left out.
    Methods raise InvalidInput for a scope or a word that cannot be used. Each reads the facts of
    one moment, in a number of statements that no number of people, funds or companies changes.
    """

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)

    def overview(self, principal: Principal, scope: Scope = EVERYTHING) -> Overview:
        """The team in the window: what was done, how fast companies heard, what is overdue."""
        with self._settled(principal, scope) as (session, frame):
            return overview(session, frame)

    def activity(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        group_by: str = TYPE,
        user: str | None = None,
    ) -> Activity:
        """Activities by type, person or month, and month by month; of one person where `user`
        (code or id) names one. NotFound for one whose row is not the reader's to see."""
        with self._settled(principal, scope) as (session, frame):
            return activity(session, frame, group_by=group_by, user=user)

    def member(self, principal: Principal, user: str, scope: Scope = EVERYTHING) -> Member:
        """Everything of one person (code or id). NotFound as for `activity`."""
        with self._settled(principal, scope) as (session, frame):
            return member(session, frame, user=user)

    def coverage(self, principal: Principal, scope: Scope = EVERYTHING) -> Coverage:
        """Companies that are held, who looks after them, and since when nobody was in touch."""
        with self._settled(principal, scope) as (session, frame):
            return coverage(session, frame)

    def sourcing_attribution(
        self, principal: Principal, scope: Scope = EVERYTHING, *, credit: str = SPLIT
    ) -> SourcingAttribution:
        """Whose deals those sourced in the window were: credit to the first, or split."""
        check_credit(credit)
        with self._settled(principal, scope) as (session, frame):
            return sourcing_attribution(session, frame, rule=credit)

    def responsiveness(self, principal: Principal, scope: Scope = EVERYTHING) -> AnswerTimes:
        """Hours until an answer by type, person and month."""
        with self._settled(principal, scope) as (session, frame):
            return answer_times(session, frame)

    def board_calendar(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        first: date | None = None,
        last: date | None = None,
    ) -> BoardCalendar:
        """Meetings of boards between two days: held, missed, upcoming."""
        with self._settled(principal, scope) as (session, frame):
            return boards.board_calendar(session, frame, first=first, last=last)

    def workload(self, principal: Principal, scope: Scope = EVERYTHING) -> Workload:
        """Open deals, diligence and boards of each person against what one can carry."""
        with self._settled(principal, scope) as (session, frame):
            return workload(session, frame)

    def kpi_requests(self, principal: Principal, scope: Scope = EVERYTHING) -> KpiRequests:
        """Which companies answer when they are asked for their figures, by company and stage."""
        with self._settled(principal, scope) as (session, frame):
            return kpi_requests(session, frame)

    def calibration(self, principal: Principal, scope: Scope = EVERYTHING) -> Calibration:
        """What the team thought deals' chances were against what came; of nobody alone."""
        with self._settled(principal, scope) as (session, frame):
            return calibration(session, frame)

    def productivity(
        self, principal: Principal, scope: Scope = EVERYTHING, *, user: str | None = None
    ) -> Productivity:
        """One person's score (left out: one's own), where the firm has switched scores on.

        Forbidden unless oneself or a partner asks.
        """
        with self._settled(principal, scope) as (session, frame):
            return productivity(session, frame, user=user)

    def score_card(
        self, principal: Principal, scope: Scope = EVERYTHING, *, user: str | None = None
    ) -> ScoreCard:
        """What a page shows of scores: nothing where there are none, or none to be seen."""
        with self._settled(principal, scope) as (session, frame):
            return score_card(session, frame, user=user)

    def audit_log(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        limit: int = log.USUAL,
        offset: int = 0,
    ) -> AuditLog:
        """Changes to the facts, the newest first: old and new value, and the file that said so.

        All that are known, or those of the period where the scope names one.
        """
        with self._settled(principal, scope) as (session, frame):
            return log.audit_log(session, frame, limit=limit, offset=offset)

    @contextmanager
    def _settled(self, principal: Principal, scope: Scope) -> Iterator[tuple[Session, Frame]]:
        with reading(self.db, principal, MODULE) as session:
            yield session, settle(session, principal, scope, self.house)
