"""Who answers when asked for figures, papers of boards, judgements against what came, cents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pytest import approx
from sqlalchemy import update

from services.cache import encode
from services.calc.calibration import Judged, calibration
from services.db.models import Company, CompanyVersion
from services.portfolio_analytics import PortfolioAnalyticsService
from services.portfolio_analytics.configure import configure
from services.portfolio_analytics.conventions import DEFAULTS
from services.scope import SYSTEM, Principal, Scope
from tests.factories import partner
from tests.team_operations.conftest import Q3, Team, associate, codes, quarter

THEN = Scope(as_of=date(2025, 9, 30), period="2025Q3", known_on=datetime(2025, 12, 1, tzinfo=UTC))


def test_a_company_is_rated_by_the_quarters_it_owed_and_stages_add_up(team: Team) -> None:
    team.held("C1", cost="40", mark="60", since="2024-11-15")
    team.held("C2", cost="40", mark="30", since="2025-08-15")
    with team.facts.db.session() as session:
        for table in (Company.__table__, CompanyVersion.__table__):
            column = table.c.id if table.name == "companies" else table.c.company_id
            session.execute(update(table).where(column == "id-C1").values(stage="Seed"))
    arrived = {"2024-12-31": "2025-02-14", "2025-03-31": "2025-06-14", "2025-05-31": None}
    for end, came in arrived.items():
        team.facts.company_metric("id-C1", period_end=end, arr="5", reported_at=came)
    found = team.service.kpi_requests(SYSTEM, THEN)
    rows = {row.company: row for row in found.rows}
    one, two = rows["C1"], rows["C2"]
    # of four quarters: the last day is in time, 30 days late, one of an unknown day, one missing
    assert (one.owed, one.in_time, one.late, one.missing) == (4, 2, 1, 1)
    assert (one.response_rate, one.in_time_rate, one.median_days_late) == (0.75, 0.5, 30)
    assert (one.stage, one.last_reported) == ("Seed", date(2025, 6, 14))
    # bought in the third quarter: it owed one and sent nothing
    assert (two.owed, two.missing, two.response_rate, two.stage) == (1, 1, 0.0, None)
    assert [row.company for row in found.rows] == ["C2", "C1"]
    assert (found.total.owed, found.total.missing, found.total.in_time_rate) == (5, 2, 0.4)
    assert sum(line.owed for line in found.by_stage) == found.total.owed
    assert (found.quarters[-1], len(found.quarters), found.report_due_days) == ("2025Q3", 8, 45)
    # what Portfolio Analytics says of the same quarters
    cells = PortfolioAnalyticsService(team.facts.db).coverage(SYSTEM, THEN).companies
    states = {row.company: [cell.state for cell in row.cells] for row in cells}
    assert states["C1"][-4:] == ["in_time", "late", "in_time", "missing"]
    # before the time to report is over nothing is missing
    early = team.service.kpi_requests(SYSTEM, THEN.on(known_on=datetime(2025, 11, 14, tzinfo=UTC)))
    late = {row.company: row for row in early.rows}["C2"]
    assert (late.owed, late.not_due, late.response_rate) == (0, 1, None)
    assert "nothing_owed" in codes(early)
    stricter = DEFAULTS["thresholds"].model_dump(mode="json") | {"version": "ours"}
    configure(team.facts.db, "thresholds", stricter | {"report_due_days": 44}, set_by="Ann")
    assert team.service.kpi_requests(SYSTEM, Q3).total.in_time == 1
    other = team.service.kpi_requests(partner("id-NONE"), THEN)
    assert other.rows == () and other.total.response_rate is None


def test_papers_are_in_time_late_due_awaited_or_missing(team: Team) -> None:
    plans = (("C1", "2025-07-15", "2025-07-10"), ("C2", "2025-08-15", "2025-08-11"),
             ("C3", "2025-09-15", None), ("C4", "2025-10-05", None), ("C5", "2025-10-06", None),
             ("C6", "2025-10-20", "2025-10-02"))  # fmt: skip
    for code, planned, _ in plans:
        team.facts.company(code)
        team.seat(code, "A", next_meeting=planned)
    silent = team.service.board_calendar(SYSTEM, Q3)
    assert silent.packs is None and {row.pack for row in silent.meetings} == {None}
    assert "not_kept" in codes(silent)
    for code, planned, came in plans:
        if came:
            team.seat(code, "B", next_meeting=planned, pack_received=date.fromisoformat(came))
    found = team.service.board_calendar(SYSTEM, Q3)
    rows = {row.company: row for row in found.meetings}
    states = {code: row.pack for code, row in rows.items()}
    assert states == {"C1": "received", "C2": "late", "C3": "missing", "C4": "due",
                      "C5": "awaited", "C6": "awaited"}  # fmt: skip
    assert (rows["C1"].pack_days_before, rows["C2"].pack_days_before) == (5, 4)
    # papers that come after the day are not there yet
    assert rows["C6"].pack_received is None
    assert found.packs == {"received": 1, "late": 1, "due": 1, "awaited": 2, "missing": 1}


def test_chances_are_scored_against_what_came_from_enough_deals_on(team: Team) -> None:
    for place in range(5):
        team.judged(f"W{place}", "0.8", "closed")
        team.judged(f"L{place}", "0.3", "passed")
    team.judged("OPEN", "0.9", None, notes_link="https://notes.example/7")
    team.judged("NONE", None, "lost", notes_link="javascript:alert(1)")
    late = team.found("LATE", "2025-01-10", ("closed", "2025-05-01 12:00"))
    team.facts.pipeline_event(late, stage="term_sheet", at="2025-05-01 09:00", probability="1")
    found = team.service.calibration(SYSTEM, Q3)
    # five of (0.8 - 1)² and five of (0.3 - 0)²
    assert found.brier_score == approx((5 * 0.04 + 5 * 0.09) / 10)
    assert (found.reference, found.closed_share, found.judged) == (0.25, 0.5, 10)
    assert found.skill == approx(1 - 0.065 / 0.25)
    # a chance of the day itself is hindsight, and a deal without one is in no score
    assert found.ended == 12
    bins = {row.low: (row.deals, row.came) for row in found.bins}
    assert bins == {0.0: (0, None), 0.2: (5, 0.0), 0.4: (0, None), 0.6: (0, None), 0.8: (5, 1.0)}
    deals = {row.deal: row for row in found.deals}
    assert (deals["OPEN"].outcome, deals["OPEN"].link) == ("open", "https://notes.example/7")
    assert (deals["NONE"].chance, deals["NONE"].link) == (None, None)
    assert (deals["LATE"].chance, deals["LATE"].judged_on) == (None, None)
    assert "Ann" not in encode(found).decode()
    before = team.service.calibration(SYSTEM, Scope(as_of=date(2025, 4, 30)))
    assert (before.judged, before.brier_score) == (0, None) and "few_deals" in codes(before)
    other = team.service.calibration(partner("id-NONE"), Q3)
    assert (other.judged, other.deals) == (0, ())
    framed = Principal("id-A", "A", frozenset({"partner"}), None,
                       modules=frozenset({"team_operations"}), kind="embed")  # fmt: skip
    shut = team.service.calibration(framed, Q3)
    assert shut.deals == () and "no_deal_flow" in codes(shut)
    assert shut.brier_score == found.brier_score
    assert team.service.calibration(associate("B"), Q3).brier_score == found.brier_score


def test_a_chance_is_a_fraction_and_nothing_comes_of_nothing() -> None:
    blank = calibration([])
    assert (blank.score, blank.skill, blank.came.rate, len(blank.bins)) == (None, None, None, 5)
    sure = calibration([Judged(chance, True) for chance in (1, 1)])  # type: ignore[arg-type]
    assert (sure.score, sure.reference, sure.skill, sure.bins[4].predicted) == (0, 0, None, 1)
    with pytest.raises(ValueError):
        calibration([Judged(2, True)])  # type: ignore[arg-type]


def test_those_who_share_a_deal_add_up_to_it_to_the_last_cent(team: Team) -> None:
    quarter(team)
    team.facts.deal("I-D9", fund="id-AQ1", company="id-C1", day="2025-09-01", pipeline_deal="D9")
    team.facts.investment_flow("id-I-D9", day="2025-09-01", amount="100.00")
    shared = team.found("D9", "2025-07-05", ("closed", "2025-09-01"))
    for code in "ABC":
        team.did(code, "deal_sourced", "2025-07-05", deal_id=shared)
    split = team.service.sourcing_attribution(SYSTEM, Q3)
    assert sum((row.invested for row in split.rows), Decimal(0)) == split.total.invested
    assert {row.user: row.invested for row in split.rows} == {
        "A": Decimal("283.34"), "B": Decimal("283.33"), "C": Decimal("33.33"),
    }  # fmt: skip
    assert sum(row.sourced for row in split.rows) == approx(split.total.sourced, abs=1e-12)
    first = team.service.sourcing_attribution(SYSTEM, Q3, credit="first")
    assert {row.user: (row.closed, row.invested) for row in first.rows} == {
        "A": (1, Decimal(100)), "B": (1, Decimal(500)), "C": (0, Decimal(0)),
    }  # fmt: skip
