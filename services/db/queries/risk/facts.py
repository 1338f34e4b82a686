"""Facts that Risk alone reads: reserves by company, what ends when, calls that came late."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    Text,
    and_,
    any_,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from services.db.models import (
    Company,
    CompanyVersion,
    Expiry,
    Fund,
    FundBalance,
    FundCashFlow,
    FundVersion,
    LimitedPartner,
)
from services.db.reads.known import known

RESERVE = "reserve_follow_on"
OF_COMPANY, OF_FUND, OF_AGREEMENT = "company", "fund", "agreement"


class ReserveRow(NamedTuple):
    """What a fund last said it keeps for a company, in the fund's currency."""

    fund_id: str
    company_id: str
    day: date
    amount: Decimal


class ExpiryRow(NamedTuple):
    """Something that ends on a day: `of` company, fund, or agreement (the fund's own dates)."""

    of: str
    id: str
    code: str
    name: str
    item: str
    day: date


class CallRow(NamedTuple):
    """A call that an investor paid late or has not paid: sums of one due day."""

    fund_id: str
    investor_id: str
    investor: str
    name: str
    due: date
    paid: date | None
    amount: Decimal


def reserves(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[ReserveRow]:
    """Reserves by company of each fund's last day by `until` that tells any."""
    own = (
        FundBalance.fund_id == any_(_ids("fund_ids", fund_ids)),
        FundBalance.item == RESERVE,
        FundBalance.company_id.is_not(None),
        FundBalance.balance_date <= until,
        known(FundBalance, known_on),
    )
    summed = (
        select(
            FundBalance.fund_id,
            FundBalance.company_id,
            FundBalance.balance_date.label("day"),
            func.sum(FundBalance.amount).label("amount"),
            func.max(FundBalance.balance_date).over(partition_by=FundBalance.fund_id).label("last"),
        )
        .where(*own)
        .group_by(FundBalance.fund_id, FundBalance.company_id, FundBalance.balance_date)
        .subquery()
    )
    query = (
        select(summed.c.fund_id, summed.c.company_id, summed.c.day, summed.c.amount)
        .where(summed.c.day == summed.c.last)
        .order_by(summed.c.fund_id, summed.c.company_id)
    )
    return [ReserveRow._make(row) for row in session.execute(query)]


def expiries(
    session: Session,
    *,
    fund_ids: Collection[str],
    company_ids: Collection[str],
    until: date,
    known_on: datetime | None,
) -> list[ExpiryRow]:
    """What of these funds and companies ends by a day, past ones included, the soonest first."""
    parts = [
        *_listed(fund_ids, company_ids, until, known_on),
        *(_agreed(item, name, fund_ids, until, known_on) for item, name in AGREED),
    ]
    query = union_all(*parts).order_by("day", "name", "item")
    rows = [ExpiryRow._make(row) for row in session.execute(query)]
    told = {(row.id, row.item.lower(), row.day) for row in rows if row.of == OF_FUND}
    # a date of the agreement that was imported as an ending too is told once
    return [
        row
        for row in rows
        if row.of != OF_AGREEMENT or (row.id, row.item.lower(), row.day) not in told
    ]


AGREED = (("Investment period", "investment_period_end"), ("Fund term", "term_end"))


def late_calls(
    session: Session, *, fund_ids: Collection[str], today: date, known_on: datetime | None
) -> list[CallRow]:
    """Calls on investors that are due and not paid by `today`, the oldest first."""
    flow = FundCashFlow
    unpaid = and_(flow.paid_date.is_(None), flow.due_date < today)
    query = (
        select(
            flow.fund_id,
            LimitedPartner.id,
            LimitedPartner.code,
            LimitedPartner.name,
            flow.due_date,
            null(),
            func.sum(flow.amount),
        )
        .join(LimitedPartner, LimitedPartner.id == flow.investor_id)
        .where(
            flow.fund_id == any_(_ids("fund_ids", fund_ids)),
            flow.due_date.is_not(None),
            unpaid,
            flow.type.like("capital_call%"),
            known(flow, known_on),
        )
        .group_by(
            flow.fund_id, LimitedPartner.id, LimitedPartner.code, LimitedPartner.name, flow.due_date
        )
        .order_by(flow.due_date, LimitedPartner.code)
    )
    return [CallRow._make(row) for row in session.execute(query)]


def codes(session: Session, ids: Collection[str]) -> dict[str, str]:
    """The codes of companies and investors by their ids; others are not there."""
    wanted = _ids("ids", ids)
    query = union_all(
        *(
            select(table.id, table.code).where(table.id == any_(wanted))
            for table in (Company, LimitedPartner)
        )
    )
    return dict(session.execute(query).tuples().all())


def _listed(
    fund_ids: Collection[str],
    company_ids: Collection[str],
    until: date,
    known_on: datetime | None,
) -> list[Any]:
    company = CompanyVersion if known_on else Company
    fund = FundVersion if known_on else Fund
    company_key: Any = CompanyVersion.company_id if known_on else Company.id
    fund_key: Any = FundVersion.fund_id if known_on else Fund.id
    valid = (Expiry.expiry_date <= until, known(Expiry, known_on))
    companies = (
        select(
            literal(OF_COMPANY).label("of"),
            Company.id.label("id"),
            Company.code.label("code"),
            func.coalesce(company.name, Company.code).label("name"),
            Expiry.item.label("item"),
            Expiry.expiry_date.label("day"),
        )
        .select_from(Expiry)
        .join(Company, Company.id == Expiry.company_id)
        .where(Company.id == any_(_ids("company_ids", company_ids)), *valid)
    )
    funds = (
        select(
            literal(OF_FUND),
            Fund.id,
            Fund.code,
            func.coalesce(fund.name, Fund.code),
            Expiry.item,
            Expiry.expiry_date,
        )
        .select_from(Expiry)
        .join(Fund, Fund.id == Expiry.fund_id)
        .where(Fund.id == any_(_ids("fund_ids", fund_ids)), *valid)
    )
    if known_on:
        companies = companies.join(
            CompanyVersion, and_(company_key == Company.id, known(CompanyVersion, known_on))
        )
        funds = funds.join(FundVersion, and_(fund_key == Fund.id, known(FundVersion, known_on)))
    return [companies, funds]


def _agreed(
    item: str, name: str, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> Any:
    table: Any = FundVersion if known_on else Fund
    key: Any = FundVersion.fund_id if known_on else Fund.id
    day = getattr(table, name)
    query = (
        select(literal(OF_AGREEMENT), Fund.id, Fund.code, table.name, literal(item), day)
        .select_from(Fund)
        .where(Fund.id == any_(_ids("fund_ids", fund_ids)), day.is_not(None), day <= until)
    )
    if known_on:
        query = query.join(FundVersion, and_(key == Fund.id, known(FundVersion, known_on)))
    return query


def _ids(name: str, values: Collection[str]) -> Any:
    return bindparam(name, sorted(values), type_=ARRAY(Text))
