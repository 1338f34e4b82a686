"""Every flow with what it adds to paid-in and distributions, and where it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy.orm import Session

from services.calc.accounts import KINDS, NOTHING
from services.calc.ledger import Standing
from services.calc.transactions import contribution
from services.db.queries.fund_performance import FlowRow, flow_rows, holding_flow_rows
from services.fund_performance.books import GROSS, NET_LP, Books
from services.fund_performance.frame import Frame
from services.fund_performance.notes import (
    conversion_notes,
    distinct,
    pooled_note,
    standing_notes,
)
from services.fund_performance.results import CashFlowRow, CashFlows

MOST_ROWS = 1000


def read_flows(session: Session, frame: Frame, *, limit: int) -> list[FlowRow]:
    """The newest `limit` flows of the frame's funds up to as_of.

    Under the gross basis those between fund and companies, for funds of which these are known.
    """
    invested = frame.held.funds if frame.scope.basis == GROSS else frozenset[str]()
    funds = [row.id for row in frame.funds if row.id not in invested]
    rows = flow_rows(
        session, fund_ids=funds, until=frame.as_of, known_on=frame.known_on, limit=limit
    )
    held = _of_holdings(session, frame, invested, limit=limit) if invested else []
    total = sum(part[0].total_rows for part in (rows, held) if part)
    both = sorted([*rows, *held], key=lambda row: row.day, reverse=True)[:limit]
    return [row._replace(total_rows=total) for row in both]


def _of_holdings(
    session: Session, frame: Frame, invested: frozenset[str], *, limit: int
) -> list[FlowRow]:
    codes = {row.id: row.code for row in frame.funds}
    deals = {deal.id: deal for deal in frame.held.deals if deal.fund_id in invested}
    rows = holding_flow_rows(
        session, deal_ids=deals, until=frame.as_of, known_on=frame.known_on, limit=limit
    )
    return [
        FlowRow(
            id=row.id,
            fund_id=deals[row.deal_id].fund_id,
            fund=codes[deals[row.deal_id].fund_id],
            day=row.day,
            type=row.type,
            amount=row.amount,
            currency=row.currency,
            investor=None,
            company=deals[row.deal_id].name,
            is_gp=False,
            beside_total=False,
            recallable=None,
            file=row.file,
            sheet=row.sheet,
            row=row.row,
            total_rows=row.total_rows,
        )
        for row in rows
    ]


def cash_flows(books: Books, found: list[FlowRow]) -> CashFlows:
    """The flows that were read, newest first; totals are those of all flows up to as_of."""
    frame, scope = books.frame, books.frame.scope
    ledger = books.ledger(basis=scope.basis, credit_line=scope.credit_line)
    standing = ledger.at(frame.as_of)
    rows = _with_running_total([_row(books, row) for row in found], standing)
    return CashFlows(
        rows=rows,
        paid_in=standing.paid_in,
        distributed=standing.distributed,
        total_rows=found[0].total_rows if found else 0,
        meta=frame.meta(CashFlows, nav_as_of=standing.nav_as_of, flows=books.flows(scope.basis)),
        notes=distinct(
            [
                *pooled_note(frame),
                *books.notes(basis=scope.basis),
                *standing_notes(frame, standing),
                *conversion_notes(frame, frame.as_of),
            ]
        ),
    )


def _row(books: Books, row: FlowRow) -> CashFlowRow:
    """A flow in the currency of the answer; one that does not count adds nothing.

    Beside the fund's total of a day the investors' rows do not count; where the general partner
    is left out, his rows are taken off that total, so their amounts have the opposite sign.
    """
    frame, scope = books.frame, books.frame.scope
    kind = KINDS[row.type]
    amount = frame.exchange.convert(row.amount, row.currency, frame.currency, row.day)
    sign = _weight(books, row)
    counts = (
        bool(sign)
        and not kind.residual
        and kind.included(basis=scope.basis, credit_line=scope.credit_line)
    )
    paid_in: Decimal | None = NOTHING
    distributed: Decimal | None = NOTHING
    if amount is None and counts:
        paid_in = distributed = None
    elif amount is not None and counts:
        added = contribution(kind, sign * amount, basis=scope.basis, credit_line=scope.credit_line)
        # Adding zero turns the -0 of a type that does not count here into 0.
        paid_in = NOTHING + Decimal(added.paid_in)
        distributed = NOTHING + Decimal(added.distributed)
    return CashFlowRow(
        date=row.day,
        fund=row.fund,
        type=row.type,
        label=kind.label,
        amount=None if amount is None else kind.direction * (sign or 1) * amount,
        paid_in=paid_in,
        distributed=distributed,
        cumulative=None,
        counts=counts,
        investor=row.investor,
        company=row.company,
        currency=frame.currency,
        file=row.file,
        sheet=row.sheet,
        row=row.row,
        row_id=f"{'i' if row.company is not None else 'f'}{row.id}",
    )


def _weight(books: Books, row: FlowRow) -> int:
    """1 where a row counts, -1 where it is taken off the total beside it, 0 where neither."""
    leave_out = books.frame.scope.basis == NET_LP and row.fund_id not in books.together
    own = leave_out and row.is_gp
    if row.investor is None:
        return 1
    if row.beside_total:
        return -1 if own else 0
    return 0 if own else 1


def _with_running_total(rows: Sequence[CashFlowRow], standing: Standing) -> tuple[CashFlowRow, ...]:
    """Rows, newest first, with distributions less calls up to and including each."""
    known = standing.paid_in is not None and standing.distributed is not None
    running = (standing.distributed or NOTHING) - (standing.paid_in or NOTHING)
    found: list[CashFlowRow] = []
    for row in rows:
        found.append(replace(row, cumulative=running if known else None))
        running -= (row.distributed or NOTHING) - (row.paid_in or NOTHING)
    return tuple(found)
