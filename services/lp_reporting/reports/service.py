"""Packs of a fund's investors: prepared, looked over by a second person, sealed, and proved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from services import clock
from services.access.funds import granted
from services.access.permissions import check_action, check_export
from services.access.reading import reading
from services.db.models import LpReport
from services.db.queries.lp_reporting import reports as rows
from services.db.queries.lp_reporting.reports import OPEN, PUBLISHED, PackRow
from services.db.reads.funds import FundRow
from services.db.reads.versions import bump
from services.db.session import Database
from services.envelope import Meta
from services.errors import ChooseFund, Fault, InvalidInput, NotFound, Unavailable
from services.frames import House, currency_of, envelope
from services.lp_reporting.eyes import is_investor
from services.lp_reporting.reports import canonical, drafting, restating, shown, states, verifying
from services.lp_reporting.reports.content import Contents
from services.lp_reporting.reports.press import FORMATS, Pack, PackBytes, Press
from services.lp_reporting.reports.sealing import Sealer, pack_of, sealed_pack
from services.lp_reporting.results.reports import Report, Reports, Restatements, Verification
from services.scope import Principal, Scope

MODULE = "lp_reporting"
EVERYTHING = Scope()
Announce = Callable[[str, int], None]
NO_PRESS = "Files of reports cannot be made here."


class LpReports:
    """The packs that a principal may see; every method takes the principal first.

    Somebody who looks with an investor's eyes finds its own locked and superseded packs and
    nothing else. NotFound for a pack of another's or none, Forbidden for a step the role lacks or
    one's own work, InvalidInput (with a code) for a step that the state does not allow.
    `press` makes files, `announce` (fund id, version) is called after each change was committed,
    `now` is the moment at which steps are taken.
    """

    def __init__(
        self,
        db: Database,
        *,
        reporting_currency: str = "USD",
        timezone: str = "UTC",
        press: Press | None = None,
        announce: Announce | None = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)
        self._press = press
        self._announce = announce
        self._now = now
        self._contents = Contents(db, self.house)
        self._sealer = Sealer(db, self._contents)

    def reports(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        period: str | None = None,
        state: str | None = None,
        lp: str | None = None,
    ) -> Reports:
        """Packs of the scope's funds, of one period (`2025Q3`), state or investor where named."""
        with reading(self.db, principal, MODULE) as session:
            funds = granted(session, principal, scope.on(known_on=None))
            found = rows.packs(
                session,
                fund_ids=[fund.id for fund in funds],
                lp_id=shown.investor_of(principal),
                states=_states(principal, state),
            )
            waived = rows.waivers(session, [row.pack.id for row in found])
        if lp is not None:
            found = [row for row in found if lp in (row.lp, row.pack.lp_id)]
        wanted = [row for row in found if period in (None, row.pack.period)]
        before = drafting.of_period_before(found, period)
        meta = self._meta(scope, funds, Reports, wanted)
        return shown.reports(principal, wanted, waived, period=period, before=before, meta=meta)

    def report(self, principal: Principal, report_id: str) -> Report:
        """One pack with its checks, its files, and the steps that are open to the principal."""
        with reading(self.db, principal, MODULE) as session:
            row = _found(session, principal, report_id)
            waived = rows.waivers(session, [report_id])
            asked = Scope(funds=(row.pack.fund_id,))
            funds = granted(session, principal, asked)
        return shown.report(principal, row, waived, meta=self._meta(asked, funds, Report, [row]))

    def create(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        period: str | None = None,
        report_type: str = "quarterly",
        lp: str | None = None,
        known_on: datetime | None = None,
    ) -> Report | Reports:
        """Drafts of a period for one investor (code or id), or for everybody without a pack.

        As of the period's last day, as known now, for ever; the last closed quarter unless named.
        A draft that is there is made anew, its letter kept. `known_on` is for the system alone.
        """
        check_action(principal, "prepare_report")
        today = clock.today(self.house.timezone)
        named = period or drafting.last_period(today, report_type)
        as_of = states.period_ends(named, report_type, today=today)
        with self.db.session() as session:
            fund = _one_fund(session, principal, scope)
            known = _known(session, principal, known_on)
            version = _in_turn(session, fund.id)
            wanted = drafting.Wanted(
                fund_id=fund.id, period=named, report_type=report_type, as_of=as_of, known_on=known
            )
            made = drafting.drafts(session, wanted, lp=lp, by=principal.user_id, at=self._now())
        self._tell(fund.id, version)
        self._check(made)
        if lp is not None:
            return self.report(principal, made[0].id)
        return self.reports(principal, Scope(funds=(fund.id,)), period=named)

    def write_letter(self, principal: Principal, report_id: str, text: str) -> Report:
        """What a person writes to the investor on the first page; '' takes it out."""
        words = states.words(text, most=states.LONGEST_LETTER) if text.strip() else None

        def write(session: Session, pack: LpReport) -> None:
            pack.letter = words

        return self._step(principal, report_id, "edit", write)

    def approve(self, principal: Principal, report_id: str) -> Report:
        """A second person has looked it over."""

        def write(session: Session, pack: LpReport) -> None:
            states.check_two_people(principal, pack)
            pack.state, pack.approved_by = states.APPROVED, principal.user_id
            pack.approved_at = self._now()

        return self._step(principal, report_id, "approve", write)

    def waive(self, principal: Principal, report_id: str, *, check: str, reason: str) -> Report:
        """Let a failed check pass under one's own name, for a reason."""
        words = states.words(reason)

        def write(session: Session, pack: LpReport) -> None:
            failed = {told["id"] for told in pack.checks or () if told["state"] == "fail"}
            if check not in failed:
                text = f"{check} is no failed check of this report."
                raise InvalidInput(text, faults=(Fault("check", text, "not_failed"),))
            rows.waive(session, pack.id, check, reason=words, by=principal.user_id)

        return self._step(principal, report_id, "waive", write)

    def lock(self, principal: Principal, report_id: str) -> Report:
        """Seal an approved pack: its inputs, what it says and its files are fixed from then on.

        InvalidInput names the checks that fail and were not waived, and those that come out
        otherwise than when it was prepared. The pack that it replaces is superseded in the same
        transaction.
        """
        states.check_step(principal, "lock")
        with reading(self.db, principal, MODULE) as session:
            row = _found(session, principal, report_id)
            waived = rows.waivers(session, [report_id])
        states.check_state(row.pack, "lock")
        states.check_ties(shown.ties_of(row, waived))
        states.check_same(row.pack, self._contents.ties(row.pack))
        sealed = self._sealer.prepared(row, waived, self._need_press())

        def write(session: Session, pack: LpReport) -> None:
            self._sealer.write(session, pack, sealed, by=principal.user_id, at=self._now())

        return self._step(principal, report_id, "lock", write)

    def supersede(
        self,
        principal: Principal,
        report_id: str,
        *,
        reason: str,
        known_on: datetime | None = None,
    ) -> Report:
        """A new draft in place of a locked pack; that one stays until the new one is locked.

        `known_on` is for the system alone.
        """
        words = states.words(reason)
        states.check_step(principal, "supersede")
        with self.db.session() as session:
            pack = _found(session, principal, report_id).pack
            known = _known(session, principal, known_on)
            version = _in_turn(session, pack.fund_id)
            row = _found(session, principal, report_id)
            session.refresh(pack)
            states.check_state(pack, "supersede")
            if row.successor is not None:
                text = "Another report is already on its way in place of this one."
                raise InvalidInput(text, faults=(Fault("state", text, "state"),))
            successor = drafting.successor(
                session, pack, reason=words, known_on=known, by=principal.user_id, at=self._now()
            )
        self._tell(pack.fund_id, version)
        self._check([successor])
        return self.report(principal, successor.id)

    def download(self, principal: Principal, report_id: str, format: str) -> PackBytes:
        """One file of a pack; who took which one is kept. A draft's files say that they are one."""
        if format not in FORMATS:
            raise InvalidInput(f"A report comes as {', '.join(FORMATS)}.")
        check_export(principal)
        with reading(self.db, principal, MODULE) as session:
            row = _found(session, principal, report_id)
            waived = rows.waivers(session, [report_id])
        pack = self._printable(row, waived)
        content = self._need_press().file(pack, format)
        with self.db.session() as session:
            first = rows.note_opening(
                session,
                report_id,
                user_id=principal.user_id,
                file=f"{pack.name}.{format}",
                by_investor=is_investor(principal),
                at=self._now(),
            )
            fund_id = row.pack.fund_id
            version = bump(session, [fund_id])[fund_id] if first else None
        if version is not None:
            self._tell(fund_id, version)
        sealed = row.pack.state in PUBLISHED
        return PackBytes(
            name=f"{pack.name}.{format}",
            content=content,
            sha256=canonical.fingerprint(content) if sealed else None,
        )

    def verify(self, principal: Principal, report_id: str) -> Verification:
        """Run a sealed pack again from its own clocks; rows that changed are named.

        Nothing is written. An investor learns whether it holds, not which rows of others differ.
        """
        with reading(self.db, principal, MODULE) as session:
            row = _found(session, principal, report_id)
            waived = rows.waivers(session, [report_id])
        if row.pack.state not in PUBLISHED:
            text = "Only a locked report can be verified: before that nothing is fixed."
            raise InvalidInput(text, faults=(Fault("state", text, "state"),))
        found = verifying.verify(self.db, self._contents, self._press, row, waived)
        return replace(found, changed=()) if is_investor(principal) else found

    def restatements(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        since: date | None = None,
        until: date | None = None,
    ) -> Restatements:
        """What the locked packs would say otherwise today, and which import made it so.

        `since` and `until` keep what became known from the one day to the other, both included.
        An investor learns what it was told anew: its locked packs against those they replaced.
        """
        with reading(self.db, principal, MODULE) as session:
            funds = granted(session, principal, scope.on(known_on=None))
            found = rows.packs(
                session,
                fund_ids=[fund.id for fund in funds],
                lp_id=shown.investor_of(principal),
                states=PUBLISHED,
            )
            locked = [row for row in found if row.pack.state == states.LOCKED]
            meta = self._meta(scope, funds, Restatements, locked)
            if is_investor(principal):
                return restating.between_packs(found, meta=meta, since=since, until=until)
            return restating.restatements(
                session, locked, known_on=scope.known_on, since=since, until=until, meta=meta
            )

    def _step(
        self,
        principal: Principal,
        report_id: str,
        step: str,
        write: Callable[[Session, LpReport], None],
    ) -> Report:
        """Take a step in one transaction: seen, allowed, still possible, written, counted, told."""
        with self.db.session() as session:
            row = _found(session, principal, report_id)
            states.check_step(principal, step)
            version = _in_turn(session, row.pack.fund_id)
            pack = rows.held(session, row.pack.id)
            if pack is None:
                raise NotFound
            session.refresh(pack)
            states.check_state(pack, step)
            write(session, pack)
        self._tell(pack.fund_id, version)
        return self.report(principal, report_id)

    def _meta(
        self, scope: Scope, funds: Sequence[FundRow], result: type, found: Sequence[PackRow]
    ) -> Meta:
        """The envelope: as of the newest pack, in the funds' currency where they share one."""
        today = clock.last_closed_quarter_end(clock.today(self.house.timezone))
        as_of = max((row.pack.as_of for row in found), default=today)
        return envelope(
            scope, funds, result, as_of=as_of, currency=currency_of(scope, funds, self.house)
        )

    def _check(self, made: Collection[LpReport]) -> None:
        """Work the tie-outs of new drafts out, and keep them: their clocks stand still."""
        found = {
            pack.id: [canonical.plain(tie) for tie in self._contents.ties(pack)] for pack in made
        }
        with self.db.session() as session:
            for pack_id, told in found.items():
                pack = rows.held(session, pack_id)
                if pack is not None and pack.state in OPEN:
                    pack.checks = told

    def _printable(self, row: PackRow, waived: shown.Waived) -> Pack:
        if row.pack.state in PUBLISHED:
            return sealed_pack(row)
        return pack_of(row, self._contents.of(row.pack, shown.ties_of(row, waived)))

    def _need_press(self) -> Press:
        if self._press is None:
            raise Unavailable(NO_PRESS)
        return self._press

    def _tell(self, fund_id: str, version: int) -> None:
        if self._announce is not None:
            self._announce(fund_id, version)


def _found(session: Session, principal: Principal, report_id: str) -> PackRow:
    """The pack if it is there and this principal's to see; NotFound in the same words if not."""
    found = rows.packs(
        session,
        ids=[report_id],
        fund_ids=None if principal.funds is None else sorted(principal.funds),
        lp_id=shown.investor_of(principal),
        states=_states(principal, None),
    )
    if not found:
        raise NotFound
    return found[0]


def _states(principal: Principal, asked: str | None) -> list[str] | None:
    """The states that are looked for: an investor never sees what is not published."""
    known = [*OPEN, *PUBLISHED]
    if asked is not None and asked not in known:
        raise InvalidInput(f"A report is {', '.join(known)}; not {asked!r}.")
    visible = list(PUBLISHED) if is_investor(principal) else known
    return visible if asked is None else [state for state in visible if state == asked]


def _one_fund(session: Session, principal: Principal, scope: Scope) -> FundRow:
    funds = granted(session, principal, scope.on(known_on=None))
    if len(funds) > 1:
        raise ChooseFund
    return funds[0]


def _in_turn(session: Session, fund_id: str) -> int:
    """The fund's next version; from here on nobody else takes a step in it until the end."""
    return bump(session, [fund_id])[fund_id]


def _known(session: Session, principal: Principal, asked: datetime | None) -> datetime:
    """The moment of knowledge of a new pack: now, but for the system, which may set it back."""
    if asked is not None:
        if principal.kind != "system":
            raise InvalidInput("A report is prepared as things are known now.")
        return asked
    found = rows.moment_of_knowledge(session)
    if found is None:
        raise Unavailable("An import is being written just now: try again shortly.")
    return found
