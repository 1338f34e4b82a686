"""Channels: what came of their deals, what they cost, and when one may be called the best."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.scope import SYSTEM, Scope
from tests.deal_flow.conftest import Q2, Pipeline, codes, pipeline_of
from tests.factories import partner


@pytest.fixture(scope="module")
def channels(module_db):
    """The twelve deals, of which D04 became an investment, and what channels cost."""
    written = pipeline_of(module_db)
    written.dozen()
    facts = written.facts
    facts.channel_cost("referral", start="2025-04-01", end="2025-06-30", cost=900)
    facts.channel_cost("cold", start="2025-01-01", end="2025-06-30", cost=362)
    facts.channel_cost("event", start="2025-04-01", end="2025-04-30", cost=60)
    company = facts.company("C1")
    facts.deal("I1", fund="id-AQ1", company=company, pipeline_deal="D04")
    facts.investment_flow("id-I1", day="2025-06-25", amount=1000)
    facts.mark("id-I1", day="2025-06-30", value=1500)
    return written


def test_channels_count_the_deals_they_brought_most_first(channels: Pipeline) -> None:
    found = channels.service.sourcing_analytics(SYSTEM, Q2).channels
    told = [(row.name, row.deals, row.screened, row.term_sheet, row.closed) for row in found]
    assert told == [
        ("cold", 4, 1, 1, 0), ("event", 2, 2, 1, 0), ("referral", 2, 2, 1, 1),
        ("not given", 1, 1, 1, 0),
    ]  # fmt: skip
    assert [row.still_open for row in found] == [3, 2, 1, 0]
    referral = found[2]
    assert (referral.success_rate, found[0].success_rate) == (0.5, 0)
    assert (referral.low, referral.high) == (
        pytest.approx(0.094531, abs=1e-6),
        pytest.approx(0.905469, abs=1e-6),
    )
    assert (found[0].low, found[0].high) == (0, pytest.approx(0.489891, abs=1e-6))


def test_a_cost_counts_by_the_days_it_shares_with_the_window(channels: Pipeline) -> None:
    cold, event, referral, nobody = channels.service.sourcing_analytics(SYSTEM, Q2).channels
    assert cold.cost == Decimal("182.00")  # 91 of 181 days of 362
    assert (cold.cost_per_deal, cold.cost_per_close) == (Decimal("45.50"), None)
    assert (referral.cost, referral.cost_per_deal) == (Decimal("900.00"), Decimal("450.00"))
    assert (event.cost, nobody.cost) == (None, None)
    found = channels.service.sourcing_analytics(SYSTEM, Q2)
    assert found.roi_analysis["not_known"] == {
        "cold": ["none_closed"], "event": ["cost_incomplete", "none_closed"], "referral": [],
        "not given": ["cost_unknown", "none_closed"],
    }  # fmt: skip
    assert found.roi_analysis["cost"] is None


def test_a_return_stands_on_what_the_deals_became(channels: Pipeline) -> None:
    referral = channels.service.sourcing_analytics(SYSTEM, Q2).channels[2]
    assert (referral.n_invested, referral.invested, referral.current_value) == (1, 1000, 1500)
    assert (referral.realized_value, referral.moic) == (0, 1.5)
    assert referral.roi == -400 / 1900  # 1,500 back for 1,000 put in and 900 spent
    cold = channels.service.sourcing_analytics(SYSTEM, Q2).channels[0]
    assert (cold.invested, cold.roi, cold.moic) == (None, None, None)


def test_an_earlier_day_does_not_know_the_mark_yet(channels: Pipeline) -> None:
    scope = Scope(as_of=date(2025, 6, 29), period="2025Q2")
    referral = channels.service.sourcing_analytics(SYSTEM, scope).channels[3]
    # too young for a mark of its own, so the investment stands at cost; 90 of 91 days of the cost
    assert (referral.name, referral.current_value) == ("referral", 1000)
    assert referral.cost == Decimal("890.11")


def test_channels_that_may_differ_by_chance_are_not_ranked(channels: Pipeline) -> None:
    found = channels.service.sourcing_analytics(SYSTEM, Q2)
    assert [row.rank for row in found.channels] == [None] * 4
    assert (found.separated, "intervals_overlap" in codes(found)) == (False, True)


def test_flows_tell_where_each_channels_deals_ended(channels: Pipeline) -> None:
    flows = channels.service.sourcing_analytics(SYSTEM, Q2).flows
    told = {(path.channel, path.furthest, path.outcome): path.deals for path in flows}
    assert sum(told.values()) == 9
    assert told["cold", "sourced", "passed"] == told["referral", "closed", "closed"] == 1
    assert told["cold", "sourced", "open"] == 2
    assert told["not given", "term_sheet", "lost"] == 1


def test_a_channel_that_lies_apart_from_all_others_has_a_place(pipeline: Pipeline) -> None:
    for name, closed, open_ in (("warm", 30, 0), ("cold", 0, 30), ("lists", 1, 29)):
        pipeline.many(closed, "closed", prefix=f"{name}-won", source_channel=name)
        pipeline.many(open_, prefix=f"{name}-open", source_channel=name)
    found = pipeline.service.sourcing_analytics(SYSTEM, Q2)
    assert {row.name: row.rank for row in found.channels} == {
        "warm": 1,
        "cold": None,
        "lists": None,
    }
    assert found.separated


def test_a_cost_of_the_firm_is_shared_by_the_deals_of_its_funds(pipeline: Pipeline) -> None:
    facts = pipeline.facts
    other = facts.fund("AQ2")
    for code, fund in (("D1", "id-AQ1"), ("D2", "id-AQ1"), ("D3", other)):
        pipeline.deal(code, "2025-05-01", fund=fund, source_channel="event")
    facts.channel_cost("event", start="2025-04-01", end="2025-06-30", cost=300)

    def cost(principal, **scope):
        found = pipeline.service.sourcing_analytics(principal, Q2.on(**scope))
        return found.channels[0].cost, codes(found)

    assert cost(SYSTEM)[0] == 300
    assert cost(SYSTEM, funds=("AQ1",))[0] == 200
    assert cost(partner("id-AQ1", "id-AQ2"))[0] == 300
    # whoever sees one fund alone cannot know the part of the others
    assert cost(partner("id-AQ1"))[0] is None
    assert "firm_wide" in cost(partner("id-AQ1"))[1]


def test_a_deal_that_closed_without_an_investment_leaves_the_return_open(
    pipeline: Pipeline,
) -> None:
    pipeline.deal("D1", "2025-04-01", ("closed", "2025-05-01"), source_channel="event")
    found = pipeline.service.sourcing_analytics(SYSTEM, Q2)
    assert (found.channels[0].n_invested, found.channels[0].roi) == (0, None)
    assert {"not_linked", "cost_unknown"} <= codes(found)


def test_a_cost_in_another_currency_is_converted_at_the_end_of_its_period(
    pipeline: Pipeline,
) -> None:
    pipeline.deal("D1", "2025-04-01", source_channel="event")
    pipeline.facts.channel_cost(
        "event", start="2025-04-01", end="2025-06-30", cost=80, currency="EUR"
    )
    assert pipeline.service.sourcing_analytics(SYSTEM, Q2).channels[0].cost is None
    pipeline.facts.rate("EUR", "2025-06-15", "0.8")
    assert pipeline.service.sourcing_analytics(SYSTEM, Q2).channels[0].cost == 100
