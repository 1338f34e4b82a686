"""Whom the value of a small firm hangs on, checked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from services.db.models import BoardSeat
from services.db.session import Database
from services.explain.naming import identified
from services.risk import RiskService
from services.scope import SYSTEM, Principal, Scope
from tests.explain.grounds import counted_again
from tests.factories import LONG_KNOWN, Facts
from tests.risk.test_explain import IDS

SCOPE = Scope(funds=("F1",), as_of=date(2025, 9, 30))


@pytest.fixture(scope="module")
def service(module_db: Database) -> RiskService:
    """Five companies worth 50, 30, 10, 10 and a sold one: Ada leads the first two, Ben the third.

    Ben sits on the board of the first, Ada met the third ten days ago and the fourth long ago.
    """
    facts = Facts(module_db)
    fund = facts.fund("F1", total_committed="200")
    for code, name in (("A", "Ada"), ("B", "Ben")):
        facts.user(code, name=name)
    for code, value, lead in (
        ("C1", 50, "A"), ("C2", 30, "ada"), ("C3", 10, "Ben"), ("C4", 10, None), ("C5", 0, "Zoe"),
    ):  # fmt: skip
        company = facts.company(code, name=code, status="exited" if code == "C5" else "active")
        deal = facts.deal(code, fund=fund, company=company, day="2023-01-02", lead_partner=lead)
        facts.investment_flow(deal, day="2023-01-02", amount=10)
        if value:
            facts.mark(deal, day="2025-09-30", value=value)
        else:
            facts.investment_flow(deal, day="2024-01-02", amount=15, type="proceeds")
    facts._write(
        BoardSeat(
            company_id="id-C1", user_id="id-B", from_date=date(2023, 1, 2),
            natural_key="seat", known_from=LONG_KNOWN,
        )
    )  # fmt: skip
    facts.activity("id-A", at="2025-09-20", company_id="id-C3")
    facts.activity("id-A", at="2025-01-20", company_id="id-C4")
    lp = facts.investor("LP1")
    facts.side_term(fund, lp, "key_person", "A and B; investments stop when one leaves")
    facts.side_term(fund, lp, "fee_rate", "0.015")
    return RiskService(module_db)


def test_a_company_that_one_person_covers_hangs_on_that_person(
    service: RiskService, module_db: Database
) -> None:
    found = service.key_person(SYSTEM, SCOPE)
    ada, ben = found.people
    assert (ada.user, ada.leads, ada.lead_weight, ada.board_seats) == ("A", 2, 0.8, 0)
    assert (ada.covers, ada.fair_value, ada.weight) == (3, 90, 0.9)
    assert (ada.alone, ada.alone_weight) == (1, 0.3)  # nobody but Ada knows C2
    assert (ben.leads, ben.board_seats, ben.covers, ben.weight, ben.alone) == (1, 1, 2, 0.6, 0)
    rows = [(row.company, row.lead, row.people, row.covered_by) for row in found.companies]
    assert rows == [
        ("C1", "A", ("A", "B"), 2), ("C2", "A", ("A",), 1), ("C3", "B", ("A", "B"), 2),
        ("C4", None, (), 0),
    ]  # fmt: skip
    assert (found.top_person, found.top_person_name, found.top_person_weight) == ("A", "Ada", 0.8)
    assert (found.single_covered, found.single_covered_share) == (1, 0.3)
    assert (found.uncovered, found.uncovered_share) == (1, 0.1)
    (term,) = found.terms
    assert (term.fund, term.investor, term.term) == ("F1", "LP1", "key_person")
    count, wrong = counted_again(module_db, found, SCOPE)
    assert (wrong, count) == ({}, 27)
    assert "people[A].alone_weight" in identified(found, IDS, every=True).meta.figures


def test_who_may_not_see_others_gets_totals_and_the_own_row(service: RiskService) -> None:
    ben = Principal(user_id="id-B", name="Ben", roles=frozenset({"associate"}), funds=None)
    found = service.key_person(ben, SCOPE)
    assert [row.user for row in found.people] == ["B"]
    assert [row.people for row in found.companies] == [("B",), (), ("B",), ()]
    assert [row.covered_by for row in found.companies] == [2, 1, 2, 0]
    assert (found.top_person, found.top_person_weight) == (None, 0.8)
    assert found.single_covered_share == 0.3
    assert found.terms == ()  # side terms are of investors, who are not for associates
    told = {(note.field, note.code) for note in found.notes}
    assert {("top_person", "not_for_this_role"), ("terms", "not_for_this_role")} <= told


def test_where_nobody_is_on_record_coverage_is_unknown_and_not_nothing(db: Database) -> None:
    facts = Facts(db)
    fund = facts.fund("F1")
    deal = facts.deal("C1", fund=fund, company=facts.company("C1"), day="2023-01-02")
    facts.investment_flow(deal, day="2023-01-02", amount=10)
    facts.mark(deal, day="2025-09-30", value=20)
    found = RiskService(db).key_person(SYSTEM, SCOPE)
    assert (found.people, found.top_person_weight, found.single_covered) == ((), None, None)
    assert (found.uncovered, found.uncovered_share) == (None, None)
    told = {note.field for note in found.notes if note.code in ("no_coverage", "no_leads")}
    assert told >= {"uncovered", "uncovered_share", "single_covered", "top_person_weight", "lead"}
    facts.deal("C2", fund=fund, company=facts.company("C2"), day="2024-01-02", lead_partner="Zoe")
    facts.investment_flow("id-C2", day="2024-01-02", amount=10)
    facts.mark("id-C2", day="2025-09-30", value=10)
    again = RiskService(db).key_person(SYSTEM, SCOPE)
    # a lead whom nobody described as of the team counts under the file's words
    assert [(row.user, row.user_id, row.alone) for row in again.people] == [("Zoe", None, 1)]
    assert (again.uncovered, again.single_covered) == (1, 1)
    assert again.top_person_weight == pytest.approx(1 / 3)
