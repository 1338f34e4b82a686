"""What the fund costs, how its money goes out, what it keeps back, and where it may go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.db.models import LpaTerm
from services.db.reads.configurations import set_configuration
from services.fund_performance import FundPerformanceService
from services.fund_performance.pacing_terms import BASE
from services.scope import Scope
from tests.factories import LONG_KNOWN, Facts, partner
from tests.fund_performance.conftest import codes

FEE = "capital_call_management_fees_inside_commitment"
END = Scope(as_of=date(2021, 12, 31))


def agree(facts: Facts, fund: str, day: str, *, rate: str, basis: str) -> None:
    row = LpaTerm(
        fund_id=fund, effective_date=date.fromisoformat(day), fee_rate=Decimal(rate),
        fee_basis=basis, natural_key=f"{fund}{day}", known_from=LONG_KNOWN,
    )  # fmt: skip
    facts._write(row, scope=fund)


@pytest.fixture
def charged(facts: Facts) -> str:
    """2 % of 1,000 in 2020 (366 days), then 1 % of what is invested: 400, of which 100 is lost."""
    fund = facts.fund("AQ1", inception_date=date(2020, 1, 1))
    lp, gp = facts.investor("LP1"), facts.investor("GP", "gp")
    facts.commitment(fund, lp, "2020-01-01", 1000)
    facts.commitment(fund, gp, "2020-01-01", 250)
    agree(facts, fund, "2020-01-01", rate="0.02", basis="committed")
    agree(facts, fund, "2021-01-01", rate="0.01", basis="invested")
    for code, cost in (("C1", 300), ("C2", 200)):
        deal = facts.deal(code, fund=fund, company=facts.company(code), day="2020-02-01")
        facts.investment_flow(deal, day="2020-02-01", amount=cost)
        facts.mark(deal, day="2021-12-31", value=cost)
    facts.investment_flow("id-C2", day="2020-12-31", amount=100, type="write_off")
    for whose in (lp, gp):
        facts.flow(fund, "2020-01-15", "capital_call_investments", 250, investor_id=whose)
        facts.nav(fund, "2020-12-31", 240, investor_id=whose)
        facts.nav(fund, "2021-12-31", 260, investor_id=whose)
    facts.flow(fund, "2020-01-15", FEE, 18, investor_id=lp)
    facts.flow(fund, "2021-01-15", FEE, 5, investor_id=lp)
    facts.flow(fund, "2021-01-15", "capital_call_partnership_expenses", 8, investor_id=lp)
    return fund


def test_what_was_called_is_set_against_the_agreement(
    charged: str, service: FundPerformanceService
) -> None:
    """20 * 366/365 = 20.05 for 2020; of 400 held at cost the limited partners' 4/5 is 320: 3.20."""
    found = service.fees(partner(), END)
    first, second = found.rows
    assert (first.year, first.fees_net, first.expected) == (2020, 18, Decimal("20.05"))
    assert (first.basis, first.rate, first.basis_amount) == ("committed", 0.02, 1000)
    assert first.difference == Decimal("-2.05")
    assert (second.fees_net, second.expenses, second.expected) == (5, 8, Decimal("3.20"))
    assert (second.basis, second.basis_amount) == ("invested", 320)
    assert second.expense_ratio == pytest.approx(8 / 250)
    assert (first.fees_gross, first.offsets) == (None, None)
    assert {"called_only", "net_invested"} <= codes(found)
    assert (found.fees_net, found.expenses, found.paid_in) == (23, 8, 281)
    assert found.fees_of_commitments == pytest.approx(23 / 1000)
    assert found.costs_of_contributions == pytest.approx(31 / 281)


def test_a_ledger_tells_gross_offsets_and_net(
    charged: str, facts: Facts, service: FundPerformanceService
) -> None:
    for account, amount in (
        ("management_fees", "-20.05"), ("management_fee_offsets", 1), ("fee_waiver", "0.5"),
        ("legal", -3), ("internal_it", -2), ("placement_fees", -4),
    ):  # fmt: skip
        facts.ledger_line(
            charged, day="2020-12-31", account=account, amount=amount, investor_id="id-LP1"
        )
    first = service.fees(partner(), END).rows[0]
    assert (first.fees_gross, first.offsets) == (Decimal("20.05"), Decimal("1.5"))
    assert (first.fees_net, first.expenses, first.difference) == (Decimal("18.55"), 9, 0)


def test_fees_that_nobody_itemises_are_not_nothing(
    simple: str, service: FundPerformanceService
) -> None:
    found = service.fees(partner())
    assert [row.year for row in found.rows] == [2020, 2021]
    assert (found.fees_net, found.expenses, found.expected) == (None, None, None)
    assert {"not_itemised", "terms_unknown"} <= codes(found)


@pytest.fixture
def investing(facts: Facts) -> str:
    """Four quarters: 100 into A, 60 into B, 40 more into A, 140 into C; 600 left for new deals."""
    fund = facts.fund(
        "AQ1",
        total_committed=Decimal(2000),
        inception_date=date(2021, 1, 1),
        investment_period_end=date(2024, 12, 31),
    )
    facts.flow(fund, "2021-01-02", "capital_call", 1200)
    facts.nav(fund, "2021-12-31", 1200)
    for code, day, cost in (("A", "2021-02-01", 100), ("B", "2021-05-01", 60),
                            ("C", "2021-11-01", 140)):  # fmt: skip
        deal = facts.deal(code, fund=fund, company=facts.company(code), day=day, round="Seed")
        facts.investment_flow(deal, day=day, amount=cost)
    facts.investment_flow("id-A", day="2021-08-01", amount=40, type="follow_on")
    facts.mark("id-A", day="2021-07-31", value=150)
    facts.mark("id-A", day="2021-12-31", value=380)
    facts.mark("id-B", day="2021-12-31", value=30)
    for item, amount in (("cash", 20), ("reserve_fees", 100), ("credit_line", 50)):
        facts.balance(fund, day="2021-12-31", item=item, amount=amount)
    for company, amount in (("id-A", 200), ("id-B", 70)):
        facts.balance(fund, day="2021-12-31", item="reserve_follow_on", amount=amount,
                      company_id=company)  # fmt: skip
    return fund


def test_new_companies_and_money_by_quarter_and_how_long_it_lasts(
    investing: str, service: FundPerformanceService
) -> None:
    """300 for new companies in four quarters is 75 a quarter; 400 of dry powder last 5.3."""
    found = service.pacing(partner())
    told = [(r.quarter, r.new_companies, r.new_money, r.follow_on) for r in found.rows]
    assert told == [
        ("2021Q1", 1, 100, 0), ("2021Q2", 1, 60, 0), ("2021Q3", 0, 0, 40), ("2021Q4", 1, 140, 0),
    ]  # fmt: skip
    fund = found.funds[0]
    assert (fund.companies, fund.deployed, fund.deployed_share) == (3, 340, 0.17)
    assert (fund.pace, fund.capacity) == (75, 400)
    assert (fund.quarters_left, fund.exhausts) == (pytest.approx(400 / 75), "2023Q2")
    assert fund.elapsed == pytest.approx(364 / 1460)
    assert (found.pace, found.exhausts) == (75, "2023Q2")


def test_after_the_investment_period_nothing_is_for_new_deals(
    investing: str, service: FundPerformanceService
) -> None:
    found = service.pacing(partner(), Scope(as_of=date(2025, 3, 31)))
    fund = found.funds[0]
    assert (fund.elapsed, fund.capacity, fund.exhausts, found.capacity) == (1.0, None, None, None)
    assert "period_over" in codes(found)


def test_dry_powder_is_split_by_use_and_foots(
    investing: str, service: FundPerformanceService
) -> None:
    found = service.reserves(partner())
    fund = found.funds[0]
    assert (fund.cash, fund.unfunded, fund.available) == (20, 800, 820)
    assert (fund.fees, fund.follow_on, fund.owed, fund.new_deals) == (100, 270, 50, 400)
    assert fund.available == fund.fees + fund.follow_on + fund.owed + fund.new_deals
    assert found.total.new_deals == 400


def test_companies_are_ranked_by_what_the_last_dollar_became(
    investing: str, service: FundPerformanceService
) -> None:
    """A: 150 + 40 bought in August are 380 now: 2.0x. C was bought at 140, still at cost."""
    found = service.reserves(partner())
    told = [(r.company, r.reserve, r.last_round_value, r.value, r.next_dollar, r.place)
            for r in found.rows]  # fmt: skip
    assert told == [
        ("A", 200, 190, 380, 2.0, 1), ("C", None, 140, 140, 1.0, 2), ("B", 70, 60, 30, 0.5, 3),
    ]  # fmt: skip
    assert (found.rows[0].last_round, found.rows[0].last_round_date) == ("Seed", date(2021, 8, 1))


def test_without_balances_unfunded_is_all_there_is(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("AQ1", total_committed=Decimal(100))
    facts.flow(fund, "2021-01-02", "capital_call", 30)
    facts.nav(fund, "2021-12-31", 30)
    found = service.reserves(partner()).funds[0]
    assert (found.cash, found.available, found.new_deals, found.fees) == (None, 70, 70, None)


@pytest.fixture
def young(facts: Facts) -> str:
    """100 promised on the first of 2020; 25 and then 25 called; worth 60 at the end of 2021."""
    fund = facts.fund("AQ1", strategy="Venture", total_committed=Decimal(100))
    facts.flow(fund, "2020-01-01", "capital_call", 25)
    facts.nav(fund, "2020-12-31", 24)
    facts.flow(fund, "2021-06-01", "capital_call", 25)
    facts.nav(fund, "2021-12-31", 60)
    return fund


def test_the_model_goes_on_from_value_paid_in_and_age(
    young: str, service: FundPerformanceService
) -> None:
    """Year 3 calls half of 50 and pays (3/12)^2.5 = 1/32 of 60 * 1.13 = 67.80: 2.12."""
    found = service.forecast(partner())
    ahead = [row for row in found.rows if row.kind == "forecast"]
    assert [row.date.year for row in ahead] == list(range(2022, 2032))
    first = ahead[0]
    assert (first.called, first.distributed) == (25, Decimal("2.12"))
    assert first.nav == Decimal("90.68")
    assert first.net_cash == Decimal("-72.88")
    assert (ahead[1].called, ahead[2].called) == (Decimal("12.50"), Decimal("6.25"))
    past = [(row.called, row.net_cash, row.nav) for row in found.rows if row.kind == "actual"]
    assert past == [(25, -25, 24), (25, -50, 60)]
    pace = found.paces[0]
    assert (pace.strategy, pace.age, pace.paid_in, pace.nav, pace.life) == (
        "venture",
        2,
        50,
        60,
        12,
    )
    assert "one_path" in codes(found)


def test_the_model_is_tried_on_the_past(young: str, service: FundPerformanceService) -> None:
    """From 2020 on: 33.3 % of 75 = 24.98 said, 25 called; (2/12)^2.5 of 27.12 = 0.31 said."""
    found = service.forecast(partner())
    (test,) = found.tests
    assert (test.date, test.said_called, test.called) == (date(2020, 12, 31), Decimal("24.98"), 25)
    assert (test.said_distributed, test.distributed) == (Decimal("0.31"), 0)
    assert test.called_error == pytest.approx(0.0002)
    assert found.mean_error_nav == pytest.approx(abs(60 - 51.79) / 100, abs=1e-3)


def test_the_firm_may_set_other_paces_and_earlier_answers_keep_theirs(
    young: str, facts: Facts, service: FundPerformanceService
) -> None:
    before = service.forecast(partner())
    terms = BASE.other.model_copy(update={"contribution_rates": (0.9,), "life": 6})
    own = BASE.model_copy(update={"version": "ours", "strategies": {"venture": terms}})
    with facts.db.session() as session:
        set_configuration(session, name="pacing", version="ours",
                          payload=own.model_dump(mode="json"), set_by="ada")  # fmt: skip
    found = service.forecast(partner())
    ahead = [row for row in found.rows if row.kind == "forecast"]
    assert (found.paces[0].version, len(ahead), ahead[0].called) == ("ours", 4, 45)
    then = service.forecast(partner(), Scope(known_on=LONG_KNOWN.replace(year=2020)))
    assert then.rows == before.rows


def test_a_fund_without_a_commitment_has_no_years_ahead(
    facts: Facts, service: FundPerformanceService
) -> None:
    fund = facts.fund("AQ1")
    facts.flow(fund, "2020-01-01", "capital_call", 25)
    facts.nav(fund, "2021-12-31", 30)
    found = service.forecast(partner())
    assert {row.kind for row in found.rows} == {"actual"}
    assert (found.called, found.break_even) == (None, None)
    assert {"not_forecast", "no_years_ahead"} <= codes(found)


def test_every_fund_is_a_line_and_the_pool_is_no_mean(
    facts: Facts, service: FundPerformanceService
) -> None:
    """1,000 at 10 % a year and 100 at 100 %: together (1,210 + 400) / 1,100, not the mean rate."""
    for code, vintage, cost, worth in (("AQ1", 2020, 1000, 1210), ("AQ2", 2018, 100, 400)):
        fund = facts.fund(code, vintage_year=vintage, total_committed=Decimal(2 * cost))
        facts.flow(fund, "2020-01-01", "capital_call", cost)
        facts.nav(fund, "2021-12-31", worth)
    facts.flow("id-AQ1", "2021-12-31", "distribution_carry", 7)
    facts.flow("id-AQ1", "2021-12-31", "quarter_end_adjustment_for_carry_allocation", 30)
    found = service.funds(partner())
    assert [(row.fund, row.vintage_year, row.nav) for row in found.rows] == [
        ("AQ2", 2018, 400), ("AQ1", 2020, 1210),
    ]  # fmt: skip
    assert found.total.tvpi == pytest.approx(1610 / 1100)
    assert found.total.irr == pytest.approx((1610 / 1100) ** 0.5 - 1, abs=1e-4)
    for name in ("total_committed", "paid_in", "distributed", "nav"):
        assert sum(getattr(row, name) for row in found.rows) == getattr(found.total, name)
    assert (found.rows[1].carry_accrued, found.rows[1].carry_paid) == (30, 7)
    assert (found.rows[0].carry_accrued, found.total.carry_accrued) == (None, None)
    assert [row.name for row in found.vintages] == ["Vintage 2018", "Vintage 2020"]
    assert "not_known" in codes(found)


def test_the_general_partners_part_of_the_value_is_told_apart(
    charged: str, service: FundPerformanceService
) -> None:
    line = service.funds(partner(), END).rows[0]
    assert (line.nav, line.gp_nav) == (260, 260)
    assert service.funds(partner(), END.on(basis="net_fund")).rows[0].nav == 520
