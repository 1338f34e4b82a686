"""The firm: what a principal may know of all its funds at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from services import clock
from services.access.permissions import FIRM, may, readable
from services.access.reading import reading
from services.db.queries.home import acts
from services.db.reads import imports as filed
from services.db.reads.checks import breaks, results
from services.db.session import Database
from services.frames import House
from services.fund_performance.frame import Frame, settle
from services.home import activity, attention, changes, funds
from services.home.results import Activity, Attention, Changes, FirmFunds, Needed
from services.lp_reporting import LpReportingService
from services.portfolio_analytics import PortfolioAnalyticsService
from services.portfolio_analytics.results import Marks
from services.risk import RiskService
from services.scope import Principal, Scope

EVERYTHING = Scope()
S = TypeVar("S")


class HomeService:
    """What the page of the firm shows; every method takes the principal first.

    It asks the services of the modules and has no figures of its own: what is said here is what
    stands there. Parts of modules that the principal may not read are left out. Methods raise
    NotFound for funds that are missing or not granted, and for a limited partner.
    """

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)

    def funds(self, principal: Principal, scope: Scope = EVERYTHING) -> FirmFunds:
        """Every fund in one table, with all of them pooled from their flows."""
        return funds.funds(self._frame(principal, scope))

    def changes(self, principal: Principal, scope: Scope = EVERYTHING) -> Changes:
        """What is not as it was at the quarter-end before, whatever period is asked for."""
        scope = scope.on(period=None)
        return changes.changes(self._frame(principal, scope), self._marks(principal, scope))

    def attention(self, principal: Principal, scope: Scope = EVERYTHING) -> Attention:
        """Alerts, failing checks, packs and calls that are late, old marks: the worst first."""
        scope = scope.on(period=None)
        with reading(self.db, principal, FIRM) as session:
            frame = settle(session, principal, scope, self.house)
            shared = (
                []
                if scope.funds or not may(principal, "see_quality")
                else results(session, fund_ids=(), shared=True, known_on=scope.known_on)
            )
        rows: list[Needed] = [
            *attention.of_checks(breaks(frame.funds)),
            *attention.of_shared(shared),
        ]
        open_to, told = readable(principal), set[str]()
        if "risk" in open_to:
            alerts = self._of(RiskService).alerts(principal, scope, state="open")
            rows += attention.of_alerts(alerts)
            told = attention.with_old_marks(alerts)
        if "lp_reporting" in open_to:
            overview = self._of(LpReportingService).overview(principal, scope)
            rows += attention.of_investors(overview, today=clock.today(self.house.timezone))
        if (marks := self._marks(principal, scope)) is not None:
            rows += attention.of_marks(marks, told)
        return Attention(
            rows=attention.sorted_by_need(rows),
            counts=attention.counted(rows),
            meta=frame.meta(Attention),
            notes=attention.undated(rows),
        )

    def activity(self, principal: Principal, scope: Scope = EVERYTHING) -> Activity:
        """The last dozen things that people and programs did."""
        with reading(self.db, principal, FIRM) as session:
            frame = settle(session, principal, scope, self.house)
            open_to = readable(principal)
            steps = acts(
                session,
                fund_ids=[row.id for row in frame.funds],
                packs="lp_reporting" in open_to,
                alerts="risk" in open_to,
                limit=activity.MOST,
            )
            files: list[filed.ImportRow] = []
            if may(principal, "see_imports"):
                by = None if principal.funds is None else principal.user_id
                files, _ = filed.imports(session, by=by, kind=None, limit=activity.MOST, offset=0)
        found = [*map(activity.of_act, steps), *map(activity.of_import, files)]
        return Activity(rows=activity.newest(found), meta=frame.meta(Activity), notes=())

    def _frame(self, principal: Principal, scope: Scope) -> Frame:
        with reading(self.db, principal, FIRM) as session:
            return settle(session, principal, scope, self.house)

    def _marks(self, principal: Principal, scope: Scope) -> Marks | None:
        if "portfolio_analytics" not in readable(principal):
            return None
        return self._of(PortfolioAnalyticsService).marks(principal, scope)

    def _of(self, service: Callable[..., S]) -> S:
        return service(
            self.db,
            reporting_currency=self.house.reporting_currency,
            timezone=self.house.timezone,
        )
