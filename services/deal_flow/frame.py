"""A scope settled: which funds, which days, which currency, and every deal with its way so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from services import clock
from services.access.funds import granted
from services.calc.exchange import Exchange
from services.calc.funnel import (
    CLOSED,
    OPEN,
    SOURCED,
    Timeline,
    Track,
)
from services.calc.windows import before, window
from services.db.reads import pipeline
from services.db.reads.funds import FundRow
from services.db.reads.market import rates
from services.db.reads.pipeline import DealRow
from services.envelope import FundRef, Meta, Note
from services.frames import House, currency_of, envelope, refs
from services.scope import Period, Principal, Scope

NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Prospect:
    """A deal as described then, and its way as the facts up to a day tell it."""

    row: DealRow
    track: Track

    @classmethod
    def of(cls, row: DealRow) -> Prospect:
        return cls(row, pipeline.track_of(row))

    @property
    def stage(self) -> str:
        """Where it stands, or stood when it ended."""
        if self.track.ended == CLOSED:
            return CLOSED
        return self.row.stage or SOURCED

    @property
    def since(self) -> date:
        """The day it entered the stage where it stands."""
        return self.row.stage_day or self.row.sourced

    @property
    def outcome(self) -> str:
        return self.track.ended or OPEN


@dataclass(frozen=True)
class Frame:
    """What a request stands on once every default of RULES 15 and 16 is settled.

    `deals` are those sourced by `as_of`, with their events up to it; `period` the window, and
    `previous` the one of equal length before.
    """

    funds: tuple[FundRow, ...]
    as_of: date
    period: Period
    currency: str
    deals: Sequence[Prospect]
    exchange: Exchange
    scope: Scope
    house: House

    @property
    def previous(self) -> Period:
        return before(self.period)

    @property
    def refs(self) -> tuple[FundRef, ...]:
        return refs(self.funds)

    @property
    def ids(self) -> list[str]:
        return [row.id for row in self.funds]

    @property
    def known_on(self) -> datetime | None:
        return self.scope.known_on

    @cached_property
    def tracks(self) -> list[Track]:
        return [deal.track for deal in self.deals]

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.tracks)

    @cached_property
    def codes(self) -> dict[str, str]:
        """Code of each fund by id."""
        return {row.id: row.code for row in self.funds}

    @cached_property
    def open(self) -> list[Prospect]:
        """Deals that are open as of the day."""
        return [deal for deal in self.deals if deal.track.is_open]

    def cohort(self, period: Period | None = None) -> list[Prospect]:
        """Deals sourced in a window, the asked one unless another is named."""
        asked = period or self.period
        return [deal for deal in self.deals if asked.start <= deal.row.sourced <= asked.end]

    def ended_in(self, endings: Iterable[str], period: Period | None = None) -> list[Prospect]:
        """Deals that ended so in a window and did not start again; the asked one unless named."""
        asked, wanted = period or self.period, set(endings)
        return [
            deal
            for deal in self.deals
            if deal.track.ended in wanted
            and deal.track.ended_on is not None
            and asked.start <= deal.track.ended_on <= asked.end
        ]

    def check_of(self, deal: Prospect) -> Decimal | None:
        """What would be invested, in the answer's currency; None: not said, or no rate known."""
        if deal.row.check_size is None:
            return None
        return self.convert(deal.row.check_size, self._currencies[deal.row.fund_id], self.as_of)

    def convert(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        """An amount in the answer's currency, at the rate of a day; None without one."""
        return self.exchange.convert(amount, currency, self.currency, day)

    @cached_property
    def _currencies(self) -> dict[str, str]:
        return {row.id: row.currency for row in self.funds}

    def meta(self, result: type, **more: Any) -> Meta:
        """The envelope of an answer of type `result`; asked for when all is converted."""
        return envelope(
            self.scope,
            self.funds,
            result,
            as_of=self.as_of,
            currency=self.currency,
            period=(self.period.start, self.period.end),
            fx=self.exchange.used(self.as_of),
            **more,
        )

    def notes(self) -> Iterator[Note]:
        """What to know about every answer of this frame; asked for when all is converted."""
        if not self.deals:
            words = f"No deal of these funds was sourced by {self.as_of}."
            yield Note("deals", "no_deals", words)
        if self.period.end > self.as_of:
            words = (
                f"The window ends on {self.period.end}; what happened after {self.as_of} is left "
                "out."
            )
            yield Note("period", "cut_at_as_of", words)
        undated = [d for d in self.deals if d.track.ended and d.track.ended_on is None]
        if undated:
            words = (
                f"{len(undated)} deals ended on a day that no event tells: they are in cohorts, "
                "and in no period and no duration."
            )
            yield Note("deals", "ended_undated", words)
        for pair in self.exchange.missing():
            words = (
                f"No rate from {pair.currency} to {pair.to} of {pair.day} is known, nor one of the "
                "weeks before: import fx_rates or ask for the fund's own currency."
            )
            yield Note("currency", "fx_rate_missing", words)


def settle(session: Session, principal: Principal, scope: Scope, house: House) -> Frame:
    """Read a scope's funds and all their deals, however many: three statements.

    The frame knows no exchange rates yet (`with_rates`). Raises NotFound for a fund that is
    missing or not granted, InvalidInput for a bad period.
    """
    rows = tuple(granted(session, principal, scope))
    as_of = scope.as_of or clock.last_closed_quarter_end(clock.today(house.timezone))
    return Frame(
        funds=rows,
        as_of=as_of,
        period=window(scope.period, as_of),
        currency=currency_of(scope, rows, house),
        deals=read_deals(session, rows, until=as_of, known_on=scope.known_on),
        exchange=Exchange(()),
        scope=scope,
        house=house,
    )


def read_deals(
    session: Session, funds: Sequence[FundRow], *, until: date, known_on: datetime | None
) -> list[Prospect]:
    """Every deal of the funds as it stood on a day."""
    ids = [row.id for row in funds]
    rows = pipeline.deals(session, fund_ids=ids, until=until, known_on=known_on)
    return [Prospect.of(row) for row in rows]


def with_rates(session: Session, frame: Frame, more: Iterable[str] = ()) -> Frame:
    """The frame with exchange rates of its funds' currencies and of `more`: one statement where
    there is another than that of the answer, none where all are one."""
    currencies = {row.currency for row in frame.funds} | set(more)
    if not currencies - {frame.currency}:
        return frame
    wanted = currencies | {frame.currency}
    found = rates(session, currencies=wanted, until=frame.as_of, known_on=frame.known_on)
    return replace(frame, exchange=Exchange(found))
