"""One quarter of a small team counted by hand: what was done, how fast, with whom, by whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest import approx

from services.errors import InvalidInput, NotFound
from services.scope import SYSTEM, Scope
from tests.team_operations.conftest import Q3, Team, codes


def test_a_quarter_is_counted_by_activities_and_compared_with_the_one_before(busy: Team) -> None:
    found = busy.overview()
    assert found.period == {"start": date(2025, 7, 1), "end": date(2025, 9, 30)}
    assert found.previous_period["start"] == date(2025, 4, 1)
    assert (found.members, found.deals_reviewed, found.companies_contacted) == (3, 4, 1)
    assert (found.meetings_attended, found.update_responses) == (2, 6)
    assert (found.deals_sourced, found.deals_referred) == (1, 1)
    # the evening of a quarter's last day belongs to it: Ben's of 30 June and of 30 September
    assert found.previous["deals_reviewed"] == 3
    assert found.comparison_to_previous["deals_reviewed"] == approx(1 / 3)
    assert found.comparison_to_previous["companies_contacted"] is None  # from nothing
    met = found.board_meetings
    assert (met.held, met.missed, met.upcoming_30d) == (2, 1, 1)
    assert (found.portfolio_check_ins.done, found.portfolio_check_ins.overdue) == (2, 1)
    assert (found.sourcing.sourced, found.sourcing.closed) == (3, 1)
    assert [point.deals_reviewed for point in found.trend][-2:] == [3, 4]
    assert found.trend[0].deals_reviewed is None  # nothing was on record in 2023
    assert found.records_from == date(2025, 5, 5)


def test_median_and_p90_are_the_headline_and_the_mean_is_kept_for_the_specification(
    busy: Team,
) -> None:
    found = busy.overview()
    hours = found.first_response_hours
    # 2, 4, 6, 8, 30 hours and one of which nobody wrote down how long it took
    assert (hours.median, hours.mean, hours.n, hours.unanswered) == (6, 10, 5, 1)
    assert hours.p90 == approx(8 + 0.6 * 22)
    assert found.avg_response_time_hours == 10
    times = busy.service.responsiveness(SYSTEM, Q3)
    (kind,) = times.by_type
    assert (kind.type, kind.n, kind.median_hours, kind.mean_hours) == ("update_response", 5, 6, 10)
    assert (kind.unanswered, kind.least_hours, kind.most_hours) == (1, 2, 30)
    assert kind.previous_median_hours == 20
    people = {row.user: row for row in times.by_person}
    assert (people["A"].median_hours, people["A"].n, people["B"].unanswered) == (5, 4, 1)
    # somebody who answered nothing has no time, and not a time of zero
    assert (people["C"].median_hours, people["C"].n) == (None, 0)
    assert {m.month: m.median_hours for m in times.trend}["2025-07"] is None


def test_activity_adds_up_by_type_person_and_month(busy: Team) -> None:
    by = {
        group: busy.service.activity(SYSTEM, Q3, group_by=group)
        for group in ("type", "user", "month")
    }
    totals = {group: found.total for group, found in by.items()}
    assert set(totals.values()) == {20}
    assert all(sum(row.total for row in found.rows) == 20 for found in by.values())
    types = {row.key: row for row in by["type"].rows}
    assert (types["deal_reviewed"].total, types["deal_reviewed"].previous) == (4, 3)
    people = {row.key: row for row in by["user"].rows}
    assert people["C"].counts["company_contacted"] == 1
    assert [row.key for row in by["month"].rows] == ["2025-07", "2025-08", "2025-09"]
    assert len(by["type"].months) == 5  # from the first month on record
    mine = busy.service.activity(SYSTEM, Q3, user="A")
    assert (mine.user, mine.total) == ("A", people["A"].total)
    with pytest.raises(NotFound):
        busy.service.activity(SYSTEM, Q3, user="nobody")
    with pytest.raises(InvalidInput):
        busy.service.activity(SYSTEM, Q3, group_by="mood")


def test_a_company_is_overdue_when_nobody_was_in_touch_for_longer_than_agreed(busy: Team) -> None:
    found = busy.service.coverage(SYSTEM, Q3)
    rows = {row.company: row for row in found.rows}
    assert [row.company for row in found.rows] == ["C3", "C2", "C1"]
    one, two, three = rows["C1"], rows["C2"], rows["C3"]
    assert (one.last_touch, one.days_since_touch, one.overdue) == (date(2025, 9, 20), 10, False)
    assert (two.days_since_touch, two.overdue, two.last_touch_by) == (41, True, "B")
    # bought on 10 September and never touched: not overdue yet, and its days are not known
    assert (three.days_since_touch, three.overdue, three.touches) == (None, False, 0)
    assert "never_touched" in codes(found)
    # code, name in any case, and a name that is nobody's of the team
    assert (one.lead, two.lead, three.lead) == ("A", "B", "Somebody Else")
    assert (two.lead_id, three.lead_id, two.board_seat) == ("id-B", None, "B")
    # 60 and 500 put in since, 30, 10
    assert (one.fair_value, found.fair_value) == (Decimal(560), Decimal(600))
    assert one.nav_weight == approx(560 / 600)
    assert (found.overdue, found.companies, found.coverage_rate) == (1, 3, approx(2 / 3))
    assert found.nav_weighted_coverage == approx(570 / 600)
    pairs = {(item.company, item.user): item.days_since_touch for item in found.contacts}
    assert pairs[("C1", "A")] == 10 and ("C3", "A") not in pairs


def test_a_deal_is_credited_to_the_first_or_shared_by_all_who_found_it(busy: Team) -> None:
    split = busy.service.sourcing_attribution(SYSTEM, Q3)
    rows = {row.user: row for row in split.rows}
    ann, ben, cat = rows["A"], rows["B"], rows["C"]
    assert (split.credit_rule, split.deals, split.unattributed) == ("split", 3, 1)
    assert (ann.sourced, ann.closed, ann.invested) == (0.5, 0.5, Decimal(250))
    assert (ben.sourced, ben.invested, cat.sourced) == (0.5, Decimal(250), 1)
    assert (cat.closed, cat.invested, cat.close_rate) == (0, 0, 0)
    low, high = cat.close_rate_interval
    assert (low, high) == (0, approx(0.79345, abs=1e-5))
    assert (split.total.sourced, split.total.closed, split.total.invested) == (2, 1, Decimal(500))
    first = busy.service.sourcing_attribution(SYSTEM, Q3, credit="first")
    rows = {row.user: row for row in first.rows}
    # Ben handed it over a day before Ann found it
    assert (rows["B"].sourced, rows["B"].invested, rows["A"].sourced) == (1, Decimal(500), 0)
    assert rows["A"].close_rate is None and rows["A"].invested == 0
    with pytest.raises(InvalidInput):
        busy.service.sourcing_attribution(SYSTEM, Q3, credit="half")


def test_boards_are_held_missed_or_to_come_and_several_there_are_one_meeting(busy: Team) -> None:
    found = busy.service.board_calendar(SYSTEM, Q3)
    told = [(m.company, m.state, m.day.isoformat(), m.planned, m.attended) for m in found.meetings]
    assert told == [
        ("C1", "held", "2025-07-18", date(2025, 7, 15), ("A", "B")),
        ("C1", "held", "2025-08-25", None, ("C",)),
        ("C2", "missed", "2025-09-02", date(2025, 9, 2), ()),
        ("C3", "upcoming", "2025-10-20", date(2025, 10, 20), ()),
    ]
    assert (found.held, found.missed, found.upcoming, found.boards) == (2, 1, 1, 3)
    assert [board.company for board in found.unplanned] == ["C1", "C2"]
    some = busy.service.board_calendar(SYSTEM, Q3, first=date(2025, 9, 1), last=date(2025, 9, 30))
    assert [m.company for m in some.meetings] == ["C2"]
    with pytest.raises(InvalidInput):
        busy.service.board_calendar(SYSTEM, Q3, first=date(2025, 9, 2), last=date(2025, 9, 1))


def test_load_counts_open_deals_diligence_and_boards(busy: Team) -> None:
    found = busy.service.workload(SYSTEM, Q3)
    rows = {row.user: row for row in found.rows}
    assert (rows["A"].active_deals, rows["A"].early_deals, rows["A"].boards) == (1, 1, 2)
    assert (rows["A"].load, rows["A"].use, rows["A"].over) == (3, 3 / 20, False)
    assert (rows["C"].diligence, rows["C"].load, rows["B"].load) == (1, 1, 1)
    assert (found.unassigned_deals, found.over_capacity, found.median_load) == (1, 0, 1)


def test_one_person_is_told_whole(busy: Team) -> None:
    found = busy.service.member(SYSTEM, "B", Q3)
    assert (found.user, found.deals_reviewed, found.board_meetings) == ("B", 2, 1)
    assert (found.deals_referred, found.successful_referrals) == (1, 1)
    assert (found.avg_response_time_hours, found.first_response_hours.unanswered) == (30, 1)
    assert found.sourcing.sourced == 0.5
    assert [row.company for row in found.coverage] == ["C2", "C1"]
    assert [m.state for m in found.board_calendar] == ["held", "missed"]
    assert busy.service.member(SYSTEM, "id-B", Q3).user == "B"


def test_before_anything_is_on_record_nothing_is_known_and_nothing_is_zero(busy: Team) -> None:
    early = Scope(as_of=date(2024, 12, 31))
    found = busy.overview(early)
    unknown: list[Any] = [
        found.deals_reviewed, found.companies_contacted, found.board_meetings.held,
        found.portfolio_check_ins.done, found.portfolio_check_ins.overdue,
        found.first_response_hours.median, found.avg_response_time_hours,
    ]  # fmt: skip
    assert unknown == [None] * 7
    noted = {note.field for note in found.notes}
    assert {"deals_reviewed", "portfolio_check_ins.overdue", "board_meetings.held"} <= noted
    cover = busy.service.coverage(SYSTEM, early)
    assert (cover.coverage_rate, cover.overdue, cover.nav_weighted_coverage) == (None, None, None)
    assert busy.service.activity(SYSTEM, early).rows == ()


def test_a_firm_without_activities_says_so(team: Team) -> None:
    found = team.overview()
    assert (found.members, found.deals_reviewed, found.sourcing.sourced) == (3, None, None)
    assert {"no_activities", "before_records", "no_board_seats"} <= codes(found)
    team.did("A", "meeting", "2025-01-15")
    # once there are records, a quarter in which nothing happened is a quarter of nothing
    assert team.overview().deals_reviewed == 0
    empty = team.service.activity(SYSTEM, Q3, group_by="user")
    assert [(row.key, row.total) for row in empty.rows] == [("A", 0), ("B", 0), ("C", 0)]


def test_a_meeting_that_was_moved_before_its_day_was_never_missed(team: Team) -> None:
    from datetime import UTC, datetime

    team.did("A", "meeting", "2025-05-05")
    moved = datetime(2025, 8, 1, tzinfo=UTC)
    late = datetime(2025, 9, 1, tzinfo=UTC)
    team.held("C1", cost="1", mark="1")
    team.seat("C1", "A", next_meeting="2025-08-10", known_to=moved)
    team.seat("C1", "A", next_meeting="2025-08-20", known_from=moved, known_to=late)
    team.seat("C1", "A", next_meeting="2025-11-05", known_from=late)
    found = team.service.board_calendar(SYSTEM, Q3)
    # the 10th was moved in time; the 20th passed before the next day was set
    assert [(m.day.isoformat(), m.state) for m in found.meetings] == [
        ("2025-08-20", "missed"), ("2025-11-05", "upcoming"),
    ]  # fmt: skip
    then = Scope(
        as_of=date(2025, 9, 30), period="2025Q3", known_on=datetime(2025, 8, 5, tzinfo=UTC)
    )
    before = team.service.board_calendar(SYSTEM, then)
    assert [m.day.isoformat() for m in before.meetings] == ["2025-08-20"]
