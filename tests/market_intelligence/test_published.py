"""Crunchbase 2013, imported by the documented commands: the figures of its README come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.imports import run_import
from services.scope import Scope
from tests.market_intelligence.conftest import Market, codes

pytestmark = pytest.mark.shared

CRUNCHBASE = "Crunchbase 2013"
FILES = (
    ("market_rounds", "crunchbase-rounds.csv.gz", "crunchbase_rounds"),
    ("market_exits", "crunchbase-acquisitions.csv.gz", "crunchbase_acquisitions"),
    ("market_rounds", "top_vc_investments_2013-06.csv.gz", "top_vc_investments"),
)


@pytest.fixture(scope="module")
def market(make_market: Callable[[], Market], shared: Path) -> Market:
    found = make_market()
    for kind, name, profile in FILES:
        path = shared / "data" / "crunchbase_2013_us" / name
        result = run_import(found.db, kind=kind, path=path, imported_by="test", profile=profile)
        assert result.status == "imported", result.errors[:3]
    found.refresh()
    return found


@pytest.mark.parametrize(
    ("name", "day", "deals", "disclosed", "total", "median", "words", "places"),
    [
        (
            "biotech", date(2012, 9, 30), 261, 260, 2_209_965_918, "2299737.50",
            {"venture": 105, "other": 61, "seed": 27, "series-a": 26, "private-equity": 19,
             "series-c+": 13, "series-b": 10},
            {"CA": 55, "MA": 39, "TX": 15},
        ),
        (
            "software", date(2012, 9, 30), 251, 237, 1_141_163_932, "1000000.00",
            {"venture": 81, "seed": 68, "other": 33, "series-a": 33, "series-b": 16,
             "private-equity": 10, "series-c+": 9, "crowdfunding": 1},
            {"CA": 72, "MA": 27, "WA": 16},
        ),
        (
            "mobile", date(2013, 6, 30), 141, 124, 620_742_481, "1237500.00",
            {"seed": 45, "venture": 31, "series-a": 27, "other": 15, "series-c+": 8,
             "private-equity": 8, "series-b": 7},
            {"CA": 47, "NY": 25, "WA": 13},
        ),
    ],
)  # fmt: skip
def test_a_sectors_quarter_is_that_of_the_readme(
    market: Market, name: str, day: date, deals: int, disclosed: int, total: int, median: str,
    words: dict[str, int], places: dict[str, int],
) -> None:  # fmt: skip
    answer = market.trends(as_of=day)
    (row,) = [row for row in answer.sectors if row.name == name]
    assert (answer.current_quarter, answer.source) == (row.quarter, CRUNCHBASE)
    assert (row.total_deals, row.disclosed_deals) == (deals, disclosed)
    assert (row.total_funding, row.median_deal_size) == (Decimal(total), Decimal(median))
    assert row.stage_words == words
    assert row.seed_deals == words["seed"]
    assert row.growth_deals == words["series-c+"]
    staged = (row.seed_deals, row.series_a_deals, row.series_b_deals, row.growth_deals)
    assert sum(staged) + row.other_deals == deals
    assert dict(list(row.geographic_distribution.items())[:3]) == places


def test_the_last_quarter_is_the_closed_one_and_the_source_is_named(market: Market) -> None:
    answer = market.trends()
    # the export ends on 1 October 2013: one day of a quarter is no quarter
    assert answer.current_quarter == "2013Q3"
    assert (answer.origin.last_day, answer.origin.rounds) == (date(2013, 10, 1), 31_679)
    assert answer.origin.exits == 4_651
    assert answer.origin.preliminary == ("2013Q3", "2013Q4")
    assert answer.release == "crunchbase-rounds.csv.gz" or answer.release == FILES[1][1]
    assert "CC-BY" in answer.origin.attribution
    assert {"source", "preliminary", "stage_mapping"} <= codes(answer)
    assert answer.stage_mapping["seed"] == "seed" and answer.stage_mapping["venture"] == "other"


def test_what_the_export_does_not_have_is_null_and_says_so(market: Market) -> None:
    day = Scope(as_of=date(2012, 9, 30))
    values = market.service.valuations(market.who, day)
    assert {stage: value.median_pre for stage, value in values.by_stage.items()} == dict.fromkeys(
        ("seed", "series_a", "series_b", "growth", "other")
    )
    assert "no_data" in codes(values)
    exits = market.service.exit_activity(market.who, day)
    assert exits.current_quarter is not None
    assert exits.current_quarter.ipo_count == 0 < exits.current_quarter.ma_count
    assert exits.current_quarter.median_exit_multiple is None
    years = exits.exit_timeline_analysis["ma"]
    assert years.n > 50 and years.median is not None and 2 < years.median < 8


def test_a_provider_that_knows_the_year_alone_is_listed_and_has_no_quarter(market: Market) -> None:
    answer: Any = market.service.sources(market.who)
    found = {origin.provider: origin for origin in answer.sources}
    assert (found["TechCrunch 2013"].rounds, found["TechCrunch 2013"].undated) == (8_759, 8_759)
    empty = market.trends(source="TechCrunch 2013")
    assert (empty.current_quarter, empty.sectors) == (None, ())
    assert "no_data" in codes(empty)
