"""Reports of the demonstration firm, made by the same steps that people take: prepared, approved by
somebody else, locked and opened; one of them superseded after a value was restated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.db.session import Database
from services.demo.people import MEMBERS
from services.demo.write import entity_id
from services.exports.report_pack import PackPress
from services.frames import House
from services.imports.kinds.declare import Type
from services.imports.kinds.things import THINGS
from services.lp_reporting.reports import LpReports
from services.lp_reporting.results.reports import Report
from services.scope import Principal, Scope

FUND = "AQ1"
PREPARER, APPROVER = "RB", "IM"
RESTATED, LAST, NEWEST = "2026Q1", "2026Q2", "2026Q3"
# Who was sent the older packs; the first of them had its pack superseded.
SENT = {RESTATED: ("NWTP",), LAST: ("NWTP", "TASM")}
APPROVED = ("NWTP", "MRDN", "CRWN")  # of the newest quarter
PREPARED = {
    RESTATED: datetime(2026, 5, 14, 9, tzinfo=UTC),
    LAST: datetime(2026, 8, 13, 9, tzinfo=UTC),
    NEWEST: datetime(2026, 11, 13, 9, tzinfo=UTC),
}
AGAIN = datetime(2026, 6, 23, 9, tzinfo=UTC)  # the day after the corrected value came
WHY = "The fund's value at 31 March 2026 was corrected on 22 June 2026, and every account with it."
LETTER = (
    "Dear partners,\n"
    "please find enclosed your account for the quarter. Capital calls were paid in time, and the "
    "portfolio is described company by company below.\n"
    "Ines Marlow, Alder & Quay Partners"
)
A_DAY = timedelta(days=1)


def write_packs(db: Database, house: House, *, firm: str) -> None:
    """Every pack, each step at the moment at which it would have been taken."""
    desk = Desk(db, house, firm)
    for lp in SENT[RESTATED]:
        desk.sent(desk.prepared(RESTATED, lp), opened=lp)
    for lp in SENT[RESTATED]:
        desk.replaced(RESTATED, lp)
    for number, lp in enumerate(SENT[LAST]):
        desk.sent(desk.prepared(LAST, lp), opened=lp if number == 0 else None)
    desk.newest()


class Desk:
    """Where the firm's people work on reports, with a clock that is set back."""

    def __init__(self, db: Database, house: House, firm: str) -> None:
        self._now = PREPARED[RESTATED]
        self._reports = LpReports(
            db,
            reporting_currency=house.reporting_currency,
            timezone=house.timezone,
            press=PackPress(firm=firm),
            now=lambda: self._now,
        )

    def prepared(self, period: str, lp: str) -> Report:
        """A draft of one investor, with a letter."""
        self._now = PREPARED[period]
        made = self._reports.create(
            _person(PREPARER), _SCOPE, period=period, lp=lp, known_on=self._now
        )
        assert isinstance(made, Report)
        return self._reports.write_letter(_person(PREPARER), made.id, LETTER)

    def sent(self, draft: Report, *, opened: str | None) -> None:
        """Approved, what does not tie out let pass by name, locked, and perhaps opened."""
        self._now += A_DAY
        self._reports.approve(_person(APPROVER), draft.id)
        for tie in self._reports.report(_person(APPROVER), draft.id).ties:
            if tie.state == "fail":
                reason = "Known to the administrator, who corrects it with the next statement."
                self._reports.waive(_person(APPROVER), draft.id, check=tie.id, reason=reason)
        self._reports.lock(_person(PREPARER), draft.id)
        if opened is not None:
            self._now += 3 * A_DAY
            self._reports.download(_investor(opened, draft), draft.id, "pdf")

    def replaced(self, period: str, lp: str) -> None:
        """A locked pack's successor, once the corrected value was known."""
        found = self._reports.reports(_person(PREPARER), _SCOPE, period=period, lp=lp)
        self._now = AGAIN
        draft = self._reports.supersede(
            _person(PREPARER), found.reports[0].id, reason=WHY, known_on=AGAIN
        )
        self.sent(draft, opened=None)

    def newest(self) -> None:
        """Drafts for everybody, some of them approved: what is left is for whoever looks."""
        self._now = PREPARED[NEWEST]
        made = self._reports.create(_person(PREPARER), _SCOPE, period=NEWEST, known_on=self._now)
        assert not isinstance(made, Report)
        self._now += A_DAY
        for row in made.reports:
            if row.lp in APPROVED:
                self._reports.approve(_person(APPROVER), row.id)


_SCOPE = Scope(funds=(FUND,))


def _person(code: str) -> Principal:
    """A member of the team, whose steps are set back as only the system may."""
    return Principal(
        user_id=entity_id(THINGS[Type.USER].noun, code),
        name=MEMBERS[code].name,
        roles=frozenset({"partner"}),
        funds=None,
        kind="system",
    )


def _investor(code: str, report: Report) -> Principal:
    """The investor who opened its report."""
    return Principal(
        user_id=entity_id("investor", code),
        name=code,
        roles=frozenset({"lp"}),
        funds=frozenset({report.fund_id}),
        investor_id=report.lp_id,
    )
