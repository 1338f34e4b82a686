"""Market Intelligence for programs: the figures of the page, under the specification's keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from flask import Response
from pydantic import Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import Query, ScopeQuery
from dashapp.context import Context
from services.exports import CSV, XLSX
from services.market_intelligence import MarketIntelligenceService
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
ROOT = "/dashboards/market-intelligence"
FORMATS = ("application/json", CSV, XLSX)
FAMILY = "sector_trends"
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
endpoints = Endpoints("market intelligence")


class SourceQuery(ScopeQuery):
    """A scope, and whose figures: funds, basis and currency change nothing of the market's."""

    source: Name | None = Field(
        default=None,
        description="Provider; left out: the one with the newest complete quarter.",
        examples=["Illustrative Venture Monitor (synthetic)"],
    )


class SectorQuery(SourceQuery):
    """A scope, whose figures, and of which sector."""

    sector: Name | None = Field(
        default=None, description="One sector; left out: every one.", examples=["Software"]
    )


Ask = Callable[[MarketIntelligenceService, Principal, Scope], Any]


@endpoints.get(f"{ROOT}/sector-trends", query=SectorQuery, returns=SectorTrends, formats=FORMATS)
def sector_trends(query: Query[SectorQuery]) -> Response:
    """Deals, money and growth by sector, in the current quarter and the eight up to it.

    The current quarter is the provider's last closed one; as_of moves it. Stage counts add up to
    total_deals with other_deals; stage_mapping says which words of the provider count as which.
    """
    given = query.given

    def ask(service: MarketIntelligenceService, principal: Principal, scope: Scope) -> SectorTrends:
        return service.sector_trends(principal, scope, source=given.source, sector=given.sector)

    return _answer(query, "sector-trends", ask, sector=given.sector)


@endpoints.get(f"{ROOT}/valuations", query=SourceQuery, returns=Valuations, formats=FORMATS)
def valuations(query: Query[SourceQuery]) -> Response:
    """Values before and after rounds by stage, their trend, and places beside each other.

    Medians and quartiles need five values; a stage of which the provider gives none is null.
    """

    def ask(service: MarketIntelligenceService, principal: Principal, scope: Scope) -> Valuations:
        return service.valuations(principal, scope, source=query.given.source)

    return _answer(query, "valuations", ask)


@endpoints.get(f"{ROOT}/exit-activity", query=SectorQuery, returns=ExitActivity, formats=FORMATS)
def exit_activity(query: Query[SectorQuery]) -> Response:
    """Sales and listings: counts, values, multiples, and years from the first known round.

    Sectors and times are of the four quarters up to the current one. An undisclosed value counts
    as an exit and stands in no sum.
    """
    given = query.given

    def ask(service: MarketIntelligenceService, principal: Principal, scope: Scope) -> ExitActivity:
        return service.exit_activity(principal, scope, source=given.source, sector=given.sector)

    return _answer(query, "exit-activity", ask, sector=given.sector)


@endpoints.get(f"{ROOT}/step-ups", query=SourceQuery, returns=StepUps, formats=FORMATS)
def step_ups(query: Query[SourceQuery]) -> Response:
    """Value before a round over the value after the company's last one, by the stage arrived at.

    Of the four quarters up to the current one; below 1 it is a down round, and their share stands
    with its interval.
    """

    def ask(service: MarketIntelligenceService, principal: Principal, scope: Scope) -> StepUps:
        return service.step_ups(principal, scope, source=query.given.source)

    return _answer(query, "step-ups", ask)


@endpoints.get(
    f"{ROOT}/portfolio-vs-market", query=SectorQuery, returns=PortfolioVsMarket, formats=FORMATS
)
def portfolio_vs_market(query: Query[SectorQuery]) -> Response:
    """Our entries on the market's distribution of their stage and quarter, and thesis coverage.

    Of the funds you may see. What a company was worth is implied by what we paid for our share.
    """
    given = query.given

    def ask(
        service: MarketIntelligenceService, principal: Principal, scope: Scope
    ) -> PortfolioVsMarket:
        return service.portfolio_vs_market(
            principal, scope, source=given.source, sector=given.sector
        )

    return _answer(query, "portfolio-vs-market", ask, sector=given.sector, of_funds=True)


@endpoints.get(f"{ROOT}/sources", query=SectorQuery, returns=Sources, formats=FORMATS)
def sources(query: Query[SectorQuery]) -> Response:
    """Every provider, and what several say of the same sectors and quarters, side by side.

    Two providers list the same rounds, so they are divided by each other and never added.
    """
    given = query.given

    def ask(service: MarketIntelligenceService, principal: Principal, scope: Scope) -> Sources:
        return service.sources(principal, scope, source=given.source, sector=given.sector)

    return _answer(query, "sources", ask, sector=given.sector)


def _answer(
    query: Query[Any], name: str, ask: Ask, *, sector: str | None = None, of_funds: bool = False
) -> Response:
    def compute(parts: Context, principal: Principal, scope: Scope) -> Any:
        settings = parts.settings
        service = MarketIntelligenceService(
            parts.db, reporting_currency=settings.reporting_currency, timezone=settings.timezone
        )
        return ask(service, principal, scope)

    return answers.figures(
        query,
        f"market-intelligence-{name}",
        compute,
        module=MODULE,
        extra=repr((query.given.source, sector)),
        family=FAMILY,
        of_funds=of_funds,
    )
