"""Market Intelligence: what a principal may know of other people's rounds and exits."""

from __future__ import annotations

from services.access.reading import reading
from services.db.session import Database
from services.frames import House
from services.market_intelligence import (
    against,
    exits,
    sources,
    step_ups,
    trends,
    valuations,
)
from services.market_intelligence.frame import settle
from services.market_intelligence.results import (
    ExitActivity,
    PortfolioVsMarket,
    SectorTrends,
    Sources,
    StepUps,
    Valuations,
)
from services.scope import Principal, Scope

MODULE = "market_intelligence"
EVERYTHING = Scope()


class MarketIntelligenceService:
    """Figures of one provider, computed by the worker; every method takes the principal first.

    `source` names the provider; left out it is the one with the newest complete quarter. Nothing
    is computed from rounds here: what was never computed is None with a note `not_precomputed`.
    Methods raise NotFound for a provider of which nothing was imported, InvalidInput for a scope
    that cannot be used. `fund` changes nothing but in `portfolio_vs_market`. The number of
    statements does not depend on how much there is.
    """

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)

    def sector_trends(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        source: str | None = None,
        sector: str | None = None,
    ) -> SectorTrends:
        """Deals, money and growth by sector: the current quarter, and eight quarters up to it."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, scope, self.house, source=source)
            return trends.sector_trends(session, frame, sector)

    def valuations(
        self, principal: Principal, scope: Scope = EVERYTHING, *, source: str | None = None
    ) -> Valuations:
        """Values before and after rounds by stage, their trend, and places beside each other."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, scope, self.house, source=source)
            return valuations.valuations(session, frame)

    def exit_activity(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        source: str | None = None,
        sector: str | None = None,
    ) -> ExitActivity:
        """Sales and listings: counts, values, multiples, and the time from the first round."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, scope, self.house, source=source)
            return exits.exit_activity(session, frame, sector)

    def step_ups(
        self, principal: Principal, scope: Scope = EVERYTHING, *, source: str | None = None
    ) -> StepUps:
        """Prices against the round before, by the stage arrived at, and the down rounds."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, scope, self.house, source=source)
            return step_ups.step_ups(session, frame)

    def portfolio_vs_market(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        source: str | None = None,
        sector: str | None = None,
    ) -> PortfolioVsMarket:
        """Our entries on the market's distribution, and where its money, we and our pipeline went.

        Raises NotFound for a fund that is missing or not granted.
        """
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, scope, self.house, source=source)
            return against.portfolio_vs_market(session, frame, principal, sector)

    def sources(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        source: str | None = None,
        sector: str | None = None,
    ) -> Sources:
        """Every provider, and what several say of the same sectors and quarters."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, scope, self.house, source=source)
            return sources.sources(session, frame, sector)
