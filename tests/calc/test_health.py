"""Scores from parts: what is missing is left out, and said to be."""

import pytest

from services.calc.health import composite, interpolated, percentile_among

WEIGHTS = {"growth": 0.30, "efficiency": 0.25, "runway": 0.25, "market": 0.20}
RUNWAY = ((0, 0), (6, 25), (12, 55), (18, 80), (24, 100))


def test_growth_80_and_runway_40_alone_know_55_percent():
    found = composite({"growth": 80, "runway": 40}, WEIGHTS)
    assert found.coverage == pytest.approx(0.55)
    assert found.score == pytest.approx(61.818181)
    assert (found.low, found.high) == (pytest.approx(34), pytest.approx(79))


def test_what_is_not_known_is_neither_nothing_nor_the_middle():
    assert composite(dict.fromkeys(WEIGHTS), WEIGHTS).score is None
    assert composite({}, WEIGHTS).high == 100
    whole = composite(dict.fromkeys(WEIGHTS, 70), WEIGHTS)
    assert (whole.score, whole.coverage, whole.low, whole.high) == (70, 1, 70, 70)
    assert composite({"growth": 80, "luck": 0}, WEIGHTS).score == 80
    assert composite({"growth": float("nan")}, WEIGHTS).score is None
    assert composite({"growth": 80}, dict.fromkeys(WEIGHTS, 0)).score is None
    # 60 % of the weight is 60 %, not 59.99...
    assert composite({"growth": 1, "efficiency": 1}, {"growth": 0.1, "efficiency": 0.5,
                                                      "runway": 0.4}).coverage == 0.6  # fmt: skip


@pytest.mark.parametrize(
    ("months", "score"),
    [(-1, 0), (0, 0), (3, 12.5), (6, 25), (9, 40), (12, 55), (24, 100), (99, 100), (None, None)],
)
def test_scores_lie_on_straight_lines_between_anchors(months, score):
    assert interpolated(months, RUNWAY) == score


def test_fewer_are_better_where_anchors_fall():
    burn = ((0, 100), (1, 85), (1.5, 70), (2, 55), (3, 30), (5, 0))
    assert [interpolated(multiple, burn) for multiple in (0.5, 2.5, 4, 6)] == [92.5, 42.5, 15, 0]


def test_a_place_among_others_counts_ties_by_half():
    assert percentile_among(3, [1, 2, 4, 5]) == 50
    assert percentile_among(9, [1, 2]) == 100
    assert percentile_among(0, [1, 2]) == 0
    assert percentile_among(2, [1, 2, None]) == 75
    assert percentile_among(2, []) is None
    assert percentile_among(None, [1]) is None
