"""Exchange rates looked up once more, from the rows they stand in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from services.db.queries.explain.market import RateFact
from services.explain.recipe import Conversion

OLDEST_DAYS = 45


class Quotes:
    """Rates by pair, oldest first; a pair that nobody quotes is crossed over a common base."""

    def __init__(self, rates: Iterable[RateFact]) -> None:
        self._by_pair: dict[tuple[str, str], list[RateFact]] = defaultdict(list)
        for rate in rates:
            self._by_pair[rate.currency, rate.base].append(rate)

    def between(self, source: str, target: str, day: date) -> Conversion | None:
        """What one unit of `source` is in `target`; None without a rate of the last 45 days."""
        if quoted := self._last(source, target, day):
            return Conversion(1 / quoted.per_base, quoted.day, quoted.source)
        if quoted := self._last(target, source, day):
            return Conversion(quoted.per_base, quoted.day, quoted.source)
        for base in sorted({base for currency, base in self._by_pair if currency == source}):
            over, back = self._last(source, base, day), self._last(target, base, day)
            if over and back:
                older = min(over.day, back.day)
                sources = ", ".join(sorted({over.source, back.source}))
                return Conversion(back.per_base / over.per_base, older, f"{sources} over {base}")
        return None

    def _last(self, currency: str, base: str, day: date) -> RateFact | None:
        rates = self._by_pair.get((currency, base), [])
        place = bisect_right(rates, day, key=lambda rate: rate.day) - 1
        if place < 0 or (day - rates[place].day).days > OLDEST_DAYS:
            return None
        return rates[place]
