"""Figures of Market Intelligence explained: each by the rounds or exits of one provider."""

from __future__ import annotations

from typing import Any

from services.explain.answers import Answer, Explained
from services.explain.market_intelligence import rounds, sales
from services.explain.market_intelligence.facts import MarketFacts
from services.market_intelligence import MarketIntelligenceService
from services.market_intelligence.results import (
    ExitActivity,
    SectorTrends,
    Sources,
    Valuations,
)


def _source(answer: Any) -> str:
    return answer.source or ""


def _source_and_sector(answer: SectorTrends) -> str:
    """The provider, and the sector where the answer is of one alone: its totals are that one's."""
    only = answer.sectors[0].name if len(answer.sectors) == 1 else ""
    return f"{_source(answer)}|{only}"


def _asked_trends(service: MarketIntelligenceService, who: Any, scope: Any, option: str) -> Any:
    source, _, sector = option.partition("|")
    return service.sector_trends(who, scope, source=source or None, sector=sector or None)


MARKET_INTELLIGENCE = Explained(
    module="market_intelligence",
    service=MarketIntelligenceService,
    facts=MarketFacts,
    of_funds=False,
    answers=(
        Answer(
            code="mt",
            result=SectorTrends,
            asked=_asked_trends,
            option=_source_and_sector,
            recipes={
                **rounds.table(
                    "", ("total_deals", "total_funding", "growth_vs_previous"), rounds.whole
                ),
                **rounds.table("sectors[*].", rounds.OF_SECTOR, rounds.sector),
                **rounds.table("cells[*].", rounds.OF_CELL, rounds.cell),
            },
        ),
        Answer(
            code="mv",
            result=Valuations,
            asked=lambda service, who, scope, option: service.valuations(
                who, scope, source=option or None
            ),
            option=_source,
            recipes={
                **rounds.table("by_stage[*].", rounds.OF_STAGE, rounds.stage_now),
                **rounds.table("trend_data[*].", rounds.OF_STAGE, rounds.stage_then),
                **rounds.table("geographic_comparison[*].", rounds.OF_PLACE, rounds.place),
                "geographic_comparison[*].share": rounds.share_of_place,
            },
        ),
        Answer(
            code="me",
            result=ExitActivity,
            asked=lambda service, who, scope, option: service.exit_activity(
                who, scope, source=option or None
            ),
            option=_source,
            recipes={
                **sales.table("current_quarter.", sales.OF_QUARTER, sales.quarter_now),
                **sales.table("quarters[*].", sales.OF_QUARTER, sales.quarter_then),
                **sales.table("by_sector[*].", sales.OF_SECTOR, sales.sector),
            },
        ),
        Answer(
            code="mo",
            result=Sources,
            asked=lambda service, who, scope, _option: service.sources(who, scope),
            recipes=rounds.table(
                "rows[*].",
                ("total_deals", "total_funding", "median_deal_size"),
                rounds.of_provider,
            ),
        ),
    ),
)
