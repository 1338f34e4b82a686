"""Figures computed ahead: every fund under every basis, written once per state of its facts."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy.orm import Session

from services.cache import encode
from services.calc.ledger import Ledger
from services.db.queries import fund_snapshots, refresh_runs
from services.db.reads.funds import FundRow
from services.db.session import Database
from services.frames import House
from services.fund_performance.books import Books
from services.fund_performance.frame import Frame, apart, settle
from services.fund_performance.metrics import metrics
from services.fund_performance.results import Metrics
from services.jobs import (
    CHUNK,
    FUND_METRICS,
    LEASE_SECONDS,
    Tell,
    batches,
    each_batch,
    fail_run,
    in_words,
    take_runs,
)
from services.scope import BASES, CREDIT_LINES, SYSTEM, Scope


@dataclass(slots=True)
class RefreshOutcome:
    """What a refresh did: data version by refreshed fund, the funds it left, those that failed.

    Left are funds without an open run (done already) and those another process is at.
    """

    refreshed: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    snapshots: int = 0
    seconds: float = 0.0


def refresh_funds(
    db: Database,
    fund_ids: Sequence[str],
    *,
    tell: Tell,
    house: House = House(),  # noqa: B008 - frozen
    as_of: date | None = None,
    lease: float = LEASE_SECONDS,
) -> RefreshOutcome:
    """Recompute the funds (ids) that have an open run, in batches of a fixed number of statements.

    Each fund is refreshed by one process at a time; doing it twice leaves the same rows. When a
    batch raises, its funds are tried one by one, so that one bad fund fails alone. `tell` is
    called with the data versions of each batch after its commit. `as_of` None means each fund's
    latest NAV date (RULES 15).
    """
    started = time.monotonic()
    refresh = _Refresh(db, house, as_of, tell)
    for chunk in batches(fund_ids, CHUNK):
        mine = take_runs(db, chunk, lease=lease)
        refresh.outcome.left += [fund_id for fund_id in chunk if fund_id not in set(mine)]
        refresh.these(mine)
    refresh.outcome.seconds = round(time.monotonic() - started, 3)
    return refresh.outcome


@dataclass(slots=True)
class _Refresh:
    """One call of `refresh_funds`: what it works with and what came of it."""

    db: Database
    house: House
    as_of: date | None
    tell: Tell
    outcome: RefreshOutcome = field(default_factory=RefreshOutcome)

    def these(self, fund_ids: Sequence[str]) -> None:
        """Refresh funds together, or apart when that raises; those that fail alone are failed."""
        for chunk, done in each_batch(fund_ids, self._write, what="refreshing"):
            if isinstance(done, Exception):
                fail_run(self.db, chunk[0], done)
                self.outcome.failed[chunk[0]] = in_words(done)
                continue
            versions, snapshots = done
            self.outcome.refreshed |= versions
            self.outcome.snapshots += snapshots
            self.outcome.left += [fund_id for fund_id in chunk if fund_id not in versions]
            self.tell(versions)

    def _write(self, fund_ids: Sequence[str]) -> tuple[dict[str, int], int]:
        """One transaction: hold the funds, compute from one moment's facts, write, close runs."""
        with self.db.session() as session:
            free = refresh_runs.lock_funds(session, fund_ids)
            if not free:
                return {}, 0
            # A reading of its own begins after the locks are held: it sees all that is committed.
            with self.db.read() as facts:
                rows = [
                    _row(fund, found)
                    for fund, frame in _frames(facts, free, self.house, self.as_of)
                    for found in _figures(frame)
                ]
            fund_snapshots.FUND_METRICS.write(session, orjson.dumps(rows))
            versions = {row["fund_id"]: row["data_version"] for row in rows}
            refresh_runs.finish(session, versions, FUND_METRICS)
        return versions, len(rows)


def _frames(
    session: Session, fund_ids: Sequence[str], house: House, as_of: date | None
) -> Iterator[tuple[FundRow, Frame]]:
    """Each fund's own frame, from one reading of all of them."""
    together = settle(session, SYSTEM, Scope(funds=tuple(fund_ids), as_of=as_of), house)
    for frame in apart(together):
        yield frame.funds[0], frame


@dataclass(frozen=True, slots=True)
class _SharedBooks(Books):
    """Books of one fund whose ledgers serve every basis: six in all instead of four a figure."""

    kept: dict[tuple[str, str], Ledger] = field(default_factory=dict)

    def ledger(self, *, basis: str, credit_line: str) -> Ledger:
        key = (basis, credit_line)
        if key not in self.kept:
            self.kept[key] = Books.ledger(self, basis=basis, credit_line=credit_line)
        return self.kept[key]


def _figures(frame: Frame) -> Iterator[Metrics]:
    books = _SharedBooks.of(frame)
    for basis in BASES:
        for line in CREDIT_LINES:
            scope = replace(frame.scope, basis=basis, credit_line=line)
            yield metrics(replace(books, frame=replace(frame, scope=scope)), frame.as_of)


def _row(fund: FundRow, found: Metrics) -> dict[str, Any]:
    """One snapshot by column; rates are fractions here, `payload` is the answer of the API."""
    columns = {
        "fund_id": fund.id,
        "metric_date": found.as_of_date,
        "basis": found.meta.basis,
        "credit_line": found.meta.credit_line,
        "data_version": fund.version,
        "irr": found.irr,
        "irr_status": found.irr_status,
        "tvpi": found.tvpi,
        "dpi": found.dpi,
        "rvpi": found.rvpi,
        "pic": found.pic,
        "moic": found.moic,
        "total_committed": found.total_committed,
        "capital_called": found.paid_in,
        "distributed": found.distributions,
        "capital_deployed": found.capital_deployed,
        "dry_powder": found.dry_powder,
        "unfunded": found.unfunded,
        "nav": found.nav,
        "unrealized_value": found.unrealized_value,
        "realized_value": found.realized_value,
        "top_performer_contribution": found.top_performer_contribution,
        "sector_concentration": found.sector_concentration,
        "vintage_year": fund.vintage_year,
    }
    amounts = {
        name: orjson.Fragment(encode(value)) if isinstance(value, Decimal) else value
        for name, value in columns.items()
    }
    return {**amounts, "payload": orjson.Fragment(encode(found))}
