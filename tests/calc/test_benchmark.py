"""A fund's place among its peers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc import benchmark
from services.calc.benchmark import Rank

FOUR = {25.0: 1.0, 50.0: 1.5, 75.0: 2.0}


def test_above_the_top_point_only_a_bound_is_honest():
    assert benchmark.rank(2.4, FOUR, n=40) == Rank(quartile="1", bound=">75")


def test_below_the_lowest_point_only_a_bound_is_honest():
    assert benchmark.rank(0.4, FOUR) == Rank(quartile="4", bound="<25")


def test_between_two_points_the_percentile_is_read_off_the_line():
    found = benchmark.rank(1.75, FOUR, n=100)
    assert (found.quartile, found.percentile) == ("2", 62.5)
    assert found.percentile_se_points == pytest.approx(4.8412291828)


def test_a_value_on_a_point_takes_the_better_side():
    assert benchmark.rank(2.0, FOUR).quartile == "1"
    assert benchmark.rank(1.0, FOUR) == Rank(quartile="3", percentile=25.0)


def test_without_the_lower_quartile_third_and_fourth_are_one():
    assert benchmark.rank(1.2, {50.0: 1.5, 75.0: 2.0}) == Rank(quartile="3 or 4", bound="<50")


def test_a_median_alone_tells_the_half():
    assert benchmark.rank(1.6, {50.0: 1.5}) == Rank(quartile="1 or 2", bound=">50")
    assert benchmark.rank(1.4, {50.0: 1.5, 75.0: None}).quartile == "3 or 4"


def test_the_ends_published_by_some_sources_tighten_the_bound():
    five = {5.0: 0.2, **FOUR, 95.0: 4.0}
    assert benchmark.rank(5.0, five).bound == ">95"
    assert benchmark.rank(0.1, five).bound == "<5"
    assert benchmark.rank(3.0, five).percentile == 85.0


def test_two_points_of_one_level_are_passed_together():
    tied = {25.0: 1.0, 50.0: 1.5, 75.0: 1.5}
    assert benchmark.rank(1.5, tied) == Rank(quartile="1", percentile=75.0)


@pytest.mark.parametrize(
    "labels", [{25.0: 0.4, 50.0: 0.3, 75.0: 0.1}, {25.0: 0.1, 50.0: 0.3, 75.0: 0.4}]
)
def test_where_less_is_better_points_may_be_labelled_by_merit_or_by_size(labels):
    best = benchmark.rank(0.05, labels, higher_is_better=False)
    assert (best.quartile, best.bound) == ("1", ">75")
    assert benchmark.rank(0.2, labels, higher_is_better=False).percentile == 62.5


@pytest.mark.parametrize(
    ("value", "points"),
    [(None, FOUR), (float("nan"), FOUR), (1.0, {}), (1.0, {50.0: None}), (1.0, {25: 2, 50: 1})],
)
def test_what_cannot_be_ranked_has_no_place(value, points):
    assert benchmark.rank(value, points) == Rank()


def test_without_a_sample_size_there_is_no_error_to_state():
    assert benchmark.rank(1.75, FOUR).percentile_se_points is None
    assert benchmark.standard_error(50.0, 0) is None


def test_ties_are_counted_in_four_ways():
    found = benchmark.percentile_of([1, 2, 3, 3, 4], 3)
    assert (found.rank, found.strict, found.weak, found.mean) == (70.0, 40.0, 80.0, 60.0)


def test_where_less_is_better_the_lowest_stands_highest():
    assert benchmark.percentile_of([1, 2, 3, 4], 1, higher_is_better=False).weak == 100.0


def test_without_peers_there_is_no_standing():
    assert benchmark.percentile_of([], 3) == benchmark.Standing()
    assert benchmark.percentile_of([None, None], 3) == benchmark.Standing()
    assert benchmark.percentile_of([1, 2], None) == benchmark.Standing()


def test_unknown_peers_are_left_out():
    assert benchmark.percentile_of([1, None, 2, 3, 4], 3).weak == 75.0


def test_quartiles_include_or_exclude_the_ends():
    assert benchmark.quartiles([1, 2, 3, 4, 5]) == (2.0, 3.0, 4.0)
    assert benchmark.quartiles([1, 2, 3, 4, 5], exclusive=True) == (1.5, 3.0, 4.5)
    assert benchmark.quartiles([None, 7]) == (7.0, 7.0, 7.0)
    assert benchmark.quartiles([]) is None


levels = st.lists(st.integers(-1000, 1000), min_size=5, max_size=5).map(sorted)
ORDER = {"1": 0, "2": 1, "3": 2, "4": 3}


def standing(found):
    bound = found.bound or ""
    return found.percentile if found.percentile is not None else 100.0 * bound.startswith(">")


@given(levels, st.integers(-1100, 1100), st.integers(0, 500))
def test_a_better_value_never_ranks_worse(points, value, more):
    ladder = dict(zip((5.0, 25.0, 50.0, 75.0, 95.0), points, strict=True))
    worse, better = benchmark.rank(value, ladder), benchmark.rank(value + more, ladder)
    assert ORDER[better.quartile] <= ORDER[worse.quartile]
    assert standing(better) >= standing(worse)


@given(levels, st.integers(-1100, 1100))
def test_turning_the_measure_round_changes_no_place(points, value):
    ladder = dict(zip((5.0, 25.0, 50.0, 75.0, 95.0), points, strict=True))
    turned = {percentile: -level for percentile, level in ladder.items()}
    assert benchmark.rank(value, ladder) == benchmark.rank(-value, turned, higher_is_better=False)
