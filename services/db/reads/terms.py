"""What was agreed: the partnership agreements of funds, and the side terms of single investors."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, or_, select
from sqlalchemy.orm import Session

from services.db.models import InvestorTerm, LpaTerm
from services.db.reads.known import known


class AgreementRow(NamedTuple):
    """A fund's agreement from `effective_date` on; rates are fractions, unknown parts None."""

    fund_id: str
    effective_date: date
    waterfall: str | None
    preferred_return: Decimal | None
    carry_rate: Decimal | None
    catch_up_rate: Decimal | None
    fee_rate: Decimal | None
    fee_basis: str | None
    gp_commitment: Decimal | None
    limit_single_company: Decimal | None
    limit_sector: Decimal | None
    limit_geography: Decimal | None
    limit_credit_line: Decimal | None
    hurdle: str | None
    clawback: bool | None


class SideTermRow(NamedTuple):
    """What one investor agreed in one fund; `effective_date` None: from its first closing."""

    fund_id: str
    investor_id: str
    term: str
    value: str
    effective_date: date | None


def agreements(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[AgreementRow]:
    """Every agreement of the funds that took effect by a day, oldest first, in one statement."""
    columns: tuple[Any, ...] = tuple(getattr(LpaTerm, name) for name in AgreementRow._fields)
    query = (
        select(*columns)
        .where(
            LpaTerm.fund_id == any_(_ids(fund_ids)),
            LpaTerm.effective_date <= until,
            known(LpaTerm, known_on),
        )
        .order_by(LpaTerm.fund_id, LpaTerm.effective_date, LpaTerm.id)
    )
    return [AgreementRow._make(row) for row in session.execute(query)]


def side_terms(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[SideTermRow]:
    """Side terms that held by a day, those from the start first, in one statement."""
    columns: tuple[Any, ...] = tuple(getattr(InvestorTerm, name) for name in SideTermRow._fields)
    since = InvestorTerm.effective_date
    query = (
        select(*columns)
        .where(
            InvestorTerm.fund_id == any_(_ids(fund_ids)),
            or_(since.is_(None), since <= until),
            known(InvestorTerm, known_on),
        )
        .order_by(InvestorTerm.fund_id, since.nulls_first(), InvestorTerm.term, InvestorTerm.id)
    )
    return [SideTermRow._make(row) for row in session.execute(query)]


def _ids(fund_ids: Collection[str]) -> Any:
    return bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
