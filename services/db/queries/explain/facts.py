"""Believed rows of funds and of what they hold, thin enough to be added up one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    any_,
    bindparam,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.orm import Session

from services.db.models import (
    Commitment,
    Deal,
    DealVersion,
    FundBalance,
    FundCashFlow,
    FundNav,
    FundVersion,
    InvestmentCashFlow,
    LimitedPartner,
    LimitedPartnerVersion,
    Valuation,
)
from services.db.queries.explain.tables import AMOUNTS, texts
from services.db.reads.known import known
from services.db.reads.ledger import GENERAL_PARTNER


class Fact(NamedTuple):
    """One believed row of a fund or of one of its investments, as far as sums need it.

    `holding` is the investment's id, None for rows of the fund itself. `currency` '' is the
    fund's own. `known_to` None: still believed.
    """

    table: str
    id: int
    fund_id: str
    holding: str | None
    day: date
    type: str | None
    amount: Decimal
    currency: str
    is_total: bool
    is_gp: bool
    recallable: bool | None
    known_from: datetime
    known_to: datetime | None


def fund_facts(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[Fact]:
    """Flows, values, promises and balances of funds up to a day, newest first."""
    found: list[Fact] = []
    for query in (
        _facts(FundCashFlow, FundCashFlow.flow_date, known_on),
        _facts(FundNav, FundNav.nav_date, known_on),
        _facts(Commitment, Commitment.commitment_date, known_on),
        _facts(FundBalance, FundBalance.balance_date, known_on),
    ):
        rows = session.execute(query, {"fund_ids": sorted(fund_ids), "until": until})
        found += [Fact._make(row) for row in rows]
    return found


def holding_facts(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[Fact]:
    """Flows and marks of the funds' investments up to a day, newest first."""
    found: list[Fact] = []
    for table, day, amount in (
        (InvestmentCashFlow, InvestmentCashFlow.flow_date, InvestmentCashFlow.amount),
        (Valuation, Valuation.mark_date, Valuation.fair_value),
    ):
        query = _of_holdings(table, day, amount, known_on)
        rows = session.execute(query, {"fund_ids": sorted(fund_ids), "until": until})
        found += [Fact._make(row) for row in rows]
    return found


def added_since(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime
) -> int:
    """How many rows of the funds up to a day are believed now and were not known then."""
    total = 0
    for table, day in (
        (FundCashFlow, FundCashFlow.flow_date),
        (FundNav, FundNav.nav_date),
        (Commitment, Commitment.commitment_date),
    ):
        query = select(func.count()).where(
            table.fund_id == any_(texts("fund_ids", fund_ids)),
            day <= until,
            table.known_from > known_on,
            table.known_to.is_(None),
        )
        total += int(session.scalar(query) or 0)
    return total


def terms(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> list[tuple[str, int, Decimal | None, str, datetime, datetime | None]]:
    """Fund, row, total commitment and currency as described, and from when to when."""
    query = select(
        FundVersion.fund_id,
        FundVersion.id,
        FundVersion.total_committed,
        FundVersion.currency,
        FundVersion.known_from,
        FundVersion.known_to,
    ).where(FundVersion.fund_id == any_(texts("fund_ids", fund_ids)), known(FundVersion, known_on))
    return [row._tuple() for row in session.execute(query)]


def _facts(facts: Any, day: Any, known_on: datetime | None) -> Select[Any]:
    names = facts.__table__.c.keys()
    _, amount = AMOUNTS[facts.__tablename__]
    has_investor = "investor_id" in names
    kind = facts.type if "type" in names else facts.item if "item" in names else null()
    total = facts.investor_id.is_(None) if has_investor else facts.company_id.is_(None)
    query = select(
        literal(facts.__tablename__),
        facts.id,
        facts.fund_id,
        null(),
        day,
        kind,
        amount,
        facts.currency if "currency" in names else literal(""),
        total,
        _is_gp(known_on) if has_investor else literal(False),
        facts.recallable if "recallable" in names else null(),
        facts.known_from,
        facts.known_to,
    ).where(
        facts.fund_id == any_(bindparam("fund_ids", type_=ARRAY(Text))),
        day <= bindparam("until"),
        known(facts, known_on),
    )
    if has_investor:
        query = _with_investor(query, facts, known_on)
    return query.order_by(day.desc(), facts.fund_id, facts.id.desc())


def _of_holdings(facts: Any, day: Any, amount: Any, known_on: datetime | None) -> Select[Any]:
    deal = DealVersion if known_on is not None else Deal
    deal_id = DealVersion.deal_id if known_on is not None else Deal.id
    query = (
        select(
            literal(facts.__tablename__),
            facts.id,
            deal.fund_id,
            facts.deal_id,
            day,
            facts.type if facts is InvestmentCashFlow else null(),
            amount,
            facts.currency,
            literal(True),
            literal(False),
            null(),
            facts.known_from,
            facts.known_to,
        )
        .join(deal, deal_id == facts.deal_id)
        .where(
            deal.fund_id == any_(bindparam("fund_ids", type_=ARRAY(Text))),
            day <= bindparam("until"),
            known(facts, known_on),
        )
        .order_by(day.desc(), facts.deal_id, facts.id.desc())
    )
    return query if known_on is None else query.where(known(DealVersion, known_on))


def _is_gp(known_on: datetime | None) -> ColumnElement[bool]:
    of_type = LimitedPartner.type if known_on is None else LimitedPartnerVersion.type
    return func.coalesce(of_type == GENERAL_PARTNER, False)


def _with_investor(query: Select[Any], facts: Any, known_on: datetime | None) -> Select[Any]:
    if known_on is None:
        return query.outerjoin(LimitedPartner, LimitedPartner.id == facts.investor_id)
    return query.outerjoin(
        LimitedPartnerVersion,
        (LimitedPartnerVersion.investor_id == facts.investor_id)
        & known(LimitedPartnerVersion, known_on),
    )
