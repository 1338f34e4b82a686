"""What a portfolio cost, brought back and is worth, and which companies made the gain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc import multiples
from services.calc.accounts import NOTHING, STALE_DAYS
from services.calc.holdings import gain_share, weights
from services.calc.ledger import Standing
from services.calc.transactions import WITH
from services.envelope import Note
from services.fund_performance.books import GROSS, GROSS_COLUMNS, MIXED, TO_INVESTMENT, Books
from services.fund_performance.frame import Frame
from services.fund_performance.holdings import Position, positions
from services.fund_performance.notes import (
    NAV_UNKNOWN,
    conversion_notes,
    distinct,
    fund_codes,
    listed,
    pooled_note,
)
from services.fund_performance.results import Performer, Performers

UNKNOWN_SECTOR = "unknown"
MOST_PERFORMERS = 5


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Every company of the funds on a day, the largest gain first, and what they add up to.

    Sums are None where an amount or value of one company is not known, and while no investment
    of any fund is known.
    """

    rows: tuple[Performer, ...]
    deployed: Decimal | None
    returned: Decimal | None
    realized: Decimal | None
    unrealized: Decimal | None
    gain: Decimal | None
    sectors: dict[str, float] | None
    notes: tuple[Note, ...]

    @property
    def contribution(self) -> float | None:
        """The share of the net gain that the first company made."""
        return self.rows[0].gain_share if self.rows else None


def portfolio(books: Books, day: date) -> Portfolio:
    """Companies of the funds whose investments are known, several tranches and funds as one row."""
    if not books.invested:
        return Portfolio((), None, None, None, None, None, None, gross_notes(books, None))
    ledger = books.ledger(basis=GROSS, credit_line=WITH)
    held = positions(books.frame.held, ledger, day)
    gain = multiples.total(position.gain for position in held)
    cost = multiples.total(position.invested for position in held)
    rows = sorted(
        (_performer(position, gain, cost) for position in held),
        key=lambda row: (row.gain is None, -(row.gain or NOTHING), row.name, row.company),
    )
    return Portfolio(
        rows=tuple(rows),
        deployed=cost,
        returned=multiples.total(_returned(position) for position in held),
        realized=multiples.total(position.realized for position in held),
        unrealized=multiples.total(position.unrealized for position in held),
        gain=gain,
        sectors=_sectors(held),
        notes=(*gross_notes(books, ledger.at(day)), *_gain_notes(held, gain)),
    )


def performers(books: Books) -> Performers:
    """Every company as one row, with totals that equal those of the metrics."""
    frame = books.frame
    found = portfolio(books, frame.as_of)
    ledger = books.ledger(basis=GROSS, credit_line=WITH)
    return Performers(
        rows=found.rows,
        capital_deployed=found.deployed,
        realized_value=found.realized,
        unrealized_value=found.unrealized,
        gain=found.gain,
        moic=multiples.moic(
            invested=found.deployed, proceeds=found.realized, fair_value=found.unrealized
        ),
        top_performer_contribution=found.contribution,
        meta=frame.meta(
            Performers,
            nav_as_of=ledger.at(frame.as_of).nav_as_of if books.invested else None,
            basis=GROSS,
            flows=books.flows(GROSS) if books.invested else None,
        ),
        notes=distinct([*pooled_note(frame), *found.notes, *conversion_notes(frame, frame.as_of)]),
    )


def gross_notes(books: Books, standing: Standing | None) -> tuple[Note, ...]:
    """What the gross figures stand on, and what to know about the holdings' values."""
    frame, flows = books.frame, books.flows(GROSS)
    if flows == GROSS_COLUMNS or standing is None:
        text = (
            "No investments are known: gross figures stand on the gross columns of the funds' own "
            "flows. Import investments, investment_cash_flows and valuations to see companies."
        )
        return (Note("moic", GROSS_COLUMNS, text), Note("top_performers", GROSS_COLUMNS, text))
    found: list[Note] = []
    if flows == MIXED:
        others = fund_codes(frame, [row.id for row in frame.funds if row.id not in books.invested])
        text = (
            f"{others}: no investments are known, so their gross figures stand on the gross "
            "columns of their flows, and their companies are not among those listed."
        )
        found.append(Note("moic", MIXED, text))
    else:
        text = "Gross figures stand on the flows between funds and companies and on their marks."
        found.append(Note("moic", TO_INVESTMENT, text))
    return (*found, *_value_notes(frame, standing))


def _value_notes(frame: Frame, standing: Standing) -> list[Note]:
    found: list[Note] = []
    held = frame.held
    if names := held.names(standing.unvalued):
        text = f"{listed(names)}: no mark is known by {standing.day}, so the value is not known."
        found.append(Note("moic", NAV_UNKNOWN, text))
        found.append(Note("unrealized_value", NAV_UNKNOWN, text))
    if names := held.names(standing.at_cost):
        text = f"{listed(names)}: not marked yet, held at cost for {STALE_DAYS} days at most."
        found.append(Note("unrealized_value", "held_at_cost", text))
    if names := held.names(standing.stale):
        text = (
            f"{listed(names)}: the last mark is older than {STALE_DAYS} days; later flows were "
            "added to it."
        )
        found.append(Note("unrealized_value", "mark_stale", text))
    return found


def _performer(position: Position, gain: Decimal | None, cost: Decimal | None) -> Performer:
    return Performer(
        company=position.company,
        name=position.name,
        sector=position.sector,
        invested=position.invested,
        realized_value=position.realized,
        unrealized_value=position.unrealized,
        gain=position.gain,
        moic=multiples.moic(
            invested=position.invested,
            proceeds=position.realized,
            fair_value=position.unrealized,
        ),
        gain_share=gain_share(position.gain, gain),
        multiple_contribution=multiples.ratio(
            multiples.total((position.realized, position.unrealized)), cost
        ),
    )


def _returned(position: Position) -> Decimal | None:
    """What came back of the capital put in; what came back beyond it is gain."""
    if position.invested is None or position.realized is None:
        return None
    return min(position.invested, position.realized)


def _sectors(held: Sequence[Position]) -> dict[str, float] | None:
    """Weights by fair value, the largest first; sectors of nothing are left out."""
    values: dict[str, list[Decimal | None]] = defaultdict(list)
    for position in held:
        values[position.sector or UNKNOWN_SECTOR].append(position.unrealized)
    found = weights({sector: multiples.total(parts) for sector, parts in values.items()})
    if found is None:
        return None
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return {sector: weight for sector, weight in ordered if weight > 0}


def _gain_notes(held: Sequence[Position], gain: Decimal | None) -> list[Note]:
    if not held:
        text = "Nothing was invested in a company by this date."
        return [Note("capital_deployed", "nothing_invested", text)]
    if gain is not None and gain <= 0:
        text = "The companies together made no net gain, so nobody has a share of it."
        return [Note("top_performer_contribution", "no_net_gain", text)]
    return []
