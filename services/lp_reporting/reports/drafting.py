"""Drafts: for whom a period's packs are made, and what becomes of those that are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from services.clock import last_closed_quarter_end
from services.db.models import LpReport
from services.db.models.base import new_id
from services.db.queries.lp_reporting import reports as rows
from services.db.queries.lp_reporting.reports import PackRow
from services.errors import Fault, InvalidInput, NotFound

NOBODY = "This fund has no limited partner by then: nobody is owed a report."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which packs are asked for, and the clocks they stand still at."""

    fund_id: str
    period: str
    report_type: str
    as_of: date
    known_on: datetime


def last_period(today: date, report_type: str) -> str:
    """The last quarter (annual: year) that is over on a day."""
    end = last_closed_quarter_end(today - timedelta(days=1))
    if report_type == "annual":
        return str(end.year if end.month == 12 else end.year - 1)
    return f"{end.year}Q{end.month // 3}"


def drafts(
    session: Session, wanted: Wanted, *, lp: str | None, by: str, at: datetime
) -> list[LpReport]:
    """New drafts in place of what was open; for everybody, packs that somebody approved stay.

    NotFound where `lp` (code or id) is no investor of the fund, InvalidInput where its pack of the
    period is published: that one is superseded instead.
    """
    people = rows.investors(
        session, fund_id=wanted.fund_id, until=wanted.as_of, known_on=wanted.known_on
    )
    if lp is not None:
        people = [who for who in people if lp in (who.id, who.code)]
        if not people:
            raise NotFound
    if not people:
        raise InvalidInput(NOBODY)
    there = rows.open_packs(
        session,
        fund_id=wanted.fund_id,
        period=wanted.period,
        report_type=wanted.report_type,
        lp_ids=[who.id for who in people],
    )
    made = []
    for who in people:
        draft, approved = there.get((who.id, "draft")), there.get((who.id, "approved"))
        published = there.get((who.id, "locked"))
        if lp is not None and published is not None and draft is None and approved is None:
            text = "This report is locked: supersede it to send another in its place."
            raise InvalidInput(text, faults=(Fault("state", text, "published"),))
        if lp is None and (approved is not None or (published is not None and draft is None)):
            continue
        earlier = draft or approved
        if earlier is not None:
            rows.discard(session, earlier)
        made.append(_pack(wanted, who.id, by=by, at=at, earlier=earlier))
    rows.add(session, made)
    return made


def successor(
    session: Session, pack: LpReport, *, reason: str, known_on: datetime, by: str, at: datetime
) -> LpReport:
    """A draft that is to take the place of a locked pack, with its letter."""
    wanted = Wanted(
        fund_id=pack.fund_id,
        period=pack.period,
        report_type=pack.report_type,
        as_of=pack.as_of,
        known_on=known_on,
    )
    made = _pack(wanted, pack.lp_id, by=by, at=at, earlier=None)
    made.letter, made.supersedes, made.reason = pack.letter, pack.id, reason
    rows.add(session, [made])
    return made


def of_period_before(
    found: Iterable[PackRow], period: str | None
) -> Mapping[tuple[str, str, str], PackRow]:
    """The packs of the period before `period` by fund, investor and type; none without a period."""
    if period is None:
        return {}
    earlier: dict[tuple[str, str, str], PackRow] = {}
    for row in found:  # the newest day first
        if row.pack.period < period and row.pack.state != "superseded":
            earlier.setdefault((row.pack.fund_id, row.pack.lp_id, row.pack.report_type), row)
    return earlier


def _pack(
    wanted: Wanted, lp_id: str, *, by: str, at: datetime, earlier: LpReport | None
) -> LpReport:
    return LpReport(
        id=new_id(),
        fund_id=wanted.fund_id,
        lp_id=lp_id,
        period=wanted.period,
        report_type=wanted.report_type,
        state="draft",
        as_of=wanted.as_of,
        known_on=wanted.known_on,
        letter=None if earlier is None else earlier.letter,
        supersedes=None if earlier is None else earlier.supersedes,
        reason=None if earlier is None else earlier.reason,
        prepared_by=by,
        created_at=at,
    )
