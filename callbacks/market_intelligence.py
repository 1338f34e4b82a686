"""The wiring of Market Intelligence: which answer of the service fills which panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from callbacks.panels import Filling, Ports, Wiring
from layouts import address
from layouts import market_intelligence as page
from layouts.market_intelligence import (
    cards,
    exits,
    head,
    ours,
    providers,
    rounds,
    sectors,
    stages,
    trends,
    valuations,
)
from services.market_intelligence import MarketIntelligenceService
from services.scope import Principal, Scope

Query = Mapping[str, Sequence[str]]
Load = Callable[[MarketIntelligenceService, Principal, Query], Any]

wiring: Wiring[MarketIntelligenceService] = Wiring(
    "market-intelligence",
    lambda ports: MarketIntelligenceService(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
)


def asked(method: Callable[..., Any], *names: str) -> Load:
    """A method asked for those of the page's own parameters that the address gives."""

    def load(service: MarketIntelligenceService, principal: Principal, query: Query) -> Any:
        given = address.own(page.SLUG, query)
        more = {name: given[name] for name in names if name in given}
        return method(service, principal, Scope.from_query(query), **more)

    return load


# Where every sector is drawn and the asked one stands out, all of them are loaded.
EVERY_SECTOR = asked(MarketIntelligenceService.sector_trends, "source")
ONE_SECTOR = asked(MarketIntelligenceService.sector_trends, "source", "sector")
VALUATIONS = asked(MarketIntelligenceService.valuations, "source")
STEPS = asked(MarketIntelligenceService.step_ups, "source")
EXITS = asked(MarketIntelligenceService.exit_activity, "source")
SECTOR_EXITS = asked(MarketIntelligenceService.exit_activity, "source", "sector")
EVERY_DEAL = asked(MarketIntelligenceService.portfolio_vs_market, "source")
DEALS = asked(MarketIntelligenceService.portfolio_vs_market, "source", "sector")
SOURCES = asked(MarketIntelligenceService.sources, "source", "sector")
EVERY_SOURCE = asked(MarketIntelligenceService.sources, "source")


def headline(ports: Ports, principal: Principal, query: Query) -> head.Headline:
    """One answer of each kind for the cards, each with the ids of its figures."""
    service = wiring.service(ports)

    def told(load: Load) -> Any:
        return ports.identified(load(service, principal, query))

    return head.Headline(
        trends=told(EVERY_SECTOR),
        valuations=told(VALUATIONS),
        exits=told(EXITS),
        steps=told(STEPS),
        ours=told(EVERY_DEAL),
    )


wiring.fill_asked(page.STATE, EVERY_SECTOR, head.state)
wiring.fillings[page.FIGURES.id] = (page.FIGURES, Filling(headline, cards.figures, asked=True))
wiring.fill_asked(page.QUARTERS, EVERY_SECTOR, sectors.by_quarter)
wiring.fill_asked(page.SECTORS, EVERY_SECTOR, sectors.ranked)
wiring.fill_asked(page.STAGES, EVERY_SECTOR, stages.mix)
wiring.fill_asked(page.SIZES, EVERY_SECTOR, stages.sizes)
wiring.fill_asked(page.VALUATIONS, VALUATIONS, valuations.ribbons)
wiring.fill_asked(page.STEPS, STEPS, rounds.steps)
wiring.fill_asked(page.PLACES, VALUATIONS, valuations.places)
wiring.fill_asked(page.EXIT_QUARTERS, EXITS, exits.quarters)
wiring.fill_asked(page.TIME, SECTOR_EXITS, exits.time)
wiring.fill_asked(page.TRENDS, ONE_SECTOR, trends.subsectors)
wiring.fill_asked(page.THESIS, EVERY_DEAL, ours.thesis)
wiring.fill_asked(page.ENTRIES, DEALS, ours.entries)
wiring.fill_asked(page.COMPARED, SOURCES, providers.compared)
wiring.fill_asked(page.SOURCES, EVERY_SOURCE, providers.sources)
