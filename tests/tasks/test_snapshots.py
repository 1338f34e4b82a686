"""A refresh writes each fund's figures once per state of its facts, whatever happens meanwhile."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from services.cache import encode
from services.fund_performance.service import FundPerformanceService
from services.fund_performance.snapshots import refresh_funds
from services.jobs import open_runs, take_runs
from services.jobs import runs as jobs_runs
from services.scope import SYSTEM, Scope
from tests.factories import statements
from tests.tasks.conftest import Firm

SIX = [(basis, line) for basis in ("gross", "net_fund", "net_lp") for line in ("with", "without")]


def test_a_refresh_writes_every_basis_with_and_without_the_credit_line(firm: Firm):
    fund = firm.fund()
    outcome = firm.refresh(fund)
    assert outcome.refreshed == {fund: 3}
    assert outcome.snapshots == 6
    assert [(row.basis, row.credit_line) for row in firm.snapshots(fund)] == SIX


def test_a_snapshot_holds_what_the_fund_is_worth(firm: Firm):
    fund = firm.fund()
    firm.refresh(fund)
    row = next(r for r in firm.snapshots(fund) if (r.basis, r.credit_line) == ("net_lp", "with"))
    assert row.metric_date == date(2024, 6, 29)
    assert row.irr == pytest.approx(0.5)
    assert (row.tvpi, row.dpi, row.rvpi) == (1.5, 0.0, 1.5)
    assert (row.nav, row.capital_called) == (Decimal("150.00"), Decimal("100.00"))
    assert row.total_committed is None
    assert row.payload["irr"] == pytest.approx(50)
    assert row.data_version == 3
    assert row.known_to is None


def test_a_snapshot_holds_what_the_companies_cost_brought_and_are_worth(firm: Firm):
    fund = firm.fund()
    for code, sector, cost, worth in (("C1", "Software", 60, 120), ("C2", None, 30, 40)):
        firm.facts.company(code, sector=sector)
        firm.facts.deal(f"I{code}", fund=fund, company=f"id-{code}")
        firm.facts.investment_flow(f"id-I{code}", day="2022-06-30", amount=cost)
        firm.facts.mark(f"id-I{code}", day="2024-06-29", value=worth)
    firm.facts.investment_flow("id-IC2", day="2023-06-30", amount=5, type="dividend")
    firm.refresh(fund)
    rows = firm.snapshots(fund)
    assert {row.moic for row in rows} == {165 / 90}
    row = rows[-1]
    assert (row.capital_deployed, row.realized_value, row.unrealized_value) == (90, 5, 160)
    assert row.top_performer_contribution == 60 / 75
    assert row.sector_concentration == {"Software": 0.75, "unknown": 0.25}
    assert row.payload["capital_returned"] == 5
    assert row.payload["top_performers"][0]["company"] == "C1"


def test_an_amount_reaches_its_snapshot_with_every_digit(firm: Firm):
    fund = firm.facts.fund()
    firm.facts.flow(fund, "2020-06-30", "capital_call", "123456789012345678.91")
    firm.facts.nav(fund, "2024-06-30", "123456789012345678.93")
    firm.refresh(fund)
    row = firm.snapshots(fund)[-1]
    assert row.capital_called == Decimal("123456789012345678.91")
    assert row.nav == Decimal("123456789012345678.93")


def test_refreshing_again_leaves_the_same_rows(firm: Firm):
    fund = firm.fund()
    firm.refresh(fund)
    before = [row.id for row in firm.snapshots(fund)]
    firm.refresh(fund)
    assert [row.id for row in firm.snapshots(fund)] == before
    assert [run.state for run in firm.runs(fund)] == ["done", "done"]


def test_newer_facts_make_older_snapshots_history(firm: Firm):
    fund = firm.fund()
    firm.refresh(fund)
    firm.facts.flow(fund, "2024-01-31", "capital_call", 50)
    firm.refresh(fund)
    rows = firm.snapshots(fund)
    assert len(rows) == 12
    assert all((row.known_to is not None) == (row.data_version == 3) for row in rows)
    assert rows[-1].tvpi == 1.0


def test_figures_as_of_a_day_are_kept_beside_the_latest(firm: Firm):
    fund = firm.fund()
    firm.refresh(fund)
    firm.refresh(fund, as_of=date(2023, 12, 31))
    days = {row.metric_date for row in firm.snapshots(fund)}
    assert days == {date(2023, 12, 31), date(2024, 6, 29)}


def test_each_fund_stands_on_its_own_date_and_currency(firm: Firm):
    one, other = firm.fund("AQ1"), firm.facts.fund("AQ2", currency="EUR")
    firm.facts.flow(other, "2022-03-31", "capital_call", 10, currency="EUR")
    firm.facts.nav(other, "2023-09-30", 12, currency="EUR")
    firm.refresh(one, other)
    row = firm.snapshots(other)[-1]
    assert (row.metric_date, row.tvpi) == (date(2023, 9, 30), 1.2)
    assert row.payload["meta"]["currency"] == "EUR"
    assert firm.snapshots(one)[-1].metric_date == date(2024, 6, 29)


def test_a_bad_fund_fails_alone(firm: Firm):
    good, bad, other = firm.fund("AQ1"), firm.poisoned(), firm.fund("AQ2")
    outcome = firm.refresh(good, bad, other)
    assert set(outcome.refreshed) == {good, other}
    assert "no_such_type" in outcome.failed[bad]
    assert len(firm.snapshots(good)) == len(firm.snapshots(other)) == 6
    assert firm.snapshots(bad) == []
    assert firm.runs(bad)[0].state == "queued"


def test_a_bad_fund_is_parked_after_three_attempts(firm: Firm):
    bad = firm.poisoned()
    for _ in range(4):
        refresh_funds(firm.db, open_runs(firm.db, [bad]) or [bad], tell=firm.tell)
        run = firm.runs(bad)[0]
        if run.state == "failed":
            break
    assert (run.state, run.attempt) == ("failed", 3)
    assert "no_such_type" in (run.error or "")


def test_a_message_that_comes_twice_finds_nothing_to_do(firm: Firm):
    fund = firm.fund()
    firm.refresh(fund)
    again = refresh_funds(firm.db, [fund], tell=firm.tell)
    assert again.refreshed == {}
    assert again.left == [fund]
    assert len(firm.runs(fund)) == 1


def test_a_fund_another_worker_is_at_is_left_to_it(firm: Firm):
    fund = firm.fund()
    open_runs(firm.db, [fund])
    assert take_runs(firm.db, [fund]) == [fund]
    assert refresh_funds(firm.db, [fund], tell=firm.tell).left == [fund]


def test_fifty_workers_at_once_compute_a_fund_once(firm: Firm):
    fund = firm.fund()
    open_runs(firm.db, [fund])
    gate = threading.Barrier(10)

    def work(_: int) -> int:
        gate.wait()
        return sum(len(refresh_funds(firm.db, [fund], tell=firm.tell).refreshed) for _ in range(5))

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(work, range(10))) == 1
    assert len(firm.snapshots(fund)) == 6


def test_a_lease_that_ran_out_while_its_holder_lives_does_not_make_two_of_it(firm: Firm):
    """The first worker is slow: it holds the fund's lock while a second takes up the run."""
    fund = firm.fund()
    open_runs(firm.db, [fund])
    take_runs(firm.db, [fund], lease=-1)
    with firm.db.session() as slow:
        slow.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:n, 0))"),
                     {"n": f"refresh:{fund}"})  # fmt: skip
        second = refresh_funds(firm.db, [fund], tell=firm.tell)
    assert second.refreshed == {}
    assert second.left == [fund]
    assert firm.runs(fund)[0].state == "running"


def test_pages_are_told_after_the_figures_stand(firm: Firm):
    fund = firm.fund()
    stood: list[int] = []
    open_runs(firm.db, [fund])
    refresh_funds(
        firm.db, [fund], tell=lambda told: stood.append(len(firm.snapshots(next(iter(told)))))
    )
    assert stood == [6]


def test_forty_funds_take_as_many_statements_as_two(firm: Firm):
    two = [firm.fund(f"A{n}") for n in range(2)]
    forty = [firm.fund(f"B{n}") for n in range(40)]
    counts = []
    for funds in (two, forty):
        open_runs(firm.db, funds)
        with statements(firm.db) as seen:
            refresh_funds(firm.db, funds, tell=firm.tell)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_an_error_is_kept_short(firm: Firm):
    bad = firm.poisoned()
    open_runs(firm.db, [bad])
    take_runs(firm.db, [bad])
    jobs_runs.fail_run(firm.db, bad, RuntimeError("x" * 5000))
    assert len(firm.runs(bad)[0].error or "") == 500


def test_a_snapshot_says_what_the_service_answers(firm: Firm):
    fund = firm.fund()
    gp, lp = firm.facts.investor("GP", "gp"), firm.facts.investor("LP1")
    firm.facts.flow(fund, "2023-09-30", "capital_call", 10, investor_id=gp)
    firm.facts.flow(fund, "2023-09-30", "management_fee", 3, investor_id=lp)
    firm.facts.flow(fund, "2023-12-31", "distribution", 40)
    firm.refresh(fund)
    service = FundPerformanceService(firm.db)
    for row in firm.snapshots(fund):
        scope = Scope(funds=("AQ1",), basis=row.basis, credit_line=row.credit_line)
        answer = json.loads(encode(service.calculate_fund_metrics(SYSTEM, scope)))
        for given in (answer, row.payload):
            given["meta"].pop("computed_at")
        assert row.payload == answer
