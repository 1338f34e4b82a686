"""Figures of a market that a person can count: eleven rounds of software, four exits, three chains.

The current quarter is 2025Q3; everything is in thousands of dollars times a thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.errors import InvalidInput, NotFound, Unauthenticated
from services.market_intelligence.stages import mapping_of, stage_of
from services.scope import Principal, Scope
from tests.factories import partner, statements
from tests.market_intelligence.conftest import Market, codes

A = "Alpha Data"
M = 1_000_000
ROUNDS = (
    # 2025Q3, software: five seed rounds of 1 to 5 million, before 4 to 20, after 5 to 25
    *(f"S{n},2025-07-1{n},Software,AI,Seed,{n}000000,{4*n}000000,{5*n}000000,US,USD,{A}"
      for n in range(1, 6)),
    f"S6,2025-08-01,Software,AI,Series A,10000000,40000000,50000000,GB,USD,{A}",
    f"S7,2025-08-02,Software,Security,angel,,,,US,USD,{A}",
    f"S8,2025-09-30,Software,Security,venture,5000000,,,,USD,{A}",
    # 2025Q2, software: four rounds of AI and one of security, 20 million in all
    *(f"P{n},2025-05-1{n},Software,AI,Seed,4000000,,,US,USD,{A}" for n in range(4)),
    f"P5,2025-06-30,Software,Security,Series C,4000000,,,US,USD,{A}",
    # health is new; no amount is disclosed, and a sector that is blank is unknown
    f"H1,2025-07-04,Health,,Debt,,,,DE,USD,{A}",
    f"U1,2025-07-05,,,Series B,7000000,,,FR,USD,{A}",
    # a company's rounds: up, then down, then flat over what was paid before
    f"T1,2024-11-01,Health,,Seed,1000000,4000000,5000000,US,USD,{A}",
    f"T1,2025-02-01,Health,,Series A,5000000,10000000,15000000,US,USD,{A}",
    f"T1,2025-05-01,Health,,Series B,5000000,12000000,17000000,US,USD,{A}",
    f"T1,2025-09-01,Health,,Series B,5000000,17000000,22000000,US,USD,{A}",
)  # fmt: skip
EXITS = (
    f"X1,2025-07-20,ma,40000000,10000000,Software,US,USD,{A}",
    f"X2,2025-08-20,ipo,90000000,30000000,Software,US,USD,{A}",
    f"X3,2025-09-20,ma,,5000000,Health,US,USD,{A}",
    f"T1,2025-09-29,ma,66000000,,Health,US,USD,{A}",
    f"X5,2025-04-20,ma,20000000,10000000,Software,US,USD,{A}",
    f"X6,2025-01-20,ma,10000000,10000000,Software,US,USD,{A}",
    f"X7,2024-12-20,ipo,50000000,10000000,Fintech,US,USD,{A}",
)


@pytest.fixture(scope="module")
def market(make_market: Callable[[], Market]) -> Market:
    found = make_market()
    found.rounds(*ROUNDS)
    found.exits(*EXITS)
    found.refresh()
    return found


def only(rows: Any, **wanted: Any) -> Any:
    """The row with these values."""
    (found,) = [
        row for row in rows if all(getattr(row, key) == value for key, value in wanted.items())
    ]
    return found


def test_a_sector_counts_every_deal_and_sums_the_disclosed_ones(market: Market) -> None:
    answer = market.trends()
    assert (answer.current_quarter, answer.quarters[-1], answer.quarters[0]) == (
        "2025Q3", "2025Q3", "2024Q4",
    )  # fmt: skip
    assert [sector.name for sector in answer.sectors] == ["Software", "unknown", "Health"]
    row = answer.sectors[0]
    assert (row.total_deals, row.disclosed_deals, row.total_funding) == (8, 7, 30 * M)
    assert (row.seed_deals, row.series_a_deals, row.series_b_deals) == (6, 1, 0)
    assert (row.growth_deals, row.other_deals) == (0, 1)
    assert row.stage_words == {"Seed": 5, "Series A": 1, "angel": 1, "venture": 1}
    assert row.growth_vs_previous == 0.5  # 30 against 20
    assert row.deal_growth == pytest.approx(0.6)  # 8 against 5
    # 1, 2, 3, 4, 5, 5, 10: the middle one, and the quarters at places 1.5 and 4.5
    assert (row.deal_size_p25, row.median_deal_size, row.deal_size_p75) == (
        2_500_000, 4 * M, 5 * M,
    )  # fmt: skip
    assert (row.median_pre_money, row.n_pre_money) == (14 * M, 6)  # 4, 8, 12, 16, 20, 40
    assert row.geographic_distribution == {"US": 6, "GB": 1, "unknown": 1}
    assert (answer.total_deals, answer.total_funding) == (11, 42 * M)


def test_what_is_not_disclosed_is_unknown_and_never_nothing(market: Market) -> None:
    answer = market.trends()
    health = only(answer.sectors, name="Health")
    assert (health.total_deals, health.disclosed_deals, health.total_funding) == (2, 1, 5 * M)
    assert only(answer.sectors, name="unknown").growth_vs_previous is None
    assert {"no_base", "too_few", "preliminary", "stage_mapping", "source"} <= codes(answer)
    text = next(note.text for note in answer.notes if note.code == "stage_mapping")
    assert "angel counts as seed" in text and "venture" in text


def test_subsectors_stand_out_by_counted_deals(market: Market) -> None:
    answer = market.trends()
    (hot,) = answer.hot_subsectors
    assert (hot.name, hot.sector, hot.deals, hot.previous_deals) == ("AI", "Software", 6, 4)
    assert (hot.funding, hot.growth) == (25 * M, 0.5)
    assert hot.why == "6 deals against 4 in the quarter before, 25,000,000 disclosed"
    (new,) = answer.emerging_trends
    assert (new.name, new.deals, new.previous_deals, new.growth) == ("Security", 2, 1, 1.0)


def test_words_of_the_provider_become_stages_by_one_table(market: Market) -> None:
    words = {
        "seed": "seed", "Pre-Seed": "seed", "angel": "seed", "Series A": "series_a",
        "series-a1": "series_a", "series-b": "series_b", "Series C": "growth",
        "series-c+": "growth", "Series H": "growth", "Growth": "growth", "later-stage": "growth",
        "venture": "other", "debt": "other", "post-ipo": "other", "private-equity": "other",
        "crowdfunding": "other", "unknown": "other", "series": "other",
    }  # fmt: skip
    assert mapping_of(words) == dict(sorted(words.items()))
    assert stage_of(None) == "other"
    assert market.trends().stage_mapping["Series C"] == "growth"


def test_as_of_and_period_move_the_quarters(market: Market) -> None:
    before = market.trends(as_of=date(2025, 8, 15))
    assert (before.current_quarter, before.meta.as_of) == ("2025Q2", date(2025, 8, 15))
    software = only(before.sectors, name="Software")
    assert (software.total_funding, software.growth_vs_previous) == (20 * M, None)
    assert market.trends(period="2025Q2").current_quarter == "2025Q2"
    assert market.trends(period="2q").quarters == ("2025Q2", "2025Q3")
    assert market.trends(period="6m").quarters == ("2025Q2", "2025Q3")
    assert market.trends(period="2025-01-01..2025-06-30").quarters == ("2025Q1", "2025Q2")
    assert market.trends(as_of=date(2030, 1, 1)).current_quarter == "2025Q3"
    early = market.trends(as_of=date(2024, 6, 30))
    assert (early.current_quarter, early.sectors, early.total_deals) == (None, (), None)
    assert "no_data" in codes(early)
    quarters = {(cell.sector, cell.quarter) for cell in market.trends().cells}
    assert ("Health", "2024Q4") in quarters and ("Software", "2025Q1") not in quarters


def test_values_by_stage_need_five_and_say_how_many_there_are(market: Market) -> None:
    answer = market.service.valuations(market.who)
    seed, first = answer.by_stage["seed"], answer.by_stage["series_a"]
    assert (seed.deals, seed.n_pre, seed.median_pre, seed.median_post) == (6, 5, 12 * M, 15 * M)
    assert (seed.pre_p25, seed.pre_p75, seed.post_p25, seed.post_p75) == (
        8 * M, 16 * M, 10 * M, 20 * M,
    )  # fmt: skip
    assert (first.deals, first.n_pre, first.median_pre) == (1, 1, None)
    assert (answer.by_stage["growth"].n_pre, answer.by_stage["growth"].median_pre) == (0, None)
    fields = {(note.field, note.code) for note in answer.notes}
    assert {("by_stage", "too_few"), ("by_stage", "no_data")} <= fields
    point = only(answer.trend_data, stage="seed", quarter="2025Q2")
    assert (point.n_pre, point.median_pre, point.preliminary) == (0, None, True)
    # four quarters: 11 of now, 6 of the quarter before, T1 once in each of two
    places = answer.geographic_comparison
    assert (places["US"].deals, places["GB"].deals, places["unknown"].deals) == (15, 1, 1)
    assert places["US"].share == pytest.approx(15 / 19)
    assert (places["US"].n_pre, places["US"].median_pre) == (9, 12 * M)  # 4 4 8 10 12 12 16 17 20


def test_exits_by_type_with_multiples_of_what_was_raised(market: Market) -> None:
    answer = market.service.exit_activity(market.who)
    now = answer.current_quarter
    assert now is not None
    assert (now.quarter, now.ipo_count, now.ma_count, now.disclosed) == ("2025Q3", 1, 3, 3)
    assert (now.ipo_value, now.ma_value) == (90 * M, 106 * M)
    assert (now.n_multiple, now.median_exit_multiple) == (2, None)  # 4x and 3x: too few to show
    software = only(answer.by_sector, name="Software")
    # four quarters: 4x, 3x, 2x, 1x; still one too few
    assert (software.ma_count, software.ipo_count, software.n_multiple) == (3, 1, 4)
    assert (software.value, software.median_exit_multiple) == (160 * M, None)
    assert [row.quarter for row in answer.quarters] == ["2024Q4", "2025Q1", "2025Q2", "2025Q3"]
    # T1 is the only one with a known first round: 332 days
    took = answer.exit_timeline_analysis["ma"]
    assert (took.n, took.median) == (1, None)
    assert {"too_few", "not_disclosed"} <= codes(answer)


def test_a_step_up_is_the_price_over_what_the_last_round_left(market: Market) -> None:
    answer = market.service.step_ups(market.who)
    # 10/5 = 2, 12/15 = 0.8, 17/17 = 1
    first, second = (only(answer.stages, stage=stage) for stage in ("series_a", "series_b"))
    assert (first.n, first.down_rounds, first.down_round_share) == (1, 0, 0.0)
    assert (second.n, second.down_rounds, second.down_round_share) == (2, 1, 0.5)
    assert (second.median, second.n_between) == (None, 2)
    assert (answer.n, answer.down_round_share) == (3, pytest.approx(1 / 3))
    # Wilson for 1 of 3: 0.0615 to 0.7923
    assert (round(answer.down_low, 4), round(answer.down_high, 4)) == (0.0615, 0.7923)
    assert only(answer.stages, stage="seed").n == 0
    assert {"too_few", "no_data"} <= codes(answer)


def test_medians_come_from_five_values_on(make_market: Callable[[], Market]) -> None:
    market = make_market()
    chain = [
        row
        for n in range(5)
        for row in (
            f"C{n},2010-01-01,Games,,Seed,1,,10000000,US,USD,Steps",
            f"C{n},2011-01-01,Games,,Series A,1,{5 + 5 * n}000000,90000000,US,USD,Steps",
        )
    ]
    market.rounds(*chain)
    market.exits(
        *(f"C{n},2012-01-01,ma,{n + 1}0000000,10000000,Games,US,USD,Steps" for n in range(5))
    )
    market.refresh()
    steps = market.service.step_ups(market.who, Scope(as_of=date(2011, 3, 31)), source="Steps")
    row = only(steps.stages, stage="series_a")
    assert (row.n, row.p25, row.median, row.p75) == (5, 1.0, 1.5, 2.0)  # 0.5 1 1.5 2 2.5
    assert (row.down_rounds, row.down_round_share) == (1, 0.2)
    assert row.median_months_between == pytest.approx(365 / 30.4375)
    exits = market.service.exit_activity(market.who, source="Steps")
    assert exits.current_quarter is not None
    assert exits.current_quarter.median_exit_multiple == 3.0
    assert (exits.current_quarter.multiple_p25, exits.current_quarter.multiple_p75) == (2.0, 4.0)
    assert exits.exit_timeline_analysis["ma"].median == pytest.approx(730 / 365.25)
    assert exits.exit_timeline_analysis["ipo"].median is None


def test_one_sector_may_be_asked_for_and_spelling_does_not_matter(market: Market) -> None:
    answer = market.service.sector_trends(market.who, source=A, sector=" software ")
    assert {sector.name for sector in answer.sectors} == {"Software"}
    assert {cell.sector for cell in answer.cells} == {"Software"}
    assert (answer.total_deals, answer.total_funding, answer.growth_vs_previous) == (8, 30 * M, 0.5)
    nothing = market.service.sector_trends(market.who, source=A, sector="Space")
    assert (nothing.sectors, nothing.total_deals) == ((), None)
    assert "no_data" in codes(nothing)
    exits = market.service.exit_activity(market.who, source=A, sector="HEALTH")
    assert [row.name for row in exits.by_sector] == ["Health"]


def test_who_may_not_read_and_what_is_not_there_is_refused(market: Market) -> None:
    with pytest.raises(NotFound, match="no provider Gamma"):
        market.service.valuations(market.who, source="Gamma")
    with pytest.raises(InvalidInput):
        market.trends(period="2025Q9")
    with pytest.raises(Unauthenticated):
        market.service.sector_trends("somebody")  # type: ignore[arg-type]
    lp = Principal(user_id="l", name="L", roles=frozenset({"lp"}), funds=None)
    with pytest.raises(NotFound):
        market.service.sources(lp)


def test_every_answer_names_provider_release_and_day_and_reads_a_fixed_number_of_times(
    market: Market,
) -> None:
    fund = market.facts.fund()
    service, who = market.service, partner(fund)
    counts = []
    for ask in (service.sector_trends, service.valuations, service.exit_activity,
                service.step_ups, service.portfolio_vs_market, service.sources):  # fmt: skip
        with statements(market.db) as sent:
            answer = ask(who, source=A)
        counts.append(len(sent))
        assert (answer.source, answer.meta.source) == (A, A)
        assert answer.release in ("market_rounds.csv", "market_exits.csv")
        assert answer.fetched is not None
        assert answer.meta.currency == "USD"
        assert "source" in codes(answer)
    assert counts == [5, 4, 4, 4, 8, 4]
    assert Decimal(answer.rows[0].total_funding or 0) > 0
