"""The funds' investments and their companies, counted again from rows of flows, marks, reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property

from services.calc.transactions import GROSS, WITH
from services.db.queries.explain import market, portfolio
from services.db.queries.explain.facts import Fact, added_since
from services.db.queries.explain.portfolio import CompanyFact, ReportFact
from services.db.queries.explain.tables import COMPANIES
from services.db.reads.investments import DealRow
from services.explain.answers import Ground
from services.explain.fund_performance.book import CENT, ZERO, Added, Book, total
from services.explain.fund_performance.counting import DISTRIBUTION, PAID_IN
from services.explain.fund_performance.ground import Facts
from services.explain.fund_performance.quotes import Quotes
from services.explain.fund_performance.recipes import METRIC_RECIPES
from services.explain.fund_performance.worth import Worth, worth
from services.explain.keys import FigureKey
from services.explain.recipe import Use
from services.portfolio_analytics.conventions import Conventions, conventions

OVER = ("exited", "failed")
ACTIVE, UNKNOWN = "active", "unknown"


@dataclass(frozen=True, slots=True)
class Piece:
    """One investment counted from its rows: money in, money back, what is left of it."""

    deal: DealRow
    put: tuple[Added, ...]
    got: tuple[Added, ...]
    left: Worth
    recorded: bool

    @property
    def cost(self) -> Decimal | None:
        return total(self.put)

    @property
    def realized(self) -> Decimal | None:
        return total(self.got)

    @property
    def value(self) -> Decimal | None:
        return self.left.amount


@dataclass(frozen=True, slots=True)
class Held:
    """A company with its investments, and whether it is over as of the day."""

    code: str
    pieces: tuple[Piece, ...]
    status: str
    row: CompanyFact | None

    @property
    def counting(self) -> tuple[Piece, ...]:
        """The investments of which any flow or mark is known."""
        return tuple(piece for piece in self.pieces if piece.recorded)

    def of(self, what: str) -> Decimal | None:
        """Cost, realized or value of all its investments together."""
        return added_up(getattr(piece, what) for piece in self.counting)


class PortfolioFacts:
    """Everything that was ever held by the day of the figures."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        scope = ground.scope.on(basis=GROSS, credit_line=WITH, period=None)
        self.base = Facts(ground.session, ground.principal, scope, ground.house, METRIC_RECIPES)

    @property
    def day(self) -> date:
        return self.base.frame.as_of

    @cached_property
    def held(self) -> dict[str, Held]:
        """Every company ever held by the day, by its code."""
        return self.on(self.day)

    def on(self, day: date) -> dict[str, Held]:
        """Every company ever held by another day, by its code."""
        by_holding: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.base.rows:
            if fact.holding:
                by_holding[fact.holding].append(fact)
        companies: dict[str, list[DealRow]] = defaultdict(list)
        for deal in self.base.frame.held.deals:
            companies[deal.company].append(deal)
        found: dict[str, Held] = {}
        for code, deals in companies.items():
            pieces = [piece for d in deals if (piece := self._piece(d, by_holding, day))]
            if pieces:
                row = self.companies.get(code)
                found[code] = Held(code, tuple(pieces), self._status(deals, row, day), row)
        return found

    def _piece(self, deal: DealRow, by_holding: dict[str, list[Fact]], day: date) -> Piece | None:
        rows = [fact for fact in by_holding.get(deal.id, ()) if fact.day <= day]
        if not rows:
            unrecorded = deal.first_flow is None and not by_holding.get(deal.id)
            if not (unrecorded and deal.deal_date <= day):
                return None
            return Piece(deal, (), (), Worth(None, ()), False)
        book = self._book(by_holding[deal.id])
        cash = book.cash(GROSS, WITH, day)
        closed = {deal.id: self.base.closed.get(deal.id)}
        return Piece(
            deal,
            tuple(added for added in cash if added.to == PAID_IN),
            tuple(added for added in cash if added.to == DISTRIBUTION),
            worth(book, basis=GROSS, credit_line=WITH, day=day, closed=closed),
            True,
        )

    def _book(self, facts: Sequence[Fact]) -> Book:
        return replace(self.base.book, facts=facts, _views={}, _signs={})

    def _status(self, deals: Sequence[DealRow], row: CompanyFact | None, day: date) -> str:
        """A company is over from the day on which nothing of it was left, where that is known."""
        word = row.status if row else None
        if word not in OVER:
            return ACTIVE
        closed = [self.base.closed[deal.id] for deal in deals if deal.id in self.base.closed]
        days = [when for when in closed if when is not None]
        later = bool(closed) and len(days) == len(closed) and max(days) > day
        return ACTIVE if later else str(word)

    @cached_property
    def conventions(self) -> Conventions:
        """Weights, anchors and limits as they held then."""
        return conventions(self.ground.session, self.ground.known_on)

    @cached_property
    def companies(self) -> dict[str, CompanyFact]:
        """Companies as they were described then, by code."""
        found = portfolio.company_facts(
            self.ground.session, company_ids=self._ids, known_on=self.ground.known_on
        )
        return {row.code: row for row in found}

    @cached_property
    def reports(self) -> dict[str, list[ReportFact]]:
        """What companies reported by the day, by code, the newest first."""
        code = {row.company_id: row.code for row in self.companies.values()}
        found: dict[str, list[ReportFact]] = defaultdict(list)
        for row in portfolio.report_facts(
            self.ground.session,
            company_ids=self._ids,
            until=self.day,
            known_on=self.ground.known_on,
        ):
            found[code[row.company_id]].append(row)
        return found

    @cached_property
    def _ids(self) -> list[str]:
        return sorted({deal.company_id for deal in self.base.frame.held.deals})

    @cached_property
    def active(self) -> list[Held]:
        """Companies that are neither sold nor lost."""
        return [one for one in self.held.values() if one.status == ACTIVE]

    @property
    def recorded(self) -> list[Held]:
        """Companies of which any flow or mark is known."""
        return [one for one in self.held.values() if one.counting]

    def currency_of(self, code: str, report: ReportFact) -> str:
        """The currency of a report: its own, the company's, or that of the first fund."""
        company = self.companies.get(code)
        own = report.currency or (company.currency if company else None)
        if own:
            return own
        funds = {row.id: row.currency for row in self.base.frame.funds}
        deals = self.base.frame.held.deals
        return next(funds[deal.fund_id] for deal in deals if deal.company == code)

    def converted(self, amount: Decimal | None, currency: str, target: str) -> Decimal | None:
        """A reported amount in another currency, at the rate of the day."""
        if amount is None or currency == target or not amount:
            return amount
        quote = self._quotes(frozenset({currency, target})).between(currency, target, self.day)
        if quote is None:
            return None
        return (amount * quote.rate).quantize(CENT, ROUND_HALF_EVEN)

    def _quotes(self, currencies: Collection[str]) -> Quotes:
        rates = market.rate_facts(
            self.ground.session,
            currencies=currencies,
            until=self.day,
            known_on=self.ground.known_on,
        )
        return Quotes(rates)

    def added_since(self, key: FigureKey, known_on: datetime) -> int:
        """Flows, values and reports up to the figure's day that came later."""
        ids = [row.id for row in self.base.frame.funds]
        session = self.ground.session
        rows = added_since(session, fund_ids=ids, until=key.day, known_on=known_on)
        return rows + portfolio.reports_since(
            session, company_ids=self._ids, until=key.day, known_on=known_on
        )

    def rows(self, added: Iterable[Added]) -> list[Use]:
        """Rows of flows and marks with what they add, newest first."""
        return self.base.uses(added)

    def described(self, companies: Iterable[Held], counts_as: str) -> list[Use]:
        """The row that describes each company."""
        return [
            Use(
                table=COMPANIES,
                id=one.row.id,
                day=min(piece.deal.first_flow or piece.deal.deal_date for piece in one.pieces),
                fund=None,
                type=one.row.status,
                label="Company",
                amount=None,
                unit="count",
                currency=None,
                conversion=None,
                converted=None,
                counts_as=counts_as,
                adds=Decimal(1),
                counts={},
                ended=one.row.known_to is not None,
            )
            for one in companies
            if one.row is not None
        ]


def added_up(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, None as soon as one is not known."""
    whole = ZERO
    for amount in amounts:
        if amount is None:
            return None
        whole += amount
    return whole
