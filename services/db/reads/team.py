"""The people of the firm, and their seats on boards with the meetings planned for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ARRAY, Text, and_, any_, bindparam, select
from sqlalchemy.orm import Session

from services.db.models import BoardSeat, Company, CompanyVersion, TeamMemberVersion, User
from services.db.reads.known import known


class PersonRow(NamedTuple):
    """A team member by the firm's own code. `member`: described as one at that moment; else they
    are only named by facts, such as an activity."""

    id: str
    code: str
    name: str
    email: str
    title: str | None
    member: bool


class SeatRow(NamedTuple):
    """A seat as one version of the facts tells it; `known_to` None: still believed.

    A version that a later one replaced tells which day was planned before.
    """

    company_id: str
    company: str
    name: str
    user_id: str
    from_date: date
    to_date: date | None
    next_meeting: date | None
    pack_received: date | None
    known_from: datetime
    known_to: datetime | None


def people(session: Session, *, known_on: datetime | None) -> list[PersonRow]:
    """Everybody with a code, by it, described as they were known."""
    told = TeamMemberVersion
    query = (
        select(
            User.id,
            User.code,
            User.name,
            User.email,
            User.title,
            told.name,
            told.email,
            told.role,
            told.id,
        )
        .outerjoin(told, and_(told.user_id == User.id, known(told, known_on)))
        .where(User.code.is_not(None))
        .order_by(User.code)
    )
    return [
        PersonRow(id, str(code), then or name, then_email or email, role or title, row is not None)
        for id, code, name, email, title, then, then_email, role, row in session.execute(query)
    ]


def seats(
    session: Session, *, companies: Collection[str] | None, known_on: datetime | None
) -> list[SeatRow]:
    """Every version of the seats on boards of these companies (ids, None: of all) that was known
    by a moment."""
    seat, told = BoardSeat, CompanyVersion
    query = (
        select(
            seat.company_id,
            Company.code,
            told.name,
            seat.user_id,
            seat.from_date,
            seat.to_date,
            seat.next_meeting,
            seat.pack_received,
            seat.known_from,
            seat.known_to,
        )
        .join(Company, Company.id == seat.company_id)
        .outerjoin(told, and_(told.company_id == seat.company_id, known(told, known_on)))
        .order_by(Company.code, seat.user_id, seat.known_from, seat.id)
    )
    if companies is not None:
        ids = bindparam("companies", sorted(companies), type_=ARRAY(Text))
        query = query.where(seat.company_id == any_(ids))
    if known_on is not None:
        query = query.where(seat.known_from <= known_on)
    found = [SeatRow._make(row) for row in session.execute(query)]
    if known_on is not None:  # what ended later stood then
        found = [
            row._replace(known_to=None) if row.known_to and row.known_to > known_on else row
            for row in found
        ]
    return [row._replace(name=row.name or row.company) for row in found]


def is_open(row: SeatRow, day: date) -> bool:
    """Whether somebody held the seat on a day, as believed at the moment of reading."""
    return (
        row.known_to is None
        and row.from_date <= day
        and (row.to_date is None or row.to_date >= day)
    )
