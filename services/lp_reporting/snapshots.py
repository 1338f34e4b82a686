"""Investors' accounts computed ahead: a row per investor, fund and quarter-end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import orjson
from sqlalchemy.orm import Session

from services.cache import encode
from services.calc.accounts import NOTHING
from services.clock import last_closed_quarter_end
from services.db.queries.lp_reporting.snapshots import LP_REPORTING, hold
from services.db.reads.partners import LineRow, lines
from services.db.session import Database
from services.frames import House
from services.fund_performance.ledger_lines import Lines
from services.jobs import Ahead, Tell, compute_ahead
from services.lp_reporting.investor import fund_line
from services.lp_reporting.standing import quarters_before
from services.partners import Interest, Partnership, accrued, read_partnerships
from services.scope import SYSTEM, Scope

QUARTERLY = "quarterly"
FEES = ("management_fees", "management_fee_rebate", "fee_waiver", "management_fee_offsets")
FEE = FEES[0]


def report_accounts(
    db: Database,
    fund_ids: Sequence[str],
    *,
    tell: Tell,
    house: House = House(),  # noqa: B008
) -> Ahead:
    """Write the accounts of every investor of funds (ids) at their last eight quarter-ends.

    In batches of a fixed number of statements. Doing it twice leaves the same rows; those of older
    facts are no longer believed. When a batch raises, its funds are tried one by one. `tell` is
    called with the data versions of each batch after its commit.
    """
    return compute_ahead(
        fund_ids, partial(_write, db, house), tell=tell, what="accounts of the investors"
    )


def _write(db: Database, house: House, fund_ids: Sequence[str]) -> tuple[dict[str, int], int]:
    """One transaction: hold the funds, compute from one moment's facts, write."""
    with db.session() as session:
        hold(session, fund_ids)
        # A reading of its own begins after the lock is held: it sees all that is committed.
        with db.read() as facts:
            found = list(_each(facts, fund_ids, house))
        rows = [row for fund, posted in found for row in _rows(fund, posted)]
        LP_REPORTING.write(session, orjson.dumps(rows))
    return {fund.fund.id: fund.fund.version for fund, _ in found}, len(rows)


def _each(
    session: Session, fund_ids: Sequence[str], house: House
) -> Iterator[tuple[Partnership, list[LineRow]]]:
    """Each fund's books by investor, with the lines of its fees, from one reading of all."""
    scope = Scope(funds=tuple(fund_ids))
    together = read_partnerships(session, SYSTEM, scope, house, own_currency=True)
    posted = lines(session, fund_ids=fund_ids, until=together.as_of, known_on=None, accounts=FEES)
    for fund in together.funds:
        yield fund, [row for row in posted if row.fund_id == fund.fund.id]


def _rows(fund: Partnership, posted: Sequence[LineRow]) -> Iterator[dict[str, Any]]:
    """One snapshot per limited partner and quarter-end at which it stood in the fund."""
    for day in quarters_before(last_closed_quarter_end(fund.as_of)):
        carried = accrued(fund, day)
        for interest in fund.partners:
            if interest.investor is None or not interest.at(day).started:
                continue
            found, _ = fund_line(fund, interest, day)
            columns: dict[str, Any] = {
                "fund_id": fund.fund.id,
                "lp_id": interest.investor.id,
                "report_date": day,
                "report_type": QUARTERLY,
                "data_version": fund.fund.version,
                "lp_commitment": found.commitment,
                "lp_called_capital": found.called,
                "lp_distributions": found.distributions,
                "lp_nav": found.nav,
                "lp_irr": found.lp_irr,
                "lp_tvpi": found.lp_tvpi,
                "lp_dpi": found.lp_dpi,
                "management_fees_paid": _fees(fund, interest, posted, day),
                "carried_interest_accrued": (
                    carried.by_investor.get(interest.investor.id)
                    if carried.amount
                    else carried.amount
                ),
            }
            amounts = {
                name: orjson.Fragment(encode(value)) if isinstance(value, Decimal) else value
                for name, value in columns.items()
            }
            yield {**amounts, "payload": orjson.Fragment(encode(found))}


def _fees(
    fund: Partnership, interest: Interest, posted: Sequence[LineRow], day: date
) -> Decimal | None:
    """Management fees that an investor bore by a day, net of what it got back; None unknown."""
    who = interest.investor
    own = [row for row in posted if who is not None and row.investor_id == who.id]
    told = Lines(fund.frame, {fund.fund.id: tuple(own)}, frozenset())
    sums = told.between(fund.fund.id, date.min, day, leave_out_gp=False)
    if FEE in sums:
        return NOTHING - sum(sums.values(), NOTHING)
    called = [m for m in interest.movements if m.kind.line == FEE and m.day <= day]
    if not called:
        return None
    return sum((NOTHING - m.kind.direction * (m.amount or NOTHING) for m in called), NOTHING)
