"""Investors' accounts computed ahead: a row per investor, fund and quarter-end."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
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
from services.jobs import CHUNK, batches
from services.lp_reporting.investor import fund_line
from services.lp_reporting.standing import quarters_before
from services.partners import Interest, Partnership, accrued, read_partnerships
from services.scope import SYSTEM, Scope

log = logging.getLogger(__name__)
Tell = Callable[[Mapping[str, int]], None]
QUARTERLY = "quarterly"
FEES = ("management_fees", "management_fee_rebate", "fee_waiver", "management_fee_offsets")
FEE = FEES[0]


@dataclass(slots=True)
class Reported:
    """What came of computing accounts: data version by fund, and the words of those that failed."""

    written: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    seconds: float = 0.0


def report_accounts(
    db: Database,
    fund_ids: Sequence[str],
    *,
    tell: Tell,
    house: House = House(),  # noqa: B008
) -> Reported:
    """Write the accounts of every investor of funds (ids) at their last eight quarter-ends.

    In batches of a fixed number of statements. Doing it twice leaves the same rows; those of older
    facts are no longer believed. When a batch raises, its funds are tried one by one. `tell` is
    called with the data versions of each batch after its commit.
    """
    started = time.monotonic()
    run = _Run(db, house, tell)
    for chunk in batches(fund_ids, CHUNK):
        run.batch(chunk)
    run.outcome.seconds = round(time.monotonic() - started, 3)
    return run.outcome


@dataclass(slots=True)
class _Run:
    """One call of `report_accounts`: what it works with and what came of it."""

    db: Database
    house: House
    tell: Tell
    outcome: Reported = field(default_factory=Reported)

    def batch(self, fund_ids: Sequence[str]) -> None:
        """Compute the accounts of funds together, or apart when that raises."""
        try:
            done = self._write(fund_ids)
        except Exception as error:
            # Whatever a fund's facts lead to, it must not keep the others from their figures.
            log.exception("accounts of the investors of %d funds failed", len(fund_ids))
            if len(fund_ids) > 1:
                for fund_id in fund_ids:
                    self.batch([fund_id])
                return
            self.outcome.failed[fund_ids[0]] = f"{type(error).__name__}: {error}"
            return
        self.outcome.written |= done
        self.tell(done)

    def _write(self, fund_ids: Sequence[str]) -> dict[str, int]:
        """One transaction: hold the funds, compute from one moment's facts, write."""
        with self.db.session() as session:
            hold(session, fund_ids)
            # A reading of its own begins after the lock is held: it sees all that is committed.
            with self.db.read() as facts:
                found = list(_each(facts, fund_ids, self.house))
            rows = [row for fund, posted in found for row in _rows(fund, posted)]
            LP_REPORTING.write(session, orjson.dumps(rows))
        self.outcome.rows += len(rows)
        return {fund.fund.id: fund.fund.version for fund, _ in found}


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
