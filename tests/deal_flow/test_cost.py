"""What an answer costs: as many statements for a thousand deals as for ten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.deal_flow import DealFlowService
from services.scope import SYSTEM
from tests.deal_flow.conftest import Q2, Pipeline
from tests.factories import statements

METHODS: tuple[Callable[..., Any], ...] = (
    DealFlowService.pipeline_funnel,
    DealFlowService.velocity,
    DealFlowService.sourcing_analytics,
    DealFlowService.stuck,
    DealFlowService.pass_reasons,
    DealFlowService.mix,
    DealFlowService.decisions,
    DealFlowService.forecast,
    DealFlowService.deals,
)


def test_a_thousand_deals_cost_no_more_statements_than_ten(pipeline: Pipeline) -> None:
    facts = pipeline.facts
    facts.deal("I1", fund="id-AQ1", company=facts.company("C1"), pipeline_deal="A00001")
    facts.investment_flow("id-I1", day="2025-05-01", amount=1000)
    facts.commitment("id-AQ1", facts.investor("LP1"), "2025-01-01", 100)
    facts.channel_cost("event", start="2025-04-01", end="2025-06-30", cost=1)
    counts: list[dict[str, int]] = []
    for number, prefix in ((10, "A"), (990, "B")):
        pipeline.many(number, "screened", "passed", prefix=prefix, source_channel="event")
        counts.append({})
        for method in METHODS:
            with statements(facts.db) as sent:
                method(pipeline.service, SYSTEM, Q2)
            counts[-1][method.__name__] = len(sent)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 9
    assert pipeline.service.pass_reasons(SYSTEM, Q2).ended == 1000
