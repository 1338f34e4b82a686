"""A scope settled: which funds, which days, which currency, and every entry that may count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from services import clock
from services.access.funds import granted
from services.calc.exchange import Exchange
from services.db.reads import ledger as reads
from services.db.reads.funds import FundRow
from services.db.reads.held import Held, read_held
from services.db.reads.ledger import Entry
from services.db.reads.market import rates
from services.envelope import FundRef, Meta
from services.errors import ChooseFund
from services.frames import House, currency_of, envelope, refs
from services.scope import Period, Principal, Scope, parse_period

DEFAULT_PERIOD = "24m"
ROLLING = re.compile(r"[1-9]\d{0,3}[mqy]")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a request stands on once every default of RULES 15 and 16 is settled.

    `currency` is what money is given in; `entries` and `held` reach up to `as_of`, in their own
    currencies.
    """

    funds: tuple[FundRow, ...]
    as_of: date
    period: Period
    currency: str
    entries: Sequence[Entry]
    held: Held
    exchange: Exchange
    scope: Scope

    @property
    def refs(self) -> tuple[FundRef, ...]:
        return refs(self.funds)

    @property
    def known_on(self) -> datetime | None:
        return self.scope.known_on

    def meta(self, result: type, *, nav_as_of: date | None = None, **more: Any) -> Meta:
        """The envelope of an answer of type `result`."""
        day = more.pop("as_of", self.as_of)
        return envelope(
            self.scope,
            self.funds,
            result,
            as_of=day,
            currency=self.currency,
            nav_as_of=nav_as_of,
            fx=self.exchange.used(day),
            **more,
        )


def settle(session: Session, principal: Principal, scope: Scope, house: House) -> Frame:
    """Read a scope's funds, entries and investments, however many of each there are.

    Three statements: one more where there are investments, one more when currencies are mixed.

    Raises NotFound for a fund that is missing or not granted, InvalidInput for a bad period.
    """
    rows = tuple(granted(session, principal, scope))
    until = scope.as_of or clock.last_closed_quarter_end(clock.today(house.timezone))
    ids = [row.id for row in rows]
    entries = reads.entries(session, fund_ids=ids, until=until, known_on=scope.known_on)
    held = read_held(session, fund_ids=ids, until=until, known_on=scope.known_on)
    as_of = scope.as_of or max((e.day for e in entries if e.kind == reads.NAV), default=until)
    kept = [entry for entry in entries if entry.day <= as_of]
    currency = currency_of(scope, rows, house)
    foreign = {entry.currency for entry in kept if entry.currency}
    foreign |= {row.currency for row in rows} | {event.currency for event in held.events}
    found = (
        rates(session, currencies=foreign | {currency}, until=as_of, known_on=scope.known_on)
        if foreign - {currency}
        else []
    )
    return Frame(
        funds=rows,
        as_of=as_of,
        period=parse_period(scope.period or DEFAULT_PERIOD, end=as_of),
        currency=currency,
        entries=kept,
        held=held.until(as_of),
        exchange=Exchange(found),
        scope=scope,
    )


def apart(together: Frame) -> Iterator[Frame]:
    """Each fund's own frame out of one reading of several: its latest value's day where the scope
    names none, its own currency, a memory of rates of its own."""
    asked = together.scope.as_of
    entries: dict[str, list[Entry]] = {row.id: [] for row in together.funds}
    for entry in together.entries:
        entries[entry.fund_id].append(entry)
    for row in together.funds:
        own = entries[row.id]
        day = asked or max((e.day for e in own if e.kind == reads.NAV), default=together.as_of)
        yield replace(
            together,
            funds=(row,),
            as_of=day,
            period=parse_period(DEFAULT_PERIOD, end=day),
            currency=row.currency,
            entries=[entry for entry in own if entry.day <= day],
            held=together.held.of({row.id}).until(day),
            exchange=together.exchange.afresh(),
        )


def each(together: Frame) -> Iterator[Frame]:
    """Each fund's part of a frame: the same days, the same currency, the same memory of rates."""
    entries: dict[str, list[Entry]] = {row.id: [] for row in together.funds}
    for entry in together.entries:
        entries[entry.fund_id].append(entry)
    for row in together.funds:
        yield replace(
            together, funds=(row,), entries=entries[row.id], held=together.held.of({row.id})
        )


def days_between(frame: Frame) -> tuple[date, date]:
    """The day whose values open the period, and the day on which they close.

    Left out: from the quarter-end before as_of. Of a period with a first day the values of the day
    before open; a rolling one (24m) opens with those of its own day.
    """
    asked = frame.scope.period
    if asked is None:
        return clock.quarter_before(frame.as_of), frame.as_of
    end = min(frame.period.end, frame.as_of)
    start = frame.period.start
    start = start if ROLLING.fullmatch(asked) else start - timedelta(days=1)
    return min(start, end), end


def only_fund(frame: Frame) -> FundRow:
    """The single fund of a frame; ChooseFund when several are visible and none is named."""
    if len(frame.funds) == 1:
        return frame.funds[0]
    raise ChooseFund
