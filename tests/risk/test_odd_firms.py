"""Funds that are not as funds should be: below nothing, American, in several currencies, empty."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.db.session import Database
from services.lp_reporting import LpReportingService
from services.risk import Own, RiskService
from services.scope import SYSTEM, Scope
from tests.explain.grounds import counted_again
from tests.factories import Facts
from tests.risk.conftest import DAY, agree

CALL = ("2021-01-04", "capital_call_investments", 100)


@pytest.fixture(scope="module")
def odd(module_db: Database) -> Database:
    """NEG owes 20 more than it has; AMER shares deal by deal and paid 40 out of a sale at a gain of
    20; EURF holds dollars and pounds, of which no rate is known; NONE has a commitment alone."""
    facts = Facts(module_db)
    for code, nav, currency in (
        ("NEG", -20, "USD"), ("AMER", 220, "USD"), ("EURF", 200, "EUR"), ("NONE", None, "USD"),
    ):  # fmt: skip
        fund = facts.fund(code, total_committed="1000", currency=currency)
        lp = facts.investor(f"LP{code}")
        facts.commitment(fund, lp, "2020-01-01", 1000)
        if nav is not None:
            facts.flows(fund, [CALL], investor_id=lp, currency=currency)
            facts.nav(fund, "2025-09-30", nav, investor_id=lp, currency=currency)
            agree(facts, fund, day="2020-01-01", waterfall="american" if nav == 220 else "european")
    facts.flow("id-AMER", "2023-01-04", "distribution_permanent", 40, investor_id="id-LPAMER")
    facts.rate("EUR", "2021-01-04", "0.8")
    facts.rate("EUR", "2025-09-30", "0.8")
    for code, fund, cost, value, currency in (
        ("N1", "NEG", 100, 0, "USD"), ("M1", "AMER", 40, 150, "USD"), ("M2", "AMER", 40, 70, "USD"),
        ("M3", "AMER", 20, None, "USD"), ("E1", "EURF", 50, 80, "USD"),
        ("E2", "EURF", 40, 70, "GBP"),
    ):  # fmt: skip
        company = facts.company(code, status="active" if value is not None else "exited")
        deal = facts.deal(code, fund=f"id-{fund}", company=company, day="2021-01-04")
        facts.investment_flow(deal, day="2021-01-04", amount=cost, currency=currency)
        if value is None:
            facts.investment_flow(deal, day="2023-01-04", amount=40, type="proceeds")
        else:
            facts.mark(deal, day="2025-09-30", value=value, currency=currency)
    return module_db


def of(fund: str) -> Scope:
    return Scope(funds=(fund,), as_of=DAY)


def test_a_stress_is_the_waterfall_of_lp_reporting_to_the_cent(odd: Database) -> None:
    risk, lp = RiskService(odd), LpReportingService(odd)
    asked = [Own(), Own(value_change=Decimal("-0.37")), Own(write_off_top=1),
             Own(multiple_cut=Decimal("0.25")), Own(value_change=Decimal("3.1"))]  # fmt: skip
    for own in asked:
        (row,) = risk.stress_own(SYSTEM, of("AMER"), own).scenarios
        assert row.nav_gross_of_carry is not None
        whole = 40 + row.nav_gross_of_carry  # 40 were paid out: 36 to them, 4 of carry
        totals = lp.simulate(SYSTEM, of("AMER"), lifetime_proceeds=whole, date=DAY).totals
        assert (totals.lp, totals.gp) == (36 + row.nav, 4 + row.accrued_carry)
    same = risk.stress_own(SYSTEM, of("AMER"), Own())
    assert same.base.nav == 220 == same.base.nav_gross_of_carry - same.base.accrued_carry


def test_a_fund_below_nothing_gains_nothing_by_a_stress(odd: Database) -> None:
    found = RiskService(odd).stress(SYSTEM, of("NEG"))
    assert found.base.nav == -20
    assert {row.nav for row in found.scenarios} == {Decimal(-20)}
    assert {row.nav_change for row in found.scenarios} == {Decimal(0)}


def test_what_is_not_known_is_said_and_not_nothing(odd: Database) -> None:
    service = RiskService(odd)
    fx = service.fx(SYSTEM, of("EURF"))
    assert [(row.currency, row.fair_value) for row in fx.rows] == [("USD", 64), ("GBP", None)]
    spread = service.concentration(SYSTEM, of("EURF"))
    assert "cost" in {note.field for note in spread.notes}  # 40 pounds are how many euro?
    empty = service.stress(SYSTEM, of("NONE"))
    assert (empty.base.nav, empty.base.tvpi) == (None, None)
    assert counted_again(odd, empty, of("NONE"))[1] == {}
    lost = service.fx(SYSTEM, of("NEG"))
    assert lost.exposed_share is None
    assert {"exposed_share", "weight"} <= {note.field for note in lost.notes}
    nobody = service.key_person(SYSTEM, of("NONE"))
    assert (nobody.single_covered, nobody.uncovered) == (0, 0)  # nothing is held
