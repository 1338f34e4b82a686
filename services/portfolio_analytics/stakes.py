"""One row a company: what the funds together hold of it on a day, and whether it is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc import multiples
from services.calc.ledger import Ledger
from services.db.reads.held import ACTIVE, account_of, has_begun, status_on
from services.db.reads.investments import DealRow
from services.portfolio_analytics.records import Records

EXITED, FAILED = "exited", "failed"
NO_GROUP = "unknown"


@dataclass(frozen=True, slots=True)
class Piece:
    """One investment on a day: money in with fees, money back, what is left of it.

    None where it is not known; `recorded` says whether any flow or mark is. `marked_on` is the day
    of the mark that the value stands on, None at cost.
    """

    deal: DealRow
    cost: Decimal | None
    realized: Decimal | None
    value: Decimal | None
    marked_on: date | None
    recorded: bool


@dataclass(frozen=True, slots=True)
class Stake:
    """A company that was ever held by a day, all tranches and funds together.

    `status` is active, exited or failed as of the day: a company that was sold later is active
    still. Amounts are None where one of its pieces is not known.
    """

    company_id: str
    pieces: tuple[Piece, ...]
    status: str
    day: date
    cost: Decimal | None
    realized: Decimal | None
    value: Decimal | None

    @property
    def first(self) -> DealRow:
        return self.pieces[0].deal

    @property
    def code(self) -> str:
        return self.first.company

    @property
    def name(self) -> str:
        return self.first.name

    @property
    def active(self) -> bool:
        return self.status == ACTIVE

    @property
    def recorded(self) -> bool:
        """Whether any flow or mark of it is known: sums are over those of which one is."""
        return any(piece.recorded for piece in self.pieces)

    @property
    def moic(self) -> float | None:
        return multiples.moic(invested=self.cost, proceeds=self.realized, fair_value=self.value)

    @property
    def first_invested(self) -> date:
        """The day of the first known flow, else the first that is said to be the deal's."""
        return min(piece.deal.first_flow or piece.deal.deal_date for piece in self.pieces)

    @property
    def marked_on(self) -> date | None:
        """The oldest mark among those that its value stands on; None while it stands on none."""
        return min(
            (piece.marked_on for piece in self.pieces if piece.marked_on and piece.value),
            default=None,
        )

    def mark_age(self) -> int | None:
        """Days since the oldest mark its value stands on."""
        return None if self.marked_on is None else (self.day - self.marked_on).days


def stakes(records: Records, day: date) -> tuple[Stake, ...]:
    """Every company held at some time by a day, by name and code."""
    ledger, rows = records.ledger, records.frame.held.deals
    started: dict[str, list[DealRow]] = defaultdict(list)
    tranches: dict[str, list[DealRow]] = defaultdict(list)
    for deal in rows:
        tranches[deal.company_id].append(deal)
        if has_begun(deal, account_of(ledger, deal), day):
            started[deal.company_id].append(deal)
    return tuple(
        _stake(
            company_id,
            tuple(_piece(ledger, deal, day) for deal in deals),
            status_on(tranches[company_id], ledger, day),
            day,
        )
        for company_id, deals in started.items()
    )


def recorded(held: Iterable[Stake]) -> list[Stake]:
    """Those of which a flow or a mark is known: sums and shares are over them."""
    return [stake for stake in held if stake.recorded]


def summed(held: Sequence[Stake], name: str) -> Decimal | None:
    """The sum of an amount (cost, realized, value) over those of which flows or marks are known.

    None where one of theirs is not known, and where there are companies but no flow of any.
    """
    known = recorded(held)
    if held and not known:
        return None
    return multiples.total(getattr(stake, name) for stake in known)


def active(held: Iterable[Stake]) -> list[Stake]:
    """Those that are neither sold nor lost."""
    return [stake for stake in held if stake.active]


def counted(values: Iterable[str | None]) -> dict[str, int]:
    """How many there are of each, the most first; those without one are unknown."""
    found: dict[str, int] = defaultdict(int)
    for value in values:
        found[value or NO_GROUP] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _stake(company_id: str, pieces: tuple[Piece, ...], status: str, day: date) -> Stake:
    """The pieces added up; those of which nothing is recorded only where that holds for all."""
    known = [piece for piece in pieces if piece.recorded] or pieces
    return Stake(
        company_id,
        pieces,
        status,
        day,
        cost=multiples.total(piece.cost for piece in known),
        realized=multiples.total(piece.realized for piece in known),
        value=multiples.total(piece.value for piece in known),
    )


def _piece(ledger: Ledger, deal: DealRow, day: date) -> Piece:
    account = account_of(ledger, deal)
    if account is None or not account.started(day):
        return Piece(deal, None, None, None, None, recorded=False)
    value = ledger.value_of(deal.id, day)
    if not account.known_on(day):
        return Piece(deal, None, None, None, value.marked_on, recorded=True)
    put, got = account.sums(day)
    return Piece(deal, put, got, value.amount, value.marked_on, recorded=True)
