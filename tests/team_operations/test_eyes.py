"""Who sees what: partners everybody, associates themselves, and nobody what other funds do."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest import approx

from services.cache import encode
from services.errors import Forbidden, InvalidInput, NotFound
from services.portfolio_analytics.configure import configure
from services.portfolio_analytics.conventions import DEFAULTS
from services.scope import SYSTEM, Principal, Scope
from services.team_operations.results import Overview
from tests.factories import partner
from tests.team_operations.conftest import (
    Q3,
    Team,
    associate,
    codes,
    partner_of_team,
    quarter,
)


def scores_on(team: Team, **more: Any) -> None:
    document = DEFAULTS["team_operations"].model_dump(mode="json") | {"version": "ours"}
    document["productivity"] |= {"enabled": True} | more
    configure(team.facts.db, "team_operations", document, set_by="Ann")


def test_an_associate_sees_totals_of_all_and_no_row_of_anybody_else(busy: Team) -> None:
    ben = associate("B")
    service = busy.service
    whole, own = service.overview(SYSTEM, Q3), service.overview(ben, Q3)
    same = [f.name for f in fields(Overview) if f.name not in ("meta", "notes")]
    assert [getattr(own, name) for name in same] == [getattr(whole, name) for name in same]
    people = service.activity(ben, Q3, group_by="user")
    assert ([row.key for row in people.rows], people.total) == (["B"], 20)
    assert people.members == (("B", "Ben Birk"),)
    cover = service.coverage(ben, Q3)
    # C2 is his; with C1 he was in touch at its board; C3 is nothing to him
    assert [row.company for row in cover.rows] == ["C2", "C1"]
    assert (cover.companies, cover.overdue) == (3, 1)
    assert {item.user for item in cover.contacts} == {"B"}
    assert (cover.rows[1].lead, cover.rows[1].last_touch_by, cover.rows[1].board_seats) == (
        None, None, (),
    )  # fmt: skip
    found = service.sourcing_attribution(ben, Q3)
    assert ([row.user for row in found.rows], found.total.sourced) == (["B"], 2)
    times = service.responsiveness(ben, Q3)
    assert ([row.user for row in times.by_person], times.overall.n) == (["B"], 5)
    boards = service.board_calendar(ben, Q3)
    assert ([m.company for m in boards.meetings], boards.held) == (["C1", "C2"], 2)
    assert {code for m in boards.meetings for code in (*m.seats, *m.attended)} == {"B"}
    desk = service.workload(ben, Q3)
    assert ([row.user for row in desk.rows], desk.totals["boards"]) == (["B"], 3)
    log = service.audit_log(ben)
    assert log.edits == () and "own_row" in codes(log)
    everything = [people, cover, found, times, boards, desk, log, service.member(ben, "B", Q3)]
    for answer in everything:
        text = encode(answer).decode()
        assert "Ann Avery" not in text and "Cat Cole" not in text
    for other in ("A", "id-C", "nobody"):
        with pytest.raises(NotFound):
            service.member(ben, other, Q3)
        with pytest.raises(NotFound):
            service.activity(ben, Q3, user=other)


def test_an_investor_has_no_team_and_an_administrator_no_data(busy: Team) -> None:
    lp = Principal("u9", "Lp", frozenset({"lp"}), None, investor_id="id-LP1")
    admin = Principal("u8", "Root", frozenset({"admin"}), None)
    for name in ("overview", "activity", "coverage", "workload", "audit_log", "productivity"):
        with pytest.raises(NotFound):
            getattr(busy.service, name)(lp)
        with pytest.raises(Forbidden):
            getattr(busy.service, name)(admin)


def test_what_other_funds_do_changes_nothing_for_who_may_not_see_them(team: Team) -> None:
    quarter(team)
    own = partner("id-AQ1")
    names = ("overview", "activity", "coverage", "sourcing_attribution", "responsiveness",
             "board_calendar", "workload")  # fmt: skip

    def told() -> list[bytes]:
        scope = Scope(as_of=Q3.as_of, period="2025Q3", known_on=datetime(2030, 1, 1, tzinfo=UTC))
        return [
            encode(getattr(team.service, name)(own, scope), reproducible=True) for name in names
        ]

    before = told()
    team.facts.fund("AQ2")
    team.held("X1", cost="9", mark="9", fund="id-AQ2", lead_partner="A")
    team.seat("X1", "A", next_meeting="2025-08-01")
    secret = team.found("X9", "2025-08-01", fund="id-AQ2", owner="A")
    for type_ in ("portfolio_check_in", "board_meeting", "meeting"):
        team.did("A", type_, "2025-08-02", company_id="id-X1")
    team.did("A", "update_response", "2025-08-02", company_id="id-X1", response_time_hours="99")
    team.did("A", "deal_sourced", "2025-08-02", deal_id=secret)
    assert told() == before
    assert team.overview().deals_sourced == 2  # who sees every fund is told
    with_fund = team.service.overview(own, Q3.on(funds=("AQ2",)))
    assert with_fund.deals_sourced == 1  # the team is the firm's: naming a fund changes nothing


def test_scores_are_off_until_the_firm_wants_them(team: Team) -> None:
    quarter(team)
    found = team.service.productivity(partner_of_team("A"), Q3)
    assert (found.enabled, found.productivity_score, found.user) == (False, None, "A")
    assert "switched_off" in codes(found)
    assert not team.service.score_card(partner_of_team("A"), Q3).shown
    scores_on(team)
    found = team.service.productivity(partner_of_team("A"), Q3)
    # 2 deals of 20, 1 check-in of 15, a median of 5 hours between 2 (100) and 24 (50), half a
    # deal that was screened of 10
    assert found.components == {
        "deals_reviewed": 10,
        "portfolio_check_ins": approx(100 / 15),
        "response_time": approx(100 - 50 * 3 / 22),
        "sourcing_outcomes": 5,
    }
    score = 0.25 * 10 + 0.25 * 100 / 15 + 0.20 * (100 - 150 / 22) + 0.30 * 5
    assert found.productivity_score == approx(score)
    assert found.caveat == "activity, not judgement quality"
    # three people would tell who has which
    assert found.team_distribution.p50 is None and "few_people" in codes(found)
    cat = team.service.productivity(SYSTEM, Q3, user="C")
    assert cat.components["response_time"] is None and cat.coverage == approx(0.8)
    assert cat.productivity_score == approx(0.30 * 10 / 0.8)


def test_a_score_is_for_the_person_and_for_partners(team: Team) -> None:
    quarter(team)
    scores_on(team, least_people=2)
    service, ben = team.service, associate("B")
    own = service.productivity(ben, Q3)
    assert (own.visible_to, own.user) == ("self", "B")
    assert own.team_distribution.n == 3 and own.team_distribution.p50 is not None
    assert "Ann" not in encode(own).decode()
    seen = service.productivity(partner("id-AQ1"), Q3, user="B")
    assert (seen.visible_to, seen.productivity_score) == ("partner", own.productivity_score)
    operations = Principal("u5", "Ops", frozenset({"operations"}), None)
    framed = Principal("id-B", "B", frozenset({"associate"}), None, kind="embed")
    for who, user in ((ben, "A"), (ben, "nobody"), (operations, "B"), (operations, None),
                      (framed, "B"), (framed, None)):  # fmt: skip
        with pytest.raises(Forbidden):
            service.productivity(who, Q3, user=user)
    with pytest.raises(InvalidInput):
        service.productivity(partner(), Q3)
    with pytest.raises(NotFound):
        service.productivity(partner(), Q3, user="nobody")
    card = service.score_card(ben, Q3, user="A")
    assert card.shown and card.score is None and card.people == (("B", "Ben Birk"),)
    assert not service.score_card(operations, Q3).shown
    assert not service.score_card(framed, Q3).shown


def test_an_answer_under_both_clocks_stays_as_it_was(team: Team) -> None:
    quarter(team)
    team.did("A", "meeting", "2025-07-07")
    then = Scope(as_of=Q3.as_of, period="2025Q3", known_on=datetime(2025, 10, 1, tzinfo=UTC))
    names = ("overview", "activity", "coverage", "sourcing_attribution", "responsiveness",
             "board_calendar", "workload", "audit_log")  # fmt: skip

    def told() -> list[bytes]:
        return [
            encode(getattr(team.service, name)(SYSTEM, then), reproducible=True) for name in names
        ]

    before = told()
    later = datetime(2025, 11, 1, tzinfo=UTC)
    team.facts.user("D", known_from=later)
    team.did("A", "portfolio_check_in", "2025-09-01", company_id="id-C3", known_from=later)
    team.did("A", "update_response", "2025-09-01", response_time_hours="1", known_from=later)
    team.seat("C3", "B", next_meeting="2025-09-25", known_from=later)
    team.found("D7", "2025-09-01", owner="B", known_from=later)
    scores_on(team)
    assert told() == before
    assert team.overview().members == 4
