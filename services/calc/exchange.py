"""Amounts in one currency: each converted at the rate of its own day, never at today's."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple, Protocol

from services.envelope import FxUse

CENT = Decimal("0.01")
OLDEST_RATE_DAYS = 45  # published monthly at the latest; an older rate is as good as none
CONVENTION = (
    "flows at the rate of their own day; values, commitments and balances at that of as_of; the "
    f"last rate on or before the day, at most {OLDEST_RATE_DAYS} days old"
)
SHOWN_RATE = Decimal("0.0000000001")


class Rate(Protocol):
    """Units of `currency` for one unit of `base` on a day, as `source` gives it."""

    @property
    def currency(self) -> str: ...

    @property
    def base(self) -> str: ...

    @property
    def day(self) -> date: ...

    @property
    def per_base(self) -> Decimal: ...

    @property
    def source(self) -> str: ...


class Missing(NamedTuple):
    """A pair and the first day on which an amount waited for its rate in vain."""

    currency: str
    to: str
    day: date


class _Quote(NamedTuple):
    """A factor from one currency into another: the older of its days, and its sources."""

    factor: Decimal
    day: date
    sources: frozenset[str]


class Exchange:
    """Rates known, as units of a currency for one unit of a base, and a memory of those used.

    A pair without a direct rate is crossed over a base that both are quoted in.
    """

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._days: dict[tuple[str, str], list[date]] = defaultdict(list)
        self._rates: dict[tuple[str, str], list[Rate]] = defaultdict(list)
        self._sources: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._missing: dict[tuple[str, str], date] = {}
        for rate in rates:
            self._days[rate.currency, rate.base].append(rate.day)
            self._rates[rate.currency, rate.base].append(rate)

    def afresh(self) -> Exchange:
        """The same rates without the memory of what was converted."""
        other = Exchange(())
        other._days, other._rates = self._days, self._rates
        return other

    def convert(self, amount: Decimal, source: str, target: str, day: date) -> Decimal | None:
        """The amount in `target`, rounded half-even to cents; None without a rate of that time.

        Nothing is nothing in every currency.
        """
        if source == target or not amount:
            return amount
        pair = (source, target)
        quote = self._quote(source, target, day)
        if quote is None:
            self._missing[pair] = min(day, self._missing.get(pair, day))
            return None
        self._sources[pair] |= quote.sources
        return (amount * quote.factor).quantize(CENT, ROUND_HALF_EVEN)

    def used(self, as_of: date) -> tuple[FxUse, ...]:
        """Every pair that was asked for so far, by currency, with its rate as of a day."""
        found = []
        for source, target in sorted(self._sources.keys() | self._missing.keys()):
            quote = self._quote(source, target, as_of)
            sources = self._sources.get((source, target), set()) | (
                quote.sources if quote else frozenset()
            )
            found.append(
                FxUse(
                    currency=source,
                    to=target,
                    source=", ".join(sorted(sources)) or None,
                    nav_rate=quote.factor.quantize(SHOWN_RATE).normalize() if quote else None,
                    nav_rate_date=quote.day if quote else None,
                    convention=CONVENTION,
                )
            )
        return tuple(found)

    def missing(self) -> tuple[Missing, ...]:
        """Pairs that were asked for in vain so far, each with the first day."""
        return tuple(Missing(*pair, day) for pair, day in sorted(self._missing.items()))

    def _quote(self, source: str, target: str, day: date) -> _Quote | None:
        if direct := self._on(source, target, day):
            return _Quote(1 / direct.per_base, direct.day, frozenset({direct.source}))
        if direct := self._on(target, source, day):
            return _Quote(direct.per_base, direct.day, frozenset({direct.source}))
        for base in sorted({base for currency, base in self._rates if currency == source}):
            over, back = self._on(source, base, day), self._on(target, base, day)
            if over and back:
                return _Quote(
                    back.per_base / over.per_base,
                    min(back.day, over.day),
                    frozenset({back.source, over.source}),
                )
        return None

    def _on(self, currency: str, base: str, day: date) -> Rate | None:
        """The last rate on or before the day, None when there is none or it is too old."""
        days = self._days.get((currency, base), [])
        place = bisect_right(days, day) - 1
        if place < 0 or (day - days[place]).days > OLDEST_RATE_DAYS:
            return None
        return self._rates[currency, base][place]
