"""Every SELECT of Fund Performance that no other module needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Text, and_, any_, bindparam, case, func, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.calc.transactions import APART
from services.db.models import (
    BenchmarkFund,
    BenchmarkPoint,
    Company,
    Fund,
    FundBalance,
    FundCashFlow,
    FundVersion,
    Import,
    InvestmentCashFlow,
    LimitedPartner,
    LimitedPartnerVersion,
)
from services.db.reads.known import known
from services.db.reads.ledger import GENERAL_PARTNER


class FlowRow(NamedTuple):
    """One flow as imported. `beside_total`: the fund's total of that day is known too (of the
    credit line's rows, of carry and of values apart from the others)."""

    id: int
    fund_id: str
    fund: str
    day: date
    type: str
    amount: Decimal
    currency: str
    investor: str | None
    company: str | None
    is_gp: bool
    beside_total: bool
    recallable: bool | None
    file: str | None
    sheet: str | None
    row: int | None
    total_rows: int


class PointRow(NamedTuple):
    """Published percentile points of one measure of one cohort; irr points are fractions."""

    provider: str
    release: str
    vintage_year: int
    strategy: str
    geography: str
    metric: str
    p05: Decimal | None
    p25: Decimal | None
    p50: Decimal | None
    p75: Decimal | None
    p95: Decimal | None
    n: int | None
    as_of: date


class PeerRow(NamedTuple):
    """One disclosed fund of a provider's list, None where it is not disclosed."""

    provider: str
    as_of: date
    vintage_year: int | None
    strategy: str | None
    geography: str | None
    paid_in: Decimal | None
    distributed: Decimal | None
    nav: Decimal | None
    irr: Decimal | None
    multiple: Decimal | None


def flow_rows(
    session: Session,
    *,
    fund_ids: Collection[str],
    until: date,
    known_on: datetime | None,
    limit: int,
    offset: int = 0,
) -> list[FlowRow]:
    """Flows up to and including `until`, newest first, with the place each was read from."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    apart = case((FundCashFlow.type.in_(APART), FundCashFlow.type), else_="")
    by_day = (FundCashFlow.fund_id, FundCashFlow.flow_date, apart)
    investor_type = LimitedPartner.type.expression
    if known_on is not None:
        investor_type = LimitedPartnerVersion.type.expression
    query = (
        select(
            FundCashFlow.id,
            FundCashFlow.fund_id,
            Fund.code,
            FundCashFlow.flow_date,
            FundCashFlow.type,
            FundCashFlow.amount,
            FundCashFlow.currency,
            LimitedPartner.code,
            null(),
            func.coalesce(investor_type == GENERAL_PARTNER, False),
            func.bool_or(FundCashFlow.investor_id.is_(None)).over(partition_by=by_day),
            FundCashFlow.recallable,
            Import.file_name,
            FundCashFlow.sheet,
            FundCashFlow.source_row,
            func.count().over(),
        )
        .join(Fund, Fund.id == FundCashFlow.fund_id)
        .outerjoin(LimitedPartner, LimitedPartner.id == FundCashFlow.investor_id)
        .outerjoin(Import, Import.id == FundCashFlow.import_id)
        .where(
            FundCashFlow.fund_id == any_(ids),
            FundCashFlow.flow_date <= until,
            known(FundCashFlow, known_on),
        )
        .order_by(FundCashFlow.flow_date.desc(), Fund.code, FundCashFlow.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if known_on is not None:
        query = query.outerjoin(
            LimitedPartnerVersion,
            (LimitedPartnerVersion.investor_id == FundCashFlow.investor_id)
            & known(LimitedPartnerVersion, known_on),
        )
    return [FlowRow._make(row) for row in session.execute(query)]


class HoldingFlowRow(NamedTuple):
    """One flow between a fund and a company, as imported."""

    id: int
    deal_id: str
    day: date
    type: str
    amount: Decimal
    currency: str
    file: str | None
    sheet: str | None
    row: int | None
    total_rows: int


def holding_flow_rows(
    session: Session,
    *,
    deal_ids: Collection[str],
    until: date,
    known_on: datetime | None,
    limit: int,
) -> list[HoldingFlowRow]:
    """Flows of investments up to and including `until`, newest first, with where they stand."""
    table = InvestmentCashFlow
    query = (
        select(
            table.id,
            table.deal_id,
            table.flow_date,
            table.type,
            table.amount,
            table.currency,
            Import.file_name,
            table.sheet,
            table.source_row,
            func.count().over(),
        )
        .outerjoin(Import, Import.id == table.import_id)
        .where(
            table.deal_id == any_(bindparam("deal_ids", sorted(deal_ids), type_=ARRAY(Text))),
            table.flow_date <= until,
            known(table, known_on),
        )
        .order_by(table.flow_date.desc(), table.id.desc())
        .limit(limit)
    )
    return [HoldingFlowRow._make(row) for row in session.execute(query)]


def _nearest(as_of: InstrumentedAttribute[date], until: date) -> ColumnElement[date]:
    """The newest day not after `until`; where there is none, the first one after it."""
    return func.coalesce(func.max(as_of).filter(as_of <= until), func.min(as_of))


def benchmark_points(
    session: Session, *, vintage_year: int, until: date, known_on: datetime | None
) -> list[PointRow]:
    """Points of a vintage: of each provider's cohorts the release nearest to `until`."""
    cohort = (BenchmarkPoint.provider, BenchmarkPoint.strategy, BenchmarkPoint.geography)
    newest = (
        select(*cohort, _nearest(BenchmarkPoint.as_of, until).label("as_of"))
        .where(BenchmarkPoint.vintage_year == vintage_year, known(BenchmarkPoint, known_on))
        .group_by(*cohort)
        .subquery()
    )
    columns = (getattr(BenchmarkPoint, name) for name in PointRow._fields)
    query = (
        select(*columns)
        .join(
            newest,
            and_(*(newest.c[column.key] == column for column in cohort))
            & (newest.c.as_of == BenchmarkPoint.as_of),
        )
        .where(BenchmarkPoint.vintage_year == vintage_year, known(BenchmarkPoint, known_on))
        .order_by(
            BenchmarkPoint.provider,
            BenchmarkPoint.release,
            BenchmarkPoint.strategy,
            BenchmarkPoint.geography,
            BenchmarkPoint.metric,
            BenchmarkPoint.id,
        )
    )
    return [PointRow._make(row) for row in session.execute(query)]


def benchmark_funds(
    session: Session,
    *,
    until: date,
    known_on: datetime | None,
    vintage_year: int | None = None,
    provider: str | None = None,
) -> list[PeerRow]:
    """Constituents of each provider's list nearest to `until`, of one vintage or of all."""
    newest = (
        select(BenchmarkFund.provider, _nearest(BenchmarkFund.as_of, until).label("as_of"))
        .where(known(BenchmarkFund, known_on))
        .group_by(BenchmarkFund.provider)
        .subquery()
    )
    columns = (getattr(BenchmarkFund, name) for name in PeerRow._fields)
    query = (
        select(*columns)
        .join(
            newest,
            (newest.c.provider == BenchmarkFund.provider) & (newest.c.as_of == BenchmarkFund.as_of),
        )
        .where(known(BenchmarkFund, known_on))
        .order_by(
            BenchmarkFund.provider,
            BenchmarkFund.vintage_year,
            BenchmarkFund.fund_name,
            BenchmarkFund.id,
        )
    )
    if vintage_year is not None:
        query = query.where(BenchmarkFund.vintage_year == vintage_year)
    if provider is not None:
        query = query.where(BenchmarkFund.provider == provider)
    return [PeerRow._make(row) for row in session.execute(query)]


class TermRow(NamedTuple):
    """Until when a fund invests and runs; unknown days are None."""

    fund_id: str
    investment_period_end: date | None
    term_end: date | None


def fund_terms(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> dict[str, TermRow]:
    """The terms of funds, now or as they were known on a moment, by the fund's id."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    table = Fund if known_on is None else FundVersion
    own = Fund.id if known_on is None else FundVersion.fund_id
    query = select(own, table.investment_period_end, table.term_end).where(own == any_(ids))
    if known_on is not None:
        query = query.where(known(FundVersion, known_on))
    return {row[0]: TermRow._make(row) for row in session.execute(query)}


class ReserveRow(NamedTuple):
    """What a fund last said it keeps for one company, in the fund's currency."""

    fund_id: str
    company: str
    amount: Decimal


def company_reserves(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[ReserveRow]:
    """Reserves by company as of the last day by `until` on which a fund stated any."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    stated = (
        FundBalance.fund_id == any_(ids),
        FundBalance.item == "reserve_follow_on",
        FundBalance.balance_date <= until,
    )
    last = (
        select(FundBalance.fund_id, func.max(FundBalance.balance_date).label("day"))
        .where(*stated, known(FundBalance, known_on))
        .group_by(FundBalance.fund_id)
        .subquery()
    )
    query = (
        select(FundBalance.fund_id, Company.code, func.sum(FundBalance.amount))
        .join(
            last,
            (last.c.fund_id == FundBalance.fund_id) & (last.c.day == FundBalance.balance_date),
        )
        .join(Company, Company.id == FundBalance.company_id)
        .where(*stated, known(FundBalance, known_on))
        .group_by(FundBalance.fund_id, Company.code)
        .order_by(FundBalance.fund_id, Company.code)
    )
    return [ReserveRow._make(row) for row in session.execute(query)]
