"""Deals counted on their way: skipped stages, moves back, periods and cohorts."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.calc.funnel import ENDINGS, WAY, Timeline, Track, closed_within, count_cohort
from services.calc.velocity import TOTAL, closed_cohort, days_by_step, spread, stay, step_days

START = date(2025, 1, 1)


def day(number):
    return START + timedelta(days=number)


def track(sourced, ended=None, ended_on=None, **entered):
    days = {stage: day(number) for stage, number in entered.items()}
    return Track(day(sourced), days, ended, None if ended_on is None else day(ended_on))


TRACKS = st.lists(
    st.builds(
        lambda sourced, days, ended: Track(
            day(sourced),
            {stage: day(sourced + after) for stage, after in days.items()},
            ended,
            day(sourced + 90) if ended else None,
        ),
        st.integers(0, 300),
        st.dictionaries(st.sampled_from(WAY[1:]), st.integers(0, 80)),
        st.sampled_from([None, *ENDINGS]),
    ),
    max_size=25,
)


def test_a_skipped_stage_counts_on_the_day_the_deal_went_past_it():
    deal = track(0, term_sheet=20, closed=30)
    assert [deal.reached(stage) for stage in WAY] == [day(0), day(20), day(20), day(30)]
    assert (deal.day_of("screened"), deal.furthest) == (None, "closed")
    assert step_days(deal, "source_to_screen") is None
    assert (step_days(deal, "term_to_close"), step_days(deal, TOTAL)) == (10, 30)


def test_a_stage_entered_only_on_the_way_back_was_skipped_at_first():
    deal = track(0, term_sheet=10, screened=15)
    assert deal.reached("screened") == day(10)
    assert deal.day_of("screened") is None
    assert stay(deal, "source_to_screen", by=day(40)) == (10, "advanced")
    assert stay(deal, "screen_to_term", by=day(40)) is None
    assert stay(deal, "term_to_close", by=day(40)) == (30, None)


def test_a_deal_that_ended_left_its_stage_for_good():
    passed = track(0, "passed", 12, screened=5)
    assert stay(passed, "screen_to_term", by=day(40)) == (7, "gone")
    assert stay(track(0, "passed", None, screened=5), "screen_to_term", by=day(40)) is None
    assert stay(track(0, "closed", None), "source_to_screen", by=day(40)) is None


def test_days_that_run_backwards_are_no_time():
    assert step_days(track(10, screened=5), "source_to_screen") is None
    assert spread([]).mean is None


def test_one_closed_cohort_adds_up_where_all_deals_need_not():
    deals = [track(0, screened=10, term_sheet=40, closed=70), track(0, screened=30, term_sheet=40),
             track(0, closed=50)]  # fmt: skip
    assert closed_cohort(deals) == [
        {"source_to_screen": 10, "screen_to_term": 30, "term_to_close": 30, "total": 70}
    ]
    assert days_by_step(deals) == {
        "source_to_screen": [10, 30], "screen_to_term": [30, 10], "term_to_close": [30],
        "total": [70, 50],
    }  # fmt: skip


def test_a_rate_within_days_counts_only_deals_that_are_as_old():
    deals = [track(0, closed=80), track(0, closed=95), track(50), track(0, "closed")]
    found = closed_within(deals, 90, by=day(100))
    assert (found.successes, found.trials) == (1, 2)


@settings(max_examples=100, deadline=None)
@given(TRACKS, st.integers(0, 400), st.integers(0, 100))
def test_a_cohort_never_widens_and_what_is_not_over_is_open(tracks, first, length):
    found = count_cohort(tracks, day(first), day(first + length), by=day(500))
    counts = [found.stages[stage] for stage in WAY]
    assert counts == sorted(counts, reverse=True)
    ended = sum(found.stages[ending] for ending in ENDINGS)
    assert found.still_open + ended == counts[0]
    assert all(rate.rate is None or rate.rate <= 1 for rate in found.rates.values())


@settings(max_examples=100, deadline=None)
@given(TRACKS, st.lists(st.integers(-10, 450), min_size=1, max_size=5))
def test_periods_side_by_side_add_up_to_the_whole_and_the_whole_is_the_cohort(tracks, cuts):
    line = Timeline(tracks)
    edges = sorted({-1, *cuts, 500})
    edges = [edge for edge in edges if edge >= -1]
    parts = [line.count(day(a + 1), day(b)).stages for a, b in pairwise(edges)]
    whole = count_cohort(tracks, day(0), day(500), by=day(500)).stages
    assert {stage: sum(part[stage] for part in parts) for stage in whole} == dict(whole)
