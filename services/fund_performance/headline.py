"""What the head of the page says: where the fund stands, and which way it has come."""

from __future__ import annotations

from datetime import date

from services.clock import quarter_before
from services.fund_performance.benchmarks import PeerRows, peer_sets
from services.fund_performance.books import Books
from services.fund_performance.metrics import metrics
from services.fund_performance.results import Headline, PeerSet
from services.fund_performance.trend import points

RECENT_QUARTERS = 8


def headline(books: Books, rows: PeerRows) -> Headline:
    """Figures at as_of and at the quarter-end before it, eight quarters, the first peer set.

    `previous` is None before the first flow; `peers` None for several funds or without peers.
    """
    frame, scope = books.frame, books.frame.scope
    now = metrics(books, frame.as_of)
    before = metrics(books, quarter_before(frame.as_of))
    ledger = books.ledger(basis=scope.basis, credit_line=scope.credit_line)
    standings = [ledger.at(day) for day in _recent(frame.as_of)]
    peers: PeerSet | None = None
    if len(frame.funds) == 1:
        sets, _ = peer_sets(books, rows, frame.funds[0], now)
        peers = sets[0] if sets else None
    return Headline(
        metrics=now,
        previous=before if before.first_flow else None,
        recent=points(books, ledger, standings),
        peers=peers,
        meta=now.meta,
        notes=now.notes,
    )


def _recent(as_of: date) -> list[date]:
    days = [as_of]
    while len(days) < RECENT_QUARTERS:
        days.insert(0, quarter_before(days[0]))
    return days
