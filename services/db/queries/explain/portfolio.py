"""Companies and what they reported, row by row, each with the id of its row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import any_, func, select
from sqlalchemy.orm import Session

from services.db.models import Company, CompanyMetric, CompanyVersion
from services.db.queries.explain.tables import texts
from services.db.reads.known import known


class CompanyFact(NamedTuple):
    """A company as it was described then."""

    id: int
    company_id: str
    code: str
    sector: str | None
    stage: str | None
    geography: str | None
    status: str | None
    currency: str | None
    known_to: datetime | None


class ReportFact(NamedTuple):
    """What a company reported for the period that ends on a day; blanks are None."""

    id: int
    company_id: str
    period_end: date
    revenue_ttm: Decimal | None
    arr: Decimal | None
    growth_rate: Decimal | None
    gross_margin: Decimal | None
    cash: Decimal | None
    net_burn: Decimal | None
    ltv: Decimal | None
    cac: Decimal | None
    nrr: Decimal | None
    headcount: int | None
    currency: str | None
    known_to: datetime | None


def company_facts(
    session: Session, *, company_ids: Collection[str], known_on: datetime | None
) -> list[CompanyFact]:
    """Companies by code."""
    own = CompanyVersion
    query = (
        select(
            own.id, own.company_id, Company.code, own.sector, own.stage, own.geography, own.status,
            own.currency, own.known_to,
        )
        .join(Company, Company.id == own.company_id)
        .where(own.company_id == any_(texts("companies", company_ids)), known(own, known_on))
        .order_by(Company.code)
    )  # fmt: skip
    return [CompanyFact._make(row) for row in session.execute(query)]


def report_facts(
    session: Session, *, company_ids: Collection[str], until: date, known_on: datetime | None
) -> list[ReportFact]:
    """Reports of periods that ended by a day, by company, the newest first; of several rows of one
    period the one that was learned last."""
    own = CompanyMetric
    names = ReportFact._fields[:-1]
    query = (
        select(*(getattr(own, name) for name in names), own.known_to)
        .distinct(own.company_id, own.period_end)
        .where(
            own.company_id == any_(texts("companies", company_ids)),
            own.period_end <= until,
            known(own, known_on),
        )
        .order_by(own.company_id, own.period_end.desc(), own.known_from.desc(), own.id.desc())
    )
    return [ReportFact._make(row) for row in session.execute(query)]


def reports_since(
    session: Session, *, company_ids: Collection[str], until: date, known_on: datetime
) -> int:
    """Reports of periods up to a day that are believed now and were not known then."""
    own = CompanyMetric
    query = select(func.count()).where(
        own.company_id == any_(texts("companies", company_ids)),
        own.period_end <= until,
        own.known_from > known_on,
        own.known_to.is_(None),
    )
    return int(session.scalar(query) or 0)
