"""A provider's quarters from facts to rows: some quarters at a time, as known on one moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.calc.exchange import Exchange
from services.calc.quarters import first_day, last_day, shift
from services.db.queries.market_intelligence import facts
from services.db.queries.market_intelligence.facts import Foreign
from services.db.reads.market import rates
from services.market_intelligence.computed.families import WINDOW, Quarter, Sale, families
from services.market_intelligence.computed.provider import Listing, listing
from services.market_intelligence.computed.sectors import Groups, trend_rows

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Book:
    """What a provider lists as known on a moment, and its exits in its own currency."""

    source: str
    known_on: datetime
    listing: Listing
    sales: Sequence[Sale]
    release: str | None


@dataclass(frozen=True, slots=True)
class Built:
    """Rows of the wanted quarters, ready to be written."""

    trends: list[Row]
    figures: list[Row]


def read_book(session: Session, *, source: str, known_on: datetime) -> Book:
    """Everything of a provider that figures of any of its quarters need."""
    facts.for_sets(session)
    rounds = facts.listed(session, source=source, known_on=known_on)
    exits = facts.exits(session, source=source, known_on=known_on)
    found = listing(rounds, exits)
    foreign = [
        sale
        for sale in exits
        if sale.value is not None and sale.currency not in (None, found.currency)
    ]
    exchange = _exchange(session, {sale.currency or "" for sale in foreign}, found, known_on)
    sales = []
    for sale in exits:
        value = sale.value
        if value is not None and sale.currency != found.currency:
            value = (
                exchange.convert(value, sale.currency, found.currency, sale.day)
                if sale.currency and found.currency
                else None
            )
        sales.append(Sale(sale, value))
    release = facts.newest_import(session, source=source, known_on=known_on)
    return Book(source, known_on, found, sales, release)


def build(session: Session, book: Book, wanted: Collection[str]) -> Built:
    """Figures of some quarters of a provider; one that it lists nothing of has none."""
    here = sorted(set(wanted) & set(book.listing.quarters))
    if not here:
        return Built([], [])
    facts.for_sets(session)
    groups = _gathered(session, book, here)
    steps = facts.steps(
        session, source=book.source, until=last_day(here[-1]), known_on=book.known_on
    )
    begins = book.listing.quarters[0]
    trends = trend_rows(groups, here, currency=book.listing.currency, begins=begins)
    figures = [
        {"family": family, "quarter": name, "payload": payload}
        for name in here
        for family, payload in families(Quarter(name, groups, book.sales, steps, begins)).items()
    ]
    return Built(trends, figures)


def _gathered(session: Session, book: Book, wanted: Sequence[str]) -> Groups:
    """The rounds of these quarters and of those that their figures look back on."""
    needed = {shift(quarter, -back) for quarter in wanted for back in range(WINDOW)}
    foreign = facts.gather(
        session,
        source=book.source,
        quarters={name: (first_day(name), last_day(name)) for name in sorted(needed)},
        currency=book.listing.currency,
        known_on=book.known_on,
    )
    if foreign:
        facts.converted(session, _converted(session, book, foreign))
    return Groups(facts.by_sector(session), facts.by_place(session), facts.by_part(session))


def _converted(session: Session, book: Book, rows: Sequence[Foreign]) -> list[Foreign]:
    """The rows with their amounts in the main currency, None where there is no rate."""
    currencies = {row.currency for row in rows if row.currency}
    exchange = _exchange(session, currencies, book.listing, book.known_on)
    to = book.listing.currency

    def put(row: Foreign, name: str) -> Any:
        amount = getattr(row, name)
        if amount is None or row.currency is None or to is None:
            return None
        return exchange.convert(amount, row.currency, to, row.day)

    values = ("amount", "pre_money", "post_money")
    return [row._replace(**{name: put(row, name) for name in values}) for row in rows]


def _exchange(
    session: Session, currencies: Collection[str], found: Listing, known_on: datetime
) -> Exchange:
    """The rates between these currencies and the provider's own; none are read for none."""
    if not currencies or found.currency is None or found.last is None:
        return Exchange(())
    wanted = {*currencies, found.currency}
    return Exchange(rates(session, currencies=wanted, until=found.last, known_on=known_on))
