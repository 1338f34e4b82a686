"""The register, accounts and calls of a fund whose figures are added up by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.db.session import Database
from services.errors import ChooseFund, InvalidInput, NotFound
from services.lp_reporting import LpReportingService
from services.lp_reporting.results import CapitalAccount
from services.scope import SYSTEM, Scope
from tests.factories import Facts, partner
from tests.lp_reporting.conftest import THEN, Firm


def line(found: CapitalAccount, code: str) -> tuple[Decimal | None, ...]:
    own = next(one for one in found.lines if one.code == code)
    return own.qtd, own.ytd, own.itd


def test_the_register_adds_up_and_the_general_partner_stands_last(firm: Firm) -> None:
    found = firm.service.lps(SYSTEM, THEN)
    assert [row.lp for row in found.rows] == ["L1", "L4", "L3", "L2", "G"]
    figures = {
        row.lp: (
            row.commitment,
            row.called,
            row.distributions,
            row.recallable,
            row.unfunded,
            row.nav,
        )
        for row in found.rows
    }
    assert figures == {
        "L1": (600, 360, 60, 60, 300, 360),
        "L4": (300, 0, 0, 0, 150, 190),
        "L3": (100, 50, 10, 10, 60, 50),
        "L2": (0, 180, 30, 30, 0, 0),
        "G": (100, 60, 10, 10, 50, 50),
    }
    total = found.totals
    assert (total.commitment, total.called, total.distributions, total.unfunded, total.nav) == (
        1000, 590, 100, 510, 600,
    )  # fmt: skip
    assert total.top_3_share == 1
    assert total.lp_tvpi == pytest.approx(700 / 590)
    rows = {row.lp: row for row in found.rows}
    assert (rows["L1"].lp_tvpi, rows["L1"].share_of_fund) == (pytest.approx(420 / 360), 0.6)
    assert (rows["L1"].lp_class, rows["L3"].lp_class) == ("A", "B")
    assert found.by_type == {"pension": 0.6, "insurance": 0.3, "family_office": 0.1}
    assert rows["L2"].days_late == 17
    assert rows["L1"].days_late is None


def test_an_interest_handed_over_has_no_rate_and_says_so(firm: Firm) -> None:
    found = firm.service.lps(SYSTEM, THEN)
    rows = {row.lp: row for row in found.rows}
    for code in ("L2", "L4"):
        assert (rows[code].lp_irr, rows[code].lp_tvpi) == (None, None)
        assert rows[code].lp_irr_status == "transferred"
    said = [note for note in found.notes if note.code == "transferred"]
    assert {note.field for note in said} == {"lp_irr", "lp_tvpi", "lp_dpi", "lp_rvpi"}
    assert all(
        note.text.startswith("L2, L4: ") or note.text.startswith("L4, L2: ") for note in said
    )
    # before it was handed over there was nothing to hide
    before = firm.service.lps(SYSTEM, Scope(as_of=date(2022, 3, 31)))
    assert next(row for row in before.rows if row.lp == "L2").lp_tvpi == pytest.approx(205 / 180)
    assert "L4" not in {row.lp for row in before.rows}


def test_the_overview_counts_who_still_has_a_promise(firm: Firm) -> None:
    found = firm.service.overview(SYSTEM, THEN)
    assert (found.lp_count, found.total_commitments, found.called, found.called_pct) == (
        3, 1000, 590, 0.59,
    )  # fmt: skip
    assert (found.distributed, found.recallable, found.unfunded, found.nav) == (100, 100, 510, 600)
    assert found.calls_outstanding.lps == 0
    assert found.previous is not None
    assert (found.previous.date, found.previous.nav) == (date(2022, 3, 31), 570)
    assert [point.date for point in found.recent][-2:] == [date(2022, 3, 31), date(2022, 6, 30)]
    assert found.recent[0].date == date(2021, 3, 31)  # nothing stood before the first closing
    states = {tie.id: tie.state for tie in found.ties}
    assert set(states.values()) == {"pass", "unknown"}
    assert states["sum_lp_nav_equals_fund_nav"] == "pass"
    assert states["calls_received"] == "pass"
    assert found.packs is not None
    assert (found.packs.period, found.packs.due_date, found.packs.missing) == (
        "2022Q2", date(2022, 8, 14), 3,
    )  # fmt: skip


def test_a_late_call_is_outstanding_until_it_is_paid_and_late_for_ever(firm: Firm) -> None:
    then = Scope(as_of=date(2021, 7, 10))
    found = firm.service.capital_activity(SYSTEM, then, status="outstanding")
    [event] = found.events
    assert (event.id, event.number, event.amount, event.paid, event.outstanding) == (
        "AQ1-c-2021-07-01", 2, 90, 60, 30,
    )  # fmt: skip
    assert (event.state, event.max_days_late, event.purpose) == ("outstanding", 9, "Call 2")
    parts = {part.lp: (part.amount, part.status, part.days_late) for part in event.lps}
    assert parts == {"L1": (60, "paid", 0), "L2": (30, "outstanding", 9)}  # L3 was excused
    owed = firm.service.overview(SYSTEM, then).calls_outstanding
    assert (owed.amount, owed.lps, owed.max_days_late) == (30, 1, 9)
    [tie] = [t for t in firm.service.reconciliation(SYSTEM, then).ties if t.id == "calls_received"]
    assert (tie.state, tie.expected, tie.found, tie.difference) == ("fail", 590, 560, -30)
    assert "L2, due 2021-07-01, received 2021-07-18" in tie.text
    later = firm.service.capital_activity(SYSTEM, THEN)
    assert [event.type for event in later.events] == [
        "distribution",
        "capital_call",
        "capital_call",
    ]
    assert (later.events[1].state, later.events[1].max_days_late) == ("late", 17)
    assert (later.called, later.distributed, later.outstanding) == (590, 100, 0)
    assert later.events[0].recallable == 100


def test_an_account_without_postings_stands_on_flows_and_values(firm: Firm) -> None:
    found = firm.service.capital_account(SYSTEM, THEN, lp="L1", period="2022Q2")
    assert (found.period, found.source, found.share_of_fund) == ("2022Q2", "flows", 0.6)
    assert line(found, "opening_nav") == (350, 400, 0)
    assert line(found, "contributions") == (0, 0, 360)
    assert line(found, "distributions") == (0, -60, -60)
    assert line(found, "net_gain") == (10, 20, 60)
    assert line(found, "closing_nav") == (360, 360, 360)
    rolls = {roll.column: roll for roll in found.commitment}
    assert [getattr(rolls["ytd"], name) for name in
            ("opening_unfunded", "contributions", "recallable", "released", "other",
             "closing_unfunded")] == [240, 0, 60, 0, 0, 300]  # fmt: skip
    assert (rolls["itd"].opening_unfunded, rolls["itd"].contributions) == (600, -360)
    assert all(tie.state in ("pass", "unknown") for tie in found.ties)
    assert {note.code for note in found.notes} >= {"from_flows"}
    only = firm.service.capital_account(SYSTEM, THEN, lp="id-L1", columns=("qtd",))
    assert line(only, "closing_nav") == (360, None, None)
    assert [column.column for column in only.columns] == ["qtd"]


def test_a_transfer_is_a_line_of_both_accounts(firm: Firm) -> None:
    gave = firm.service.capital_account(SYSTEM, THEN, lp="L2")
    assert line(gave, "opening_nav") == (175, 200, 0)
    assert line(gave, "partner_transfers") == (-190, -190, -190)
    assert line(gave, "closing_nav") == (0, 0, 0)
    assert line(gave, "net_gain") == (15, 20, 40)
    took = firm.service.capital_account(SYSTEM, THEN, lp="L4")
    assert line(took, "partner_transfers") == (190, 190, 190)
    assert line(took, "closing_nav") == (190, 190, 190)
    assert "net_gain" not in {one.code for one in took.lines}  # it gained nothing
    roll = took.commitment[0]
    assert (roll.opening_unfunded, roll.other, roll.closing_unfunded) == (0, 150, 150)


def test_one_investor_over_its_flows_and_who_is_none(firm: Firm) -> None:
    found = firm.service.lp(SYSTEM, "L2", THEN)
    assert [(flow.date, flow.amount, flow.days_late) for flow in found.flows] == [
        (date(2022, 3, 31), 30, None),
        (date(2021, 7, 1), -30, 17),
        (date(2021, 1, 1), -150, None),
    ]
    assert [fund.fund for fund in found.funds] == ["AQ1"]
    with pytest.raises(NotFound):
        firm.service.lp(SYSTEM, "nobody", THEN)
    with pytest.raises(NotFound):
        firm.service.lp(partner("id-other"), "L2")
    with pytest.raises(InvalidInput):
        firm.service.capital_account(SYSTEM, THEN, lp="L1", columns=("mtd",))


def test_what_only_the_fund_is_known_of_is_made_up_for_nobody(db: Database) -> None:
    facts = Facts(db)
    fund = facts.fund("AQ2")
    facts.agreement(fund)
    one = facts.investor("L1")
    facts.commitment(fund, one, "2020-01-01", 100)
    facts.flow(fund, "2021-01-01", "capital_call", 50)
    facts.nav(fund, "2022-01-01", 80)
    service = LpReportingService(db)
    found = service.lps(SYSTEM, Scope())
    [row] = found.rows
    assert (row.commitment, row.called, row.nav, row.lp_irr, row.unfunded) == (100, *[None] * 4)
    assert (found.totals.called, found.totals.nav) == (50, 80)
    said = {(note.field, note.code) for note in found.notes}
    assert said >= {("called", "known_for_the_fund_only"), ("nav", "known_for_the_fund_only")}
    account = service.capital_account(SYSTEM, Scope(), lp="L1")
    assert line(account, "closing_nav") == (None, None, None)
    shared = service.waterfall(SYSTEM, Scope())
    # 50 paid in, 4 of return after 365 days, 1 to catch up, 25 left
    assert [(t.lp, t.gp) for t in shared.tiers] == [(50, 0), (4, 0), (0, 1), (20, 5)]
    assert shared.per_lp == ()
    facts.fund("AQ3")
    with pytest.raises(ChooseFund):
        service.waterfall(SYSTEM, Scope())
