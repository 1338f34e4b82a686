"""Rates of return of investments, of companies and of any of them pooled, from their flows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc import irr
from services.calc.accounts import Flow
from services.envelope import Note
from services.fund_performance.notes import NAV_UNKNOWN, RATE_WORDS, listed
from services.fund_performance.rates import shown
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.stakes import Piece, Stake

VALUE_UNKNOWN = "The value is not known by this date, so there is no rate."


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate as a fraction, None where `status` says why."""

    irr: float | None
    status: str


class Returns:
    """The flows of every investment, by its id, up to a day."""

    def __init__(self, records: Records, day: date) -> None:
        self.day = day
        self._flows: dict[str, list[Flow]] = defaultdict(list)
        for flow in records.ledger.flows:
            if flow.day <= day and flow.cash:
                self._flows[flow.account].append(flow)

    def of(self, pieces: Iterable[Piece], value: Decimal | None) -> Rate:
        """The pooled rate of some investments that are worth `value` now."""
        flows = [flow for piece in pieces for flow in self._flows.get(piece.deal.id, ())]
        if value is None and flows:
            return Rate(None, NAV_UNKNOWN)
        found = irr.performance(
            [flow.day for flow in flows],
            [flow.cash for flow in flows],
            nav=value,
            as_of=self.day,
        )
        rate = shown(found)
        return Rate(rate.irr, rate.status)

    def pooled(self, held: Iterable[Stake], value: Decimal | None) -> Rate:
        """The pooled rate of some companies."""
        return self.of((piece for stake in held for piece in stake.pieces), value)


def rate_notes(field: str, rates: Iterable[tuple[str, Rate]]) -> list[Note]:
    """Why rates are not given, one note a reason."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, rate in rates:
        if rate.irr is None:
            names[rate.status].append(name)
    return [
        Note(field, status, f"{listed(list(dict.fromkeys(found)))}: {_words(status)}")
        for status, found in names.items()
    ]


def _words(status: str) -> str:
    if status == NAV_UNKNOWN:
        return VALUE_UNKNOWN
    if status == irr.MULTIPLE:
        return "Several rates solve these flows, so none of them is shown."
    if status == irr.SHORT_PERIOD:
        return "The flows span less than a year, and a rate is not made yearly from them."
    return RATE_WORDS[status]
