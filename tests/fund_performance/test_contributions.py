"""What each company did for a fund, and the fund without its winner."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.errors import NotFound
from services.fund_performance import FundPerformanceService
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import codes


@pytest.fixture
def three(facts: Facts) -> str:
    """100 became 400 (100 of it in cash), 200 became 300, 100 is lost: 400 became 700 in two years.

    Investors paid in 500 and hold 550 after costs: TVPI 1.10x.
    """
    fund = facts.fund("AQ1")
    facts.flow(fund, "2020-01-01", "capital_call", 500)
    facts.nav(fund, "2021-12-31", 550)
    for code, cost, left in (("WIN", 100, 300), ("MID", 200, 300), ("LOST", 100, 0)):
        company = facts.company(code, sector="Software", stage="Series A")
        deal = facts.deal(code, fund=fund, company=company, day="2020-01-01")
        facts.investment_flow(deal, day="2020-01-01", amount=cost)
        facts.mark(deal, day="2021-12-31", value=left)
    facts.investment_flow("id-WIN", day="2021-12-31", amount=100, type="proceeds")
    facts.mark("id-WIN", day="2021-12-31", value=300)
    return fund


def test_gains_multiples_and_shares_add_up(three: str, service: FundPerformanceService) -> None:
    found = service.contributions(partner())
    assert [row.company for row in found.rows] == ["WIN", "MID", "LOST"]
    win, mid, lost = found.rows
    assert [row.gain for row in found.rows] == [300, 100, -100]
    assert (found.gain, found.moic, found.realized_share) == (300, 1.75, pytest.approx(100 / 700))
    assert [row.adds_to_moic for row in found.rows] == [0.75, 0.25, -0.25]
    assert sum(row.adds_to_moic for row in found.rows) == pytest.approx(found.moic - 1)
    assert [row.gain_share for row in found.rows] == pytest.approx([1, 1 / 3, -1 / 3])
    assert [row.running_share for row in found.rows] == pytest.approx([1, 4 / 3, 1])
    assert [row.adds_to_tvpi for row in found.rows] == pytest.approx([0.6, 0.2, -0.2])
    assert found.tvpi == pytest.approx(1.1)
    assert found.costs_in_tvpi == pytest.approx(1.1 - 1 - 0.6)
    assert found.top_5_share == pytest.approx(1.0)
    assert (win.realized_share, mid.realized_share, lost.realized_share) == (0.25, 0.0, None)
    assert (win.irr, lost.irr) == (pytest.approx(1.0, abs=1e-3), -1.0)


def test_leaving_one_out_is_not_what_it_added(three: str, service: FundPerformanceService) -> None:
    found = service.contributions(partner())
    whole = 1.75**0.5 - 1
    without = {"WIN": 1.0**0.5 - 1, "MID": 2.0**0.5 - 1, "LOST": (7 / 3) ** 0.5 - 1}
    for row in found.rows:
        assert row.irr_without == pytest.approx(without[row.company], abs=1e-4)
        assert row.irr_effect == pytest.approx(whole - without[row.company], abs=1e-4)
    assert sum(row.irr_effect for row in found.rows) != pytest.approx(whole, abs=1e-2)
    assert "leave_one_out" in codes(found)


def test_the_fund_without_its_winner(three: str, service: FundPerformanceService) -> None:
    winner = service.contributions(partner()).winner
    assert winner is not None
    assert (winner.company, winner.moic, winner.moic_change) == ("WIN", 1.0, -0.75)
    assert (winner.gain, winner.gain_change) == (0, -300)
    assert winner.irr == pytest.approx(0.0, abs=1e-9)
    rest = service.contributions(partner(), without="winner")
    assert [row.company for row in rest.rows] == ["MID", "LOST"]
    assert (rest.gain, rest.moic, rest.tvpi, rest.costs_in_tvpi) == (0, 1.0, None, None)
    assert rest.left_out == winner
    assert rest.top_5_share is None
    assert "no_net_gain" in codes(rest)
    other = service.contributions(partner(), without="LOST")
    assert (other.moic, other.left_out.company) == (pytest.approx(7 / 3), "LOST")
    with pytest.raises(NotFound):
        service.contributions(partner(), without="NOBODY")


def test_without_investments_there_is_nobody_to_thank(
    simple: str, service: FundPerformanceService
) -> None:
    found = service.contributions(partner(), without="winner")
    assert (found.rows, found.winner, found.left_out) == ((), None, None)
    assert "nothing_invested" in codes(found)


def test_a_company_of_two_funds_is_one_row(
    three: str, facts: Facts, service: FundPerformanceService
) -> None:
    other = facts.fund("AQ2")
    deal = facts.deal("WIN2", fund=other, company="id-WIN", day="2020-01-01")
    facts.investment_flow(deal, day="2020-01-01", amount=50)
    facts.mark(deal, day="2021-12-31", value=150)
    found = service.contributions(partner())
    assert (found.rows[0].company, found.rows[0].gain) == ("WIN", Decimal(400))
    assert len(found.rows) == 3
    alone = service.contributions(partner(), Scope(funds=("AQ2",)))
    assert alone.winner is not None
    assert (alone.winner.moic, alone.winner.irr) == (None, None)
