"""Where open deals stand, what they are likely to need, and the rows behind a count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.errors import InvalidInput
from services.fund_performance import FundPerformanceService
from services.scope import SYSTEM, Scope
from tests.deal_flow.conftest import Q2, Pipeline, codes


def names(answer):
    return {row.deal for row in answer.deals}


def test_a_deal_is_stuck_that_stays_longer_than_three_quarters_did(
    dozen: Pipeline,
) -> None:
    found = dozen.service.stuck(SYSTEM, Q2)
    (row,) = found.deals
    assert (row.deal, row.stage, row.since) == ("D05", "sourced", date(2025, 4, 22))
    # ten left it, after 0, 10, 10, 13, 15, 18, 19, 22, 38 and 45 days
    assert (row.days_in_stage, row.limit_days, row.days_over) == (69, 21.25, 47.75)
    assert (row.owner, row.channel, row.check_size) == ("U2", "cold", 1_000_000)
    # D08 stands in screened since it went back on 20 May, not since April
    assert found.open_by_stage == {"sourced": 2, "screened": 3, "term_sheet": 2}
    # fewer than eight left the others: the usual days stand for their quartiles
    assert found.limits == {"sourced": 21.25, "screened": 45, "term_sheet": 60}
    assert "usual_days" in codes(found)


def test_eight_deals_that_left_a_stage_say_who_is_stuck_in_it(pipeline: Pipeline) -> None:
    for place, day in enumerate(("02", "03", "04", "05", "06", "07", "08", "09")):
        pipeline.deal(f"D{place}", "2025-06-01", ("screened", f"2025-06-{day}"))
    pipeline.deal("OLD", "2025-06-23")
    pipeline.deal("NEW", "2025-06-24")
    found = pipeline.service.stuck(SYSTEM, Q2)
    # they took 1 to 8 days; three quarters took at most 6.25
    assert found.limits["sourced"] == 6.25
    assert [(row.deal, row.days_over) for row in found.deals] == [("OLD", 0.75)]


def test_chances_are_those_of_deals_that_had_time_to_close(pipeline: Pipeline) -> None:
    for number, events in ((6, ()), (2, ("screened",)), (2, ("screened", "term_sheet", "closed"))):
        for place in range(number):
            days = ("2024-02-01", "2024-03-01", "2024-04-01")
            pipeline.deal(f"R{number}{len(events)}{place}", "2024-01-10",
                          *zip(events, days, strict=False),
                          outcome=None if "closed" in events else "passed")  # fmt: skip
    pipeline.deal("A", "2025-06-01", check_size="1000000")
    pipeline.deal("B", "2025-06-01", check_size="500000")
    pipeline.deal("C", "2025-06-01")
    pipeline.deal("D", "2025-06-01", ("screened", "2025-06-05"), check_size="2000000")
    facts = pipeline.facts
    facts.commitment("id-AQ1", facts.investor("LP1"), "2024-01-01", 10_000_000)
    facts.flow("id-AQ1", "2024-06-30", "capital_call_investments", 4_000_000)
    facts.balance("id-AQ1", day="2025-06-30", item="cash", amount=300_000)
    found = pipeline.service.forecast(SYSTEM, Q2)
    sourced, screened, term_sheet = found.stages
    # of ten ripe deals two closed; of four that were screened two did, of two with term sheets both
    assert [row.probability for row in found.stages] == [0.2, 0.5, 1.0]
    assert [row.n for row in found.stages] == [10, 4, 2]
    assert (sourced.open_deals, sourced.check_size, sourced.without_check) == (3, 1_500_000, 1)
    assert (sourced.weighted, screened.weighted) == (300_000, 1_000_000)
    assert (term_sheet.open_deals, term_sheet.check_size, term_sheet.weighted) == (0, 0, 0)
    assert found.expected_closings == pytest.approx(3 * 0.2 + 0.5)
    assert found.weighted_pipeline == 1_300_000
    # at least 5.668 % of 1.5m and 15.004 % of 2m
    assert found.weighted_low == pytest.approx(Decimal("385101.2"), abs=Decimal("0.1"))
    assert (found.without_check, found.ripe_days) == (1, 365)
    # 6m uncalled and 0.3m in cash, nothing reserved
    assert (found.new_deal_capacity, found.coverage) == (6_300_000, pytest.approx(6.3 / 1.3))
    cards = pipeline.funnel()
    assert (cards.weighted_pipeline, cards.new_deal_capacity) == (1_300_000, 6_300_000)
    assert {"ripe_cohorts", "without_check", "unfunded_and_cash"} <= codes(found)


def test_capacity_is_the_dry_powder_that_fund_performance_gives(pipeline: Pipeline) -> None:
    facts = pipeline.facts
    other = facts.fund("AQ2", currency="EUR", total_committed=Decimal(5_000_000))
    facts.rate("EUR", "2025-06-20", "0.8")
    facts.rate("EUR", "2025-02-20", "0.9")
    facts.commitment("id-AQ1", facts.investor("LP1"), "2024-01-01", 9_000_000)
    facts.commitment("id-AQ1", facts.investor("GP", type="gp"), "2024-01-01", 1_000_000)
    for day, type_, amount in (
        ("2024-06-30", "capital_call_investments", 4_000_000),
        ("2024-12-31", "distribution_recallable", 500_000),
    ):
        facts.flow("id-AQ1", day, type_, amount, investor_id="id-LP1")
        facts.flow("id-AQ1", day, type_, amount // 10, investor_id="id-GP")
    facts.flow(other, "2025-03-01", "capital_call", 900_000, currency="EUR")
    facts.nav("id-AQ1", "2025-06-30", 4_000_000, investor_id="id-LP1")
    facts.nav(other, "2025-06-30", 900_000, currency="EUR")
    for item, amount in (("cash", 700_000), ("reserve_follow_on", 2_000_000), ("liabilities", 10)):
        facts.balance("id-AQ1", day="2025-06-30", item=item, amount=amount)
    performance = FundPerformanceService(facts.db)
    for changes in ({}, {"basis": "net_fund"}, {"basis": "gross"}, {"funds": ("AQ2",)},
                    {"funds": ("AQ2",), "currency": "USD"}):  # fmt: skip
        scope = Scope(as_of=date(2025, 6, 30), **changes)
        told = performance.calculate_fund_metrics(SYSTEM, scope).dry_powder
        found = pipeline.service.forecast(SYSTEM, scope)
        assert told is not None
        assert found.new_deal_capacity == told, changes
    pipeline.facts.fund("AQ3")
    unknown = pipeline.service.forecast(SYSTEM, Scope(as_of=date(2025, 6, 30)))
    assert (unknown.new_deal_capacity, unknown.coverage) == (None, None)
    assert "commitment_unknown" in codes(unknown)


def test_without_an_earlier_deal_nothing_can_be_weighed(dozen: Pipeline) -> None:
    found = dozen.service.forecast(SYSTEM, Q2)
    assert {row.probability for row in found.stages} == {None}
    assert (found.weighted_pipeline, found.expected_closings, found.coverage) == (None, None, None)
    assert {"no_ripe_deals", "commitment_unknown", "not_known"} <= codes(found)


def test_the_rows_behind_a_bar_are_as_many_as_it_counts(dozen: Pipeline) -> None:
    for counting in ("period", "cohort"):
        counts = dozen.funnel(counting=counting)
        window = counts.period if counting == "period" else counts.cohort
        for stage, number in window.counts.items():
            rows = dozen.service.deals(SYSTEM, Q2, counting=counting, stage=stage)
            assert rows.total == len(rows.deals) == number, (counting, stage)


def test_rows_are_found_by_the_words_of_the_answers(dozen: Pipeline) -> None:
    def deals(**asked):
        return names(dozen.service.deals(SYSTEM, Q2, **asked))

    assert deals(stage="closed") == {"D01", "D04"}
    assert deals(outcome="passed") == {"D02", "D07"}
    assert deals(reason="team") == {"D07"}
    assert deals(reason="not given") == {"D10"}
    assert deals(outcome="closed") == {"D01", "D04"}
    assert len(deals(outcome="open")) == dozen.funnel().active_deals == 7
    assert deals(counting="cohort", channel="not given") == {"D10"}
    assert deals(counting="cohort", channel="cold", outcome="open") == {"D05", "D06", "D12"}
    assert deals(counting="cohort", owner="U1", sector="Software") == {"D04"}
    assert deals(counting="cohort", furthest="sourced", outcome="open") == {"D05", "D12"}
    assert len(deals()) == 12
    with pytest.raises(InvalidInput, match="stage must be one of"):
        deals(stage="signed")


def test_a_row_tells_where_the_deal_stands_and_how_far_it_came(dozen: Pipeline) -> None:
    rows = {row.deal: row for row in dozen.service.deals(SYSTEM, Q2).deals}
    back = rows["D08"]
    assert (back.stage, back.furthest, back.outcome) == ("screened", "term_sheet", "open")
    assert (back.days_in_stage, back.round) == (41, "Seed")
    skipped = rows["D06"]
    assert (skipped.screened_at, skipped.term_sheet_at) == (None, date(2025, 6, 20))
    passed = rows["D02"]
    assert (passed.stage, passed.outcome, passed.ended_at) == (
        "screened",
        "passed",
        date(2025, 4, 10),
    )
    assert passed.days_in_stage is None
    assert [row.deal for row in dozen.service.deals(SYSTEM, Q2, limit=2).deals] == ["D11", "D12"]
    cut = dozen.service.deals(SYSTEM, Q2, limit=2)
    assert (cut.total, "cut" in codes(cut)) == (12, True)
