"""What moved a fund's value in a period: it foots to the cent, and what is not known has a name."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from services.db.session import Database
from services.fund_performance import FundPerformanceService
from services.fund_performance.results import FundNavBridge, NavBridge
from services.scope import Scope
from tests.factories import Facts, partner
from tests.fund_performance.conftest import codes

MOVES = tuple(
    name
    for name in FundNavBridge.__dataclass_fields__
    if name not in {"fund", "name", "source", "opening", "closing"}
)
Q3 = Scope(as_of=date(2021, 9, 30))


def amounts(found: NavBridge) -> dict[str, Decimal | None]:
    return {row.step: row.amount for row in found.rows}


def foots(row: FundNavBridge) -> bool:
    told = asdict(row)
    return row.opening + sum((told[name] or 0) for name in MOVES) == row.closing


@pytest.fixture
def valued(facts: Facts) -> str:
    """Worth 1,000 in June and 1,300 in September; 200 called and 50 paid out in between."""
    fund = facts.fund("AQ1")
    facts.flow(fund, "2021-01-15", "capital_call", 900)
    facts.nav(fund, "2021-06-30", 1000)
    facts.flow(fund, "2021-08-02", "capital_call", 200)
    facts.flow(fund, "2021-09-15", "distribution", 50)
    facts.nav(fund, "2021-09-30", 1300)
    return fund


def test_what_nothing_tells_apart_is_one_step_with_a_name(
    valued: str, service: FundPerformanceService
) -> None:
    found = service.nav_bridge(partner(), Q3)
    assert (found.start, found.end) == (date(2021, 6, 30), date(2021, 9, 30))
    assert amounts(found) == {
        "opening": 1000,
        "contributions": 200,
        "distributions": -50,
        "not_told_apart": 150,
        "closing": 1300,
    }
    assert (found.change, found.residual) == (300, 0)
    assert "not_itemised" in codes(found)
    assert found.funds[0].fees is None  # not told is not nothing


def test_ledger_lines_take_the_change_apart_and_gains_net_of_carry_are_shown_before_it(
    valued: str, facts: Facts, service: FundPerformanceService
) -> None:
    """1,000 + 200 - 50 + 20 + 160 - 13 - 7 + 10 - 20 = 1,300; the ledger's 140 is after carry."""
    for account, amount in (
        ("contributions", 200), ("distributions", -50), ("management_fees", -15),
        ("management_fee_offsets", 2), ("audit", -7), ("interest_income", 10),
        ("realized_gain", 20), ("unrealized_gain", 140), ("carry_accrued", -20),
    ):  # fmt: skip
        facts.ledger_line(valued, day="2021-09-30", account=account, amount=amount)
    found = service.nav_bridge(partner(), Q3)
    assert amounts(found) == {
        "opening": 1000,
        "contributions": 200,
        "distributions": -50,
        "realized": 20,
        "unrealized": 160,
        "income": 10,
        "fees": -13,
        "expenses": -7,
        "carry": -20,
        "closing": 1300,
    }
    assert (found.residual, found.funds[0].residual) == (0, 0)
    assert {row.source for row in found.rows} == {"ledger", "values"}


def test_a_ledger_that_states_gains_before_carry_foots_as_well(
    valued: str, facts: Facts, service: FundPerformanceService
) -> None:
    for account, amount in (
        ("realized_gain", 20), ("unrealized_gain", 150), ("carry_accrued", -20),
    ):  # fmt: skip
        facts.ledger_line(valued, day="2021-09-30", account=account, amount=amount)
    found = service.nav_bridge(partner(), Q3)
    told = amounts(found)
    assert (told["unrealized"], told["carry"], found.residual) == (150, -20, 0)


def test_a_ledger_that_does_not_foot_says_by_how_much(
    valued: str, facts: Facts, service: FundPerformanceService
) -> None:
    facts.ledger_line(valued, day="2021-09-30", account="unrealized_gain", amount="149.99")
    found = service.nav_bridge(partner(), Q3)
    assert found.residual == Decimal("0.01")
    assert amounts(found)["residual"] == Decimal("0.01")
    assert "ledger_does_not_foot" in codes(found)


def test_statements_of_a_year_count_with_what_they_add(
    valued: str, facts: Facts, service: FundPerformanceService
) -> None:
    for day, amount in (("2021-06-30", -30), ("2021-09-30", -45)):
        facts.ledger_line(valued, day=day, account="management_fees", amount=amount, span="ytd")
    facts.ledger_line(valued, day="2021-09-30", account="audit", amount=-4, span="qtd")
    facts.ledger_line(valued, day="2021-09-30", account="audit", amount=-9, span="ytd")
    told = amounts(service.nav_bridge(partner(), Q3))
    assert (told["fees"], told["expenses"], told["not_told_apart"]) == (-15, -4, 169)


def test_typed_flows_marks_and_accruals_stand_in_where_there_is_no_ledger(
    facts: Facts, service: FundPerformanceService
) -> None:
    """500 + 130 called (100 + 20 fee + 10 expenses) - 0 + 85 re-mark - 20 - 10 - 16 carry = 669;
    worth 670, so 1 is left."""
    fund = facts.fund("AQ1")
    company = facts.company("C1")
    deal = facts.deal("I1", fund=fund, company=company, day="2021-01-20")
    facts.investment_flow(deal, day="2021-01-20", amount=400)
    facts.mark(deal, day="2021-06-30", value=500)
    facts.investment_flow(deal, day="2021-08-02", amount=100, type="follow_on")
    facts.mark(deal, day="2021-09-30", value=685)
    facts.flow(fund, "2021-01-15", "capital_call_investments", 400)
    facts.nav(fund, "2021-06-30", 500)
    carry = "quarter_end_adjustment_for_carry_allocation"
    facts.flow(fund, "2021-06-30", carry, 4)
    facts.flow(fund, "2021-08-02", "capital_call_investments", 100)
    facts.flow(fund, "2021-08-02", "capital_call_management_fees_inside_commitment", 20)
    facts.flow(fund, "2021-08-02", "capital_call_partnership_expenses", 10)
    facts.flow(fund, "2021-09-30", carry, 20)
    facts.nav(fund, "2021-09-30", 670)
    found = service.nav_bridge(partner(), Q3)
    assert amounts(found) == {
        "opening": 500,
        "contributions": 130,
        "distributions": 0,
        "realized": 0,
        "unrealized": 85,
        "fees": -20,
        "expenses": -10,
        "carry": -16,
        "not_told_apart": 1,
        "closing": 670,
    }
    sources = {row.step: row.source for row in found.rows}
    assert (sources["unrealized"], sources["fees"]) == ("marks", "flows")
    gross = service.nav_bridge(partner(), Q3.on(basis="gross"))
    assert amounts(gross)["closing"] == 685
    assert foots(gross.funds[0])
    assert "fees" not in amounts(gross)


def test_gains_of_holdings_without_a_value_stay_in_the_rest(
    valued: str, facts: Facts, service: FundPerformanceService
) -> None:
    deal = facts.deal("I1", fund=valued, company=facts.company("C1"), day="2020-01-20")
    facts.investment_flow(deal, day="2020-01-20", amount=400)
    found = service.nav_bridge(partner(), Q3)
    assert amounts(found)["not_told_apart"] == 150
    assert "holdings_unvalued" in codes(found)


def test_in_another_currency_what_rates_did_is_fx_and_the_rest_stays_what_it_is(
    valued: str, facts: Facts, service: FundPerformanceService
) -> None:
    """At 1.0, then 0.5 euro a dollar: 1,000 + 200 - 50 + 150 at 0.5 = 1,225; worth 650."""
    for day, rate in (("2021-01-15", "1"), ("2021-06-30", "1"), ("2021-08-02", "1"),
                      ("2021-09-15", "0.5"), ("2021-09-30", "0.5")):  # fmt: skip
        facts.rate("EUR", day, rate)
    found = service.nav_bridge(partner(), Q3.on(currency="EUR"))
    told = amounts(found)
    assert (told["opening"], told["closing"]) == (1000, 650)
    assert (told["distributions"], told["not_told_apart"], told["fx"]) == (-25, 75, -600)
    assert found.residual == 0


def test_a_value_before_the_fund_began_is_nothing(
    valued: str, service: FundPerformanceService
) -> None:
    found = service.nav_bridge(partner(), Scope(as_of=date(2021, 9, 30), period="2021"))
    assert (found.start, found.opening, found.closing) == (date(2020, 12, 31), 0, 1300)
    assert amounts(found)["contributions"] == 1100


def test_without_a_value_the_bridge_stays_open_and_says_so(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("AQ1")
    facts.flow(fund, "2020-01-15", "capital_call", 900)
    found = service.nav_bridge(partner(), Q3)
    assert (found.opening, found.closing, found.residual) == (None, None, None)
    assert "not_closed" in codes(found)


def test_every_generated_fund_foots_to_the_cent_alone_and_together(module_db: Database) -> None:
    facts, draw = Facts(module_db), Random(5)
    gp = facts.investor("GP", "gp")
    lp = facts.investor("LP1")
    lines = ("management_fees", "audit", "realized_gain", "unrealized_gain", "carry_accrued",
             "interest_income", "contributions")  # fmt: skip
    for number in range(10):
        fund = facts.fund(f"F{number}", currency=("USD", "EUR")[number % 2])
        facts.rate("EUR", f"2021-0{1 + number % 9}-01", f"{draw.uniform(0.7, 1.2):.4f}")
        whose = ({"investor_id": lp}, {"investor_id": gp}) if number % 3 == 0 else ({},)
        for one in whose:
            more = one | {"currency": ("USD", "EUR")[number % 2]}
            for _ in range(6):
                day = f"2021-0{draw.randint(1, 9)}-{draw.randint(10, 28)}"
                kind = draw.choice(
                    ("capital_call_investments", "distribution", "distribution_carry",
                     "capital_call_management_fees_inside_commitment")
                )  # fmt: skip
                facts.flow(fund, day, kind, f"{draw.uniform(1, 900):.2f}", **more)
            for day in ("2021-03-31", "2021-06-30", "2021-09-30"):
                facts.nav(fund, day, f"{draw.uniform(100, 4000):.2f}", **more)
                for account in draw.sample(lines, draw.randint(0, 4)):
                    facts.ledger_line(
                        fund, day=day, account=account, amount=f"{draw.uniform(-90, 90):.2f}",
                        **more,
                    )  # fmt: skip
    service = FundPerformanceService(module_db)
    for basis in ("net_lp", "net_fund", "gross"):
        for period in (None, "2021Q2", "6m", "2021"):
            found = service.nav_bridge(
                partner(), Scope(as_of=date(2021, 9, 30), basis=basis, period=period)
            )
            assert len(found.funds) == 10
            assert all(foots(row) for row in found.funds), (basis, period)
            moved = sum(r.amount for r in found.rows if r.step not in {"opening", "closing"})
            assert found.opening + moved == found.closing
