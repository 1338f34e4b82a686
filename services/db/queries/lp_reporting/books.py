"""What the books of investors need beside accounts: notices, sources of flows, packs, waivers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from services.db.models import (
    BalanceAssertion,
    FundCashFlow,
    Import,
    LpReport,
    LpReportOpening,
    LpReportWaiver,
    User,
)
from services.db.reads.known import known

PUBLISHED = ("locked", "superseded")


class NoticeRow(NamedTuple):
    """One flow of one investor (None: the fund's total) with its notice and where it was read."""

    id: int
    fund_id: str
    investor_id: str | None
    day: date
    type: str
    amount: Decimal
    currency: str
    recallable: bool | None
    due_date: date | None
    paid_date: date | None
    purpose: str | None
    file: str | None
    sheet: str | None
    row: int | None


class PublishedRow(NamedTuple):
    """The clocks of one pack that its investor may see."""

    fund_id: str
    as_of: date
    known_on: datetime
    state: str
    locked_at: datetime | None
    period: str


class PackRow(NamedTuple):
    """One pack's state, and when its investor first opened it or somebody took a file away."""

    id: str
    fund_id: str
    lp_id: str
    period: str
    as_of: date
    state: str
    created_at: datetime
    opened_at: datetime | None
    exported: bool


def notices(
    session: Session,
    *,
    fund_ids: Collection[str],
    until: date,
    known_on: datetime | None,
    investor_id: str | None = None,
) -> list[NoticeRow]:
    """Flows up to and including `until`, oldest first, with what was asked for when.

    `investor_id` keeps one investor's rows only.
    """
    table = FundCashFlow
    query = (
        select(
            table.id,
            table.fund_id,
            table.investor_id,
            table.flow_date,
            table.type,
            table.amount,
            table.currency,
            table.recallable,
            table.due_date,
            table.paid_date,
            table.purpose,
            Import.file_name,
            table.sheet,
            table.source_row,
        )
        .outerjoin(Import, Import.id == table.import_id)
        .where(
            table.fund_id == any_(_ids(fund_ids)),
            table.flow_date <= until,
            known(table, known_on),
        )
        .order_by(table.flow_date, table.fund_id, table.type, table.id)
    )
    if investor_id is not None:
        query = query.where(table.investor_id == investor_id)
    return [NoticeRow._make(row) for row in session.execute(query)]


def published(
    session: Session,
    *,
    investor_id: str,
    fund_ids: Collection[str],
    as_of: date | None,
    known_on: datetime | None,
) -> list[PublishedRow]:
    """The packs an investor may see, the one that counts first of each fund.

    Not later than `as_of`, and published by `known_on`: the latest day, a locked one before one
    that was replaced, then the one locked last.
    """
    table = LpReport
    query = (
        select(
            table.fund_id, table.as_of, table.known_on, table.state, table.locked_at, table.period
        )
        .where(
            table.lp_id == investor_id,
            table.fund_id == any_(_ids(fund_ids)),
            table.state.in_(PUBLISHED),
        )
        .order_by(
            table.fund_id, table.as_of.desc(), table.state, table.locked_at.desc().nulls_last()
        )
    )
    if as_of is not None:
        query = query.where(table.as_of <= as_of)
    if known_on is not None:
        # A pack's own moment finds that pack: its figures name it as what was known.
        query = query.where(or_(table.locked_at <= known_on, table.known_on == known_on))
    return [PublishedRow._make(row) for row in session.execute(query)]


def packs(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[PackRow]:
    """Packs of quarters up to a day, made by a moment; the newest first."""
    table = LpReport
    opened = (
        select(
            LpReportOpening.report_id,
            func.min(LpReportOpening.created_at)
            .filter(LpReportOpening.by_investor)
            .label("opened_at"),
            func.count().label("times"),
        )
        .group_by(LpReportOpening.report_id)
        .subquery()
    )
    query = (
        select(
            table.id,
            table.fund_id,
            table.lp_id,
            table.period,
            table.as_of,
            table.state,
            table.created_at,
            opened.c.opened_at,
            func.coalesce(opened.c.times, 0) > 0,
        )
        .outerjoin(opened, opened.c.report_id == table.id)
        .where(table.fund_id == any_(_ids(fund_ids)), table.as_of <= until)
        .order_by(table.as_of.desc(), table.created_at.desc(), table.id)
    )
    if known_on is not None:
        query = query.where(table.created_at <= known_on)
    return [PackRow._make(row) for row in session.execute(query)]


def waived(
    session: Session, *, fund_ids: Collection[str], as_of: date, known_on: datetime | None
) -> dict[tuple[str, str], str]:
    """Who let a check of a fund's packs of a day pass, by fund id and check."""
    name = func.coalesce(User.name, LpReportWaiver.waived_by)
    query = (
        select(LpReport.fund_id, LpReportWaiver.check_id, name)
        .join(LpReport, LpReport.id == LpReportWaiver.report_id)
        .outerjoin(User, User.id == LpReportWaiver.waived_by)
        .where(LpReport.fund_id == any_(_ids(fund_ids)), LpReport.as_of == as_of)
        .order_by(LpReportWaiver.created_at)
    )
    if known_on is not None:
        query = query.where(LpReportWaiver.created_at <= known_on)
    return {(fund, check): by for fund, check, by in session.execute(query)}


class AssertionRow(NamedTuple):
    """What somebody outside says of a fund: nav, paid_in, distributed or unfunded on a day."""

    fund_id: str
    day: date
    item: str
    amount: Decimal
    tolerance: Decimal | None
    source: str


def assertions(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[AssertionRow]:
    """Balances that others assert, up to a day, the newest first."""
    table = BalanceAssertion
    query = (
        select(
            table.fund_id,
            table.assertion_date,
            table.item,
            table.amount,
            table.tolerance,
            table.source,
        )
        .where(
            table.fund_id == any_(_ids(fund_ids)),
            table.assertion_date <= until,
            known(table, known_on),
        )
        .order_by(table.assertion_date.desc(), table.item, table.id)
    )
    return [AssertionRow._make(row) for row in session.execute(query)]


def _ids(fund_ids: Collection[str]) -> Any:
    return bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
