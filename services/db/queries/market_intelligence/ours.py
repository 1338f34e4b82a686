"""What the firm itself bought and looked at, to be held against the market."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, case, func, select, true
from sqlalchemy.orm import Session

from services.db.models import (
    Company,
    CompanyVersion,
    Deal,
    DealVersion,
    InvestmentCashFlow,
    PipelineDealVersion,
)
from services.db.reads.known import known

ENTRY, MORE = "investment", "follow_on"


class EntryRow(NamedTuple):
    """One tranche. `paid` is what it cost at first, `cost` with everything paid later, both in
    `currency`; None where nothing is known to be paid, or in several currencies. `ownership` is
    the fraction bought."""

    fund_id: str
    company: str
    name: str
    sector: str | None
    stage: str | None
    day: date
    round: str | None
    ownership: Decimal | None
    currency: str | None
    paid: Decimal | None
    cost: Decimal | None


class LookedAtRow(NamedTuple):
    """Deals that came into the pipeline, of one sector (None: not said)."""

    sector: str | None
    deals: int


def entries(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[EntryRow]:
    """Every tranche that these funds bought by a day, by day and company."""
    deal, company = _deal(known_on), _company(known_on)
    flow = InvestmentCashFlow
    one = func.count(flow.currency.distinct()) == 1
    paid = (
        select(
            case((one, func.min(flow.currency))).label("currency"),
            case((one, func.sum(flow.amount).filter(flow.type == ENTRY))).label("paid"),
            case((one, func.sum(flow.amount).filter(flow.type.in_((ENTRY, MORE))))).label("cost"),
        )
        .where(flow.deal_id == deal.c.id, flow.flow_date <= until, known(flow, known_on))
        .lateral("paid")
    )
    query = (
        select(
            deal.c.fund_id,
            Company.code,
            func.coalesce(company.c.name, Company.code),
            company.c.sector,
            company.c.stage,
            deal.c.deal_date,
            deal.c.round,
            deal.c.ownership,
            paid.c.currency,
            paid.c.paid,
            paid.c.cost,
        )
        .select_from(deal)
        .join(Company, Company.id == deal.c.company_id)
        .outerjoin(company, company.c.id == deal.c.company_id)
        .join(paid, true())
        .where(deal.c.fund_id == any_(_ids(fund_ids)), deal.c.deal_date <= until)
        .order_by(deal.c.deal_date, Company.code, deal.c.id)
    )
    return [EntryRow._make(row) for row in session.execute(query)]


def looked_at(
    session: Session,
    *,
    fund_ids: Collection[str],
    since: date,
    until: date,
    known_on: datetime | None,
) -> list[LookedAtRow]:
    """Pipeline deals first seen between two days that are included, by sector."""
    table = PipelineDealVersion
    query = (
        select(table.sector, func.count())
        .where(
            table.fund_id == any_(_ids(fund_ids)),
            table.sourced_at.between(since, until),
            known(table, known_on),
        )
        .group_by(table.sector)
        .order_by(table.sector)
    )
    return [LookedAtRow._make(row) for row in session.execute(query)]


def _deal(known_on: datetime | None) -> Any:
    """Each tranche as it is described now, or as it was known then."""
    names = ("fund_id", "company_id", "deal_date", "round", "ownership")
    if known_on is None:
        return select(Deal.id, *(getattr(Deal, name) for name in names)).subquery("deal")
    columns = (getattr(DealVersion, name) for name in names)
    query = select(DealVersion.deal_id.label("id"), *columns)
    return query.where(known(DealVersion, known_on)).subquery("deal")


def _company(known_on: datetime | None) -> Any:
    names = ("name", "sector", "stage")
    if known_on is None:
        return select(Company.id, *(getattr(Company, name) for name in names)).subquery("then")
    columns = (getattr(CompanyVersion, name) for name in names)
    query = select(CompanyVersion.company_id.label("id"), *columns)
    return query.where(known(CompanyVersion, known_on)).subquery("then")


def _ids(fund_ids: Collection[str]) -> Any:
    return bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
