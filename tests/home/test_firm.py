"""The firm on one page: two funds, what moved between them and a quarter ago, what needs a hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from layouts import home as page
from layouts.home import lists
from layouts.views import View
from services.db.models import Alert, CheckResult, LpReport
from services.db.session import Database
from services.errors import NotFound
from services.home import HomeService
from services.scope import Principal, Scope
from tests.factories import Facts, partner, statements

SEPTEMBER = Scope(as_of=date(2025, 9, 30))


@pytest.fixture(scope="module")
def firm(module_db: Database) -> HomeService:
    """AQ1 has paid out and a company that was marked up, AQ2 made its first call this quarter."""
    facts = Facts(module_db)
    one = facts.fund("AQ1", vintage_year=2019)
    facts.flow(one, "2024-01-15", "capital_call", 1000)
    facts.flow(one, "2025-08-01", "distribution", 200)
    facts.nav(one, "2025-06-30", 1100)
    facts.nav(one, "2025-09-30", 1200)
    two = facts.fund("AQ2", vintage_year=2022)
    investor = facts.investor("LP1", "pension")
    facts.commitment(two, investor, "2025-07-01", 2000)
    facts.flow(two, "2025-08-20", "capital_call", 500, investor_id=investor)
    facts.nav(two, "2025-09-30", 480, investor_id=investor)
    for code, fund, first, marks in (
        ("HALD", one, "2024-02-01", (("2025-06-30", 900), ("2025-09-30", 1050))),
        ("OLDE", one, "2024-02-01", (("2025-03-31", 70),)),
        ("NEWC", two, "2025-08-25", (("2025-09-30", 400),)),
    ):
        company = facts.company(code)
        deal = facts.deal(f"I{code}", fund=fund, company=company, day=first)
        bought = {"HALD": 900, "OLDE": 70, "NEWC": 400}[code]
        facts.investment_flow(deal, day=first, amount=bought)
        for day, value in marks:
            facts.mark(deal, day=day, value=value)
    approver, preparer = facts.user("U1", name="Ines Marlow"), facts.user("U2")
    with module_db.session() as session:
        session.add(
            Alert(
                rule="runway_short", fund_id=one, entity_type="company", entity_id="id-HALD",
                entity_name="Company HALD", severity="critical", measure="runway_months",
                value=Decimal("2.5"), threshold=Decimal(6), unit="months",
                since=date(2025, 9, 30), as_of=date(2025, 9, 30), state="open",
            )
        )  # fmt: skip
        session.add(
            LpReport(
                fund_id=two, lp_id=investor, period="2025Q3", report_type="quarterly",
                state="approved", as_of=date(2025, 9, 30),
                known_on=datetime(2025, 10, 20, tzinfo=UTC), prepared_by=preparer,
                approved_by=approver, approved_at=datetime(2025, 11, 2, 9, tzinfo=UTC),
            )
        )  # fmt: skip
        session.add_all(
            CheckResult(
                check_id=f"check_{place}", fund_id=fund, subject="all", as_of=date(2025, 9, 30),
                status=status, message=f"Check {place} wants a look.", run_id="r1",
                data_version=1, checked_at=datetime(2025, 10, 1, tzinfo=UTC),
            )
            for place, (fund, status) in enumerate([(one, "red")] * 15 + [(None, "amber")])
        )  # fmt: skip
    return HomeService(module_db)


def test_each_fund_stands_beside_the_quarter_before_and_all_are_pooled(firm: HomeService) -> None:
    found = firm.funds(partner(), SEPTEMBER)
    first, second = found.rows
    assert (first.code, first.nav, first.nav_change) == ("AQ1", Decimal(1200), Decimal(100))
    assert first.tvpi == pytest.approx(1.4)
    assert first.tvpi_change == pytest.approx(0.3)
    assert first.irr_change is not None
    assert (second.code, second.nav, second.nav_change) == ("AQ2", Decimal(480), Decimal(480))
    assert second.tvpi_change is None, "there was no fund a quarter ago to compare with"
    assert found.total.paid_in == Decimal(1500)
    assert found.total.nav == Decimal(1680)
    assert found.total.tvpi == pytest.approx(1880 / 1500)
    # nobody ever looked at the second fund's books, which is not the same as finding them right
    assert [row.books for row in (first, second, found.total)] == ["red", "unchecked", "red"]


def test_what_moved_in_the_quarter_leads_to_its_place(firm: HomeService) -> None:
    found = firm.changes(partner(), SEPTEMBER)
    told = {(row.kind, row.name): row for row in found.rows}
    assert told["distributed", "Fund AQ1"].amount == Decimal(200)
    assert told["called", "Fund AQ2"].amount == Decimal(500)
    assert told["new", "Company NEWC"].amount == Decimal(400)
    up = told["marked_up", "Company HALD"]
    assert up.amount == Decimal(150)
    assert up.share == pytest.approx(150 / 900)
    assert up.link == "/portfolio-analytics?company=HALD"
    assert ("called", "Fund AQ1") not in told
    # a period in the address is for other pages: here a quarter is a quarter
    assert firm.changes(partner(), SEPTEMBER.on(period="24m")).rows == found.rows


def test_the_worst_needs_a_hand_first_and_old_marks_are_told(firm: HomeService) -> None:
    found = firm.attention(partner(), SEPTEMBER)
    assert found.rows[0].severity == "critical"
    alert = next(row for row in found.rows if row.kind == "alert")
    assert (alert.name, alert.fund) == ("Company HALD", "AQ1")
    mark = next(row for row in found.rows if row.kind == "mark")
    assert (mark.name, mark.since) == ("Company OLDE", date(2025, 3, 31))
    checks = [row for row in found.rows if row.kind == "check"]
    assert [row.severity for row in checks] == ["critical"] * 15 + ["warning"]
    assert (checks[0].link, checks[-1].fund) == ("/data-quality?fund=AQ1&status=red", None)
    assert found.counts["critical"] >= 16
    assert sum(found.counts.values()) == len(found.rows)


def test_who_did_what_lately_is_told_with_a_name(firm: HomeService) -> None:
    (done,) = firm.activity(partner(), SEPTEMBER).rows
    assert (done.who, done.kind) == ("Ines Marlow", "pack")
    assert done.text == "approved the 2025Q3 pack of Investor LP1 (AQ2)"


def test_a_fund_that_was_not_granted_is_nowhere_on_the_page(firm: HomeService) -> None:
    only_two = partner("id-AQ2")
    assert [row.code for row in firm.funds(only_two, SEPTEMBER).rows] == ["AQ2"]
    assert "HALD" not in str(firm.changes(only_two, SEPTEMBER))
    assert "HALD" not in str(firm.attention(only_two, SEPTEMBER))
    assert [row.fund for row in firm.attention(only_two, SEPTEMBER).rows
            if row.kind == "check"] == [None]  # fmt: skip
    with pytest.raises(NotFound):
        firm.funds(only_two, SEPTEMBER.on(funds=("AQ1",)))


def test_a_limited_partner_has_no_firm_and_an_associate_hears_nothing_of_packs(
    firm: HomeService,
) -> None:
    lp = Principal(
        user_id="u9", name="LP", roles=frozenset({"lp"}), funds=None, investor_id="id-LP1"
    )
    for ask in (firm.funds, firm.changes, firm.attention, firm.activity):
        with pytest.raises(NotFound):
            ask(lp, SEPTEMBER)
    associate = replace(partner(), roles=frozenset({"associate"}))
    assert firm.activity(associate, SEPTEMBER).rows == ()
    assert {"pack", "call", "tie"}.isdisjoint(
        row.kind for row in firm.attention(associate, SEPTEMBER).rows
    )


def test_more_funds_cost_no_more_statements(firm: HomeService, module_db: Database) -> None:
    def cost(*funds: str) -> int:
        with statements(module_db) as sent:
            firm.funds(partner(*funds), SEPTEMBER)
        return len(sent)

    assert cost("id-AQ1") == cost("id-AQ1", "id-AQ2")


def test_a_line_leads_to_its_place_under_the_clocks_that_the_page_is_read_under() -> None:
    panel = page.ATTENTION
    scope = Scope(as_of=date(2025, 6, 30), currency="EUR", period="24m", funds=("AQ2",),
                  known_on=datetime(2025, 8, 1, tzinfo=UTC))  # fmt: skip
    view = View(slug="firm", panel=panel, scope=scope, definition=lambda _key: None)
    clock = "known_on=2025-08-01T00%3A00%3A00%2B00%3A00&currency=EUR"
    assert lists.place("/portfolio-analytics?company=HALD", view) == (
        f"/portfolio-analytics?fund=AQ2&as_of=2025-06-30&{clock}&company=HALD"
    )
    assert lists.place("/risk?fund=AQ1&as_of=2025-09-30", view) == (
        f"/risk?{clock}&fund=AQ1&as_of=2025-09-30"
    )
