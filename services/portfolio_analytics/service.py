"""Portfolio Analytics: what a principal may know of the companies that funds hold."""

from __future__ import annotations

from services.access.reading import reading
from services.db.session import Database
from services.frames import House
from services.fund_performance.frame import days_between
from services.portfolio_analytics.concentration import concentration
from services.portfolio_analytics.coverage import coverage
from services.portfolio_analytics.marks import marks
from services.portfolio_analytics.matrix import kpi_matrix
from services.portfolio_analytics.overview import overview
from services.portfolio_analytics.rankings import rankings, row_of, scores
from services.portfolio_analytics.records import Records, read_records
from services.portfolio_analytics.results import (
    ConcentrationRisk,
    Coverage,
    KpiMatrix,
    Marks,
    Overview,
    Ranking,
    Rankings,
    RiskAnalysis,
    ScheduleOfInvestments,
    TearSheet,
)
from services.portfolio_analytics.risk import risk_analysis
from services.portfolio_analytics.schedule import read_newest_marks, schedule
from services.portfolio_analytics.tear_sheet import find, read_card, tear_sheet
from services.scope import Principal, Scope

MODULE = "portfolio_analytics"
EVERYTHING = Scope()


class PortfolioAnalyticsService:
    """Figures of the companies in the funds a principal may see; it is always named first.

    Methods raise NotFound for funds and companies that are missing or not granted, InvalidInput
    for a scope that cannot be used. Each reads the facts of one moment, in a number of statements
    that no number of companies changes.
    """

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)

    def overview(self, principal: Principal, scope: Scope = EVERYTHING) -> Overview:
        """How many companies stand how, and the headline figures against a quarter before."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, market=True)
        return overview(records)

    def rankings(self, principal: Principal, scope: Scope = EVERYTHING) -> Rankings:
        """Active companies by health score, with their places a quarter before."""
        return rankings(self._scored(principal, scope))

    def calculate_portfolio_health_scores(
        self, principal: Principal, scope: Scope = EVERYTHING
    ) -> dict[str, Ranking]:
        """The health of every active company by its id, from one query of their reports."""
        return scores(self._scored(principal, scope))

    def calculate_company_health_score(
        self, principal: Principal, company: str, scope: Scope = EVERYTHING
    ) -> Ranking:
        """The health of one active company by code or id. NotFound when no visible fund has it."""
        records = self._scored(principal, scope)
        return row_of(tuple(scores(records).values()), find(records, company).company_id)

    def analyze_portfolio_concentration(
        self, principal: Principal, scope: Scope = EVERYTHING
    ) -> ConcentrationRisk:
        """Weights of what is held, by fair value and by cost."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, reported=False)
        return concentration(records, records.as_of)

    def risk_analysis(self, principal: Principal, scope: Scope = EVERYTHING) -> RiskAnalysis:
        """Concentration, the runway ladder, and companies whose burn wants attention."""
        return risk_analysis(self._reported(principal, scope))

    def schedule_of_investments(
        self, principal: Principal, scope: Scope = EVERYTHING
    ) -> ScheduleOfInvestments:
        """Every company ever held with its tranches, in groups whose totals foot."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, reported=False)
            words = read_newest_marks(session, records, records.as_of)
        return schedule(records, words)

    def marks(self, principal: Principal, scope: Scope = EVERYTHING) -> Marks:
        """What moved values in the period (the quarter up to as_of), by effect."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, reported=False)
            words = read_newest_marks(session, records, days_between(records.frame)[1])
        return marks(records, words)

    def kpi_matrix(self, principal: Principal, scope: Scope = EVERYTHING) -> KpiMatrix:
        """Active companies by measures, each in its band."""
        return kpi_matrix(self._reported(principal, scope))

    def coverage(self, principal: Principal, scope: Scope = EVERYTHING) -> Coverage:
        """Who reported which of the last eight quarters, and when."""
        return coverage(self._reported(principal, scope))

    def tear_sheet(
        self, principal: Principal, company: str, scope: Scope = EVERYTHING
    ) -> TearSheet:
        """One company by code or id. NotFound when no visible fund ever held it by as_of."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, market=True)
            stake = find(records, company)
            card = read_card(session, records, stake)
        return tear_sheet(records, stake, card)

    def _reported(self, principal: Principal, scope: Scope) -> Records:
        with reading(self.db, principal, MODULE) as session:
            return read_records(session, principal, scope, self.house)

    def _scored(self, principal: Principal, scope: Scope) -> Records:
        with reading(self.db, principal, MODULE) as session:
            return read_records(session, principal, scope, self.house, market=True)
