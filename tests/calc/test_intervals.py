"""Rates counted from few cases and how sure they are."""

import pytest

from services.calc.intervals import extremes_overlap, overlap, ranks, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718), (0, 10, 0, 0.2775), (29, 29, 0.8830, 1),
    ],
)  # fmt: skip
def test_published_limits_come_out(successes, trials, low, high):
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3
    found = wilson(successes, trials)
    assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))
    assert found.low <= found.rate <= found.high


def test_nothing_of_nothing_is_no_rate():
    found = wilson(0, 0)
    assert (found.rate, found.low, found.high) == (None, None, None)


def test_a_rate_above_one_has_no_interval():
    found = wilson(4, 1)
    assert (found.rate, found.low, found.high) == (4, None, None)


def test_credit_that_is_shared_may_be_a_fraction():
    found = wilson(1, 42.5)
    assert (found.low, found.high) == (
        pytest.approx(0.0042, abs=5e-5),
        pytest.approx(0.1219, abs=5e-5),
    )


def test_a_wider_confidence_is_a_wider_interval():
    assert wilson(5, 45, confidence=0.99).high > wilson(5, 45).high


@pytest.mark.parametrize(
    ("successes", "trials", "confidence"), [(-1, 5, 0.95), (1, 5, 1), (1, float("nan"), 0.9)]
)
def test_what_is_no_count_or_no_confidence_is_refused(successes, trials, confidence):
    with pytest.raises(ValueError):
        wilson(successes, trials, confidence=confidence)


def test_places_are_given_only_where_an_interval_lies_apart_from_all_others():
    found = {
        "best": wilson(90, 100),
        "middle": wilson(50, 100),
        "near": wilson(45, 100),
        "worst": wilson(1, 100),
    }
    assert ranks(found) == {"best": 1, "middle": None, "near": None, "worst": 4}
    assert extremes_overlap(found) is False
    assert overlap(found["middle"], found["near"]) is True


def test_one_channel_alone_is_not_ranked():
    assert ranks({"only": wilson(5, 10)}) == {"only": None}
    assert extremes_overlap({"only": wilson(5, 10), "none": wilson(0, 0)}) is None
    assert overlap(wilson(5, 10), wilson(0, 0)) is None
