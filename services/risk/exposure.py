"""What hangs on what on one day: weights, currencies, old marks, missing reports, runways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from services.calc import concentration as calc
from services.calc import multiples
from services.clock import last_closed_quarter_end
from services.db.reads.investments import MARK
from services.fund_performance.frame import Frame
from services.portfolio_analytics.overview import is_short, is_stale_mark, share_of
from services.portfolio_analytics.pictures import Picture
from services.portfolio_analytics.punctuality import MISSING, arrival
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.stakes import Piece, Stake, recorded, stakes, summed

OLD_DATA_DAYS = 90


@dataclass(frozen=True, slots=True)
class InCurrency:
    """What is held in one currency: its value and cost in the answer's, and its pieces."""

    currency: str
    pieces: tuple[Piece, ...]

    @property
    def value(self) -> Decimal | None:
        return multiples.total(piece.value for piece in self.pieces)

    @property
    def cost(self) -> Decimal | None:
        return multiples.total(piece.cost for piece in self.pieces)


class Exposure:
    """The active companies of some records as of `day`, weighed by fair value."""

    def __init__(self, records: Records, day: date) -> None:
        self.records, self.day = records, day
        self.picture = Picture(records, day)

    @property
    def held(self) -> Sequence[Stake]:
        """Active companies of which a flow or a mark is known."""
        return recorded(self.picture.active)

    @cached_property
    def value(self) -> Decimal | None:
        """Fair value of what is held, None where one is not known."""
        return summed(self.picture.active, "value")

    @cached_property
    def spread(self) -> calc.Concentration:
        return calc.concentration([stake.value for stake in self.held])

    @cached_property
    def largest(self) -> Stake | None:
        """The company of the largest value; None while there are no weights."""
        if self.spread.top_1 is None:
            return None
        return max(self.held, key=lambda stake: (stake.value or Decimal(0), stake.code))

    @cached_property
    def short(self) -> list[Stake]:
        """Companies whose cash lasts less than half a year."""
        return [stake for stake in self.picture.active if is_short(self.picture, stake)]

    @cached_property
    def stale_share(self) -> float | None:
        """The part of the value that stands on marks older than allowed."""
        stale = [stake for stake in self.picture.active if is_stale_mark(self.records, stake)]
        return share_of(stale, self.value)

    @cached_property
    def old_share(self) -> float | None:
        """The part of the value that stands on marks older than 90 days."""
        old = [s for s in self.picture.active if (s.mark_age() or 0) > OLD_DATA_DAYS]
        return share_of(old, self.value)

    @cached_property
    def unreported(self) -> list[Stake]:
        """Companies that owe the report of the last closed quarter and did not give it."""
        quarter = last_closed_quarter_end(self.day)
        then = {stake.company_id: stake for stake in stakes(self.records, quarter)}
        return [
            stake
            for stake in self.picture.active
            if arrival(self.records, then.get(stake.company_id), quarter).state == MISSING
        ]

    @cached_property
    def unreported_share(self) -> float | None:
        """The part of the value held in companies whose last report is missing."""
        return share_of(self.unreported, self.value)

    @cached_property
    def currencies(self) -> list[InCurrency]:
        """What is held by the currency it is marked in, the largest value first."""
        own = currencies_of(self.records.frame, self.day)
        found: dict[str, list[Piece]] = {}
        for stake in self.held:
            for piece in stake.pieces:
                if piece.recorded:
                    found.setdefault(own[piece.deal.id], []).append(piece)
        rows = [InCurrency(currency, tuple(pieces)) for currency, pieces in found.items()]
        return sorted(rows, key=lambda row: (-(row.value or Decimal(0)), row.currency))

    @cached_property
    def foreign(self) -> Decimal | None:
        """Fair value in other currencies than the answer's."""
        base = self.records.frame.currency
        return multiples.total(row.value for row in self.currencies if row.currency != base)

    @cached_property
    def foreign_share(self) -> float | None:
        return multiples.ratio(self.foreign, self.value)


def currencies_of(frame: Frame, day: date) -> dict[str, str]:
    """The currency of each investment by id: that of its last mark by a day, else of its flows."""
    found: dict[str, tuple[bool, date, str]] = {}
    for event in frame.held.events:
        seen = (event.kind == MARK, event.day, event.currency)
        if event.day <= day and (event.deal_id not in found or seen > found[event.deal_id]):
            found[event.deal_id] = seen
    own = {row.id: row.currency for row in frame.funds}
    return {
        deal.id: found[deal.id][2] if deal.id in found else own[deal.fund_id]
        for deal in frame.held.deals
    }
