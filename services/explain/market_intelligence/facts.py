"""A provider's rounds and exits read row by row, amounts in its main currency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from services.calc.quarters import first_day, last_day, shift
from services.db.queries.explain import market, market_activity
from services.db.queries.explain.market_activity import ExitFact, RoundFact
from services.db.queries.explain.tables import EXITS, ROUNDS
from services.errors import NotFound
from services.explain.answers import Ground
from services.explain.fund_performance.quotes import Quotes
from services.explain.keys import FigureKey
from services.explain.recipe import Conversion, Use

CENT = Decimal("0.01")
BLANK = "unknown"
WINDOW = 4  # quarters that places and sectors of exits look at


class Round(NamedTuple):
    """A round with its amounts in the provider's currency, None: undisclosed, or without a rate."""

    row: RoundFact
    amount: Decimal | None
    pre: Decimal | None
    post: Decimal | None
    conversion: Conversion | None

    @property
    def sector(self) -> str:
        return (self.row.sector or "").strip() or BLANK

    @property
    def stage(self) -> str:
        return (self.row.stage or "").strip() or BLANK

    @property
    def place(self) -> str:
        return (self.row.geography or "").strip() or BLANK


class Sale(NamedTuple):
    """An exit with its value in the provider's currency."""

    row: ExitFact
    value: Decimal | None
    conversion: Conversion | None

    @property
    def sector(self) -> str:
        return (self.row.sector or "").strip() or BLANK

    @property
    def multiple(self) -> float | None:
        """Value over what had been raised, both as the provider gives them."""
        value, raised = self.row.value, self.row.invested
        if value is None or raised is None or value <= 0 or raised <= 0:
            return None
        return float(value) / float(raised)


class MarketFacts:
    """What one provider lists, a quarter at a time."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._rounds: dict[tuple[str, str], list[Round]] = {}
        self._exits: dict[tuple[str, str], list[Sale]] = {}
        self._quotes: dict[frozenset[str], Quotes] = {}

    def source(self, key: FigureKey) -> str:
        """The provider of the answer. Raises NotFound where there was none."""
        found: str | None = self.ground.answer(key).source
        if found is None:
            raise NotFound
        return found

    def rounds(self, key: FigureKey, quarter: str, source: str | None = None) -> list[Round]:
        """Rounds of a quarter."""
        named = source or self.source(key)
        if (named, quarter) not in self._rounds:
            rows = market_activity.round_facts(
                self.ground.session,
                source=named,
                since=first_day(quarter),
                until=last_day(quarter),
                known_on=self.ground.known_on,
            )
            currency = self._currency(key, named)
            self._rounds[named, quarter] = [self._round(row, currency) for row in rows]
        return self._rounds[named, quarter]

    def exits(self, key: FigureKey, quarter: str) -> list[Sale]:
        """Exits of a quarter."""
        named = self.source(key)
        if (named, quarter) not in self._exits:
            rows = market_activity.exit_facts(
                self.ground.session,
                source=named,
                since=first_day(quarter),
                until=last_day(quarter),
                known_on=self.ground.known_on,
            )
            currency = self._currency(key, named)
            self._exits[named, quarter] = [self._sale(row, currency) for row in rows]
        return self._exits[named, quarter]

    def current(self, key: FigureKey) -> str:
        """The quarter that the answer calls current. Raises NotFound without one."""
        found = self.ground.answer(key).current_quarter
        if found is None:
            raise NotFound
        return found if isinstance(found, str) else str(found.quarter)

    def window(self, key: FigureKey) -> list[str]:
        """The four quarters up to the current one."""
        return [shift(self.current(key), -back) for back in range(WINDOW)]

    def added_since(self, key: FigureKey, known_on: datetime) -> int:
        """Rounds and exits up to the figure's day that came later."""
        return market_activity.added_since(
            self.ground.session, source=self.source(key), until=key.day, known_on=known_on
        )

    def _currency(self, key: FigureKey, source: str) -> str | None:
        answer = self.ground.answer(key)
        origins = getattr(answer, "sources", None) or [answer.origin]
        found = next((one for one in origins if one and one.provider == source), None)
        return found.currency if found else None

    def _round(self, row: RoundFact, currency: str | None) -> Round:
        if row.currency == currency:
            return Round(row, row.amount, row.pre_money, row.post_money, None)
        quote = self._quote(row.currency, currency, row.day)
        put = _converter(quote)
        return Round(row, put(row.amount), put(row.pre_money), put(row.post_money), quote)

    def _sale(self, row: ExitFact, currency: str | None) -> Sale:
        if row.value is None or row.currency == currency:
            return Sale(row, row.value, None)
        quote = self._quote(row.currency, currency, row.day)
        return Sale(row, _converter(quote)(row.value), quote)

    def _quote(self, source: str | None, target: str | None, day: date) -> Conversion | None:
        if source is None or target is None:
            return None
        pair = frozenset({source, target})
        if pair not in self._quotes:
            rates = market.rate_facts(
                self.ground.session,
                currencies=pair,
                until=date.max,
                known_on=self.ground.known_on,
            )
            self._quotes[pair] = Quotes(rates)
        return self._quotes[pair].between(source, target, day)

    def of_rounds(self, rounds: Iterable[Round], counts_as: str) -> list[Use]:
        """Rounds at work, and what each adds."""
        picked = {"deal": None, "amount": "amount", "pre_money": "pre", "post_money": "post"}
        name = picked[counts_as]
        return [self._use(one, counts_as, None if name is None else getattr(one, name))
                for one in rounds]  # fmt: skip

    def of_exits(self, exits: Iterable[Sale], counts_as: str) -> list[Use]:
        """Exits at work, and what each adds."""
        return [
            Use(
                table=EXITS,
                id=one.row.id,
                day=one.row.day,
                fund=None,
                type=one.row.type,
                label="Listing" if one.row.type == "ipo" else "Sale",
                amount=one.row.value,
                unit="money",
                currency=one.row.currency,
                conversion=one.conversion,
                converted=one.value if one.conversion else None,
                counts_as=counts_as,
                adds=Decimal(1) if counts_as == "exit" else one.value,
                counts={},
                ended=one.row.known_to is not None,
            )
            for one in exits
        ]

    @staticmethod
    def _use(one: Round, counts_as: str, adds: Decimal | None) -> Use:
        return Use(
            table=ROUNDS,
            id=one.row.id,
            day=one.row.day,
            fund=None,
            type=one.row.stage,
            label="Round",
            amount=one.row.amount,
            unit="money",
            currency=one.row.currency,
            conversion=one.conversion,
            converted=one.amount if one.conversion else None,
            counts_as=counts_as,
            adds=Decimal(1) if counts_as == "deal" else adds,
            counts={},
            ended=one.row.known_to is not None,
        )


def percentile(values: Sequence[float | Decimal], share: float) -> float | None:
    """A percentile, straight between the two values it lies between; None without values."""
    ordered = sorted(float(value) for value in values)
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def cents(amount: float | None) -> Decimal | None:
    """An amount to the cent, half to even."""
    if amount is None:
        return None
    return Decimal(repr(float(amount))).quantize(CENT, ROUND_HALF_EVEN)


def _converter(quote: Conversion | None) -> Callable[[Decimal | None], Decimal | None]:
    def put(amount: Decimal | None) -> Decimal | None:
        if amount is None or quote is None:
            return None
        return (amount * quote.rate).quantize(CENT, ROUND_HALF_EVEN)

    return put
