"""Where rows were read from, and what took their place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BigInteger, any_, bindparam, func, null, select, tuple_
from sqlalchemy.orm import Session, aliased

from services.db.models import Company, Deal, Import, LimitedPartner, PipelineDeal, User
from services.db.queries.explain.tables import AMOUNTS


class Origin(NamedTuple):
    """Where a row was read from, by whom, and from when to when it was believed."""

    id: int
    natural_key: str
    investor: str | None
    label: str | None
    file: str | None
    sheet: str | None
    row: int | None
    import_id: str | None
    imported_by: str | None
    imported_at: datetime | None
    known_from: datetime
    known_to: datetime | None


class Successor(NamedTuple):
    """The row that took another's place."""

    natural_key: str
    known_from: datetime
    amount: Decimal | None
    file: str | None
    sheet: str | None
    row: int | None


def origins(session: Session, table: str, ids: Collection[int]) -> dict[int, Origin]:
    """Where rows of a table of facts were read from, by id."""
    facts, _ = AMOUNTS[table]
    wanted = bindparam("ids", sorted(ids), type_=ARRAY(BigInteger))
    query = (
        select(
            facts.id,
            facts.natural_key,
            _investor(facts),
            _label(facts),
            Import.file_name,
            facts.sheet,
            facts.source_row,
            facts.import_id,
            func.coalesce(User.name, Import.imported_by),
            Import.imported_at,
            facts.known_from,
            facts.known_to,
        )
        .select_from(facts)
        .outerjoin(Import, Import.id == facts.import_id)
        .outerjoin(User, User.id == Import.imported_by)
        .where(facts.id == any_(wanted))
    )
    return {row[0]: Origin._make(row) for row in session.execute(query)}


def successors(
    session: Session, table: str, ended: Collection[tuple[str, datetime]]
) -> Iterator[Successor]:
    """The rows that took the place of others, which are told by key and the moment they ended."""
    if not ended:
        return
    facts, amount = AMOUNTS[table]
    pairs = tuple_(facts.natural_key, facts.known_from).in_(sorted(ended))
    query = (
        select(
            facts.natural_key,
            facts.known_from,
            amount,
            Import.file_name,
            facts.sheet,
            facts.source_row,
        )
        .outerjoin(Import, Import.id == facts.import_id)
        .where(pairs)
    )
    for row in session.execute(query):
        yield Successor._make(row)


def _investor(facts: Any) -> Any:
    """The code of the investor a row belongs to, where it belongs to one."""
    if "investor_id" not in facts.__table__.c:
        return null()
    other = aliased(LimitedPartner)
    query = select(other.code).where(other.id == facts.investor_id)
    return query.correlate(facts).scalar_subquery()


def _label(facts: Any) -> Any:
    """The company or the name that a row is about, where it is about one."""
    if "deal_id" in facts.__table__.c:
        query = (
            select(Company.code)
            .join(Deal, Deal.company_id == Company.id)
            .where(Deal.id == facts.deal_id)
        )
        return query.correlate(facts).scalar_subquery()
    for model, name in ((Company, "company_id"), (PipelineDeal, "pipeline_deal_id")):
        if name in facts.__table__.c:
            of = select(model.code).where(model.id == getattr(facts, name))
            return of.correlate(facts).scalar_subquery()
    for name in ("fund_name", "index_code", "provider", "channel", "company_name"):
        if name in facts.__table__.c:
            return getattr(facts, name)
    return null()
