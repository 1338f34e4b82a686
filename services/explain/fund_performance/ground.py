"""Facts of one scope, read once: the service's own answers, and the rows they stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from services.calc.transactions import WITH
from services.db.queries.explain import facts, market
from services.db.queries.explain.facts import Fact
from services.envelope import Meta, scaled
from services.errors import NotFound
from services.explain.fund_performance.book import Added, Book
from services.explain.fund_performance.counting import everywhere, kind_of, label_of
from services.explain.fund_performance.quotes import Quotes
from services.explain.fund_performance.worth import Worth, worth
from services.explain.keys import FigureKey
from services.explain.names import words_for
from services.explain.recipe import House, Part, Told, Use
from services.explain.results import Value
from services.frames import House as FundHouse
from services.fund_performance.books import GROSS, NET_FUND, Books
from services.fund_performance.frame import settle
from services.fund_performance.metrics import metrics
from services.fund_performance.portfolio import Portfolio, portfolio
from services.fund_performance.results import Metrics
from services.scope import Principal, Scope

UNITS = {item.name: item.metadata for item in fields(Metrics) if "unit" in item.metadata}


class Facts:
    """Books of the scope as the service keeps them, and the same rows for a second count."""

    def __init__(
        self,
        session: Session,
        principal: Principal,
        scope: Scope,
        house: House,
        recipes: Mapping[str, Callable[[Facts, FigureKey], Told]],
    ) -> None:
        self.session = session
        self._recipes = recipes
        own = FundHouse(house.reporting_currency, house.timezone)
        self.frame = settle(session, principal, scope, own)
        self.books = Books.of(self.frame)
        self._metrics: dict[tuple[date, str, str], Metrics] = {}
        self._worth: dict[tuple[date, str, str], Worth] = {}
        self._portfolio: dict[date, Portfolio] = {}

    # ---- the service's answers

    def books_of(self, key: FigureKey) -> Books:
        """The same books asked under the key's basis and view of the line."""
        scope = self.frame.scope.on(basis=key.basis, credit_line=key.credit_line)
        return replace(self.books, frame=replace(self.frame, scope=scope))

    def metrics(self, key: FigureKey) -> Metrics:
        """The headline figures of the key's day, basis and line."""
        view = (key.day, key.basis, key.credit_line)
        if view not in self._metrics:
            self._metrics[view] = metrics(self.books_of(key), key.day)
        return self._metrics[view]

    def portfolio(self, day: date) -> Portfolio:
        """The companies of the funds on a day."""
        if day not in self._portfolio:
            self._portfolio[day] = portfolio(self.books, day)
        return self._portfolio[day]

    def metric(self, key: FigureKey) -> tuple[Value, str]:
        """A headline figure as the API gives it, and its unit."""
        told = UNITS.get(key.metric)
        if told is None:
            raise NotFound
        value = getattr(self.metrics(key), key.metric)
        scale = told.get("scale", 1)
        return (scaled(value, scale) if value is not None and scale != 1 else value), told["unit"]

    def part(self, key: FigureKey, metric: str, **changes: Any) -> Part:
        """A headline figure as an input of another."""
        own = key.on(metric=metric, **changes)
        value, unit = self.metric(own)
        return Part(name=metric, words=words_for(metric), value=value, unit=unit, key=own)

    def recount(self, key: FigureKey, metric: str) -> Told:
        """An input, explained by its own recipe."""
        return self._recipes[metric](self, key.on(metric=metric))

    def meta(self, key: FigureKey) -> Meta:
        """What the figure stands on."""
        return self.metrics(key).meta

    # ---- rows

    @cached_property
    def rows(self) -> list[Fact]:
        """Rows of the funds up to as_of, those of their investments where gross stands on them."""
        ids, until = [row.id for row in self.frame.funds], self.frame.as_of
        known_on = self.frame.known_on
        found = facts.fund_facts(self.session, fund_ids=ids, until=until, known_on=known_on)
        if self.books.invested:
            found += facts.holding_facts(self.session, fund_ids=ids, until=until, known_on=known_on)
        return found

    @cached_property
    def book(self) -> Book:
        """The rows, ready to be added up."""
        own = {row.id: row.currency for row in self.frame.funds}
        foreign = {fact.currency or own[fact.fund_id] for fact in self.rows}
        foreign |= set(own.values())
        rates = []
        if foreign - {self.frame.currency}:
            rates = market.rate_facts(
                self.session,
                currencies=foreign | {self.frame.currency},
                until=self.frame.as_of,
                known_on=self.frame.known_on,
            )
        return Book(
            self.rows,
            self.frame.currency,
            own,
            self.books.together,
            self.books.invested,
            Quotes(rates),
        )

    @cached_property
    def closed(self) -> dict[str, date | None]:
        """Investments with the day after which nothing of them is held, None while it is."""
        held = self.frame.held.accounts(basis=GROSS, credit_line=WITH)
        return {deal: account.closed_on for deal, account in held.items()}

    def worth(self, key: FigureKey) -> Worth:
        """The closing value of the key's day, basis and line, counted from rows."""
        view = (key.day, key.basis, key.credit_line)
        if view not in self._worth:
            self._worth[view] = worth(
                self.book,
                basis=key.basis,
                credit_line=key.credit_line,
                day=key.day,
                closed=self.closed,
            )
        return self._worth[view]

    def cash(self, key: FigureKey) -> list[Added]:
        """What the flows up to the key's day add to paid-in and to distributions."""
        return self.book.cash(key.basis, key.credit_line, key.day)

    @cached_property
    def codes(self) -> dict[str, str]:
        """Codes of the funds by id."""
        return {row.id: row.code for row in self.frame.funds}

    def uses(self, added: Iterable[Added]) -> list[Use]:
        """Rows with what they add, newest first."""
        found = [self._use(item) for item in added]
        return sorted(found, key=lambda use: (use.day, use.fund or "", use.id), reverse=True)

    def _use(self, item: Added) -> Use:
        fact, row = item.row.fact, item.row
        kind = kind_of(fact)
        converted = row.signed if row.conversion is not None else None
        return Use(
            table=fact.table,
            id=fact.id,
            day=fact.day,
            fund=self.codes.get(fact.fund_id),
            type=fact.type,
            label=label_of(fact),
            amount=fact.amount,
            unit="money",
            currency=fact.currency or self.book.own_currency[fact.fund_id],
            conversion=row.conversion,
            converted=converted,
            counts_as=item.to,
            adds=item.amount,
            counts=everywhere(kind.slug) if kind is not None else {},
            ended=fact.known_to is not None,
        )


def legal(key: FigureKey) -> FigureKey:
    """Commitments and what became of them stand on flows as they happened, net of fees."""
    return key.on(basis=NET_FUND if key.basis == GROSS else key.basis, credit_line=WITH)


def number(amount: Value) -> Decimal | None:
    """An amount to calculate with, None where it is not known."""
    return None if amount is None or isinstance(amount, date) else Decimal(str(amount))


def quotient(parts: Sequence[Decimal | None], whole: Decimal | None) -> float | None:
    """Parts over the whole, None where one is not known or the whole is not above zero."""
    known = [part for part in parts if part is not None]
    if whole is None or whole <= 0 or len(known) < len(parts):
        return None
    return float(sum(known, Decimal(0)) / whole)
