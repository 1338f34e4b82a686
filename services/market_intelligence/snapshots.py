"""Figures of the market computed ahead: the quarters that an import touched, and only those."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from services import clock
from services.db.queries.market_intelligence import answers, due, facts, snapshots
from services.db.queries.market_intelligence.answers import PROVIDER
from services.db.queries.market_intelligence.due import DueRow
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.jobs import ATTEMPTS, batches
from services.market_intelligence.computed.build import Book, build, read_book
from services.market_intelligence.computed.families import TOTALS
from services.market_intelligence.computed.provider import payload_of

log = logging.getLogger(__name__)

AT_ONCE = 20  # quarters computed and written in one transaction
LEASE = timedelta(seconds=120)  # longer than those take; what a dead worker had is taken up after
PAUSE = timedelta(seconds=15)  # before the next attempt at what failed
LONGEST_ERROR = 500
PROVIDER_ITSELF = ""  # where the name of a quarter stands otherwise
Tell = Callable[[int], None]


class Written(NamedTuple):
    """The counter of shared facts after a transaction, and how many rows it wrote."""

    version: int
    rows: int


@dataclass(slots=True)
class Outcome:
    """What a refresh did: quarters computed, rows written, providers that failed and why."""

    quarters: int = 0
    rows: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def refresh_due(
    db: Database,
    *,
    tell: Tell,
    sources: Collection[str] = (),
    attempts: int | None = ATTEMPTS,
) -> Outcome:
    """Compute what is due of these providers (none named: of all), as of each moment of knowledge.

    Moments come in their order, so that each figure ends where the next begins. A provider is
    computed by one process at a time; one that raises leaves the others alone. `attempts`: what
    failed that often is left; None tries it again. `tell` is called with the counter of shared
    facts after each commit.
    """
    started = time.monotonic()
    outcome = Outcome()
    with db.session() as session:
        taken = due.take(session, sources=sources, attempts=attempts, lease=LEASE)
    for source, rows in _by_source(taken).items():
        try:
            for moment, quarters in _by_moment(rows).items():
                _refresh(db, source, quarters, moment, tell=tell, outcome=outcome)
        except Exception as error:
            # Whatever a provider's facts lead to, it must not keep others from their figures.
            log.exception("market figures of %s could not be computed", source)
            words = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
            outcome.failed[source] = words
            with db.session() as session:
                due.give_back(session, rows, error=words, pause=PAUSE)
    outcome.seconds = round(time.monotonic() - started, 3)
    return outcome


def compute_everything(session: Session, *, version: int | None = None) -> int:
    """Figures of every quarter of every provider from what is believed now; rows written.

    `version` is the counter of shared facts where this transaction has raised it already. Each
    figure is known from the moment at which the last of its facts became known.
    """
    now, written = clock.now(), 0
    for source in facts.sources(session):
        book = read_book(session, source=source, known_on=now)
        known = book.listing.known
        for some in batches(book.listing.quarters, AT_ONCE):
            moments = {name: known[name] for name in some}
            written += _write(session, book, moments, version=version).rows
        if book.listing.fetched is not None:
            itself = {PROVIDER_ITSELF: book.listing.fetched}
            written += _write(session, book, itself, version=version).rows
    return written


def _refresh(
    db: Database,
    source: str,
    quarters: Collection[str],
    moment: datetime,
    *,
    tell: Tell,
    outcome: Outcome,
) -> None:
    """Compute one provider's due quarters as of one moment, some in each transaction."""
    with db.read() as session:
        newest = snapshots.newest(session, source)
        book = read_book(session, source=source, known_on=moment)
        wanted = _wanted(session, book, quarters)
    if newest is not None and newest > moment:  # later knowledge was computed already
        with db.session() as session:
            due.finish(session, source, quarters, moment)
        return
    # The provider itself comes last: its newest quarter is named when its figures are there.
    for some in [*batches(wanted, AT_ONCE), [PROVIDER_ITSELF]]:
        with db.session() as session:
            if not due.alone(session, source):
                return
            written = _write(session, book, dict.fromkeys(some, moment))
            due.finish(session, source, some, moment)
            rest = [DueRow(source, quarter, moment) for quarter in quarters]
            due.keep(session, rest, lease=LEASE)
        outcome.rows += written.rows
        outcome.quarters += sum(quarter != PROVIDER_ITSELF for quarter in some)
        tell(written.version)


def _wanted(session: Session, book: Book, quarters: Collection[str]) -> list[str]:
    """What was due, quarters between that were never computed, and all where the currency changed.

    The currency changes when most amounts are in another one than before.
    """
    every = book.listing.quarters
    before = next(
        (row for row in answers.providers(session, known_on=None) if row.source == book.source),
        None,
    )
    if before and before.payload and before.payload["currency"] != book.listing.currency:
        return sorted({*every, *quarters} - {PROVIDER_ITSELF})
    rows = answers.figures(
        session, sources=[book.source], families=[TOTALS], quarters=every, known_on=None
    )
    missing = set(every) - {row.quarter for row in rows}
    return sorted({*quarters, *missing} - {PROVIDER_ITSELF})


def _write(
    session: Session, book: Book, moments: Mapping[str, datetime], *, version: int | None = None
) -> Written:
    """Build and write some quarters; the counter, where this transaction has not raised it yet, is
    raised late, so that nobody waits for long."""
    built = build(session, book, [quarter for quarter in moments if quarter != PROVIDER_ITSELF])
    figures = built.figures
    if PROVIDER_ITSELF in moments:
        payload = payload_of(book.listing, release=book.release)
        figures = [*figures, {"family": PROVIDER, "quarter": PROVIDER_ITSELF, "payload": payload}]
    if version is None:
        version = bump(session, [SHARED])[SHARED]
    rows = snapshots.write(
        session,
        source=book.source,
        moments=moments,
        version=version,
        trends=built.trends,
        figures=figures,
    )
    return Written(version, rows)


def _by_source(rows: Sequence[DueRow]) -> dict[str, list[DueRow]]:
    found: dict[str, list[DueRow]] = defaultdict(list)
    for row in sorted(rows):
        found[row.source].append(row)
    return found


def _by_moment(rows: Sequence[DueRow]) -> Mapping[datetime, list[str]]:
    """Quarters by moment, oldest first."""
    found: dict[datetime, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.known_from):
        found[row.known_from].append(row.quarter)
    return found
