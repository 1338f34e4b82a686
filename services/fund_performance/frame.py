"""A scope settled: which funds, which days, which currency, and every entry that may count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services import clock
from services.access.funds import fund_ref, granted
from services.db.reads import ledger as reads
from services.db.reads.checks import standing
from services.db.reads.funds import FundRow
from services.db.reads.ledger import Entry
from services.db.reads.market import rates
from services.db.reads.versions import SHARED
from services.envelope import FundRef, Meta, units_of
from services.errors import ChooseFund
from services.fund_performance.exchange import Exchange
from services.fund_performance.holdings import Held, read_held
from services.scope import Period, Principal, Scope, parse_period

DEFAULT_PERIOD = "24m"


@dataclass(frozen=True, slots=True)
class House:
    """The firm's own conventions: currency of mixed answers and the zone of its business day."""

    reporting_currency: str = "USD"
    timezone: str = "UTC"


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
        return tuple(fund_ref(row) for row in self.funds)

    @property
    def known_on(self) -> datetime | None:
        return self.scope.known_on

    @property
    def _for_ever(self) -> bool:
        """Both clocks are named: the answer stays as it is, whatever later checks find."""
        return self.scope.as_of is not None and self.scope.known_on is not None

    def meta(self, result: type, *, nav_as_of: date | None = None, **more: Any) -> Meta:
        """The envelope of an answer of type `result`."""
        versions = {row.code: row.version for row in self.funds}
        versions[SHARED] = self.funds[0].shared_version
        given = {
            "funds": tuple(row.code for row in self.funds),
            "fund_id": self.funds[0].id if len(self.funds) == 1 else None,
            "as_of": self.as_of,
            "nav_as_of": nav_as_of,
            "known_on": self.scope.known_on,
            "basis": self.scope.basis,
            "credit_line": self.scope.credit_line,
            "currency": self.currency,
            "fx": self.exchange.used(more.get("as_of", self.as_of)),
            "units": units_of(result),
            "data_quality": {} if self._for_ever else standing(self.funds),
            "data_version": versions,
            "computed_at": clock.now(),
        }
        return Meta(**(given | more))


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
    currency = _currency(scope, rows, house)
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


def only_fund(frame: Frame) -> FundRow:
    """The single fund of a frame; ChooseFund when several are visible and none is named."""
    if len(frame.funds) == 1:
        return frame.funds[0]
    raise ChooseFund


def _currency(scope: Scope, rows: Sequence[FundRow], house: House) -> str:
    if scope.currency:
        return scope.currency
    own = {row.currency for row in rows}
    return own.pop() if len(own) == 1 else house.reporting_currency
