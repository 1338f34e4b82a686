"""What holds for every series of flows, whatever its size, order or unit."""

from datetime import date, timedelta

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.calc import irr, roots
from services.calc.flows import net, read

FIRST = date(2000, 1, 1)
cents = st.integers(-5_000_000_00, 5_000_000_00).filter(bool)
rows = st.lists(st.tuples(st.integers(0, 6_000), cents), min_size=2, max_size=25)
# A hundred days lie between: a fortune made overnight is a yearly rate past any number.
conventional = st.tuples(
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(1, 10**11)), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(2_100, 6_000), st.integers(1, 10**11)), min_size=1, max_size=12),
)


def split(flows):
    return [FIRST + timedelta(days=day) for day, _ in flows], [cents / 100 for _, cents in flows]


def close(one, other):
    assert one.status == other.status
    np.testing.assert_allclose(one.roots, other.roots, rtol=1e-8, atol=1e-9)


@given(rows, st.sampled_from([2.0**-40, 2.0**20, 2.0**43]))
def test_the_unit_of_money_changes_nothing(flows, unit):
    dates, amounts = split(flows)
    close(irr.solve(dates, amounts), irr.solve(dates, [amount * unit for amount in amounts]))


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(flows, random):
    shuffled = list(flows)
    random.shuffle(shuffled)
    close(irr.solve(*split(flows)), irr.solve(*split(shuffled)))


@given(rows)
def test_seen_from_the_other_side_the_rates_are_the_same(flows):
    dates, amounts = split(flows)
    close(irr.solve(dates, amounts), irr.solve(dates, [-amount for amount in amounts]))


@given(rows, st.integers(-20_000, 20_000))
def test_moving_all_dates_changes_nothing(flows, days):
    dates, amounts = split(flows)
    close(irr.solve(dates, amounts), irr.solve([d + timedelta(days=days) for d in dates], amounts))


@given(rows)
def test_at_every_rate_found_the_flows_are_worth_nothing(flows):
    dates, amounts = split(flows)
    netted = net(read(dates, amounts))
    years = (netted.days - netted.days[:1]) / 365
    for rate in irr.solve(dates, amounts).roots:
        assume(-0.999999 < rate < 1e6)
        values = netted.amounts * np.exp(-np.log1p(rate) * years)
        assert abs(values.sum()) < 1e-9 * np.abs(values).sum()


@given(conventional)
def test_money_out_and_then_back_always_has_exactly_one_rate(sides):
    calls, returns = sides
    found = irr.solve(*split([(day, -size) for day, size in calls] + returns))
    assert found.status == irr.UNIQUE
    assert np.isfinite(found.irr)


@given(st.lists(cents, min_size=2, max_size=10))
@settings(max_examples=200)
def test_periodic_rates_are_those_of_the_polynomial(amounts):
    found = irr.periodic(amounts)
    # each change of sign on a fine grid holds a rate that was found
    for low, high in grid_rates(amounts):
        assert any(low - 1e-9 <= rate <= high + 1e-9 for rate in found.roots)


def grid_rates(amounts):
    grid = np.expm1(np.linspace(roots.LEFT / 4, roots.RIGHT / 2, 4_001))
    times = np.arange(len(amounts))
    weights = (1 + grid[:, None]) ** -times[None, :].astype(float)
    values = weights @ np.array(amounts, dtype=float)
    sizes = weights @ np.abs(np.array(amounts, dtype=float))
    clear = np.abs(values) > 1e-10 * sizes
    turns = (values[1:] * values[:-1] < 0) & clear[1:] & clear[:-1]
    return [(grid[place], grid[place + 1]) for place in np.flatnonzero(turns)]
