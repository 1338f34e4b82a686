"""What a provider lists as a whole: how much, of which days, in which currency and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.calc.market import main_word
from services.calc.quarters import between, first_day, last_closed, quarter_of, shift
from services.db.queries.market_intelligence.facts import ListedRow, SaleRow
from services.market_intelligence.computed.payloads import Payload

BARELY = 10  # a quarter that has begun counts from a tenth of the rounds of the one before
PRELIMINARY = 2  # quarters at the end of what is listed, into which late reports still come


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything of one provider, counted. `known` is by quarter the moment from which its facts
    and all before them are known; `deals` are rounds by quarter."""

    rounds: int
    exits: int
    undated: int
    first: date | None
    last: date | None
    currency: str | None
    words: dict[str, int]
    deals: dict[str, int]
    known: dict[str, datetime]
    fetched: datetime | None

    @property
    def quarters(self) -> tuple[str, ...]:
        """Every quarter from the first to the last that something is listed of."""
        if self.first is None or self.last is None:
            return ()
        return between(quarter_of(self.first), quarter_of(self.last))


def listing(rounds: Sequence[ListedRow], exits: Sequence[SaleRow]) -> Listing:
    """Count what was read."""
    currencies: Counter[str] = Counter()
    words: Counter[str] = Counter()
    deals: Counter[str] = Counter()
    for row in rounds:
        words[row.word] += row.deals
        if row.quarter is not None:
            deals[row.quarter] += row.deals
        if row.currency is not None and row.priced:
            currencies[row.currency] += row.priced
    for sale in exits if not currencies else ():
        if sale.currency is not None and sale.value is not None:
            currencies[sale.currency] += 1
    dated = [row for row in rounds if row.quarter is not None]
    days = [day for row in dated for day in (row.first_day, row.last_day) if day is not None]
    days += [sale.day for sale in exits]
    moments = [row.known_from for row in rounds] + [sale.known_from for sale in exits]
    return Listing(
        rounds=sum(row.deals for row in rounds),
        exits=len(exits),
        undated=sum(row.deals for row in rounds if row.quarter is None),
        first=min(days, default=None),
        last=max(days, default=None),
        currency=main_word(currencies),
        words=dict(words),
        deals=dict(deals),
        known=_known(dated, exits),
        fetched=max(moments, default=None),
    )


def _known(rounds: Iterable[ListedRow], exits: Iterable[SaleRow]) -> dict[str, datetime]:
    """By quarter the latest moment at which something of it or of an earlier one became known."""
    latest: dict[str, datetime] = {}
    for quarter, moment in [
        *((row.quarter or "", row.known_from) for row in rounds),
        *((sale.quarter, sale.known_from) for sale in exits),
    ]:
        latest[quarter] = max(moment, latest.get(quarter, moment))
    found: dict[str, datetime] = {}
    moments: list[datetime] = []
    for quarter in between(min(latest), max(latest)) if latest else ():
        moments = [max([*moments, latest[quarter]])] if quarter in latest else moments
        found[quarter] = moments[0]
    return found


def current_quarter(found: Listing) -> str | None:
    """The provider's last closed quarter, of which it lists more than a beginning."""
    if found.last is None or found.fetched is None or found.first is None:
        return None
    last = quarter_of(found.last)
    # What was known before it happened was not fetched then: it says nothing of what is closed.
    early = found.fetched.date() < found.last
    closed = last if early else min(last, last_closed(found.fetched.date()))
    before = shift(closed, -1)
    begun = closed == last and found.last.month == first_day(closed).month
    if begun and found.deals.get(closed, 0) * BARELY < found.deals.get(before, 0):
        closed = before
    return closed if closed >= quarter_of(found.first) else None


def payload_of(found: Listing, *, release: str | None) -> Payload:
    """The row that answers read a provider from."""
    quarters = found.quarters
    return {
        "rounds": found.rounds,
        "exits": found.exits,
        "undated": found.undated,
        "first_day": found.first.isoformat() if found.first else None,
        "last_day": found.last.isoformat() if found.last else None,
        "first_quarter": quarters[0] if quarters else None,
        "current_quarter": current_quarter(found),
        "preliminary": list(quarters[-PRELIMINARY:]),
        "currency": found.currency,
        "words": dict(sorted(found.words.items())),
        "release": release,
        "fetched": found.fetched.isoformat() if found.fetched else None,
    }
