"""How much hangs on few positions."""

import pytest

from services.calc.concentration import concentration, shares, shares_by_group


def test_the_specifications_weights_add_up():
    found = concentration([40, 30, 20, 10])
    assert (found.top_1, found.top_3, found.top_5) == (0.4, 0.9, 1.0)
    assert (found.hhi, found.hhi_points) == (pytest.approx(0.3), pytest.approx(3000))
    assert found.effective_number == pytest.approx(10 / 3)
    assert found.normalised == pytest.approx(1 / 15)


def test_one_position_is_all_and_equal_ones_are_as_many_as_they_are():
    alone = concentration([7])
    assert (alone.hhi, alone.effective_number, alone.normalised) == (1, 1, None)
    even = concentration([5] * 20)
    assert (even.effective_number, even.hhi_points) == (pytest.approx(20), pytest.approx(500))
    assert even.normalised == pytest.approx(0)


@pytest.mark.parametrize("amounts", [[], [0, 0], [5, None], [5, -1], [float("nan")]])
def test_without_amounts_there_are_no_weights(amounts):
    found = concentration(amounts)
    assert (found.hhi, found.top_1, found.effective_number) == (None, None, None)
    assert found.positions == len(amounts)
    assert shares(amounts) is None


def test_groups_share_what_their_positions_share():
    held = [("fintech", 31), ("health", 8), ("fintech", 1), ("climate", 12), ("idle", 0)]
    assert shares_by_group(held) == {
        "fintech": pytest.approx(32 / 52), "health": pytest.approx(8 / 52),
        "climate": pytest.approx(12 / 52), "idle": 0,
    }  # fmt: skip
    assert shares_by_group([("a", None)]) is None
