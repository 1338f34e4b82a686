"""The place of a sector among those that the market funds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from services.db.queries.portfolio_analytics import Funding
from services.portfolio_analytics.market import NOWHERE, sector_standings

DAY = date(2025, 9, 30)
YEARS = ("2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3")
GROWTH = {"Software": 200, "Fintech": 150, "Consumer": 120, "Health": 100, "Climate": 50}


def funding(
    sectors: Mapping[str, int] = GROWTH,
    *,
    source: str = "One",
    quarters: tuple[str, ...] = YEARS,
    currency: str = "USD",
) -> list[Funding]:
    """100 a quarter in the first four, then what is given."""
    return [
        Funding(source, sector, quarter, currency, Decimal(100 if place < 4 else now))
        for sector, now in sectors.items()
        for place, quarter in enumerate(quarters)
    ]


def test_a_sector_is_placed_among_the_others() -> None:
    found = sector_standings(funding(), DAY, least_sectors=5)
    assert (found.provider, found.quarter) == ("One", "2025Q3")
    assert found.growths["software"] == 1.0  # 800 against 400
    assert {name: found.of(name) for name in GROWTH} == {
        "Software": 100, "Fintech": 75, "Consumer": 50, "Health": 25, "Climate": 0,
    }  # fmt: skip
    assert (found.of(" HEALTH "), found.of("Mining"), found.of(None)) == (25, None, None)


def test_few_sectors_or_one_year_are_no_market() -> None:
    four = dict(list(GROWTH.items())[:4])
    assert sector_standings(funding(four), DAY, least_sectors=5) == NOWHERE
    assert sector_standings(funding(quarters=YEARS[1:]), DAY, least_sectors=5) == NOWHERE
    assert sector_standings([], DAY, least_sectors=2) == NOWHERE
    # nothing is known yet of the two years up to mid-2024
    assert sector_standings(funding(), date(2024, 6, 30), least_sectors=5) == NOWHERE


def test_a_market_of_over_a_year_ago_says_nothing_of_today() -> None:
    assert sector_standings(funding(), date(2026, 9, 30), least_sectors=5).quarter == "2025Q3"
    assert sector_standings(funding(), date(2026, 12, 31), least_sectors=5) == NOWHERE


def test_the_provider_with_the_newest_quarter_speaks_and_currencies_are_never_added() -> None:
    older = funding(source="Another", quarters=("2023Q3", *YEARS[:-1]))
    assert sector_standings([*older, *funding()], DAY, least_sectors=5).provider == "One"
    mixed = [row._replace(currency="EUR") if row.quarter == "2025Q3" else row for row in funding()]
    assert sector_standings([*older, *mixed], DAY, least_sectors=5).provider == "Another"
    nothing_before = [
        row._replace(total=Decimal(0)) if row.quarter < "2024Q4" else row for row in funding()
    ]
    assert sector_standings(nothing_before, DAY, least_sectors=2) == NOWHERE
