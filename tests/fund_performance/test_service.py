"""What Fund Performance answers, on small books that can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from math import nan

import pytest

from services.db.session import Database
from services.errors import ChooseFund, NotFound, Unauthenticated
from services.fund_performance import FundPerformanceService
from services.scope import SYSTEM, Scope
from tests.factories import Facts, partner, statements

TWO_YEARS_ON = date(2021, 12, 31)  # 730 days after 2020-01-01, as 2020 has 366


@pytest.fixture
def facts(db: Database) -> Facts:
    return Facts(db)


@pytest.fixture
def service(db: Database) -> FundPerformanceService:
    return FundPerformanceService(db)


@pytest.fixture
def simple(facts: Facts) -> str:
    """1,000 called on 2020-01-01, 210 distributed and 1,000 left on 2021-12-31: 10 % a year."""
    fund = facts.fund("AQ1", vintage_year=2015, total_committed=Decimal(2000))
    facts.flow(fund, "2020-01-01", "capital_call", 1000)
    facts.flow(fund, "2021-12-31", "distribution", 210)
    facts.nav(fund, "2021-12-31", 1000)
    return fund


def codes(answer: object) -> set[str]:
    return {note.code for note in answer.notes}  # type: ignore[attr-defined]


def test_a_fund_that_grows_by_a_tenth_each_year_has_an_irr_of_a_tenth(
    simple: str, service: FundPerformanceService
) -> None:
    found = service.calculate_fund_metrics(partner())
    assert found.irr == pytest.approx(0.10, abs=1e-9)
    assert (found.tvpi, found.dpi, found.rvpi) == (1.21, 0.21, 1.0)
    assert (found.pic, found.unfunded) == (0.5, Decimal(1000))
    assert (found.paid_in, found.distributions, found.nav) == (1000, 210, 1000)
    assert found.as_of_date == TWO_YEARS_ON
    assert found.meta.currency == "USD"


def test_a_fund_before_its_first_call_has_no_multiple(
    simple: str, service: FundPerformanceService
) -> None:
    found = service.calculate_fund_metrics(partner(), Scope(as_of=date(2019, 12, 31)))
    assert (found.irr, found.tvpi, found.dpi, found.nav) == (None, None, None, None)
    assert found.paid_in == 0
    assert found.irr_status == "no_flows"
    assert "nothing_paid_in" in codes(found)


def test_a_value_is_rolled_forward_with_calls_and_distributions_since(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flows(fund, [("2020-01-01", "capital_call", 100), ("2021-02-01", "capital_call", 30)])
    facts.flow(fund, "2021-03-01", "distribution", 10)
    facts.nav(fund, "2020-12-31", 120)
    found = service.calculate_fund_metrics(partner(), Scope(as_of=date(2021, 3, 31)))
    assert found.nav == 140
    assert found.meta.nav_as_of == date(2020, 12, 31)
    assert "nav_rolled_forward" in codes(found)


def test_a_value_older_than_120_days_is_marked_stale(
    simple: str, service: FundPerformanceService
) -> None:
    fresh = service.calculate_fund_metrics(partner(), Scope(as_of=date(2022, 4, 30)))
    stale = service.calculate_fund_metrics(partner(), Scope(as_of=date(2022, 5, 1)))
    assert "nav_stale" not in codes(fresh)
    assert "nav_stale" in codes(stale)


def test_a_fund_wound_up_long_ago_makes_no_value_stale(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    gone = facts.fund("AQ0")
    facts.flows(gone, [("2010-01-01", "capital_call", 10), ("2015-01-01", "distribution", 20)])
    facts.nav(gone, "2015-03-31", 0)
    found = service.calculate_fund_metrics(partner())
    assert found.nav == 1000
    assert found.meta.nav_as_of == TWO_YEARS_ON
    assert "nav_stale" not in codes(found)


def test_under_a_year_the_return_is_that_of_the_period(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2024-01-01", "capital_call", 100)
    facts.nav(fund, "2024-06-30", 105)
    found = service.calculate_fund_metrics(partner())
    assert found.irr is None
    assert found.irr_status == "short_period"
    assert found.period_return == pytest.approx(0.05, abs=1e-9)


def test_a_rate_above_a_thousand_percent_says_nothing(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2020-01-01", "capital_call", 1)
    facts.nav(fund, "2020-12-31", 20)  # 365 days: 1,900 %
    found = service.calculate_fund_metrics(partner())
    assert (found.irr, found.irr_status, found.tvpi) == (None, "not_meaningful", 20.0)


def test_calls_that_came_to_nothing_are_a_total_loss(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2020-01-01", "capital_call", 100)
    facts.nav(fund, "2021-12-31", 0)
    found = service.calculate_fund_metrics(partner())
    assert (found.irr, found.irr_status, found.tvpi) == (-1.0, "total_loss", 0.0)


def test_a_young_fund_stands_at_cost_and_an_old_one_without_value_is_unknown(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2024-01-01", "capital_call", 100)
    young = service.calculate_fund_metrics(partner(), Scope(as_of=date(2024, 3, 31)))
    old = service.calculate_fund_metrics(partner(), Scope(as_of=date(2025, 3, 31)))
    assert (young.nav, young.tvpi) == (100, 1.0)
    assert "nav_at_cost" in codes(young)
    assert (old.nav, old.tvpi, old.irr) == (None, None, None)
    assert "nav_unknown" in codes(old)


def test_the_general_partners_share_is_left_out_of_net_lp(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp, gp = facts.investor("LP1", "pension"), facts.investor("GP", "gp")
    for investor, paid, left in ((lp, 90, 99), (gp, 10, 21)):
        facts.flow(fund, "2020-01-01", "capital_call", paid, investor_id=investor)
        facts.nav(fund, "2021-12-31", left, investor_id=investor)
    net_lp = service.calculate_fund_metrics(partner())
    net_fund = service.calculate_fund_metrics(partner(), Scope(basis="net_fund"))
    assert (net_lp.paid_in, net_lp.nav, net_lp.tvpi) == (90, 99, 1.1)
    assert (net_fund.paid_in, net_fund.nav, net_fund.tvpi) == (100, 120, 1.2)
    assert "net_lp_equals_net_fund" not in codes(net_lp)


def test_total_rows_count_and_the_investors_beside_them_do_not(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp, gp = facts.investor("LP1"), facts.investor("GP", "gp")
    facts.flow(fund, "2020-01-01", "capital_call", 100)
    facts.flow(fund, "2020-01-01", "capital_call", 90, investor_id=lp)
    facts.flow(fund, "2020-01-01", "capital_call", 10, investor_id=gp)
    facts.nav(fund, "2021-12-31", 120)
    facts.nav(fund, "2021-12-31", 24, investor_id=gp)
    net_fund = service.calculate_fund_metrics(partner(), Scope(basis="net_fund"))
    net_lp = service.calculate_fund_metrics(partner())
    assert (net_fund.paid_in, net_fund.nav) == (100, 120)
    assert (net_lp.paid_in, net_lp.nav) == (90, 96)
    listed = service.cash_flows(partner())
    assert listed.paid_in == sum(row.paid_in or 0 for row in listed.rows) == 90


def test_a_fund_with_totals_only_says_that_net_lp_is_net_of_the_fund(
    simple: str, service: FundPerformanceService
) -> None:
    assert "net_lp_equals_net_fund" in codes(service.calculate_fund_metrics(partner()))


def test_values_known_only_in_total_are_not_set_against_investors_flows(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp, gp = facts.investor("LP1"), facts.investor("GP", "gp")
    facts.flow(fund, "2020-01-01", "capital_call", 90, investor_id=lp)
    facts.flow(fund, "2020-01-01", "capital_call", 10, investor_id=gp)
    facts.nav(fund, "2021-12-31", 120)
    found = service.calculate_fund_metrics(partner())
    assert found.tvpi == 1.2
    assert "net_lp_equals_net_fund" in codes(found)


def test_recallable_distributions_may_be_called_again(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    lp = facts.investor("LP1")
    facts.commitment(fund, lp, "2020-01-01", 100)
    facts.flow(fund, "2020-01-01", "capital_call", 60)
    facts.flow(fund, "2020-06-01", "distribution_recallable", 10)
    facts.flow(fund, "2020-09-01", "capital_call", 10)
    fees = "capital_call_management_fees_outside_commitment"
    facts.flow(fund, "2020-09-01", fees, 5)
    facts.nav(fund, "2020-12-31", 75)
    found = service.calculate_fund_metrics(partner())
    assert (found.paid_in, found.recallable, found.unfunded) == (75, 10, 40)
    assert (found.fees_to_date, found.dry_powder) == (5, 40)
    assert found.tvpi == pytest.approx(85 / 75)


def test_without_the_credit_line_its_balance_belongs_to_value_and_paid_in(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    drawdown = "fund_level_subscription_facility_drawdown_investments"
    facts.flow(fund, "2020-01-01", drawdown, 40)
    facts.flow(fund, "2020-07-01", "capital_call_investments", 60)
    facts.nav(fund, "2021-12-31", 90)
    with_line = service.calculate_fund_metrics(partner())
    without = service.calculate_fund_metrics(partner(), Scope(credit_line="without"))
    assert (with_line.credit_line_balance, with_line.tvpi) == (40, 1.5)
    assert (without.paid_in, without.nav, without.tvpi) == (100, 130, 1.3)
    assert (with_line.tvpi_with_line, with_line.tvpi_without_line) == (1.5, 1.3)
    assert with_line.irr_without_line == without.irr


def test_each_flow_is_converted_at_its_own_day_and_the_value_at_as_of(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("EU", currency="EUR")
    facts.flow(fund, "2020-01-01", "capital_call", 100, currency="EUR")
    facts.nav(fund, "2021-12-31", 150, currency="EUR")
    facts.rate("EUR", "2020-01-01", "0.8")  # 1.25 dollars a euro
    facts.rate("EUR", "2021-12-31", "0.5")  # 2 dollars a euro
    own = service.calculate_fund_metrics(partner())
    dollars = service.calculate_fund_metrics(partner(), Scope(currency="USD"))
    assert (own.paid_in, own.nav, own.meta.currency) == (100, 150, "EUR")
    assert (dollars.paid_in, dollars.nav, dollars.meta.currency) == (125, 300, "USD")
    assert (own.tvpi, dollars.tvpi) == (1.5, 2.4)


def test_without_an_exchange_rate_money_is_unknown_and_never_added_up(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    euro = facts.fund("EU", currency="EUR")
    facts.flow(euro, "2020-01-01", "capital_call", 100, currency="EUR")
    facts.nav(euro, "2021-12-31", 150, currency="EUR")
    found = service.calculate_fund_metrics(partner())
    assert (found.paid_in, found.nav, found.tvpi, found.irr) == (None, None, None, None)
    assert "fx_rate_missing" in codes(found)
    assert found.meta.currency == "USD"


def test_several_funds_are_pooled_from_their_flows(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    other = facts.fund("AQ2")
    facts.flow(other, "2020-01-01", "capital_call", 3000)
    facts.nav(other, "2021-12-31", 3000)
    found = service.calculate_fund_metrics(partner())
    assert (found.paid_in, found.tvpi) == (4000, 1.0525)
    assert found.irr == pytest.approx(1.0525**0.5 - 1, abs=1e-9)
    assert found.meta.funds == ("AQ1", "AQ2")
    assert "pooled" in codes(found)


def test_what_was_known_on_a_day_is_not_what_is_known_now(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2020-01-01", "capital_call", 100)
    learned, corrected = datetime(2021, 3, 1, tzinfo=UTC), datetime(2021, 5, 1, tzinfo=UTC)
    facts.nav(fund, "2020-12-31", 110, known_from=learned, known_to=corrected)
    facts.nav(fund, "2020-12-31", 130, known_from=corrected)
    as_of = date(2020, 12, 31)

    def tvpi(known_on: datetime | None) -> float | None:
        scope = Scope(as_of=as_of, known_on=known_on)
        return service.calculate_fund_metrics(partner(), scope).tvpi

    assert tvpi(datetime(2021, 2, 1, tzinfo=UTC)) is None
    assert tvpi(learned) == 1.1
    assert tvpi(corrected) == 1.3
    assert tvpi(None) == 1.3


def test_a_foreign_fund_is_as_good_as_a_missing_one(
    facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    facts.fund("AQ2")
    told = []
    for name in ("AQ2", "id-AQ2", "NOPE"):
        with pytest.raises(NotFound) as refusal:
            service.calculate_fund_metrics(partner(simple), Scope(funds=(name,)))
        told.append(refusal.value.message)
    assert len(set(told)) == 1
    assert service.calculate_fund_metrics(partner(simple)).meta.funds == ("AQ1",)


def test_nobody_in_particular_is_told_nothing(simple: str, service: FundPerformanceService) -> None:
    with pytest.raises(Unauthenticated):
        service.calculate_fund_metrics(None)  # type: ignore[arg-type]
    assert service.calculate_fund_metrics(SYSTEM).paid_in == 1000


def test_the_trend_has_quarter_ends_and_gaps_before_the_first_call(
    simple: str, service: FundPerformanceService
) -> None:
    points = service.trend(partner(), Scope(period="2019-10-01..2021-12-31")).data_points
    assert [point.date for point in points][:3] == [
        date(2019, 12, 31),
        date(2020, 3, 31),
        date(2020, 6, 30),
    ]
    assert points[0].tvpi is None
    assert points[1].tvpi == 1.0  # at cost for 120 days
    assert points[2].tvpi is None
    assert points[-1].date == TWO_YEARS_ON
    assert points[-1].irr == pytest.approx(0.10, abs=1e-9)


def test_the_trend_is_monthly_where_values_are(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flow(fund, "2023-12-31", "capital_call", 100)
    for month_end in ("2024-01-31", "2024-02-29", "2024-03-31"):
        facts.nav(fund, month_end, 100)
    points = service.trend(partner(), Scope(period="2m")).data_points
    assert [point.date.isoformat() for point in points] == [
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
    ]


def test_the_last_point_of_the_trend_equals_the_headline(
    simple: str, service: FundPerformanceService
) -> None:
    last = service.trend(partner()).data_points[-1]
    found = service.calculate_fund_metrics(partner())
    for name in ("irr", "gross_irr"):
        assert getattr(last, name) == pytest.approx(getattr(found, name), abs=1e-12), name
    for name in ("tvpi", "dpi", "rvpi", "moic", "nav", "paid_in", "distributions"):
        assert getattr(last, name) == getattr(found, name), name


def test_the_j_curve_finds_its_trough_and_the_day_of_break_even(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund()
    facts.flows(fund, [("2020-02-01", "capital_call", 60), ("2020-05-01", "capital_call", 40)])
    facts.flows(fund, [("2021-02-01", "distribution", 70), ("2021-05-01", "distribution", 50)])
    facts.nav(fund, "2021-06-30", 10)
    curve = service.j_curve(partner())
    assert [point.net_cash for point in curve.points] == [-60, -100, -100, -100, -30, 20]
    assert curve.trough is not None and curve.trough.date == date(2020, 6, 30)
    assert curve.break_even == date(2021, 5, 1)
    assert (curve.points[-1].called, curve.points[-1].distributed) == (0, 50)
    assert curve.points[-1].net_value == 30


def test_every_listed_flow_leads_to_the_running_total(
    simple: str, service: FundPerformanceService
) -> None:
    listed = service.cash_flows(partner())
    assert [(row.amount, row.cumulative) for row in listed.rows] == [(210, -790), (-1000, -1000)]
    assert listed.total_rows == 2
    newest = service.cash_flows(partner(), limit=1)
    assert [(row.amount, row.cumulative) for row in newest.rows] == [(210, -790)]
    assert (newest.total_rows, newest.paid_in) == (2, 1000)


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


def test_the_headline_holds_now_a_quarter_ago_and_eight_quarters(
    simple: str, service: FundPerformanceService
) -> None:
    found = service.headline(partner())
    assert found.metrics.tvpi == 1.21
    assert found.previous is not None and found.previous.as_of_date == date(2021, 9, 30)
    assert found.recent[0].date == date(2020, 3, 31)
    assert len(found.recent) == 8


def test_the_number_of_statements_does_not_grow_with_the_number_of_funds(
    db: Database, facts: Facts, simple: str, service: FundPerformanceService
) -> None:
    facts.levels("IDX", {"2019-12-31": "100", "2021-12-31": "110"})
    one_fund = Scope(funds=("AQ1",))
    methods: dict[str, Callable[[], object]] = {
        "metrics": lambda: service.calculate_fund_metrics(partner()),
        "trend": lambda: service.trend(partner()),
        "j_curve": lambda: service.j_curve(partner()),
        "cash_flows": lambda: service.cash_flows(partner()),
        "headline": lambda: service.headline(partner()),
        "benchmarks": lambda: service.get_benchmark_comparison(partner(), one_fund),
        "pme": lambda: service.pme(partner(), one_fund, "IDX"),
        "pme_table": lambda: service.pme_table(partner(), one_fund),
    }
    alone = {name: _count(db, call) for name, call in methods.items()}
    for number in range(49):
        fund = facts.fund(f"F{number:02}")
        facts.flow(fund, "2020-01-01", "capital_call", 100)
        facts.nav(fund, "2021-12-31", 110)
    many = {name: _count(db, call) for name, call in methods.items()}
    assert many | {"headline": 0} == alone | {"headline": 0}
    assert many["headline"] <= alone["headline"]  # no peers are read for several funds
    assert max(alone.values()) <= 6


def _count(db: Database, call: Callable[[], object]) -> int:
    with statements(db) as sent:
        call()
    return len(sent)


@dataclass(frozen=True)
class Flow:
    date: date
    amount: float


def test_the_specifications_calculate_irr_takes_dated_amounts() -> None:
    flows = [Flow(date(2020, 1, 1), -100.0), Flow(date(2020, 12, 31), 110.0)]
    assert FundPerformanceService.calculate_irr(flows) == pytest.approx(0.10)
    assert FundPerformanceService.calculate_irr([]) is None
    assert FundPerformanceService.calculate_irr([Flow(date(2020, 1, 1), nan)]) is None
