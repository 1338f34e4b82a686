"""What several answers of Risk read beside the records: agreements, reserves, companies beside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.access.funds import granted
from services.db.queries.risk import facts
from services.db.reads.investments import DealRow, deals
from services.db.reads.terms import AgreementRow, agreements
from services.fund_performance.books import Books
from services.portfolio_analytics.records import Records
from services.risk.targets import Asked
from services.scope import Principal, Scope


def agreements_of(
    session: Session, records: Records, *, until: date | None = None
) -> Mapping[str, list[AgreementRow]]:
    """Agreements of the funds that took effect by a day, by fund."""
    found: dict[str, list[AgreementRow]] = {}
    frame = records.frame
    for row in agreements(
        session,
        fund_ids=[fund.id for fund in frame.funds],
        until=until or frame.as_of,
        known_on=frame.known_on,
    ):
        found.setdefault(row.fund_id, []).append(row)
    return found


def alone(records: Records, books: Books) -> Records:
    """One fund's own records, in the answer's currency."""
    held = records.conventions
    return Records(books, records.histories, (), held, records.house, records.currencies)


def reserved(session: Session, records: Records) -> dict[str, Decimal | None]:
    """What the funds keep for follow-ons by company (id), in the answer's currency.

    None where a rate is missing; a company that nobody keeps anything for is not there.
    """
    frame = records.frame
    own = {row.id: row.currency for row in frame.funds}
    found: dict[str, Decimal | None] = {}
    for row in facts.reserves(session, fund_ids=own, until=frame.as_of, known_on=frame.known_on):
        money = frame.exchange.convert(row.amount, own[row.fund_id], frame.currency, frame.as_of)
        before = found.get(row.company_id, Decimal(0))
        found[row.company_id] = None if money is None or before is None else before + money
    return found


def deals_beside(
    session: Session, principal: Principal, scope: Scope, own: Collection[DealRow], asked: Asked
) -> list[DealRow]:
    """Investments of the other funds that the principal sees, where a company is not the fund's."""
    name = asked.company
    if name is None or any(name in (deal.company, deal.company_id) for deal in own):
        return []
    rows = granted(session, principal, scope.on(funds=()))
    return deals(session, fund_ids=[row.id for row in rows], known_on=scope.known_on)
