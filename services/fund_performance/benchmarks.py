"""A fund beside its peers: every provider its own set, from published points or constituents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy.orm import Session

from services import clock
from services.access.funds import fund_ref
from services.db.queries.fund_performance import (
    PeerRow,
    PointRow,
    benchmark_funds,
    benchmark_points,
)
from services.db.reads.funds import FundRow
from services.envelope import Note
from services.fund_performance.books import GROSS, Books
from services.fund_performance.frame import Frame, only_fund
from services.fund_performance.metrics import metrics
from services.fund_performance.notes import distinct
from services.fund_performance.peers import Measured, from_constituents, from_points
from services.fund_performance.results import Benchmarks, Metrics, PeerSet

MEASURES = ("irr", "tvpi", "dpi")


class PeerRows(NamedTuple):
    """What providers say of one vintage: published points, and disclosed funds."""

    points: list[PointRow]
    funds: list[PeerRow]


def read_peers(session: Session, frame: Frame) -> PeerRows:
    """Rows of the fund's vintage; none for several funds or an unknown vintage.

    Of each provider the newest release up to as_of; where there is none the next one after it,
    which the notes tell.
    """
    vintage = frame.funds[0].vintage_year
    if len(frame.funds) != 1 or vintage is None:
        return PeerRows([], [])
    until, known_on = frame.as_of, frame.known_on
    return PeerRows(
        benchmark_points(session, vintage_year=vintage, until=until, known_on=known_on),
        benchmark_funds(session, vintage_year=vintage, until=until, known_on=known_on),
    )


def benchmarks(books: Books, rows: PeerRows) -> Benchmarks:
    """Peer sets of the fund's vintage, best first; the first one fills the specification's keys.

    Real sets come before illustrative ones, published points before ranked constituents.
    Raises ChooseFund when several funds are visible.
    """
    fund = only_fund(books.frame)
    now = metrics(books, books.frame.as_of)
    sets, notes = peer_sets(books, rows, fund, now)
    first = sets[0] if sets else None
    rail = next((r for r in first.rails if r.metric == "irr"), None) if first else None
    return Benchmarks(
        fund_metrics=_as_given({name: getattr(now, name) for name in MEASURES}),
        peer_median=_level(first, "p50"),
        top_quartile=_level(first, "p75"),
        percentile_rank=rail.percentile if rail else None,
        bound=rail.bound if rail else None,
        quartile=rail.quartile if rail else None,
        peer_sets=sets,
        fund=fund_ref(fund),
        meta=books.frame.meta(
            Benchmarks,
            nav_as_of=now.meta.nav_as_of,
            flows=books.flows(books.frame.scope.basis),
            source=f"{first.provider}, {first.release}" if first else None,
        ),
        notes=distinct([*notes, *(first.notes if first else ()), *_value_notes(now)]),
    )


def peer_sets(
    books: Books, rows: PeerRows, fund: FundRow, now: Metrics
) -> tuple[tuple[PeerSet, ...], list[Note]]:
    """Every provider's set for the fund's vintage, with a note where there is none."""
    frame = books.frame
    if fund.vintage_year is None:
        text = "The fund's vintage year is not known, so it has no peers."
        return (), [Note("peer_sets", "vintage_unknown", text)]
    measured = _measured(books, now)
    sets = from_points(rows.points, fund, measured)
    sets += from_constituents(rows.funds, fund, measured)
    later = [peers for peers in sets if peers.as_of > frame.as_of]
    sets.sort(
        key=lambda peers: (
            peers in later,
            peers.illustrative,
            peers.kind != "points",
            peers.provider,
        )
    )
    if not sets:
        text = f"No benchmark of vintage {fund.vintage_year} is known."
        return (), [Note("peer_sets", "no_peers", text)]
    return tuple(sets), [
        Note(
            "peer_sets",
            "peers_later",
            f"{peers.provider} has no figures by {frame.as_of}: these are of {peers.as_of}, "
            "later than the fund's own.",
        )
        for peers in later
    ]


def _measured(books: Books, now: Metrics) -> Measured:
    frame = books.frame
    previous = metrics(books, clock.quarter_before(frame.as_of))
    return Measured(
        as_of=frame.as_of,
        first_flow=now.first_flow,
        gross=frame.scope.basis == GROSS,
        values={name: getattr(now, name) for name in (*MEASURES, "rvpi")},
        previous={name: getattr(previous, name) for name in (*MEASURES, "rvpi")},
    )


def _level(peers: PeerSet | None, point: str) -> dict[str, float | None]:
    rails = {rail.metric: getattr(rail, point) for rail in peers.rails} if peers else {}
    return _as_given({name: rails.get(name) for name in MEASURES})


def _as_given(values: dict[str, float | None]) -> dict[str, float | None]:
    """Rates in percent, as the API gives them; multiplied on their shortest decimal text."""
    rate = values["irr"]
    given = None if rate is None else float(Decimal(repr(rate)) * 100)
    return {**values, "irr": given}


def _value_notes(now: Metrics) -> Sequence[Note]:
    return [note for note in now.notes if note.field in ("irr", "tvpi", "nav", "basis", "currency")]
