"""What companies report, and how they are described, as known on a moment."""

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
    lateral,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from services.db.models import Company, CompanyMetric, CompanyVersion, Import
from services.db.reads.known import known

FIGURES = (
    "revenue_ttm",
    "arr",
    "growth_rate",
    "gross_margin",
    "cash",
    "net_burn",
    "ltv",
    "cac",
    "nrr",
    "headcount",
    "reported_at",
)


class Report(NamedTuple):
    """What a company reported for the period that ends on a day; blanks are None.

    Money in `currency`, which is that of the report, else the company's, else not known. Rates are
    fractions, `net_burn` is per month. `file` is the import it was read from.
    """

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
    reported_at: date | None
    currency: str | None
    file: str | None


def reports(
    session: Session,
    *,
    company_ids: Collection[str],
    since: date,
    until: date,
    known_on: datetime | None,
) -> list[Report]:
    """Reports of periods that end between two days, both included, by company and period.

    A company's last report before `since` is among them where it has none since: it is its latest,
    however old. One statement however many companies. Of several rows of one period the one that
    was learned last counts.
    """
    ids = bindparam("company_ids", sorted(company_ids), type_=ARRAY(Text))
    parts = [
        _newest(
            CompanyMetric.company_id == any_(ids),
            CompanyMetric.period_end.between(since, until),
            known(CompanyMetric, known_on),
        ),
        *_older(ids, since, until, known_on),
    ]
    found = union_all(*(select(part.subquery()) for part in parts)).subquery("found")
    company = _described(known_on)
    query = (
        select(
            found.c.company_id,
            found.c.period_end,
            *(found.c[name] for name in FIGURES),
            func.coalesce(found.c.currency, company.c.currency),
            Import.file_name,
        )
        .outerjoin(company, company.c.id == found.c.company_id)
        .outerjoin(Import, Import.id == found.c.import_id)
        .order_by(found.c.company_id, found.c.period_end)
    )
    rows = [Report._make(row) for row in session.execute(query)]
    recent = {row.company_id for row in rows if row.period_end >= since}
    return [row for row in rows if row.period_end >= since or row.company_id not in recent]


_COLUMNS: tuple[Any, ...] = (
    CompanyMetric.company_id,
    CompanyMetric.period_end,
    *(getattr(CompanyMetric, name) for name in FIGURES),
    CompanyMetric.currency,
    CompanyMetric.import_id,
)


def _newest(*conditions: Any) -> Select[Any]:
    """Of each company's period the row that was learned last."""
    return (
        select(*_COLUMNS)
        .distinct(CompanyMetric.company_id, CompanyMetric.period_end)
        .where(*conditions)
        .order_by(
            CompanyMetric.company_id,
            CompanyMetric.period_end,
            CompanyMetric.known_from.desc(),
            CompanyMetric.id.desc(),
        )
    )


def _older(ids: Any, since: date, until: date, known_on: datetime | None) -> list[Select[Any]]:
    """The last report before `since` of each company.

    As known now that is the row marked as the latest, unless the company reported after `until`.
    """
    asked = select(func.unnest(ids).label("company_id"))
    if known_on is not None:
        return [_last_before(asked, since, known_on)]
    latest = CompanyMetric.company_id == any_(ids), CompanyMetric.is_latest
    later = select(CompanyMetric.company_id).where(*latest, CompanyMetric.period_end > until)
    marked = select(*_COLUMNS).where(*latest, CompanyMetric.period_end < since)
    return [marked, _last_before(later, since, known_on)]


def _last_before(companies: Any, since: date, known_on: datetime | None) -> Select[Any]:
    asked = companies.subquery()
    last = lateral(
        select(*_COLUMNS)
        .where(
            CompanyMetric.company_id == asked.c.company_id,
            CompanyMetric.period_end < since,
            known(CompanyMetric, known_on),
        )
        .order_by(
            CompanyMetric.period_end.desc(),
            CompanyMetric.known_from.desc(),
            CompanyMetric.id.desc(),
        )
        .limit(1)
    )
    return select(last).select_from(asked.join(last, true()))


def _described(known_on: datetime | None) -> Any:
    if known_on is None:
        return select(Company.id, Company.currency).subquery("company")
    version = select(CompanyVersion.company_id.label("id"), CompanyVersion.currency)
    return version.where(known(CompanyVersion, known_on)).subquery("company")
