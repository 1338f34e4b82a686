"""A fund beside its peers, and beside the market that had the same money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from services.errors import ChooseFund, NotFound
from services.fund_performance import FundPerformanceService
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import TWO_YEARS_ON, codes


def test_a_fund_is_placed_between_the_published_points(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    facts.points("irr", "0.02", "0.08", "0.12", as_of=date(2021, 9, 30))
    facts.points("tvpi", "1.0", "1.1", "1.2", as_of=date(2021, 9, 30))
    found = service.get_benchmark_comparison(partner())
    assert found.percentile_rank == pytest.approx(62.5)  # halfway from the median up
    assert found.quartile == "2"
    assert found.peer_median == {"irr": 8.0, "tvpi": 1.1, "dpi": None}
    assert found.top_quartile["irr"] == 12.0
    assert found.fund_metrics["irr"] == pytest.approx(10.0, abs=1e-6)
    tvpi = next(rail for rail in found.peer_sets[0].rails if rail.metric == "tvpi")
    assert (tvpi.percentile, tvpi.bound, tvpi.quartile) == (None, ">75", "1")
    assert {"interim", "as_of_differs"} <= codes(found)


def test_the_newest_release_that_fits_the_funds_own_strategy_wins(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("AQ1", vintage_year=2015, strategy="Early Stage", geography="Europe")
    facts.flow(fund, "2015-01-01", "capital_call", 100)
    facts.nav(fund, "2025-06-30", 200)
    own = {"strategy": "early_stage", "geography": "Global"}
    facts.points("tvpi", "1", "2", "3", release="old", as_of=date(2023, 12, 31), **own)
    facts.points("tvpi", "1", "2", "4", release="new", as_of=date(2024, 12, 31), **own)
    facts.points("tvpi", "1", "2", "5", release="later", as_of=date(2025, 12, 31), **own)
    facts.points("tvpi", "1", "2", "6", strategy="buyout")
    (peers,) = service.get_benchmark_comparison(partner()).peer_sets
    assert (peers.release, peers.strategy) == ("new", "early_stage")
    assert "broader_cohort" in {note.code for note in peers.notes}
    assert "interim" not in {note.code for note in peers.notes}


def test_peers_of_a_later_day_are_shown_last_and_said_to_be_later(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    facts.points("tvpi", "1.0", "1.1", "1.3", provider="Later", as_of=date(2030, 12, 31))
    facts.points("tvpi", "1.0", "1.1", "1.2", provider="Then", as_of=date(2021, 9, 30))
    found = service.get_benchmark_comparison(partner())
    assert [peers.provider for peers in found.peer_sets] == ["Then", "Later"]
    assert [note.text for note in found.notes if note.code == "peers_later"] == [
        "Later has no figures by 2021-12-31: these are of 2030-12-31, later than the fund's own."
    ]


@pytest.mark.parametrize(("count", "median", "percentile"), [(7, None, None), (8, 1.45, 25.0)])
def test_disclosed_funds_give_quartiles_from_eight_on(
    facts: Facts,
    simple: str,
    service: FundPerformanceService,
    count: int,
    median: float | None,
    percentile: float | None,
) -> None:
    for number in range(count):
        facts.peer(f"Peer {number}", multiple=Decimal(f"1.{number + 1}"), as_of=TWO_YEARS_ON)
    (peers,) = service.get_benchmark_comparison(partner()).peer_sets
    rail = next(rail for rail in peers.rails if rail.metric == "tvpi")
    assert rail.n == count
    assert rail.p50 == (None if median is None else pytest.approx(median))
    # 1.21 lies above 1.1 and 1.2: two of eight, none equal
    assert rail.percentile == percentile


def test_benchmarks_and_equivalents_are_asked_of_one_fund(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    facts.fund("AQ2")
    facts.levels("IDX", {"2020-01-01": "100"})
    calls: list[Callable[[], object]] = [
        lambda: service.get_benchmark_comparison(partner()),
        lambda: service.pme(partner(), Scope(), "IDX"),
        lambda: service.pme_table(partner()),
    ]
    for call in calls:
        with pytest.raises(ChooseFund):
            call()
    assert service.headline(partner()).peers is None


def test_a_fund_is_measured_against_what_the_index_did_with_the_same_money(
    simple: str, facts: Facts, service: FundPerformanceService
) -> None:
    facts.levels("IDX", {"2019-12-31": "100", "2021-12-31": "110"})
    facts.levels("FLAT", {"2019-12-31": "50", "2021-12-30": "50"}, total_return=False)
    found = service.pme(partner(), Scope(), "IDX")
    assert found.ks_pme == pytest.approx(1210 / 1100)
    assert found.index_nav == 1100 - 210
    assert found.direct_alpha == pytest.approx(1.1**0.5 - 1, abs=1e-9)
    table = service.pme_table(partner())
    assert [row.index for row in table.rows] == ["IDX", "FLAT"]
    flat = table.rows[1]
    assert (flat.ks_pme, flat.total_return) == (pytest.approx(1.21), False)
    assert flat.direct_alpha == pytest.approx(0.10, abs=1e-9)
    assert "price_index" in codes(flat)
    assert table.path[-1] == (TWO_YEARS_ON, Decimal(1000), Decimal(890))


def test_an_index_must_cover_the_whole_life_of_the_fund(
    simple: str, facts: Facts, service: FundPerformanceService
) -> None:
    facts.levels("LATE", {"2020-06-30": "100", "2021-12-31": "110"})
    facts.levels("ENDS", {"2019-12-31": "100", "2021-06-30": "110"})
    for index in ("LATE", "ENDS"):
        found = service.pme(partner(), Scope(), index)
        assert (found.ks_pme, found.direct_alpha, found.index_nav) == (None, None, None)
        assert "index_gap" in codes(found)
    with pytest.raises(NotFound):
        service.pme(partner(), Scope(), "NONE")
