"""Fund Performance: what a principal may know of how funds stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from services.access.reading import reading
from services.calc import irr
from services.calc.flows import Amount
from services.db.queries.fund_performance import benchmark_funds, company_reserves, fund_terms
from services.db.reads.terms import agreements
from services.db.session import Database
from services.frames import House
from services.fund_performance import benchmarks as peers
from services.fund_performance import cash_flows, headline, j_curve, pme, trend
from services.fund_performance.books import Books
from services.fund_performance.contributions import contributions
from services.fund_performance.deployment import deployment
from services.fund_performance.fees import fees
from services.fund_performance.forecast import forecast
from services.fund_performance.frame import settle
from services.fund_performance.funds import fund_table
from services.fund_performance.gross_to_net import STATED, gross_to_net
from services.fund_performance.ledger_lines import Lines, read_lines
from services.fund_performance.metrics import metrics
from services.fund_performance.nav_bridge import nav_bridge
from services.fund_performance.pacing_terms import pacing as pacing_terms
from services.fund_performance.peers import by_vintage
from services.fund_performance.portfolio import performers
from services.fund_performance.rates import shown
from services.fund_performance.reserves import reserves
from services.fund_performance.results import (
    Benchmarks,
    CashFlows,
    Contributions,
    Deployment,
    Fees,
    Forecast,
    FundTable,
    GrossToNet,
    Headline,
    JCurve,
    Metrics,
    NavBridge,
    Performers,
    Pme,
    PmeTable,
    Reserves,
    Trend,
    VintageQuartiles,
)
from services.scope import LATEST, Principal, Scope

MODULE = "fund_performance"
EVERYTHING = Scope()


class CashFlow(Protocol):
    """A dated amount: calls negative, distributions and a closing value positive."""

    @property
    def date(self) -> date: ...

    @property
    def amount(self) -> Amount: ...


class FundPerformanceService:
    """Figures of the funds a principal may see; every method takes the principal first.

    Methods raise NotFound for funds that are missing or not granted, ChooseFund where a figure
    belongs to one fund and several are visible, InvalidInput for a scope that cannot be used.
    Each reads the facts of one moment, in a number of statements that no number of funds changes.
    """

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)

    def calculate_fund_metrics(self, principal: Principal, scope: Scope = EVERYTHING) -> Metrics:
        """Headline figures at as_of; several funds are pooled from their flows."""
        books = self._books(principal, scope)
        return metrics(books, books.frame.as_of)

    def top_performers(self, principal: Principal, scope: Scope = EVERYTHING) -> Performers:
        """Every company of the funds, the largest gain first, with totals that foot."""
        return performers(self._books(principal, scope))

    def trend(self, principal: Principal, scope: Scope = EVERYTHING) -> Trend:
        """The figures as of the quarter-ends of the period (24 months unless named)."""
        return trend.trend(self._books(principal, scope))

    def j_curve(self, principal: Principal, scope: Scope = EVERYTHING) -> JCurve:
        """Calls, distributions and their running totals by quarter since the first flow."""
        return j_curve.j_curve(self._books(principal, scope))

    def cash_flows(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        limit: int = cash_flows.MOST_ROWS,
    ) -> CashFlows:
        """The newest flows with their source; totals are of all flows up to as_of."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            rows = cash_flows.read_flows(session, frame, limit=limit)
        return cash_flows.cash_flows(Books.of(frame), rows)

    def get_benchmark_comparison(
        self, principal: Principal, scope: Scope = EVERYTHING
    ) -> Benchmarks:
        """One fund beside its peers, once per provider."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            rows = peers.read_peers(session, frame)
        return peers.benchmarks(Books.of(frame), rows)

    def vintage_quartiles(
        self, principal: Principal, provider: str, metric: str, scope: Scope = EVERYTHING
    ) -> tuple[VintageQuartiles, ...]:
        """Quartiles by vintage of a provider's newest list; `metric` irr, tvpi, dpi or rvpi."""
        with reading(self.db, principal, MODULE) as session:
            rows = benchmark_funds(
                session,
                until=scope.as_of or LATEST,
                known_on=scope.known_on,
                provider=provider,
            )
        return by_vintage(rows, metric)

    def pme(self, principal: Principal, scope: Scope, index: str) -> Pme:
        """One fund's flows against one index. Raises NotFound for an index without levels."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            found = pme.read_indices(session, frame, index)
        return pme.pme(Books.of(frame), found, index)

    def pme_table(self, principal: Principal, scope: Scope = EVERYTHING) -> PmeTable:
        """One fund's flows against every index, total return first."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            found = pme.read_indices(session, frame)
        return pme.pme_table(Books.of(frame), found)

    def headline(self, principal: Principal, scope: Scope = EVERYTHING) -> Headline:
        """Figures now and a quarter ago, the last eight quarters, and the first set of peers."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            rows = peers.read_peers(session, frame)
        return headline.headline(Books.of(frame), rows)

    def nav_bridge(self, principal: Principal, scope: Scope = EVERYTHING) -> NavBridge:
        """What moved the value in the period, from the quarter-end before as_of unless named."""
        books, lines = self._with_lines(principal, scope)
        return nav_bridge(books, lines)

    def contributions(
        self, principal: Principal, scope: Scope = EVERYTHING, *, without: str = ""
    ) -> Contributions:
        """What each company did; `without` leaves one out: its code, or `winner`. NotFound for a
        company that none of the funds ever held."""
        return contributions(self._books(principal, scope), without=without)

    def gross_to_net(
        self, principal: Principal, scope: Scope = EVERYTHING, *, order: str = STATED
    ) -> GrossToNet:
        """What lies between gross and net, part by part; `order` stated or shapley."""
        books, lines = self._with_lines(principal, scope)
        return gross_to_net(books, lines, order=order)

    def fees(self, principal: Principal, scope: Scope = EVERYTHING) -> Fees:
        """Fees and expenses by calendar year, and what the agreement says fees should be."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            lines = read_lines(session, frame)
            agreed = agreements(
                session,
                fund_ids=[row.id for row in frame.funds],
                until=frame.as_of,
                known_on=frame.known_on,
            )
        return fees(Books.of(frame), lines, agreed)

    def pacing(self, principal: Principal, scope: Scope = EVERYTHING) -> Deployment:
        """New companies and money by quarter, and how long what is left for new deals lasts."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            ids = [row.id for row in frame.funds]
            terms = fund_terms(session, fund_ids=ids, known_on=frame.known_on)
        return deployment(Books.of(frame), terms)

    def reserves(self, principal: Principal, scope: Scope = EVERYTHING) -> Reserves:
        """Dry powder by use, and companies by what their last dollar has become."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            kept = company_reserves(
                session,
                fund_ids=[row.id for row in frame.funds],
                until=frame.as_of,
                known_on=frame.known_on,
            )
        return reserves(Books.of(frame), kept)

    def forecast(self, principal: Principal, scope: Scope = EVERYTHING) -> Forecast:
        """Years as they were and as one model runs on from today, with its back-test."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            terms = pacing_terms(session, frame.known_on)
        return forecast(Books.of(frame), terms)

    def funds(self, principal: Principal, scope: Scope = EVERYTHING) -> FundTable:
        """Every fund as one line, the vintages, and all of them pooled."""
        books, lines = self._with_lines(principal, scope)
        return fund_table(books, lines)

    @staticmethod
    def calculate_irr(cash_flows: Iterable[CashFlow]) -> float | None:
        """The yearly rate of dated flows as a fraction, None where none may be shown."""
        flows = list(cash_flows)
        days, amounts = [flow.date for flow in flows], [flow.amount for flow in flows]
        return shown(irr.performance(days, amounts)).irr

    def _books(self, principal: Principal, scope: Scope) -> Books:
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
        return Books.of(frame)

    def _with_lines(self, principal: Principal, scope: Scope) -> tuple[Books, Lines]:
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            lines = read_lines(session, frame)
        return Books.of(frame), lines
