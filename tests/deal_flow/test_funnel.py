"""The funnel of twelve deals that can be counted on two hands and two feet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.errors import InvalidInput
from services.scope import SYSTEM, Scope
from tests.deal_flow.conftest import Q2, Pipeline, codes

LAST_DAY = date(2025, 6, 30)


def test_the_specifications_own_example_comes_out_unrounded(pipeline: Pipeline) -> None:
    pipeline.many(80, prefix="A")
    pipeline.many(37, "screened", prefix="B")
    pipeline.many(5, "screened", "term_sheet", prefix="C")
    pipeline.many(3, "screened", "term_sheet", "closed", prefix="D")
    for counting in ("period", "cohort"):
        found = pipeline.funnel(counting=counting)
        assert found.current_period == {
            "sourced": 125,
            "screened": 45,
            "term_sheet": 8,
            "closed": 3,
        }
        assert found.conversion_rates == {
            "source_to_screen": 0.36,
            "screen_to_term": 8 / 45,
            "term_to_close": 0.375,
            "overall": 3 / 125,
        }
    assert found.conversion_rates["screen_to_term"] == 0.17777777777777778


def test_a_period_counts_what_happened_in_it_whenever_the_deal_was_sourced(dozen: Pipeline) -> None:
    found = dozen.funnel()
    # D03 was sourced before and D01 too; D06 skipped screening and went past it on 20 June;
    # D11 was screened half an hour before the quarter ended, D12 a quarter of one after.
    assert found.current_period == {"sourced": 9, "screened": 7, "term_sheet": 5, "closed": 2}
    assert found.period.counts == {**found.current_period, "passed": 2, "lost": 1}
    rates = found.conversion_rates
    assert (rates["source_to_screen"], rates["screen_to_term"]) == (7 / 9, 5 / 7)
    assert (rates["term_to_close"], rates["overall"]) == (0.4, 2 / 9)
    assert (found.period.still_open, found.period.median_age_days) == (None, None)


def test_a_cohort_follows_the_deals_sourced_in_it(dozen: Pipeline) -> None:
    found = dozen.funnel(counting="cohort")
    assert found.current_period == {"sourced": 9, "screened": 6, "term_sheet": 4, "closed": 1}
    assert (found.cohort.counts["passed"], found.cohort.counts["lost"]) == (1, 1)
    assert found.cohort.still_open == 6
    # aged 89, 86, 83, 81, 69, 55, 42, 1 and 0 days
    assert found.cohort.median_age_days == 69
    assert found.period == dozen.funnel().period
    assert "cohort_not_ripe" in codes(found)


def test_a_cohort_ripens_with_the_day_it_is_looked_at(dozen: Pipeline) -> None:
    later = Scope(as_of=date(2025, 7, 1), period="2025Q2")
    found = dozen.funnel(later, counting="cohort")
    assert found.current_period["screened"] == 7  # D12, on the first of July
    assert dozen.funnel(later).current_period["screened"] == 7  # which is no event of the quarter


def test_every_rate_has_an_interval_unless_it_is_no_share(dozen: Pipeline) -> None:
    rate = dozen.funnel().period.rates["term_to_close"]
    assert (rate.rate, rate.successes, rate.trials) == (0.4, 2, 5)
    assert (rate.low, rate.high) == (
        pytest.approx(0.117621, abs=1e-6),
        pytest.approx(0.769276, abs=1e-6),
    )
    # in the second half of April five were screened and one was sourced
    found = dozen.funnel(Scope(as_of=LAST_DAY, period="2025-04-15..2025-04-30"))
    assert found.conversion_rates["source_to_screen"] == 4
    assert found.period.rates["source_to_screen"].low is None
    assert "above_one" in codes(found)
    assert found.steps[1].drop_off is None


def test_a_window_without_deals_has_no_rates_and_says_so(dozen: Pipeline) -> None:
    found = dozen.funnel(Scope(as_of=LAST_DAY, period="2019"))
    assert found.current_period == {"sourced": 0, "screened": 0, "term_sheet": 0, "closed": 0}
    assert set(found.conversion_rates.values()) == {None}
    assert {"no_trials", "none_closed"} <= codes(found)
    assert found.comparison_to_previous["growth"]["sourced"] is None


def test_the_quarter_before_is_what_it_is_compared_with(dozen: Pipeline) -> None:
    before = dozen.funnel().comparison_to_previous
    assert (before["start"], before["end"]) == (date(2025, 1, 1), date(2025, 3, 31))
    assert before["counts"] == {"sourced": 3, "screened": 2, "term_sheet": 1, "closed": 0}
    assert before["change"] == {"sourced": 6, "screened": 5, "term_sheet": 4, "closed": 2}
    assert before["growth"] == {"sourced": 2, "screened": 2.5, "term_sheet": 4, "closed": None}
    assert before["rate_change"]["source_to_screen"] == pytest.approx(7 / 9 - 2 / 3)
    assert [step.previous for step in dozen.funnel().steps] == [3, 2, 1, 0]


def test_windows_of_other_lengths_are_compared_with_as_many_days(dozen: Pipeline) -> None:
    def before(period: str) -> tuple[str, str]:
        found = dozen.funnel(Scope(as_of=LAST_DAY, period=period)).comparison_to_previous
        return found["start"].isoformat(), found["end"].isoformat()

    assert before("2024") == ("2023-01-01", "2023-12-31")
    assert before("2025-06-10..2025-06-19") == ("2025-05-31", "2025-06-09")
    assert before("1q") == ("2025-01-01", "2025-03-31")
    assert dozen.funnel(Scope(as_of=LAST_DAY, period="3m")).current_period["sourced"] == 9


def test_what_is_open_now_and_was_on_the_day_before_the_window(dozen: Pipeline) -> None:
    found = dozen.funnel()
    assert (found.active_deals, found.previous_active_deals) == (7, 3)
    assert (found.stuck_deals, found.previous_stuck_deals) == (1, 0)
    assert (found.median_cycle_days, found.previous_median_cycle_days) == (98, None)


def test_eight_quarters_lead_up_to_the_window(dozen: Pipeline) -> None:
    trend = dozen.funnel().trend
    assert [point.quarter for point in trend][::7] == ["2023Q3", "2025Q2"]
    assert (trend[-2].sourced, trend[-1].sourced, trend[-1].closed) == (3, 9, 2)
    assert all(point.mature for point in trend)
    cohort = dozen.funnel(counting="cohort").trend
    assert (cohort[-2].closed, cohort[-1].closed) == (1, 1)
    # too few closed to say when a cohort is ripe: a year stands for it
    assert [point.mature for point in cohort] == [True] * 4 + [False] * 4


def test_rates_within_so_many_days_count_deals_that_are_as_old(dozen: Pipeline) -> None:
    scope = Scope(as_of=LAST_DAY, period="2025")
    ninety, half, year = dozen.funnel(scope).within
    # at least 90 days old on 30 June: D01, D02 and D03; D01 took 112 days
    assert (ninety.days, ninety.deals, ninety.closed) == (90, 3, 0)
    assert (half.deals, half.rate, year.rate) == (0, None, None)
    later = Scope(as_of=date(2025, 12, 31), period="2025Q1")
    assert [w.closed for w in dozen.funnel(later).within] == [0, 1, 0]
    assert [w.deals for w in dozen.funnel(later).within] == [3, 3, 0]


def test_a_stage_entered_again_or_left_backwards_counts_once_and_first(dozen: Pipeline) -> None:
    april = dozen.funnel(Scope(as_of=LAST_DAY, period="2025-05-01..2025-05-31"))
    # D08 went back to screened on 20 May: it was screened in April already
    assert april.current_period["screened"] == 0
    # D08 and D10 and D04 had term sheets; D09 was passed on 1 May and taken up again in June
    assert (april.current_period["term_sheet"], april.period.counts["passed"]) == (3, 0)


def test_a_deal_that_was_taken_up_again_had_been_passed_until_then(dozen: Pipeline) -> None:
    found = dozen.funnel(Scope(as_of=date(2025, 5, 31), period="2025-05-01..2025-05-31"))
    assert found.period.counts["passed"] == 1


def test_the_rules_of_counting_are_said_in_words(dozen: Pipeline) -> None:
    words = " ".join(dozen.funnel().rules)
    for told in ("skipped", "move back", "taken up again", "exceed 1", "Wilson"):
        assert told in words


def test_a_deal_that_closed_on_no_known_day_is_in_its_cohort_and_in_no_period(
    pipeline: Pipeline,
) -> None:
    pipeline.deal("D1", "2025-04-10", outcome="closed")
    pipeline.deal("D2", "2025-04-11", ("screened", "2025-04-12"), outcome="passed")
    pipeline.deal("D3", "2025-04-12", ("screened", "2025-07-12"), outcome="lost")
    period, cohort = pipeline.funnel(), pipeline.funnel(counting="cohort")
    assert period.current_period == {"sourced": 3, "screened": 1, "term_sheet": 0, "closed": 0}
    assert cohort.current_period == {"sourced": 3, "screened": 2, "term_sheet": 1, "closed": 1}
    # what became of D3 was told after its screening in July: at the end of June it was open
    assert (cohort.cohort.still_open, period.active_deals) == (1, 1)
    assert "ended_undated" in codes(period)


def test_what_was_learned_later_is_not_known_before(pipeline: Pipeline) -> None:
    deal = pipeline.deal("D1", "2025-04-10")
    then = Scope(as_of=LAST_DAY, period="2025Q2", known_on=datetime(2025, 7, 1, tzinfo=UTC))
    before = pipeline.funnel(then)
    pipeline.facts.pipeline_event(
        deal, stage="screened", at="2025-05-01", known_from="2025-07-15T00:00+00:00"
    )
    late = pipeline.facts.pipeline_deal(
        "D2", fund="id-AQ1", sourced_at="2025-05-02", known_from="2025-07-15T00:00+00:00"
    )
    assert late
    after = pipeline.funnel(then)
    assert (after.current_period, after.period) == (before.current_period, before.period)
    assert before.current_period["screened"] == 0
    assert pipeline.funnel().current_period == {
        "sourced": 2, "screened": 1, "term_sheet": 0, "closed": 0
    }  # fmt: skip


def test_left_out_the_period_is_the_last_quarter_closed_by_the_day(dozen: Pipeline) -> None:
    for day in (date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 29)):
        found = dozen.funnel(Scope(as_of=day))
        assert (found.period.start, found.period.end) == (date(2025, 4, 1), LAST_DAY)
        assert found.meta.period == (date(2025, 4, 1), LAST_DAY)
    assert dozen.funnel(Scope(as_of=date(2025, 6, 29))).period.end == date(2025, 3, 31)


def test_a_word_that_is_no_way_of_counting_is_refused(dozen: Pipeline) -> None:
    with pytest.raises(InvalidInput, match="period or cohort"):
        dozen.funnel(Q2, counting="both")
    with pytest.raises(InvalidInput):
        dozen.service.velocity(SYSTEM, Q2, counting="")
