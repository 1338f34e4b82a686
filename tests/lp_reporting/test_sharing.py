"""Waterfalls, fees and accounts with the numbers of the interface's own examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from services.db.session import Database
from services.errors import InvalidInput
from services.lp_reporting import LpReportingService
from services.lp_reporting.results import Waterfall
from services.scope import SYSTEM, Scope
from tests.explain.grounds import counted_again
from tests.factories import Facts
from tests.lp_reporting.conftest import flows

MILLION = 1_000_000
SIMPLE, SIDE, BOOKED, DEALS = "AQ1", "AQ2", "AQ3", "AQ4"


@dataclass(frozen=True)
class House:
    facts: Facts
    service: LpReportingService


@pytest.fixture(scope="module")
def house(module_db: Database) -> Iterator[House]:
    """Four funds: 100m called in 2028 (AQ1), one investor with a carry of its own (AQ2), a quarter
    with postings (AQ3), and one whose carry is deal by deal (AQ4)."""
    facts = Facts(module_db)
    people = {code: facts.investor(code, "gp" if code == "G" else None)
              for code in ("lp7", "rest", "S1", "S2", "G")}  # fmt: skip
    simple = facts.fund(SIMPLE, total_committed=100 * MILLION)
    facts.agreement(simple)
    for code, part in (("lp7", 10), ("rest", 90)):
        facts.commitment(simple, people[code], "2028-01-01", part * MILLION)
    flows(facts, simple, people, "2028-01-01", "capital_call",
          {"lp7": 10 * MILLION, "rest": 90 * MILLION})  # fmt: skip
    side = facts.fund(SIDE)
    facts.agreement(side)
    for code, part in (("S1", 900), ("S2", 100), ("G", 50)):
        facts.commitment(side, people[code], "2021-01-01", part)
    flows(facts, side, people, "2021-01-01", "capital_call", {"S1": 450, "S2": 50, "G": 25})
    facts.side_term(side, people["S2"], "carry_rate", "0.10", "2021-01-01")
    write_booked(facts, people)
    write_deals(facts, people)
    yield House(facts, LpReportingService(module_db))


def write_booked(facts: Facts, people: dict[str, str]) -> None:
    """The quarter of PRODUCT's example: investor lp7 of fund AQ3 in the third quarter of 2025."""
    fund = facts.fund(BOOKED, total_committed=100 * MILLION)
    facts.agreement(fund, fee_rate="0.02", fee_basis="committed")
    for code, part in (("lp7", 10), ("rest", 90)):
        facts.commitment(fund, people[code], "2020-01-01", part * MILLION)
    tenth = {"lp7": 1, "rest": 9}

    def of(amount: int) -> dict[str, int]:
        return {code: part * amount for code, part in tenth.items()}

    flows(facts, fund, people, "2021-03-01", "capital_call", of(5_600_000))
    flows(facts, fund, people, "2023-03-01", "distribution", of(1_350_000))
    flows(facts, fund, people, "2024-03-01", "distribution_recallable", of(200_000))
    flows(facts, fund, people, "2025-08-01", "capital_call", of(400_000))
    flows(facts, fund, people, "2025-09-01", "distribution", of(150_000))
    flows(facts, fund, people, "2025-09-02", "distribution_recallable", of(100_000))
    for day, value in (("2025-06-30", 7_200_000), ("2025-09-30", 7_500_000)):
        facts.nav(fund, day, 10 * value)
        for code, part in tenth.items():
            facts.nav(fund, day, part * value, investor_id=people[code])
    for account, amount in (
        ("contributions", 400_000), ("distributions", -250_000), ("management_fees", -50_000),
        ("management_fee_offsets", 5_000), ("partnership_expenses", -10_000),
        ("realized_gain", 120_000), ("unrealized_gain", 130_000), ("carry_accrued", -45_000),
    ):  # fmt: skip
        for code, part in tenth.items():
            facts.ledger_line(fund, day="2025-09-15", account=account, amount=part * amount,
                              investor_id=people[code])  # fmt: skip


def write_deals(facts: Facts, people: dict[str, str]) -> None:
    """20, 45 and 50 invested, 25, 35 and 65 came back: CFA's true-up."""
    fund = facts.fund(DEALS)
    facts.agreement(fund, waterfall="american", preferred_return="0")
    facts.commitment(fund, people["rest"], "2020-01-01", 115)
    flows(facts, fund, people, "2021-01-01", "capital_call", {"rest": 115})
    for code, cost, back, year in (("A", 20, 25, 2022), ("B", 45, 35, 2023), ("C", 50, 65, 2024)):
        company = facts.company(code, status="exited")
        deal = facts.deal(f"I{code}", fund=fund, company=company, day="2021-01-01")
        facts.investment_flow(deal, day="2021-01-01", amount=cost)
        facts.investment_flow(deal, day=f"{year}-06-30", type="proceeds", amount=back)
        flows(facts, fund, people, f"{year}-06-30", "distribution", {"rest": back})
    facts.nav(fund, "2024-12-31", 0)
    facts.nav(fund, "2024-12-31", 0, investor_id=people["rest"])


def tiers(found: Waterfall) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {tier.tier: (tier.lp, tier.gp) for tier in found.tiers}


def test_a_what_if_gives_the_tiers_of_the_interface(house: House) -> None:
    found = house.service.simulate(
        SYSTEM, Scope(funds=(SIMPLE,)), lifetime_proceeds=Decimal(150 * MILLION),
        date=date(2028, 12, 31), terms={"pref_rate": Decimal("0.36")},
    )  # fmt: skip
    assert tiers(found) == {
        "return_of_capital": (100 * MILLION, 0),
        "preferred_return": (36 * MILLION, 0),  # 365 days
        "catch_up": (0, 9 * MILLION),
        "split": (4 * MILLION, 1 * MILLION),
    }
    assert (found.totals.lp, found.totals.gp, found.totals.proceeds) == (
        140 * MILLION, 10 * MILLION, 150 * MILLION,
    )  # fmt: skip
    assert (found.gp_share_of_profit, found.clawback) == (0.2, 0)
    assert {row.lp: row.amount for row in found.per_lp} == {
        "lp7": 14 * MILLION,
        "rest": 126 * MILLION,
    }
    assert (found.effects.tvpi, found.effects.net_irr) == (1.4, pytest.approx(0.4))  # in 365 days
    assert [tier.remaining for tier in found.tiers] == [50 * MILLION, 14 * MILLION, 5 * MILLION, 0]
    half = house.service.simulate(
        SYSTEM, Scope(funds=(SIMPLE,)), lifetime_proceeds=Decimal(150 * MILLION),
        date=date(2028, 12, 31), terms={"pref_rate": Decimal("0.36"), "catch_up": Decimal("0.5")},
    )  # fmt: skip
    # catch-up: 0.2 x 36 / 0.3 = 24 of which 14 are there, half each
    assert tiers(half)["catch_up"] == (7 * MILLION, 7 * MILLION)
    assert tiers(half)["split"] == (0, 0)


def test_what_cannot_be_shared_is_refused_in_words(house: House) -> None:
    scope = Scope(funds=(SIMPLE,))
    for wrong in (
        {"lifetime_proceeds": Decimal(1), "value_share": Decimal(1)},
        {"terms": {"carry_rate": Decimal(2)}},
        {"terms": {"tax": 1}},
    ):
        with pytest.raises(InvalidInput):
            house.service.simulate(SYSTEM, scope, date=date(2028, 12, 31), **wrong)
    with pytest.raises(InvalidInput, match="were paid out already"):
        house.service.simulate(SYSTEM, Scope(funds=(BOOKED,)), lifetime_proceeds=Decimal(5))


def test_a_carry_rate_of_ones_own_is_applied_to_that_investor_alone(house: House) -> None:
    found = house.service.simulate(
        SYSTEM, Scope(funds=(SIDE,)), lifetime_proceeds=Decimal(700), date=date(2022, 1, 1)
    )
    shares = {row.lp: (row.amount, row.carry, row.capital, row.preferred) for row in found.per_lp}
    # S1: 630 of 450 paid in: 20 % of 180; S2: 70 of 50: 10 % of 20; the return is 36 and 4
    assert shares == {"S1": (594, 36, 450, 36), "S2": (68, 2, 50, 4)}
    assert (found.totals.lp, found.totals.gp) == (662, 38)
    assert any(note.code == "side_letter" and note.text.startswith("S2") for note in found.notes)
    same = house.service.simulate(
        SYSTEM, Scope(funds=(SIDE,)), lifetime_proceeds=Decimal(700), date=date(2022, 1, 1),
        terms={"carry_rate": Decimal("0.2")},
    )  # fmt: skip
    assert same.totals.gp == 40  # a what-if of the carry rate is everybody's


def test_an_amended_return_is_earned_at_each_rate_in_its_time(house: House) -> None:
    fund = house.facts.fund("AQ6")
    house.facts.agreement(fund, day="2021-01-01")
    house.facts.agreement(fund, day="2022-01-01", preferred_return="0.10", carry_rate=None)
    house.facts.flow(fund, "2021-01-01", "capital_call", 1000)
    scope = Scope(funds=("AQ6",))
    for day, owed in ((date(2022, 1, 1), 80), (date(2023, 1, 1), 188)):  # 8 %, then 10 % of 1080
        found = house.service.simulate(SYSTEM, scope, lifetime_proceeds=Decimal(1100), date=day)
        assert tiers(found)["preferred_return"] == (min(owed, 100), 0)
    assert found.agreement == "LPA terms in force since 2022-01-01"
    assert "10 % a year (8 % before 2022-01-01)" in found.tiers[1].arithmetic
    (told,) = [note for note in found.notes if note.code == "terms_amended"]
    assert (told.field, "8 % before 2022-01-01" in told.text) == ("pref_rate", True)
    same = house.service.simulate(
        SYSTEM, scope, lifetime_proceeds=Decimal(1300), date=date(2023, 1, 1),
        terms={"pref_rate": Decimal("0.1")},
    )  # fmt: skip
    assert tiers(same)["preferred_return"] == (210, 0)  # a what-if of the rate is for all time
    assert not [note for note in same.notes if note.code == "terms_amended"]


def test_a_posted_quarter_foots_with_carry_as_one_of_its_lines(house: House) -> None:
    found = house.service.capital_account(
        SYSTEM, Scope(funds=(BOOKED,)), lp="lp7", period="2025Q3", columns=("qtd",)
    )
    assert {one.code: one.qtd for one in found.lines} == {
        "opening_nav": 7_200_000, "contributions": 400_000, "distributions": -250_000,
        "management_fees_gross": -50_000, "offsets_rebates_waivers": 5_000,
        "partnership_expenses": -10_000, "realized_gain": 120_000, "unrealized_change": 130_000,
        "carried_interest_accrual_change": -45_000, "closing_nav": 7_500_000,
    }  # fmt: skip
    assert found.source == "ledger"
    [roll] = found.commitment
    assert [roll.total, roll.opening_unfunded, roll.contributions, roll.recallable] == [
        10_000_000, 4_600_000, -400_000, 100_000,
    ]  # fmt: skip
    assert (roll.released, roll.closing_unfunded) == (0, 4_300_000)
    ties = {tie.id: (tie.state, tie.difference) for tie in found.ties}
    assert ties["closing_equals_opening_plus_lines"] == ("pass", 0)
    assert ties["sum_lp_nav_equals_fund_nav"] == ("pass", 0)
    # since inception flows and values tell, as nothing was posted before
    whole = house.service.capital_account(SYSTEM, Scope(funds=(BOOKED,)), lp="lp7")
    gains = {one.code: one.itd for one in whole.lines}
    assert gains["net_gain"] == 3_300_000 and gains["contributions"] == 6_000_000
    assert all(tie.state in ("pass", "unknown") for tie in whole.ties)
    for account in (found, whole):
        _, wrong = counted_again(house.service.db, account, Scope(funds=(BOOKED,)))
        assert wrong == {}


def test_a_wrong_posting_is_a_failed_tie_with_its_amount(house: House) -> None:
    wrong = house.facts.fund("AQ9")
    one = house.facts.investor("W1")
    house.facts.commitment(wrong, one, "2021-01-01", 100)
    house.facts.flow(wrong, "2021-01-01", "capital_call", 50, investor_id=one)
    house.facts.nav(wrong, "2021-06-30", 60, investor_id=one)
    for day, account, amount in (("2021-01-01", "contributions", 50),
                                 ("2021-05-01", "unrealized_gain", 9)):  # fmt: skip
        house.facts.ledger_line(wrong, day=day, account=account, amount=amount, investor_id=one)
    found = house.service.capital_account(SYSTEM, Scope(funds=("AQ9",)), lp="W1")
    tie = next(t for t in found.ties if t.id == "closing_equals_opening_plus_lines")
    assert (tie.state, tie.expected, tie.found, tie.difference) == ("fail", 59, 60, 1)
    assert "W1 QTD" in tie.text or "W1 YTD" in tie.text or "W1 ITD" in tie.text
    checks = house.service.reconciliation(SYSTEM, Scope(funds=("AQ9",)))
    assert (checks.failed, checks.passed + checks.unknown) == (1, len(checks.ties) - 1)


def test_fees_of_the_quarter_are_told_gross_and_net(house: House) -> None:
    found = house.service.fees_and_carry(SYSTEM, Scope(funds=(BOOKED,), period="2025Q3"))
    fees = found.management_fees
    assert (fees.gross, fees.offsets, fees.waivers, fees.net) == (500_000, -50_000, 0, 450_000)
    assert (fees.rate, fees.basis) == (0.02, "committed")
    assert fees.expected == pytest.approx(Decimal("504109.59"), abs=Decimal("0.01"))  # 92 days
    assert [(row.category, row.external) for row in found.partnership_expenses] == [
        ("other", 100_000)
    ]
    assert found.expenses_total == 100_000
    assert found.ratio_to_commitments == 0.0055
    carry = found.carried_interest
    assert (carry.opening, carry.change, carry.accrued, carry.paid) == (0, 450_000, 450_000, 0)


def test_deal_by_deal_the_general_partner_owes_back_what_a_later_loss_took(house: House) -> None:
    found = house.service.waterfall(SYSTEM, Scope(funds=(DEALS,)))
    assert (found.type, found.totals.proceeds, found.totals.gp) == ("american", 125, 2)
    # the loss of B is made good before C gives carry: 1 on A, then 20 % of 65 - 50 - 10
    assert {deal.company: deal.carry for deal in found.per_deal} == {"A": 1, "B": 0, "C": 1}
    assert found.clawback == 0
    early = house.service.waterfall(SYSTEM, Scope(funds=(DEALS,), as_of=date(2023, 12, 31)))
    assert early.clawback == 1  # of 60 that came back of 65 that is gone, 1 was paid as carry
