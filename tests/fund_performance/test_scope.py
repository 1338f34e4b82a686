"""Which funds are seen by whom and as known when, and what an answer costs the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from services.db.session import Database
from services.errors import NotFound, Unauthenticated
from services.fund_performance import FundPerformanceService
from services.scope import SYSTEM, Scope
from tests.factories import Facts, partner, statements
from tests.fund_performance.conftest import codes


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
