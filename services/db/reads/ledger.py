"""Flows, values, promises and balances of funds, summed by fund and day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    any_,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from services.db.models import (
    Commitment,
    FundBalance,
    FundCashFlow,
    FundNav,
    LimitedPartner,
    LimitedPartnerVersion,
)
from services.db.reads.known import known

FLOW, NAV, COMMITMENT, BALANCE = "flow", "nav", "commitment", "balance"
GENERAL_PARTNER = "gp"


class Entry(NamedTuple):
    """The sum of one fund's equal rows of one day, exact, in the rows' own currency.

    `kind` is flow, nav, commitment or balance; `type` a slug of `services.calc.transactions` for
    flows and the item for balances. `is_total`: rows without investor (balances: without company),
    the fund's total; `is_gp`: the general partner's own rows. `currency` '' is the fund's own.
    """

    kind: str
    fund_id: str
    day: date
    type: str | None
    currency: str
    is_total: bool
    is_gp: bool
    recallable: bool | None
    amount: Decimal
    rows: int


def entries(
    session: Session, *, fund_ids: Collection[str], until: date, known_on: datetime | None
) -> list[Entry]:
    """Everything up to and including `until`, oldest first, in one statement for any funds."""
    ids = bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    chosen = [
        query.where(table.fund_id == any_(ids), day <= until, known(table, known_on))
        for query, table, day in _parts(known_on)
    ]
    rows = session.execute(union_all(*chosen).order_by("fund_id", "day", "type"))
    return [Entry._make(row) for row in rows]


def _parts(known_on: datetime | None) -> list[tuple[Select[*tuple[Any, ...]], Any, Any]]:
    flows = _summed(FLOW, FundCashFlow, FundCashFlow.flow_date, FundCashFlow.amount, known_on)
    navs = _summed(NAV, FundNav, FundNav.nav_date, FundNav.nav, known_on)
    return [
        (flows, FundCashFlow, FundCashFlow.flow_date),
        (navs, FundNav, FundNav.nav_date),
        (_promised(known_on), Commitment, Commitment.commitment_date),
        (_balances(), FundBalance, FundBalance.balance_date),
    ]


def _summed(
    kind: str, table: Any, day: Any, amount: Any, known_on: datetime | None
) -> Select[*tuple[Any, ...]]:
    flows = table is FundCashFlow
    is_total = table.investor_id.is_(None)
    is_gp = func.coalesce(_investor_type(known_on) == GENERAL_PARTNER, False)
    types = FundCashFlow.type if flows else null()
    recallable = FundCashFlow.recallable if flows else null()
    groups = [table.fund_id, day, table.currency, is_total, is_gp]
    groups += [FundCashFlow.type, FundCashFlow.recallable] if flows else []
    query = select(
        literal(kind).label("kind"),
        table.fund_id.label("fund_id"),
        day.label("day"),
        types.label("type"),
        table.currency,
        is_total.label("is_total"),
        is_gp.label("is_gp"),
        recallable.label("recallable"),
        func.sum(amount).label("amount"),
        func.count().label("rows"),
    )
    return _with_investor(query, table, known_on).group_by(*groups)


def _promised(known_on: datetime | None) -> Select[*tuple[Any, ...]]:
    is_gp = func.coalesce(_investor_type(known_on) == GENERAL_PARTNER, False)
    query = select(
        literal(COMMITMENT).label("kind"),
        Commitment.fund_id.label("fund_id"),
        Commitment.commitment_date.label("day"),
        null().label("type"),
        literal("").label("currency"),  # a commitment is in the fund's currency
        literal(False).label("is_total"),
        is_gp.label("is_gp"),
        null().label("recallable"),
        func.sum(Commitment.amount).label("amount"),
        func.count().label("rows"),
    )
    joined = _with_investor(query, Commitment, known_on)
    return joined.group_by(Commitment.fund_id, Commitment.commitment_date, is_gp)


def _balances() -> Select[*tuple[Any, ...]]:
    is_total = FundBalance.company_id.is_(None)
    return select(
        literal(BALANCE).label("kind"),
        FundBalance.fund_id.label("fund_id"),
        FundBalance.balance_date.label("day"),
        FundBalance.item.label("type"),
        literal("").label("currency"),  # balances are in the fund's currency
        is_total.label("is_total"),
        literal(False).label("is_gp"),
        null().label("recallable"),
        func.sum(FundBalance.amount).label("amount"),
        func.count().label("rows"),
    ).group_by(FundBalance.fund_id, FundBalance.balance_date, FundBalance.item, is_total)


def _investor_type(known_on: datetime | None) -> ColumnElement[str | None]:
    """An investor's type now, or as known on a moment: what was learned later does not count."""
    known_type = LimitedPartner.type if known_on is None else LimitedPartnerVersion.type
    return known_type.expression


def _with_investor(
    query: Select[*tuple[Any, ...]], table: Any, known_on: datetime | None
) -> Select[*tuple[Any, ...]]:
    joined = query.select_from(table).outerjoin(
        LimitedPartner, LimitedPartner.id == table.investor_id
    )
    if known_on is None:
        return joined
    return joined.outerjoin(
        LimitedPartnerVersion,
        (LimitedPartnerVersion.investor_id == table.investor_id)
        & known(LimitedPartnerVersion, known_on),
    )
