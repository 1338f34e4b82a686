"""Funds as they were described at a moment, with the version of their facts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Select, Text, and_, any_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import Session

from services.db.models import DataVersion, Fund, FundVersion, User
from services.db.reads import checks
from services.db.reads.known import known
from services.db.reads.versions import SHARED

DESCRIPTION = (
    "name",
    "currency",
    "vintage_year",
    "strategy",
    "geography",
    "inception_date",
    "total_committed",
)


class FundRow(NamedTuple):
    """A fund's terms; unknown ones are None. Versions are 0 while nothing was ever written."""

    id: str
    code: str
    name: str
    currency: str
    vintage_year: int | None
    strategy: str | None
    geography: str | None
    inception_date: date | None
    total_committed: Decimal | None
    version: int
    shared_version: int
    checks: Any = None  # what the checks found of it, by check; None where none ever ran


def in_use(session: Session) -> bool:
    """Whether there are a fund and a user: what a first start makes is there."""
    wanted = and_(exists(select(Fund.id)), exists(select(User.id)))
    return bool(session.scalar(select(wanted)))


def every_id(session: Session) -> list[str]:
    """Ids of all funds."""
    return list(session.scalars(select(Fund.id).order_by(Fund.id)))


def funds(
    session: Session,
    *,
    among: Collection[str] | None = None,
    names: Collection[str] | None = None,
    known_on: datetime | None = None,
) -> list[FundRow]:
    """Funds by code: those with an id in `among` (None: any) and an id or code in `names`.

    With `known_on` as they were described then; a fund not yet known then is not among them.
    """
    query = _described(known_on)
    if among is not None:
        query = query.where(Fund.id == any_(_texts("among", among)))
    if names is not None:
        given = _texts("names", names)
        query = query.where(or_(Fund.id == any_(given), Fund.code == any_(given)))
    rows = session.execute(query.order_by(Fund.code))
    return [FundRow._make(row) for row in rows]


def _described(known_on: datetime | None) -> Select[Any]:
    version = (
        select(func.coalesce(func.max(DataVersion.version), 0))
        .where(DataVersion.scope == Fund.id)
        .correlate(Fund)
        .scalar_subquery()
    )
    shared = (
        select(func.coalesce(func.max(DataVersion.version), 0))
        .where(DataVersion.scope == SHARED)
        .scalar_subquery()
    )
    if known_on is None:
        columns = [getattr(Fund, name) for name in DESCRIPTION]
        return select(Fund.id, Fund.code, *columns, version, shared, checks.summary(None))
    then = (
        select(*(getattr(FundVersion, name) for name in DESCRIPTION))
        .where(FundVersion.fund_id == Fund.id, known(FundVersion, known_on))
        .order_by(FundVersion.known_from.desc())
        .limit(1)
        .lateral("then")
    )
    columns = [then.c[name] for name in DESCRIPTION]
    told = checks.summary(known_on)
    return select(Fund.id, Fund.code, *columns, version, shared, told).join(then, true())


def _texts(name: str, values: Collection[str]) -> Any:
    return bindparam(name, sorted(values), type_=ARRAY(Text))
