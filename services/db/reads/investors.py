"""Investors of funds as they were described at a moment, and what each promised, paid and holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    Text,
    any_,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.db.models import (
    Commitment,
    FundCashFlow,
    FundLedgerEntry,
    FundNav,
    LimitedPartner,
    LimitedPartnerVersion,
)
from services.db.reads.known import known
from services.db.reads.ledger import COMMITMENT, FLOW, NAV


class InvestorRow(NamedTuple):
    """An investor under the firm's code; `type` gp is the general partner's own money."""

    id: str
    code: str
    name: str
    type: str | None
    country: str | None


class InvestorEntry(NamedTuple):
    """The sum of one investor's equal rows of one day in one fund, in the rows' own currency.

    `kind` is flow, nav or commitment; `investor_id` None is the fund's total. `type` is a slug of
    `services.calc.transactions` for flows, the share class for commitments. `currency` '' is the
    fund's own.
    """

    kind: str
    fund_id: str
    investor_id: str | None
    day: date
    type: str | None
    currency: str
    recallable: bool | None
    amount: Decimal
    rows: int


def investors(
    session: Session, *, fund_ids: Collection[str], known_on: datetime | None
) -> list[InvestorRow]:
    """Everybody who has anything in the funds, by code, in one statement."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    own = union_all(
        *(
            select(table.investor_id).where(table.fund_id == any_(ids), known(table, known_on))
            for table in (Commitment, FundCashFlow, FundNav, FundLedgerEntry)
        )
    )
    table: Any = LimitedPartner if known_on is None else LimitedPartnerVersion
    query = select(
        LimitedPartner.id,
        LimitedPartner.code,
        func.coalesce(table.name, LimitedPartner.code),
        table.type,
        table.country,
    )
    if known_on is not None:
        query = query.outerjoin(
            LimitedPartnerVersion,
            (LimitedPartnerVersion.investor_id == LimitedPartner.id)
            & known(LimitedPartnerVersion, known_on),
        )
    rows = session.execute(query.where(LimitedPartner.id.in_(own)).order_by(LimitedPartner.code))
    return [InvestorRow._make(row) for row in rows]


def investor_entries(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[InvestorEntry]:
    """Flows, values and promises up to and including `until`, oldest first, in one statement."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    parts: tuple[tuple[str, Any, Any, Any, Any, Any, Any], ...] = (
        (
            FLOW, FundCashFlow, FundCashFlow.flow_date, FundCashFlow.type, FundCashFlow.currency,
            FundCashFlow.recallable, FundCashFlow.amount,
        ),
        (NAV, FundNav, FundNav.nav_date, null(), FundNav.currency, null(), FundNav.nav),
        (
            COMMITMENT, Commitment, Commitment.commitment_date, Commitment.share_class,
            literal(""), null(), Commitment.amount,
        ),
    )  # fmt: skip
    chosen = []
    for kind, table, day, type_, currency, recallable, amount in parts:
        own = (type_, currency, recallable)
        keys = [table.fund_id, table.investor_id, day]
        keys += [part for part in own if isinstance(part, InstrumentedAttribute)]
        chosen.append(
            select(
                literal(kind).label("kind"),
                table.fund_id.label("fund_id"),
                table.investor_id.label("investor_id"),
                day.label("day"),
                type_.label("type"),
                currency.label("currency"),
                recallable.label("recallable"),
                func.sum(amount).label("amount"),
                func.count().label("rows"),
            )
            .where(table.fund_id == any_(ids), day <= until, known(table, known_on))
            .group_by(*keys)
        )
    rows = session.execute(union_all(*chosen).order_by("fund_id", "day", "investor_id", "type"))
    return [InvestorEntry._make(row) for row in rows]
