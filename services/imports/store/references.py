"""The codes that exist when a file is read, and the ids behind them while it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psycopg import Cursor, sql
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from services.db.models import (
    Company,
    Deal,
    Fund,
    LimitedPartner,
    PipelineDeal,
    PipelineEvent,
    User,
)
from services.db.session import Database
from services.imports.kinds import KINDS, Kind
from services.imports.kinds.declare import (
    CompanyTerms,
    FundTerms,
    InvestmentTerms,
    InvestorTerms,
    PersonTerms,
    PipelineTerms,
    Type,
)
from services.imports.kinds.things import THINGS, referred
from services.imports.maps import Map
from services.imports.shaping.parents import References

HAS_CLOSED = exists().where(
    PipelineEvent.pipeline_deal_id == PipelineDeal.id,
    PipelineEvent.stage == "closed",
    PipelineEvent.known_to.is_(None),
)
_TERMS: dict[Type, tuple[Callable[..., Any], Select[*tuple[Any, ...]]]] = {
    Type.FUND: (
        FundTerms,
        select(Fund.id, Fund.code, Fund.currency, Fund.inception_date, Fund.total_committed),
    ),
    Type.INVESTOR: (InvestorTerms, select(LimitedPartner.id, LimitedPartner.code)),
    Type.COMPANY: (
        CompanyTerms,
        select(Company.id, Company.code, Company.currency, Company.status, Company.founded),
    ),
    Type.INVESTMENT: (
        InvestmentTerms,
        select(Deal.id, Deal.code, Deal.deal_date, Fund.currency).join(
            Fund, Fund.id == Deal.fund_id
        ),
    ),
    Type.PIPELINE_DEAL: (
        PipelineTerms,
        select(
            PipelineDeal.id,
            PipelineDeal.code,
            PipelineDeal.sourced_at,
            PipelineDeal.outcome,
            HAS_CLOSED,
        ),
    ),
    Type.USER: (
        PersonTerms,
        select(User.id, User.code, User.email).where(User.code.is_not(None)),
    ),
}


def load(db: Database, rules: Map) -> References:
    """What the codes mean that a file may name: only of the types its kinds refer to."""
    kinds = _kinds(rules)
    parents = {
        type_: defaults
        for type_ in THINGS
        if (defaults := getattr(rules.parents, type_.name.lower(), None)) is not None
    }
    types = {type_ for kind in kinds for type_ in referred(kind)}
    if Type.PIPELINE_DEAL in parents:
        types.add(Type.FUND)  # the fund that the map's deals are of
    with db.read() as session:
        known = {type_: _meaning(session, type_) for type_ in types}
        describes_team = any(kind.entity == "users" for kind in kinds)
        people = _people(session) if describes_team or Type.USER in parents else {}
    return References(known, parents, people)


def _kinds(rules: Map) -> list[Kind]:
    """The kinds whose rows a file of this map may hold."""
    names = [rules.kind, *(route.kind for route in rules.routes)]
    names += [route.kind for name in names if name in KINDS for route in KINDS[name].routes]
    return [KINDS[name] for name in dict.fromkeys(names) if name in KINDS]


def _meaning(session: Session, type_: Type) -> dict[str, Any]:
    made, query = _TERMS[type_]
    return {row.code: made(*row) for row in session.execute(query)}


def _people(session: Session) -> dict[str, PersonTerms]:
    rows = session.execute(select(User.id, User.code, User.email))
    return {row.email.lower(): PersonTerms(*row) for row in rows}


def ids(cursor: Cursor[Any], table: str) -> dict[str, str]:
    """Id by code, as it is inside this transaction."""
    statement = sql.SQL("SELECT code, id FROM {} WHERE code IS NOT NULL")
    cursor.execute(statement.format(sql.Identifier(table)))
    return dict(cursor.fetchall())


def codes(cursor: Cursor[Any], kind: Kind) -> dict[Type, dict[str, str]]:
    """Id by code of everything that the kind's columns refer to, inside this transaction."""
    return {type_: ids(cursor, thing.table) for type_, thing in referred(kind).items()}
