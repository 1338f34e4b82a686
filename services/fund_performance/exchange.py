"""Amounts in one currency: each converted at the rate of its own day, never at today's."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from services.db.reads.market import Rate

CENT = Decimal("0.01")
OLDEST_RATE_DAYS = 45  # published monthly at the latest; an older rate is as good as none


class Exchange:
    """Rates known, as units of a currency for one unit of a base.

    A pair without a direct rate is crossed over a base that both are quoted in.
    """

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._days: dict[tuple[str, str], list[date]] = defaultdict(list)
        self._rates: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
        for rate in rates:
            self._days[rate.currency, rate.base].append(rate.day)
            self._rates[rate.currency, rate.base].append(rate.per_base)

    def convert(self, amount: Decimal, source: str, target: str, day: date) -> Decimal | None:
        """The amount in `target`, rounded half-even to cents; None without a rate of that time."""
        if source == target:
            return amount
        factor = self._factor(source, target, day)
        return None if factor is None else (amount * factor).quantize(CENT, ROUND_HALF_EVEN)

    def _factor(self, source: str, target: str, day: date) -> Decimal | None:
        if per_base := self._on(source, target, day):
            return 1 / per_base
        if per_base := self._on(target, source, day):
            return per_base
        for base in sorted({base for currency, base in self._days if currency == source}):
            over, back = self._on(source, base, day), self._on(target, base, day)
            if over and back:
                return back / over
        return None

    def _on(self, currency: str, base: str, day: date) -> Decimal | None:
        """The last rate on or before the day, None when there is none or it is too old."""
        days = self._days.get((currency, base), [])
        place = bisect_right(days, day) - 1
        if place < 0 or (day - days[place]).days > OLDEST_RATE_DAYS:
            return None
        return self._rates[currency, base][place]
