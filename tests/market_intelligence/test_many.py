"""115,000 rounds: every quarter computed at once, one of them again after an import."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from services.db.queries.market_intelligence import due
from tests.market_intelligence.conftest import Market

ROUNDS, QUARTERS = 115_000, 40
SOURCE = "Many"
# the k-th round lies in quarter k mod 40 and raised k thousand; every tenth is undisclosed
GENERATED = """
COPY (SELECT n, 'c' || n % 30000,
    date '2014-01-01' + make_interval(months => 3 * (n % 40)) + make_interval(days => n % 80),
    'Sector ' || n % 7, (ARRAY['seed', 'series-a', 'venture'])[1 + n % 3],
    CASE WHEN n % 10 > 0 THEN n * 1000 END, 'Place ' || n % 11, 'day', 'USD', 'Many', true
    FROM generate_series(0, 114999) n) TO STDOUT
"""


@pytest.fixture(scope="module")
def market(make_market: Callable[[], Market]) -> Market:
    found = make_market()
    with found.db.session() as session:
        connection = session.connection().connection.driver_connection
        with connection.cursor() as cursor:
            with cursor.copy(GENERATED) as out:
                rows = b"".join(out)
            columns = (
                "natural_key, company, round_date, sector, stage, amount, geography, "
                "date_precision, currency, source, counts"
            )
            with cursor.copy(f"COPY market_rounds ({columns}) FROM STDIN") as into:
                into.write(rows)
        due.everything(session)
    assert found.refresh().quarters == QUARTERS
    return found


def test_every_round_is_counted_once(market: Market) -> None:
    (found,) = market.ask(
        "SELECT sum(total_deals), sum(disclosed_deals), sum(total_funding), "
        "sum(seed_deals + series_a_deals + series_b_deals + growth_deals + other_deals), "
        "count(DISTINCT quarter), count(*) FROM sector_trends"
    )
    total = sum(n * 1000 for n in range(ROUNDS) if n % 10)
    assert found == (ROUNDS, 103_500, Decimal(total), ROUNDS, QUARTERS, QUARTERS * 7)


def test_medians_are_those_of_the_rounds_themselves(market: Market) -> None:
    (kept,) = market.ask(
        "SELECT median_deal_size, payload -> 'size' ->> 'p25', (payload -> 'size' ->> 'n')::int "
        "FROM sector_trends WHERE quarter = '2016Q4' AND sector = 'Sector 3'"
    )
    raised = [n * 1000 for n in range(ROUNDS) if n % 40 == 11 and n % 7 == 3 and n % 10]
    lower, middle = np.percentile(raised, [25, 50])
    assert kept == (Decimal(f"{middle:.2f}"), f"{lower:.2f}", len(raised))


def test_one_new_round_computes_four_quarters_and_leaves_the_others(market: Market) -> None:
    before = dict(market.ask("SELECT quarter, max(created_at) FROM market_figures GROUP BY 1"))
    market.rounds(f"fresh,2018-02-02,Sector 1,,Seed,1000000,,,Place 1,USD,{SOURCE}")
    assert market.refresh().quarters == 4
    after = dict(market.ask("SELECT quarter, max(created_at) FROM market_figures GROUP BY 1"))
    changed = {quarter for quarter in after if after[quarter] != before[quarter]}
    assert changed == {"", "2018Q1", "2018Q2", "2018Q3", "2018Q4"}
    trends = market.ask(
        "SELECT quarter FROM sector_trends GROUP BY quarter HAVING count(*) > 7 ORDER BY 1"
    )
    assert trends == [("2018Q1",), ("2018Q2",)]  # its count and sum, and the growth after it
    assert market.due() == set()
