"""How a fund's companies are written down: lots that were bought, their price, what came back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from services.demo.stories.story import money

NOTHING, ONE = Decimal(0), Decimal(1)
ROUNDS = {
    "S": "Seed",
    "A": "Series A",
    "B": "Series B",
    "C": "Series C",
    "X": "Series A extension",
    "N": "Bridge note",
}
NOTE = "N"


@dataclass(frozen=True, slots=True)
class Company:
    """A portfolio company; `lead` is the partner's code, `founded` a year."""

    code: str
    name: str
    sector: str
    subsector: str
    stage: str
    geography: str
    founded: str
    currency: str
    status: str
    lead: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What a fund paid on a day for a part of a company, in the company's deal currency.

    `follow_on`: more of a tranche that it holds already. `ownership` is a fraction.
    """

    deal: str
    company: str
    round: str
    date: date
    amount: Decimal
    ownership: str
    follow_on: bool


@dataclass(frozen=True, slots=True)
class Move:
    """Something that came back, was paid or was lost: `kind` is a type of investment flow.

    `part` is the fraction of what was held that was sold or written off by it.
    """

    date: date
    company: str
    kind: str
    amount: Decimal
    part: Decimal


@dataclass(frozen=True, slots=True)
class Receivable:
    """A claim of the fund that stands among its other assets: sold, and not yet paid."""

    since: date
    until: date
    amount: Decimal


@dataclass(frozen=True, eq=False)
class Portfolio:
    """What one fund bought, held and sold; equal to itself alone.

    `prices` are days and prices of a unit by company.
    `currencies` names the companies whose lots are not in the fund's currency. `unmarked` are those
    without a mark after a day.
    """

    fund: str
    companies: tuple[Company, ...]
    lots: tuple[Lot, ...]
    moves: tuple[Move, ...]
    prices: dict[str, tuple[tuple[date, ...], tuple[Decimal, ...]]]
    currencies: dict[str, str]
    unmarked: dict[str, date]
    receivables: tuple[Receivable, ...] = ()

    @cached_property
    def held(self) -> tuple[str, ...]:
        """Codes of the companies that the fund ever held, in the order in which it bought."""
        return tuple(dict.fromkeys(lot.company for lot in self.lots))

    def price(self, company: str, day: date) -> Decimal:
        """The price of a unit on a day, straight between the days that the story gives."""
        days, prices = self.prices[company]
        place = bisect_right(days, day)
        if place == 0:
            return prices[0]
        if place == len(days):
            return prices[-1]
        start, end = days[place - 1], days[place]
        share = Decimal((day - start).days) / (end - start).days
        return prices[place - 1] + (prices[place] - prices[place - 1]) * share

    def remaining(self, company: str, day: date) -> Decimal:
        """The fraction of what was bought that is still held after the moves of a day."""
        left = ONE
        for move in self.moves:
            if move.company == company and move.date <= day:
                left *= ONE - move.part
        return left

    def worth(self, deal: str, day: date) -> Decimal:
        """The value of a tranche at the story's price, before it is fitted to the accounts."""
        return sum((self._of_lot(lot, day) for lot in self.lots if lot.deal == deal), NOTHING)

    def cost(self, deal: str, day: date) -> Decimal:
        """What was paid for that part of a tranche which is still held."""
        lots = [lot for lot in self.lots if lot.deal == deal and lot.date <= day]
        return sum((lot.amount * self._left(lot, day) for lot in lots), NOTHING)

    def deals(self, company: str) -> tuple[str, ...]:
        """Codes of a company's tranches."""
        return tuple(dict.fromkeys(lot.deal for lot in self.lots if lot.company == company))

    def currency(self, company: str, own: str) -> str:
        """The currency of a company's lots, `own` being that of the fund."""
        return self.currencies.get(company, own)

    def _of_lot(self, lot: Lot, day: date) -> Decimal:
        if lot.date > day:
            return NOTHING
        units = lot.amount / self.price(lot.company, lot.date)
        return units * self._left(lot, day) * self.price(lot.company, day)

    def _left(self, lot: Lot, day: date) -> Decimal:
        left = ONE
        for move in self.moves:
            if move.company == lot.company and lot.date <= move.date <= day:
                left *= ONE - move.part
        return left


def portfolio(
    fund: str,
    *,
    companies: str,
    lots: str,
    prices: str,
    moves: str = "",
    currencies: dict[str, str] | None = None,
    unmarked: dict[str, date] | None = None,
    receivables: tuple[Receivable, ...] = (),
) -> Portfolio:
    """A portfolio from its tables; amounts are written in millions."""
    return Portfolio(
        fund=fund,
        companies=tuple(Company(*_parts(line)) for line in _lines(companies)),
        lots=tuple(sorted((_lot(fund, line) for line in _lines(lots)), key=lambda lot: lot.date)),
        moves=tuple(sorted(map(_move, _lines(moves)), key=lambda move: move.date)),
        prices=dict(_paths(prices)),
        currencies=currencies or {},
        unmarked=unmarked or {},
        receivables=receivables,
    )


def _lot(fund: str, line: str) -> Lot:
    """`company round date amount ownership`; a `+` before the round buys more of that tranche."""
    company, letter, day, amount, ownership = line.split()
    round_ = letter.lstrip("+")
    return Lot(
        deal=f"{fund}-{company}-{round_}",
        company=company,
        round=round_,
        date=date.fromisoformat(day),
        amount=money(amount),
        ownership="" if ownership == "-" else ownership,
        follow_on=letter.startswith("+"),
    )


def _move(line: str) -> Move:
    """`date company kind amount part`; `-` is nothing."""
    day, company, kind, amount, part = line.split()
    return Move(
        date.fromisoformat(day),
        company,
        kind,
        NOTHING if amount == "-" else money(amount),
        NOTHING if part == "-" else Decimal(part),
    )


def _paths(text: str) -> Iterator[tuple[str, tuple[tuple[date, ...], tuple[Decimal, ...]]]]:
    """`company day price day price …`; a line that starts with a day goes on with its company."""
    for entry in re.split(r"\n(?=[A-Z])", text.strip()):
        code, *cells = entry.split()
        days = tuple(date.fromisoformat(cell) for cell in cells[::2])
        yield code, (days, tuple(Decimal(cell) for cell in cells[1::2]))


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]
