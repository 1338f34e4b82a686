"""Every SELECT that Portfolio Analytics alone needs: words of marks, funding of sectors, boards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    Date,
    Text,
    any_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from services.db.models import (
    BoardSeat,
    Company,
    CompanyVersion,
    Expiry,
    SectorTrend,
    TeamMemberVersion,
    User,
    Valuation,
)
from services.db.reads.known import known

SEAT, EXPIRY, DESCRIPTION = "seat", "expiry", "description"
NO_DAY = cast(null(), Date)


class MarkRow(NamedTuple):
    """A mark of an investment: by which method and from whom, None where it is not said."""

    deal_id: str
    day: date
    method: str | None
    source: str | None


class Funding(NamedTuple):
    """What one provider counted of one sector in one quarter ("2025Q1"), in its currency."""

    source: str
    sector: str
    quarter: str
    currency: str
    total: Decimal


class CardRow(NamedTuple):
    """One thing known of a company beside its figures.

    A description has `name` and `text`; a seat `name` (the member), `day` (since) and `other_day`
    (the next meeting); an expiry `name` (the item) and `day`.
    """

    kind: str
    name: str
    text: str | None
    day: date | None
    other_day: date | None


def marks(
    session: Session,
    *,
    deal_ids: Collection[str],
    until: date,
    known_on: datetime | None,
    newest_only: bool,
) -> list[MarkRow]:
    """Marks of investments up to a day, oldest first; with `newest_only` the last one of each.

    Of several marks of one day the one that was learned last counts.
    """
    ids = bindparam("deal_ids", sorted(deal_ids), type_=ARRAY(Text))
    of_each = (Valuation.deal_id,) if newest_only else (Valuation.deal_id, Valuation.mark_date)
    found = (
        select(Valuation.deal_id, Valuation.mark_date, Valuation.method, Valuation.source)
        .distinct(*of_each)
        .where(
            Valuation.deal_id == any_(ids),
            Valuation.mark_date <= until,
            known(Valuation, known_on),
        )
        .order_by(
            Valuation.deal_id,
            Valuation.mark_date.desc(),
            Valuation.known_from.desc(),
            Valuation.id.desc(),
        )
        .subquery()
    )
    query = select(found).order_by(found.c.mark_date, found.c.deal_id)
    return [MarkRow._make(row) for row in session.execute(query)]


def sector_funding(
    session: Session, *, since: str, until: str, known_on: datetime | None
) -> list[Funding]:
    """Funding by provider, sector and quarter between two quarters, as last computed by then."""
    query = (
        select(
            SectorTrend.data_source,
            SectorTrend.sector,
            SectorTrend.quarter,
            SectorTrend.currency,
            SectorTrend.total_funding,
        )
        .where(SectorTrend.quarter.between(since, until), known(SectorTrend, known_on))
        .order_by(SectorTrend.data_source, SectorTrend.sector, SectorTrend.quarter)
    )
    return [Funding._make(row) for row in session.execute(query)]


def company_card(
    session: Session, *, company_id: str, as_of: date, known_on: datetime | None
) -> list[CardRow]:
    """How a company is described, who sits on its board and what ends when, in one statement."""
    parts = [
        *(_described(company_id, name, known_on) for name in ("subsector", "currency", "cohort")),
        _founded(company_id, known_on),
        _seats(company_id, as_of, known_on),
        _expiries(company_id, as_of, known_on),
    ]
    query = union_all(*parts).order_by("kind", "day", "name")
    return [CardRow._make(row) for row in session.execute(query)]


def _company(known_on: datetime | None) -> tuple[Any, Any]:
    """The table that describes companies now or as known then, and its id of the company."""
    if known_on is None:
        return Company, Company.id
    return CompanyVersion, CompanyVersion.company_id


def _described(company_id: str, name: str, known_on: datetime | None) -> Any:
    table, key = _company(known_on)
    query = select(
        literal(DESCRIPTION).label("kind"),
        literal(name).label("name"),
        getattr(table, name).label("text"),
        NO_DAY.label("day"),
        NO_DAY.label("other_day"),
    ).where(key == company_id)
    return query if known_on is None else query.where(known(table, known_on))


def _founded(company_id: str, known_on: datetime | None) -> Any:
    table, key = _company(known_on)
    query = select(
        literal(DESCRIPTION),
        literal("founded"),
        func.to_char(table.founded, "YYYY-MM-DD"),
        NO_DAY,
        NO_DAY,
    ).where(key == company_id)
    return query if known_on is None else query.where(known(table, known_on))


def _seats(company_id: str, as_of: date, known_on: datetime | None) -> Any:
    name = func.coalesce(TeamMemberVersion.name if known_on else User.name, User.code, User.id)
    query = (
        select(literal(SEAT), name, null(), BoardSeat.from_date, BoardSeat.next_meeting)
        .join(User, User.id == BoardSeat.user_id)
        .where(
            BoardSeat.company_id == company_id,
            BoardSeat.from_date <= as_of,
            or_(BoardSeat.to_date.is_(None), BoardSeat.to_date > as_of),
            known(BoardSeat, known_on),
        )
    )
    if known_on is None:
        return query
    member = (TeamMemberVersion.user_id == User.id) & known(TeamMemberVersion, known_on)
    return query.outerjoin(TeamMemberVersion, member)


def _expiries(company_id: str, as_of: date, known_on: datetime | None) -> Any:
    return select(literal(EXPIRY), Expiry.item, null(), Expiry.expiry_date, NO_DAY).where(
        Expiry.company_id == company_id, Expiry.expiry_date >= as_of, known(Expiry, known_on)
    )
