"""Losses through the waterfall: carry is released first, and no carry is ever below nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.errors import InvalidInput
from services.risk import Own, RiskService
from services.risk.results import Scenario, Stress
from services.scope import SYSTEM, Scope
from tests.factories import Facts
from tests.risk.conftest import DAY, OF_F1, THEN, Firm, agree


def by_name(found: Stress) -> dict[str, Scenario]:
    return {row.name: row for row in found.scenarios}


def simple(facts: Facts, *, accrued: int | None = 8, nav: int = 92, **terms: Any) -> str:
    """Sixty paid in five years ago; A is worth 60 and B 40. Capital comes back first, then 20 %."""
    fund = facts.fund("S1", total_committed=100)
    lp = facts.investor("LPA")
    facts.commitment(fund, lp, "2020-09-30", 100)
    facts.flow(fund, "2020-09-30", "capital_call_investments", 60, investor_id=lp)
    facts.nav(fund, "2025-09-30", nav, investor_id=lp)
    if accrued is not None:
        kind = "quarter_end_adjustment_for_carry_allocation"
        facts.flow(fund, "2025-09-30", kind, accrued, investor_id=lp)
    agree(facts, fund, "2020-01-01", **({"preferred_return": Decimal(0)} | terms))
    for code, sector, cost, value in (("A", "Software", 30, 60), ("B", "Health", 30, 40)):
        company = facts.company(code, name=code, sector=sector)
        deal = facts.deal(code, fund=fund, company=company, day="2020-09-30")
        facts.investment_flow(deal, day="2020-09-30", amount=cost)
        facts.mark(deal, day="2025-09-30", value=value)
    return fund


def test_the_drawn_example_stands_to_the_cent(firm: Firm) -> None:
    """79 before carry lose 30 %: 55.3 stay, the four of carry are released, 18 + 55.3 over 60."""
    found = firm.service.stress(SYSTEM, OF_F1)
    base = found.base
    assert (base.nav, base.nav_gross_of_carry, base.accrued_carry) == (
        75_000_000, 79_000_000, 4_000_000,
    )  # fmt: skip
    assert (base.tvpi, base.dpi) == (1.55, 0.3)
    row = by_name(found)["fair values -30%"]
    assert (row.nav_gross_of_carry, row.accrued_carry, row.nav) == (55_300_000, 0, 55_300_000)
    assert (row.nav_change, row.carry_released) == (-19_700_000, 4_000_000)
    assert row.tvpi == pytest.approx((18 + 55.3) / 60)
    assert round(row.tvpi or 0, 4) == 1.2217
    assert (row.clawback, row.dpi) == (0, 0.3)
    # the books' carry and the agreement's differ, and the answer says so
    told = [note.field for note in found.notes if note.code == "differs_from_waterfall"]
    assert told == ["accrued_carry", "carry_released"]
    # the standard set, the worst for the limited partners first
    assert {"EUR -10%", "EUR -20%", "combined downturn", "multiples -25%"} <= set(by_name(found))
    assert found.scenarios[0].name == "top three written off"
    changes = [row.nav_change for row in found.scenarios]
    assert changes == sorted(changes)  # type: ignore[type-var]
    assert all((row.accrued_carry or 0) >= 0 and (row.nav or 0) >= 0 for row in found.scenarios)


def test_carry_is_released_before_the_partners_lose(facts: Facts) -> None:
    simple(facts)
    found = RiskService(facts.db).stress(SYSTEM, THEN)
    rows = by_name(found)
    assert (found.base.nav, found.base.accrued_carry) == (92, 8)
    assert "differs_from_waterfall" not in {note.code for note in found.notes}
    third = rows["fair values -30%"]  # 70 left: a fifth of the ten of profit
    assert (third.accrued_carry, third.nav, third.carry_released) == (2, 68, 6)
    assert third.nav_change == -24  # of the loss of 30 the carry bears six
    half = rows["fair values -50%"]
    assert (half.accrued_carry, half.nav, half.carry_released) == (0, 50, 8)
    lost = rows["largest position written off"]
    assert (lost.nav_gross_of_carry, lost.nav, lost.tvpi) == (40, 40, pytest.approx(40 / 60))
    assert {row.company: row.after for row in lost.companies} == {"A": 0, "B": 40}
    nothing = rows["top three written off"]
    assert (nothing.nav, nothing.tvpi, nothing.net_irr) == (0, 0.0, -1.0)
    assert nothing.net_irr_status == "total_loss"
    multiples = rows["multiples -25%"]
    assert (multiples.nav_gross_of_carry, multiples.accrued_carry) == (75, 3)
    late = rows["exits delayed two years"]
    assert (late.nav, late.accrued_carry) == (92, 8)  # no preferred return grows here
    days = (DAY - date(2020, 9, 30)).days
    assert found.base.net_irr == pytest.approx((92 / 60) ** (365 / days) - 1)
    delayed = (date(2027, 9, 30) - date(2020, 9, 30)).days
    assert late.net_irr == pytest.approx((92 / 60) ** (365 / delayed) - 1)
    assert "multiples_on_value" in {note.code for note in found.notes}


def test_a_preferred_return_grows_while_exits_wait(facts: Facts) -> None:
    simple(facts, preferred_return=Decimal("0.08"), catch_up_rate=Decimal(0))
    service = RiskService(facts.db)
    # a hard hurdle: a fifth of what lies above sixty at eight per cent a year
    (now,) = service.stress_own(SYSTEM, THEN).scenarios
    days = (DAY - date(2020, 9, 30)).days
    expected = 0.2 * (100 - 60 * 1.08 ** (days / 365))
    assert float(now.accrued_carry or 0) == pytest.approx(expected, abs=0.01)
    late = by_name(service.stress(SYSTEM, THEN))["exits delayed two years"]
    assert (late.accrued_carry, late.nav) == (0, 100)  # by then the hurdle lies at 102.84


def test_where_the_books_say_no_carry_the_agreement_does(facts: Facts) -> None:
    simple(facts, accrued=None)
    found = RiskService(facts.db).stress(SYSTEM, THEN)
    assert (found.base.accrued_carry, found.base.nav_gross_of_carry) == (8, 100)
    assert "from_waterfall" in {note.code for note in found.notes}
    assert by_name(found)["fair values -30%"].nav == 68


def test_carry_that_was_paid_too_much_comes_back(facts: Facts) -> None:
    """Eighty and five of carry came of sixty; forty more were called and are worth half."""
    fund = facts.fund("S2", total_committed=100)
    lp, gp = facts.investor("LPA"), facts.investor("GP", type="gp")
    facts.commitment(fund, lp, "2020-09-30", 100)
    facts.flow(fund, "2020-09-30", "capital_call_investments", 60, investor_id=lp)
    facts.flow(fund, "2023-09-30", "distribution_permanent", 80, investor_id=lp)
    facts.flow(fund, "2023-09-30", "distribution_carry", 5, investor_id=gp)
    facts.flow(fund, "2024-09-30", "capital_call_investments", 40, investor_id=lp)
    facts.nav(fund, "2025-09-30", 40, investor_id=lp)
    agree(facts, fund, "2020-01-01", preferred_return=Decimal(0))
    service = RiskService(facts.db)
    found = by_name(service.stress(SYSTEM, THEN))["fair values -50%"]
    # 85 + 20 of 100: a fifth of the five of profit is one, five were paid
    assert (found.nav, found.accrued_carry, found.clawback) == (20, 0, 4)
    # without companies a change is one of NAV before carry, and that is said
    assert found.companies == ()
    whole = service.stress(SYSTEM, THEN)
    assert "no_holdings" in {note.code for note in whole.notes}
    assert "largest position written off" not in by_name(whole)


def test_one_may_ask_for_a_scenario_of_ones_own(facts: Facts) -> None:
    simple(facts)
    service = RiskService(facts.db)

    def ask(**given: Any) -> Scenario:
        found = service.stress_own(SYSTEM, THEN, Own(**given))
        assert found.set == "own"
        (row,) = found.scenarios
        return row

    nothing = ask(name="as it is")
    assert (nothing.name, nothing.nav_change, nothing.carry_released) == ("as it is", 0, 0)
    sector = ask(value_change=Decimal("-0.5"), sector="Health")
    assert sector.nav_gross_of_carry == 80
    mixed = ask(value_change=Decimal("-0.5"), companies={"A": Decimal("0.1")})
    assert mixed.nav_gross_of_carry == 66 + 20
    assert ask(write_off_top=1, multiple_cut=Decimal("0.25")).nav_gross_of_carry == 30
    later = ask(day=date(2026, 9, 30), exit_delay_years=1)
    assert later.description == (
        "Paid out on 2027-09-30, at the same multiple. The rest is shared by the agreement's "
        "waterfall."
    )
    assert ask(value_change=Decimal("-0.3")).description.startswith("Fair values of every company")
    for given, place in (
        ({"value_change": Decimal("-1.5")}, "value_change"),
        ({"companies": {"Z": Decimal("-0.5")}}, "companies"),
        ({"sector": "Mining"}, "sector"),
        ({"day": date(2025, 1, 1)}, "date"),
        ({"multiple_cut": Decimal(2)}, "multiple_cut"),
        ({"write_off_top": -1, "exit_delay_years": 99}, "write_off_top"),
    ):
        with pytest.raises(InvalidInput) as told:
            ask(**given)
        assert told.value.faults[0].place == place


def test_without_an_agreement_nothing_can_be_shared(facts: Facts) -> None:
    fund = facts.fund("S3", total_committed=100)
    facts.flow(fund, "2020-09-30", "capital_call", 60)
    facts.nav(fund, "2025-09-30", 90)
    found = RiskService(facts.db).stress(SYSTEM, Scope(funds=("S3",), as_of=DAY))
    assert (found.base.nav, found.base.accrued_carry) == (90, None)
    assert all(row.nav is None and row.carry_released is None for row in found.scenarios)
    assert found.scenarios[0].nav_gross_of_carry is not None
    fields = {note.field for note in found.notes}
    assert {"nav", "accrued_carry", "carry_released", "clawback", "tvpi"} <= fields


def test_the_general_partners_own_money_bears_its_part(facts: Facts) -> None:
    fund = facts.fund("S4", total_committed=100)
    lp, gp = facts.investor("LPA"), facts.investor("GP", type="gp")
    for who, part in ((lp, 90), (gp, 10)):
        facts.commitment(fund, who, "2020-09-30", part)
        facts.flow(fund, "2020-09-30", "capital_call_investments", part, investor_id=who)
        facts.nav(fund, "2025-09-30", part, investor_id=who)
    agree(facts, fund, "2020-01-01")
    company = facts.company("A", name="A")
    deal = facts.deal("A", fund=fund, company=company, day="2020-09-30")
    facts.investment_flow(deal, day="2020-09-30", amount=100)
    facts.mark(deal, day="2025-09-30", value=100)
    row = by_name(RiskService(facts.db).stress(SYSTEM, THEN))["fair values -30%"]
    assert (row.nav_gross_of_carry, row.nav) == (63, 63)  # of the thirty lost it bears three
