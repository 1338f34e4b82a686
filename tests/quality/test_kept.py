"""Results are kept: what changed is added, what was found before stays, nobody sees too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from services import clock
from services.errors import Forbidden, InvalidInput, NotFound
from services.fund_performance import FundPerformanceService
from services.quality import QualityService, check_funds
from services.scope import SYSTEM, Scope
from tests.factories import partner, statements
from tests.quality.conftest import FUND, TODAY, WRONG, Firm, orderly

CURRENT = "SELECT count(*) FROM check_results WHERE valid_to IS NULL"


def test_checking_again_without_a_change_writes_nothing(firm: Firm) -> None:
    firm.check()
    before = firm.ask("SELECT * FROM check_results ORDER BY id")
    version = firm.facts.version(FUND)
    outcome = firm.check()
    assert (outcome.funds, outcome.shared) == (frozenset(), False)
    assert firm.ask("SELECT * FROM check_results ORDER BY id") == before
    assert firm.facts.version(FUND) == version


def test_what_was_wrong_and_is_mended_turns_green_and_stays_in_history(firm: Firm) -> None:
    firm.check()
    WRONG["holdings_make_nav"].do(firm)
    firm.check()
    then = clock.now()
    firm.change("UPDATE fund_balances SET amount = 140 WHERE item = 'cash'")
    firm.check()
    history = firm.ask(
        "SELECT status, expected, actual, difference, valid_to IS NULL FROM check_results "
        "WHERE check_id = 'holdings_make_nav' ORDER BY id"
    )
    assert history == [
        ("green", 600, 600, 0, False),
        ("red", 600, 590, -10, False),
        ("green", 600, 600, 0, True),
    ]
    asked = Scope(known_on=then)
    [result] = firm.quality(asked, check="holdings_make_nav").checks
    assert (result.status, result.actual) == ("red", 590)


def test_what_is_no_longer_checked_has_no_result(firm: Firm) -> None:
    firm.check()
    firm.change("UPDATE balance_assertions SET known_to = now()")
    firm.check()
    assert firm.quality(check="balance_assertion").checks == ()
    [(kept,)] = firm.ask("SELECT count(*) FROM check_results WHERE check_id = 'balance_assertion'")
    assert kept == 4


def test_a_changed_result_raises_the_version_of_its_fund_only(firm: Firm) -> None:
    other = firm.facts.fund("AQ2")
    firm.check()
    versions = firm.facts.version(FUND), firm.facts.version(other)
    WRONG["companies_add_up"].do(firm)
    assert firm.check().funds == {FUND}
    assert (firm.facts.version(FUND), firm.facts.version(other)) == (versions[0] + 1, versions[1])


def test_the_irr_is_left_as_it_was_found_until_its_snapshot_is_made_anew(firm: Firm) -> None:
    firm.check()
    WRONG["irr_solves"].do(firm)
    firm.check()
    firm.facts.flow(FUND, "2023-07-01", "distribution", 3)
    firm.check()
    assert firm.colours()["irr_solves"] == "red"
    firm.refresh(FUND)
    firm.check()
    assert firm.colours()["irr_solves"] == "green"


def test_a_fund_that_cannot_be_checked_leaves_the_others_checked(firm: Firm) -> None:
    bad = firm.facts.fund("BAD", total_committed=10)
    firm.facts.flow(bad, "2023-07-31", "no_such_type", 1)
    told: list[object] = []
    checked = check_funds(firm.db, [FUND, bad], today=TODAY, tell=told.append)
    assert checked.funds == [FUND]
    assert list(checked.failed) == [bad]
    assert [list(versions) for versions in told] == [[FUND, "shared"]]


def test_twenty_funds_take_as_many_statements_as_one(empty: Firm) -> None:
    orderly(empty.facts)
    empty.refresh(FUND)
    with statements(empty.db) as one:
        empty.check(FUND)
    funds = [FUND]
    for number in range(19):
        fund = empty.facts.fund(f"F{number}", total_committed=100)
        empty.facts.flow(fund, "2022-03-15", "capital_call", 50)
        empty.facts.nav(fund, "2023-12-31", 60)
        empty.facts.assertion(fund, day="2023-12-31", item="nav", amount=60)
        funds.append(fund)
    empty.refresh(*funds)
    with statements(empty.db) as many:
        empty.check(*funds)
    assert len(many) == len(one)


def test_only_the_funds_one_may_see_are_told_of(firm: Firm) -> None:
    other = firm.facts.fund("AQ2")
    firm.facts.assertion(other, day="2023-12-31", item="nav", amount=1)
    firm.check()
    service = QualityService(firm.db)
    seen = service.data_quality(partner(other))
    assert {result.fund for result in seen.checks} == {"AQ2", None}
    assert [fund.code for fund in seen.funds] == ["AQ2"]
    for name in ("AQ1", FUND, "AQ9"):
        with pytest.raises(NotFound):
            service.data_quality(partner(other), Scope(funds=(name,)))
    everything = service.data_quality(partner())
    assert {result.fund for result in everything.checks} == {"AQ1", "AQ2", None}
    named = service.data_quality(partner(), Scope(funds=("AQ2",)))
    assert {result.fund for result in named.checks} == {"AQ2"}


def test_a_limited_partner_finds_no_checks_and_an_administrator_may_not(firm: Firm) -> None:
    service = QualityService(firm.db)
    with pytest.raises(NotFound):
        service.data_quality(replace(partner(), roles=frozenset({"lp"})))
    with pytest.raises(Forbidden):
        service.data_quality(replace(partner(), roles=frozenset({"admin"})))
    with pytest.raises(InvalidInput):
        service.data_quality(SYSTEM, status="purple")
    with pytest.raises(InvalidInput):
        service.data_quality(SYSTEM, check="no_such_check")


def test_every_answer_about_a_fund_says_what_is_wrong_with_its_data(firm: Firm) -> None:
    WRONG["nav_roll_forward"].do(firm)
    WRONG["marks_are_fresh"].do(firm)
    firm.check()
    service = FundPerformanceService(firm.db)
    for answer in (service.calculate_fund_metrics, service.trend, service.j_curve):
        told = answer(SYSTEM).meta.data_quality
        assert (told["status"], told["open_breaks"], told["warnings"]) == ("red", 1, 1)
        assert told["checks"] == ["nav_roll_forward", "marks_are_fresh"]
        assert told["stale_nav_share"] == pytest.approx(480 / 530)
        assert told["breaks"][0]["fund"] == "AQ1"
        assert "off by -25.00 USD" in told["breaks"][0]["message"]


def test_an_answer_takes_no_statement_more_for_it(firm: Firm) -> None:
    service = FundPerformanceService(firm.db)
    with statements(firm.db) as before:
        service.calculate_fund_metrics(SYSTEM)
    firm.check()
    with statements(firm.db) as after:
        told = service.calculate_fund_metrics(SYSTEM).meta.data_quality
    assert len(after) == len(before)
    assert (told["status"], told["breaks"], told["stale_nav_share"]) == ("green", [], 0.0)


def test_books_that_nobody_checked_are_not_called_green(firm: Firm) -> None:
    told = FundPerformanceService(firm.db).calculate_fund_metrics(SYSTEM).meta.data_quality
    assert told["status"] == "unchecked"
    assert told["stale_nav_share"] is None


def test_an_answer_with_both_clocks_says_nothing_of_checks(firm: Firm) -> None:
    firm.check()
    both = Scope(as_of=date(2023, 12, 31), known_on=datetime(2024, 1, 1, tzinfo=UTC))
    service = FundPerformanceService(firm.db)
    assert service.calculate_fund_metrics(SYSTEM, both).meta.data_quality == {}
    before = Scope(known_on=clock.now() - timedelta(days=1))
    told = service.calculate_fund_metrics(SYSTEM, before).meta.data_quality
    assert told["status"] == "unchecked"


def test_amounts_keep_every_digit(empty: Firm) -> None:
    fund = empty.facts.fund("AQ1")
    empty.facts.nav(fund, "2023-12-31", "123456789012345678.91")
    said = "123456789012345678.89"
    empty.facts.assertion(fund, day="2023-12-31", item="nav", amount=said)
    empty.check()
    [result] = empty.quality(check="balance_assertion").checks
    assert (result.status, result.difference) == ("red", Decimal("0.02"))
    assert result.actual == Decimal("123456789012345678.91")
