"""What funds hold, as known on a moment: investments with their companies, flows and marks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    Select,
    Text,
    any_,
    bindparam,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from services.calc.holdings import FOLLOW_ON, INVESTMENT, PROCEEDS, WRITE_OFF
from services.db.models import (
    Company,
    CompanyVersion,
    Deal,
    DealVersion,
    InvestmentCashFlow,
    Valuation,
)
from services.db.reads.known import known

FLOW, MARK = "flow", "mark"
TERMS = ("deal_date", "round", "instrument", "ownership")


class DealRow(NamedTuple):
    """One investment and its company, as they were described then; unknown parts are None.

    `ownership` is a fraction. The days of flows are those of every known one, later ones included:
    of the first flow, of the last purchase, and of the last one by which something was sold or
    written off.
    """

    id: str
    code: str
    fund_id: str
    company_id: str
    company: str
    name: str
    sector: str | None
    stage: str | None
    geography: str | None
    status: str | None
    first_flow: date | None
    last_bought: date | None
    last_left: date | None
    deal_date: date
    round: str | None
    instrument: str | None
    ownership: Decimal | None


class Event(NamedTuple):
    """A day's flows of one type (summed, exact), or the mark of a day, in its own currency.

    `type` is a slug of `services.calc.holdings`, None for a mark.
    """

    kind: str
    deal_id: str
    day: date
    type: str | None
    currency: str
    amount: Decimal
    rows: int


def deals(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> list[DealRow]:
    """Every investment of the funds by company name and code, in one statement."""
    deal, company = _deal(known_on), _company(known_on)
    days = (
        select(
            func.min(InvestmentCashFlow.flow_date).label("first"),
            _last(INVESTMENT, FOLLOW_ON).label("bought"),
            _last(PROCEEDS, WRITE_OFF).label("left"),
        )
        .where(InvestmentCashFlow.deal_id == deal.c.id, known(InvestmentCashFlow, known_on))
        .lateral("days")
    )
    query = (
        select(
            deal.c.id,
            Deal.code,
            deal.c.fund_id,
            deal.c.company_id,
            Company.code,
            func.coalesce(company.c.name, Company.code),
            company.c.sector,
            company.c.stage,
            company.c.geography,
            company.c.status,
            days.c.first,
            days.c.bought,
            days.c.left,
            *(deal.c[name] for name in TERMS),
        )
        .select_from(deal)
        .join(Deal, Deal.id == deal.c.id)
        .join(Company, Company.id == deal.c.company_id)
        .outerjoin(company, company.c.id == deal.c.company_id)
        .join(days, true())
        .where(deal.c.fund_id == any_(_ids(fund_ids)))
        .order_by(func.coalesce(company.c.name, Company.code), Deal.code)
    )
    return [DealRow._make(row) for row in session.execute(query)]


def events(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[Event]:
    """Flows and marks up to and including `until`, by investment and day, in one statement.

    Of several marks of one day the one that was learned last counts.
    """
    deal = _deal(known_on)
    held = select(deal.c.id).where(deal.c.fund_id == any_(_ids(fund_ids)))
    flows = (
        select(
            literal(FLOW).label("kind"),
            InvestmentCashFlow.deal_id.label("deal_id"),
            InvestmentCashFlow.flow_date.label("day"),
            InvestmentCashFlow.type.label("type"),
            InvestmentCashFlow.currency,
            func.sum(InvestmentCashFlow.amount).label("amount"),
            func.count().label("rows"),
        )
        .where(
            InvestmentCashFlow.deal_id.in_(held),
            InvestmentCashFlow.flow_date <= until,
            known(InvestmentCashFlow, known_on),
        )
        .group_by(
            InvestmentCashFlow.deal_id,
            InvestmentCashFlow.flow_date,
            InvestmentCashFlow.type,
            InvestmentCashFlow.currency,
        )
    )
    query = union_all(flows, _marks(held, until, known_on)).order_by("deal_id", "day", "type")
    return [Event._make(row) for row in session.execute(query)]


def _marks(held: Any, until: date, known_on: datetime | None) -> Select[*tuple[Any, ...]]:
    newest = (
        select(
            Valuation.deal_id,
            Valuation.mark_date,
            Valuation.currency,
            Valuation.fair_value,
        )
        .distinct(Valuation.deal_id, Valuation.mark_date)
        .where(
            Valuation.deal_id.in_(held), Valuation.mark_date <= until, known(Valuation, known_on)
        )
        .order_by(
            Valuation.deal_id,
            Valuation.mark_date,
            Valuation.known_from.desc(),
            Valuation.id.desc(),
        )
        .subquery()
    )
    return select(
        literal(MARK).label("kind"),
        newest.c.deal_id,
        newest.c.mark_date.label("day"),
        null().label("type"),
        newest.c.currency,
        newest.c.fair_value.label("amount"),
        literal(1).label("rows"),
    )


def _last(*types: str) -> Any:
    return func.max(InvestmentCashFlow.flow_date).filter(InvestmentCashFlow.type.in_(types))


def _deal(known_on: datetime | None) -> Any:
    """Fund and company of each investment, now or as known then; one not yet known is not there."""
    if known_on is None:
        own = (getattr(Deal, name) for name in TERMS)
        return select(Deal.id, Deal.fund_id, Deal.company_id, *own).subquery("deal")
    columns = (DealVersion.deal_id.label("id"), DealVersion.fund_id, DealVersion.company_id)
    terms = (getattr(DealVersion, name) for name in TERMS)
    return select(*columns, *terms).where(known(DealVersion, known_on)).subquery("deal")


def _company(known_on: datetime | None) -> Any:
    """The description of each company, now or as known then."""
    names = ("name", "sector", "stage", "geography", "status")
    if known_on is None:
        return select(Company.id, *(getattr(Company, name) for name in names)).subquery("then")
    columns = (getattr(CompanyVersion, name) for name in names)
    query = select(CompanyVersion.company_id.label("id"), *columns)
    return query.where(known(CompanyVersion, known_on)).subquery("then")


def _ids(fund_ids: Collection[str]) -> Any:
    return bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
