"""Believed rows of investors: flows, values, promises and account lines, with whose they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import func, literal, null, select
from sqlalchemy.orm import Session

from services.db.models import Commitment, FundCashFlow, FundLedgerEntry, FundNav, LimitedPartner
from services.db.queries.explain.tables import AMOUNTS, texts
from services.db.reads.known import known

_DAYS: tuple[tuple[Any, Any], ...] = (
    (FundCashFlow, FundCashFlow.flow_date),
    (FundNav, FundNav.nav_date),
    (Commitment, Commitment.commitment_date),
    (FundLedgerEntry, FundLedgerEntry.entry_date),
)


class InvestorFact(NamedTuple):
    """One believed row; `investor` is a code, None for the fund's total. `type` is that of a flow
    or the line of an account, `span` what a line covers. `currency` '' is the fund's own."""

    table: str
    id: int
    fund_id: str
    investor: str | None
    day: date
    type: str | None
    span: str | None
    amount: Decimal
    currency: str
    recallable: bool | None
    known_to: datetime | None


def investor_facts(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[InvestorFact]:
    """Rows of funds up to a day, oldest first."""
    found: list[InvestorFact] = []
    for table, day in _DAYS:
        names = table.__table__.c.keys()
        kind = table.type if "type" in names else table.account if "account" in names else null()
        query = (
            select(
                literal(table.__tablename__),
                table.id,
                table.fund_id,
                LimitedPartner.code,
                day,
                kind,
                table.span if "span" in names else null(),
                AMOUNTS[table.__tablename__][1],
                table.currency if "currency" in names else literal(""),
                table.recallable if "recallable" in names else null(),
                table.known_to,
            )
            .outerjoin(LimitedPartner, LimitedPartner.id == table.investor_id)
            .where(
                table.fund_id == func.any(texts("fund_ids", fund_ids)),
                day <= until,
                known(table, known_on),
            )
            .order_by(day, table.id)
        )
        found += [InvestorFact._make(row) for row in session.execute(query)]
    return found


def added_since(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime
) -> int:
    """How many such rows up to a day are believed now and were not known then."""
    total = 0
    for table, day in _DAYS:
        query = select(func.count()).where(
            table.fund_id == func.any(texts("fund_ids", fund_ids)),
            day <= until,
            table.known_from > known_on,
            table.known_to.is_(None),
        )
        total += int(session.scalar(query) or 0)
    return total
