"""Calls and distributions as they were asked for and paid: who owes what since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.calc.transactions import NET, TYPES, WITH, TransactionType
from services.db.queries.lp_reporting.books import NoticeRow
from services.db.queries.lp_reporting.books import notices as read_rows
from services.db.reads.ledger import GENERAL_PARTNER
from services.lp_reporting.records import Records
from services.partners import Partnership

CALL, DISTRIBUTION = "capital_call", "distribution"
PAID, LATE, DUE, OUTSTANDING, UNKNOWN = "paid", "late", "due", "outstanding", "unknown"


@dataclass(frozen=True, slots=True)
class Notice:
    """One flow of one investor (None: the fund's total) with how its payment stands.

    `status` paid, late (paid after it was due), due (not yet), outstanding (due and unpaid) or
    unknown (no notice kept); `days_late` counts to as_of while unpaid, None where none is late.
    `amount` is in the answer's currency, positive in the type's direction.
    """

    fund: Partnership
    row: NoticeRow
    kind: TransactionType
    amount: Decimal | None
    status: str
    days_late: int | None

    @property
    def type(self) -> str:
        return CALL if self.kind.direction < 0 else DISTRIBUTION

    @property
    def signed(self) -> Decimal | None:
        """As the investor sees it: what it pays is below nothing."""
        return None if self.amount is None else self.kind.direction * self.amount


def read_notices(
    session: Session, records: Records, *, investor: str | None = None
) -> list[Notice]:
    """Every flow that is cash between a fund and its investors, oldest first.

    One statement for each pair of clocks. An investor reads its own rows only.
    """
    mine = records.eyes.investor or investor
    found: list[Notice] = []
    for group in records.groups:
        funds = {fund.fund.id: fund for fund in group.funds}
        rows = read_rows(
            session,
            fund_ids=funds,
            until=group.as_of,
            known_on=group.frame.known_on,
            investor_id=mine,
        )
        found += [notice(funds[row.fund_id], row) for row in rows if is_cash(TYPES[row.type])]
    return found


def notice(fund: Partnership, row: NoticeRow) -> Notice:
    """How one flow stands on the day of its fund."""
    kind = TYPES[row.type]
    status, late = standing(
        kind, day=row.day, due=row.due_date, paid=row.paid_date, as_of=fund.as_of
    )
    return Notice(fund, row, kind, fund.money(row.amount, row.currency, row.day), status, late)


def standing(
    kind: TransactionType, *, day: date, due: date | None, paid: date | None, as_of: date
) -> tuple[str, int | None]:
    """Status and days late of a flow. A distribution without dates was paid on its day."""
    done = paid if paid is not None and paid <= as_of else None
    if paid is None and due is None:
        return (PAID if kind.direction > 0 else UNKNOWN), None
    if due is None:
        return (PAID if done else OUTSTANDING), None
    if done is not None:
        late = (done - due).days
        return (LATE, late) if late > 0 else (PAID, None)
    if due >= as_of:
        return DUE, None
    return OUTSTANDING, (as_of - due).days


def is_cash(kind: TransactionType) -> bool:
    """Whether a flow is cash between a fund and its investors."""
    return not kind.residual and kind.included(basis=NET, credit_line=WITH)


def of_investors(notices: Iterable[Notice]) -> list[Notice]:
    """Those of limited partners."""
    return [
        notice
        for notice in notices
        if notice.row.investor_id is not None
        and notice.fund.people[notice.row.investor_id].type != GENERAL_PARTNER
    ]


def latest_late(notices: Sequence[Notice]) -> Mapping[str, int]:
    """Days late of each investor's latest call that was paid late or is not paid, by id."""
    found: dict[str, int] = {}
    for item in notices:
        if item.type == CALL and item.days_late is not None and item.row.investor_id is not None:
            found[item.row.investor_id] = item.days_late
    return found


def outstanding(notices: Iterable[Notice]) -> list[Notice]:
    """Calls that are due and not paid, in the order of days."""
    return [item for item in notices if item.type == CALL and item.status == OUTSTANDING]
