"""Lines of capital accounts of funds and of their investors, as posted and as stated."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ARRAY, Text, any_, bindparam, func, select
from sqlalchemy.orm import Session

from services.db.models import FundLedgerEntry
from services.db.reads.known import known

POSTED = "transaction"


class LineRow(NamedTuple):
    """The sum of an account's rows of one line, day and span; `investor_id` None: the whole fund's.

    `span` transaction is what was posted on the day; qtd, ytd and itd are what a statement of the
    day says. What raises the account is positive.
    """

    fund_id: str
    investor_id: str | None
    day: date
    span: str
    account: str
    currency: str
    amount: Decimal


def lines(
    session: Session,
    *,
    fund_ids: Collection[str],
    until: date,
    known_on: datetime | None,
    accounts: Collection[str] | None = None,
    investor_id: str | None = None,
) -> list[LineRow]:
    """Lines up to and including `until`, oldest first, in one statement.

    `accounts` keeps some lines (slugs) only; `investor_id` one investor's and the fund's.
    """
    table = FundLedgerEntry
    keys = (
        table.fund_id, table.investor_id, table.entry_date, table.span, table.account,
        table.currency,
    )  # fmt: skip
    query = select(*keys, func.sum(table.amount)).where(
        table.fund_id == any_(bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))),
        table.entry_date <= until,
        known(table, known_on),
    )
    if accounts is not None:
        query = query.where(
            table.account == any_(bindparam("accounts", sorted(accounts), type_=ARRAY(Text)))
        )
    if investor_id is not None:
        query = query.where((table.investor_id == investor_id) | table.investor_id.is_(None))
    rows = session.execute(query.group_by(*keys).order_by(table.entry_date, table.account))
    return [LineRow._make(row) for row in rows]
