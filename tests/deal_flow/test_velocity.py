"""How long the twelve deals took, and how long those wait that are not through."""

from __future__ import annotations

from datetime import date

import pytest

from services.scope import SYSTEM, Scope
from tests.deal_flow.conftest import Q2, Pipeline, codes


def times(answer, step, share):
    return next(row for row in answer.stages if (row.step, row.share) == (step, share))


def curve(answer, step):
    return next(each for each in answer.curves if each.step == step)


def test_the_stages_of_the_closed_cohort_add_up_to_the_cycle_time(dozen: Pipeline) -> None:
    found = dozen.service.velocity(SYSTEM, Q2)
    # D01 took 22 + 47 + 43 days, D04 18 + 40 + 26
    assert found.by_stage == {
        "source_to_screen": 20,
        "screen_to_term": 43.5,
        "term_to_close": 34.5,
    }
    assert found.average_cycle_time == 98 == sum(found.by_stage.values())
    assert (found.n, found.left_out, found.cycle_deals) == (2, 0, 2)
    total = times(found, "total", "closed_cohort")
    assert (total.least, total.p25, total.median, total.p75, total.most) == (84, 91, 98, 105, 112)
    assert total.p90 == pytest.approx(109.2)


def test_all_deals_are_other_deals_at_every_step(dozen: Pipeline) -> None:
    found = dozen.service.velocity(SYSTEM, Q2)
    # screened in the quarter: D03 after 38 days, D04 18, D08 10, D09 10, D10 15, D11 0;
    # D06 skipped screening and is in no step
    screen = times(found, "source_to_screen", "all_deals")
    assert (screen.n, screen.mean, screen.median) == (6, 91 / 6, 12.5)
    # term sheets: D03 after 62 days, D04 40, D08 20, D10 20
    term = times(found, "screen_to_term", "all_deals")
    assert (term.n, term.mean, term.p75) == (4, 35.5, 45.5)
    assert times(found, "total", "all_deals").n == 2
    assert "different_deals" in codes(found)


def test_counted_by_cohort_the_deals_sourced_in_the_window_are_followed(dozen: Pipeline) -> None:
    found = dozen.service.velocity(SYSTEM, Q2, counting="cohort")
    assert (found.average_cycle_time, found.n) == (84, 1)  # D04; D01 was sourced in January
    assert times(found, "source_to_screen", "all_deals").n == 5  # without D03


def test_open_deals_are_censored_and_lost_ones_compete(dozen: Pipeline) -> None:
    waits = curve(dozen.service.velocity(SYSTEM, Q2), "term_to_close")
    # with a term sheet: D01 closed after 43 days, D04 after 26, D10 lost after 21,
    # D03 open since 19 days, D06 10, D08 56
    assert (waits.n, waits.n_open) == (6, 3)
    assert [(point.day, point.at_risk) for point in waits.points] == [(21, 4), (26, 3), (43, 2)]
    assert [point.survival for point in waits.points] == pytest.approx([3 / 4, 1 / 2, 1 / 4])
    assert (waits.advanced, waits.lost) == (pytest.approx(1 / 2), pytest.approx(1 / 4))
    assert (waits.median, waits.naive_median) == (26, 26)
    for point in waits.points:
        assert point.survival + point.advanced + point.lost == pytest.approx(1)


def test_a_median_that_half_have_not_reached_is_not_given(dozen: Pipeline) -> None:
    found = dozen.service.velocity(SYSTEM, Q2)
    whole = curve(found, "total")
    # D01 closed, D04 closed, D02, D07 and D10 ended; seven are open still
    assert (whole.n, whole.n_open, whole.naive_median) == (12, 7, 56)
    # 10 at risk on day 13, 9 on 55, 7 on 56, 4 on 84 and 2 on 112: one ended on each
    steps = [0.9, 0.8, 0.8 * 6 / 7, 0.6 * 6 / 7, 0.3 * 6 / 7]
    assert [point.survival for point in whole.points] == pytest.approx(steps)
    assert whole.median == 112
    passed = curve(dozen.service.velocity(SYSTEM, Scope(as_of=date(2025, 4, 25))), "screen_to_term")
    assert passed.median == 36  # D02 was passed after 36 days while one was there longer
    early = curve(dozen.service.velocity(SYSTEM, Scope(as_of=date(2025, 4, 9))), "screen_to_term")
    assert early.median == 47  # D01 moved on after 47 days while D02 waited for 35
    none = dozen.service.velocity(SYSTEM, Scope(as_of=date(2025, 3, 19)))
    assert curve(none, "screen_to_term").median is None
    assert "not_reached" in codes(none)


def test_a_deal_that_went_back_left_its_stage_once(dozen: Pipeline) -> None:
    found = curve(dozen.service.velocity(SYSTEM, Q2, counting="cohort"), "screen_to_term")
    # D04 40 days, D08 20, D10 20; D09 screened on 18 April and again after it was passed: open
    # since 73 days; D11 since today
    assert (found.n, found.n_open) == (5, 2)
    assert [point.day for point in found.points] == [20, 40]


def test_where_every_deal_skips_a_stage_the_whole_way_is_still_known(pipeline: Pipeline) -> None:
    pipeline.deal("D1", "2025-04-01", ("closed", "2025-04-11"))
    pipeline.deal("D2", "2025-04-01", ("closed", "2025-05-01"))
    found = pipeline.service.velocity(SYSTEM, Q2)
    assert (found.average_cycle_time, found.n, found.left_out, found.cycle_deals) == (20, 0, 2, 2)
    assert set(found.by_stage.values()) == {None}
    assert "no_stage_days" in codes(found)


def test_a_deal_that_skipped_a_stage_is_left_out_of_the_means_and_named(pipeline: Pipeline) -> None:
    pipeline.deal("D1", "2025-04-01", ("closed", "2025-06-01"))
    pipeline.many(1, "screened", "term_sheet", "closed")
    found = pipeline.service.velocity(SYSTEM, Q2)
    assert found.by_stage == dict.fromkeys(found.by_stage, 7)
    assert (found.average_cycle_time, found.n, found.left_out) == (21, 1, 1)
    assert times(found, "total", "all_deals").mean == 41
    assert "left_out" in codes(found)


def test_the_quarters_show_how_long_what_closed_in_them_took(dozen: Pipeline) -> None:
    trend = dozen.service.velocity(SYSTEM, Q2).trend_data
    assert (trend[-1].quarter, trend[-1].n, trend[-1].mean, trend[-1].median) == (
        "2025Q2",
        2,
        98,
        98,
    )
    assert (trend[-2].n, trend[-2].mean) == (0, None)
