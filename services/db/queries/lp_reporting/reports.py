"""Packs as records: found by who may see them, written step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from services.db.models import (
    Commitment,
    Fund,
    FundCashFlow,
    FundLedgerEntry,
    FundNav,
    LimitedPartner,
    LpReport,
    LpReportManifest,
    LpReportOpening,
    LpReportWaiver,
    User,
)
from services.db.reads.known import known
from services.db.reads.ledger import GENERAL_PARTNER
from services.db.reads.versions import IMPORTS_TAKE_TURNS

OPEN, PUBLISHED = ("draft", "approved"), ("locked", "superseded")


class PackRow(NamedTuple):
    """A pack with the names that its ids stand for, and when its investor first opened it."""

    pack: LpReport
    fund: str
    lp: str
    lp_name: str
    prepared_by: str
    approved_by: str | None
    locked_by: str | None
    successor: str | None
    opened_at: datetime | None


def packs(
    session: Session,
    *,
    fund_ids: Collection[str] | None = None,
    ids: Collection[str] | None = None,
    lp_id: str | None = None,
    states: Collection[str] | None = None,
    periods: Collection[str] | None = None,
) -> list[PackRow]:
    """Packs by quarter (newest first), fund and investor's code; None leaves a condition out."""
    query = _named()
    for column, among in (
        (LpReport.fund_id, fund_ids),
        (LpReport.id, ids),
        (LpReport.state, states),
        (LpReport.period, periods),
    ):
        if among is not None:
            query = query.where(column.in_(list(among)))
    if lp_id is not None:
        query = query.where(LpReport.lp_id == lp_id)
    order = (LpReport.as_of.desc(), Fund.code, LimitedPartner.code, LpReport.created_at.desc())
    return [PackRow._make(row) for row in session.execute(query.order_by(*order))]


def held(session: Session, report_id: str) -> LpReport | None:
    """The pack of that id, kept from others until the transaction ends."""
    return session.scalar(select(LpReport).where(LpReport.id == report_id).with_for_update())


def published(session: Session, pack: LpReport) -> LpReport | None:
    """The locked pack of the same fund, investor, period and kind."""
    query = select(LpReport).where(_same(pack), LpReport.state == "locked").with_for_update()
    return session.scalar(query)


def waivers(session: Session, ids: Collection[str]) -> dict[str, dict[str, LpReportWaiver]]:
    """What was let pass, by pack and check, with the name of whoever did in `waived_by`."""
    query = (
        select(LpReportWaiver, func.coalesce(User.name, LpReportWaiver.waived_by))
        .outerjoin(User, User.id == LpReportWaiver.waived_by)
        .where(LpReportWaiver.report_id.in_(list(ids)))
    )
    found: dict[str, dict[str, LpReportWaiver]] = {}
    for waiver, name in session.execute(query):
        session.expunge(waiver)
        waiver.waived_by = name
        found.setdefault(waiver.report_id, {})[waiver.check_id] = waiver
    return found


def waived(session: Session, report_id: str) -> list[LpReportWaiver]:
    """What was let pass of one pack, as it is kept."""
    query = select(LpReportWaiver).where(LpReportWaiver.report_id == report_id)
    return list(session.scalars(query.order_by(LpReportWaiver.id)))


def waive(session: Session, report_id: str, check_id: str, *, reason: str, by: str) -> None:
    """Let a check pass; said again, the later reason and name stand."""
    values = {"reason": reason, "waived_by": by}
    statement = insert(LpReportWaiver).values(
        id=func.gen_random_uuid().cast(LpReportWaiver.id.type),
        report_id=report_id,
        check_id=check_id,
        **values,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[LpReportWaiver.report_id, LpReportWaiver.check_id], set_=values
        )
    )


def discard(session: Session, pack: LpReport) -> None:
    """Take an unpublished pack away, with what was waived for it."""
    for table in (LpReportWaiver, LpReportOpening):
        session.execute(delete(table).where(table.report_id == pack.id))
    session.delete(pack)
    session.flush()


def open_packs(
    session: Session, *, fund_id: str, period: str, report_type: str, lp_ids: Collection[str]
) -> dict[tuple[str, str], LpReport]:
    """Drafts, approved and locked packs of a fund's period by investor and state."""
    query = select(LpReport).where(
        LpReport.fund_id == fund_id,
        LpReport.period == period,
        LpReport.report_type == report_type,
        LpReport.lp_id.in_(list(lp_ids)),
        LpReport.state != "superseded",
    )
    return {(pack.lp_id, pack.state): pack for pack in session.scalars(query.with_for_update())}


def investors(
    session: Session, *, fund_id: str, until: date, known_on: datetime | None
) -> list[LimitedPartner]:
    """Who is owed a pack by then: limited partners with a promise, flow, value or statement."""
    days = (
        (Commitment, Commitment.commitment_date),
        (FundCashFlow, FundCashFlow.flow_date),
        (FundNav, FundNav.nav_date),
        (FundLedgerEntry, FundLedgerEntry.entry_date),
    )
    there = [
        LimitedPartner.id.in_(
            select(table.investor_id).where(
                table.fund_id == fund_id,
                day <= until,
                table.investor_id.is_not(None),
                known(table, known_on),
            )
        )
        for table, day in days
    ]
    limited = LimitedPartner.type.is_distinct_from(GENERAL_PARTNER)
    query = select(LimitedPartner).where(limited, or_(*there)).order_by(LimitedPartner.code)
    return list(session.scalars(query))


def keep_manifest(session: Session, sha256: str, inputs: Mapping[str, Any]) -> None:
    """Store a manifest; the same one of another pack stays as it is."""
    statement = insert(LpReportManifest).values(sha256=sha256, inputs=inputs)
    session.execute(statement.on_conflict_do_nothing())


def manifest(session: Session, sha256: str) -> dict[str, Any]:
    """The rows that a pack stood on; nothing where the list is gone."""
    query = select(LpReportManifest.inputs).where(LpReportManifest.sha256 == sha256)
    return dict(session.scalar(query) or {})


def supersede(session: Session, report_id: str, *, moment: datetime) -> None:
    """The one step that is open to a locked pack."""
    session.execute(
        update(LpReport)
        .where(LpReport.id == report_id)
        .values(state="superseded", superseded_at=moment)
    )


def note_opening(
    session: Session, report_id: str, *, user_id: str, file: str, by_investor: bool, at: datetime
) -> bool:
    """Somebody took a file away; whether nobody of that side, investor or firm, had before."""
    table = LpReportOpening
    before = exists().where(table.report_id == report_id, table.by_investor == by_investor)
    first = not session.scalar(select(before))
    session.add(
        table(
            report_id=report_id, user_id=user_id, file=file, by_investor=by_investor, created_at=at
        )
    )
    return first


def moment_of_knowledge(session: Session) -> datetime | None:
    """The database's present moment, later than every import that is in; None while one is being
    written, which would belong to an earlier moment and come later."""
    alone = text("SELECT pg_try_advisory_xact_lock_shared(:turn)")
    if not session.scalar(alone, {"turn": IMPORTS_TAKE_TURNS}):
        return None
    return session.scalar(select(func.clock_timestamp()))


def add(session: Session, found: Iterable[LpReport]) -> None:
    """Enter new packs."""
    session.add_all(found)
    session.flush()


def _named() -> Select[Any]:
    prepared, approved, locked = aliased(User), aliased(User), aliased(User)
    later = aliased(LpReport)
    successor = select(func.max(later.id)).where(later.supersedes == LpReport.id).scalar_subquery()
    opened = (
        select(func.min(LpReportOpening.created_at))
        .where(LpReportOpening.report_id == LpReport.id, LpReportOpening.by_investor)
        .scalar_subquery()
    )
    return (
        select(
            LpReport,
            Fund.code,
            LimitedPartner.code,
            LimitedPartner.name,
            func.coalesce(prepared.name, LpReport.prepared_by),
            func.coalesce(approved.name, LpReport.approved_by),
            func.coalesce(locked.name, LpReport.locked_by),
            successor,
            opened,
        )
        .join(Fund, Fund.id == LpReport.fund_id)
        .join(LimitedPartner, LimitedPartner.id == LpReport.lp_id)
        .outerjoin(prepared, prepared.id == LpReport.prepared_by)
        .outerjoin(approved, approved.id == LpReport.approved_by)
        .outerjoin(locked, locked.id == LpReport.locked_by)
    )


def _same(pack: LpReport) -> ColumnElement[bool]:
    return and_(
        LpReport.fund_id == pack.fund_id,
        LpReport.lp_id == pack.lp_id,
        LpReport.period == pack.period,
        LpReport.report_type == pack.report_type,
    )
