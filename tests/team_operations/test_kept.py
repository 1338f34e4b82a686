"""What is kept of the team: closed quarters version by version, and every change to the facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from services.db.models import FundNav, Import, TeamMetrics, User
from services.db.reads.versions import bump
from services.live import TEAM_UPDATED
from services.portfolio_analytics.configure import configure
from services.portfolio_analytics.conventions import DEFAULTS
from services.scope import SYSTEM, Principal, Scope
from services.team_operations import TeamOperationsService
from services.team_operations.snapshots import refresh_team
from tests.factories import LONG_KNOWN, Facts, partner, statements
from tests.team_operations.conftest import Q3, Team, quarter, team_of

NOW = date(2025, 10, 15)


def rows(team: Team, *, believed: bool = True) -> list[TeamMetrics]:
    query = select(TeamMetrics).order_by(TeamMetrics.user_id, TeamMetrics.period_start)
    if believed:
        query = query.where(TeamMetrics.known_to.is_(None))
    with team.facts.db.read() as session:
        return list(session.scalars(query))


def test_closed_quarters_of_each_person_are_kept_and_a_change_ends_only_what_it_changes(
    team: Team,
) -> None:
    quarter(team)
    told: list[int] = []
    first = refresh_team(team.facts.db, tell=told.append, as_of=NOW)
    # three people, two quarters since the first activity on record
    assert (first.rows, len(told)) == (6, 1)
    ann = next(r for r in rows(team) if (r.user_id, r.period_end.month) == ("id-A", 9))
    assert (ann.deals_reviewed, ann.meetings_attended, ann.board_meetings) == (2, 2, 1)
    assert (ann.portfolio_check_ins, ann.update_responses, ann.deals_sourced) == (1, 4, 1)
    assert (ann.avg_response_time_hours, ann.productivity_score) == (5, None)
    ben = next(r for r in rows(team) if (r.user_id, r.period_end.month) == ("id-B", 9))
    assert (ben.deals_referred, ben.successful_referrals) == (1, 1)
    cat = next(r for r in rows(team) if (r.user_id, r.period_end.month) == ("id-C", 6))
    assert (cat.deals_reviewed, cat.avg_response_time_hours) == (0, None)
    again = refresh_team(team.facts.db, tell=told.append, as_of=NOW)
    assert (again.rows, again.ended, len(told)) == (0, 0, 1)
    team.did("C", "meeting", "2025-09-03")
    changed = refresh_team(team.facts.db, tell=told.append, as_of=NOW)
    assert (changed.rows, len(told)) == (1, 2)
    assert told[1] > told[0]
    every = [r for r in rows(team, believed=False) if r.user_id == "id-C"]
    assert sorted((r.meetings_attended, r.known_to is None) for r in every) == [
        (0, False), (0, True), (1, True),
    ]  # fmt: skip


def test_the_worker_writes_what_changed_and_tells_open_pages(
    team: Team, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.cache import Versions, connect
    from services.jobs.team import ask_for_team
    from services.settings import from_env
    from tasks import team_operations as task
    from tasks.parts import Parts
    from tasks.schedule import AFTERWARDS, SCHEDULE

    class Sent:
        def __init__(self) -> None:
            self.names: list[str] = []

        def send(self, name: str, _argument: object, *, expires: float) -> bool:
            self.names.append(f"{name} within {expires > 0}")
            return True

    quarter(team)
    client = connect(redis_url)
    db = team.facts.db
    here = Parts(from_env({"REDIS_URL": redis_url}), db, client, Versions(db, client))
    monkeypatch.setattr(task, "parts", lambda: here)
    listener = client.pubsub()
    listener.psubscribe("fund:*")
    task.refresh([])
    heard = [listener.get_message(timeout=10) for _ in range(2)]
    assert TEAM_UPDATED.encode() in heard[1]["data"] and heard[1]["channel"] == b"fund:team"
    assert len(rows(team)) >= 6
    assert task.refresh.name in AFTERWARDS
    assert task.refresh.name in {entry["task"] for entry in SCHEDULE.values()}
    queue = Sent()
    assert ask_for_team(queue, ["team_activities"]) and not ask_for_team(queue, ["fx_rates"])  # type: ignore[arg-type]
    assert queue.names == [f"{task.refresh.name} within True"]


def correct(team: Team, fund: str, old: str, new: str | None, at: datetime) -> None:
    """A value of a fund that a later file corrected, or took back."""
    db = team.facts.db
    name = f"{fund} {old}"
    with db.session() as session:
        session.add(
            Import(id=f"imp {name}", kind="fund_navs", file_name="navs, corrected.csv",
                   file_sha256="0", identity=name, mapping={}, imported_by="id-ops",
                   imported_at=at, rows_read=1, rows_new=0, rows_superseded=1, rows_unchanged=0,
                   warnings={})
        )  # fmt: skip
        session.flush()
        told = {"fund_id": fund, "nav_date": date(2025, 6, 30), "currency": "USD"}
        session.add(FundNav(nav=Decimal(old), natural_key=name, known_from=LONG_KNOWN,
                            known_to=at, **told))  # fmt: skip
        if new is not None:
            session.add(FundNav(nav=Decimal(new), natural_key=name, known_from=at,
                                import_id=f"imp {name}", source_row=7, **told))  # fmt: skip
        session.flush()
        bump(session, [fund])


def ledger(team: Team) -> None:
    """Two corrections of two funds, a row taken back, and a document of the firm."""
    team.facts.fund("AQ2")
    with team.facts.db.session() as session:
        session.add(User(id="id-ops", email="ops@firm.example", name="Olga Ops", roles=[]))
    correct(team, "id-AQ1", "100", "110", datetime(2025, 8, 1, tzinfo=UTC))
    correct(team, "id-AQ2", "900", "910", datetime(2025, 9, 1, tzinfo=UTC))
    correct(team, "id-AQ1", "55", None, datetime(2025, 9, 15, tzinfo=UTC))
    document = DEFAULTS["team_operations"].model_dump(mode="json") | {"version": "ours"}
    configure(team.facts.db, "team_operations", document, set_by="Ann")


def test_the_log_tells_old_and_new_value_with_file_and_person(module_db) -> None:  # type: ignore[no-untyped-def]
    team = team_of(module_db)
    ledger(team)
    found = team.service.audit_log(SYSTEM)
    told = [(e.kind, e.action, e.fund, e.field, e.old, e.new) for e in found.edits]
    assert told == [
        ("configuration", "configured", None, "version", None, "ours"),
        ("fund_navs", "retracted", "AQ1", "row", None, None),
        ("fund_navs", "superseded", "AQ2", "nav", "900.00", "910.00"),
        ("fund_navs", "superseded", "AQ1", "nav", "100.00", "110.00"),
    ]
    last = found.edits[-1]
    assert (last.changed_by, last.changed_by_id, last.file, last.row) == (
        "Olga Ops", "id-ops", "navs, corrected.csv", 7,
    )  # fmt: skip
    assert last.subject == "AQ1 · 2025-06-30" and found.edits[1].changed_by == "Olga Ops"
    assert found.total == 4 and found.by_kind == {"fund_navs": 3, "configuration": 1}
    page = team.service.audit_log(SYSTEM, limit=1, offset=2)
    assert ([e.new for e in page.edits], page.total) == (["910.00"], 4)
    some = team.service.audit_log(SYSTEM, Scope(period="2025-08-15..2025-09-10"))
    assert [e.new for e in some.edits] == ["910.00"]
    then = Scope(known_on=datetime(2025, 8, 15, tzinfo=UTC))
    assert [e.new for e in team.service.audit_log(SYSTEM, then).edits] == ["110.00"]
    # who sees one fund is told of that one; an associate of their own changes alone
    own = team.service.audit_log(partner("id-AQ1"))
    assert {e.fund for e in own.edits} == {"AQ1", None} and own.total == 3
    olga = Principal("id-ops", "Olga", frozenset({"associate"}), None)
    assert [e.new for e in team.service.audit_log(olga).edits] == [None, "910.00", "110.00"]
    with pytest.raises(Exception, match="limit"):
        team.service.audit_log(SYSTEM, limit=0)


METHODS = ("overview", "activity", "coverage", "sourcing_attribution", "responsiveness",
           "board_calendar", "workload", "audit_log", "productivity")  # fmt: skip


def test_thirty_more_people_and_companies_cost_no_more_statements(team: Team) -> None:
    quarter(team)
    document = DEFAULTS["team_operations"].model_dump(mode="json") | {"version": "ours"}
    document["productivity"] |= {"enabled": True}
    configure(team.facts.db, "team_operations", document, set_by="Ann")
    ann = Principal("id-A", "Ann", frozenset({"partner"}), None)

    def costs() -> dict[str, int]:
        found = {}
        for name in METHODS:
            with statements(team.facts.db) as sent:
                getattr(TeamOperationsService(team.facts.db), name)(ann, Q3)
            found[name] = len(sent)
        with statements(team.facts.db) as sent:
            team.service.member(ann, "A", Q3)
        return found | {"member": len(sent)}

    before = costs()
    grow(team.facts)
    assert costs() == before
    assert max(before.values()) <= 26


def grow(facts: Facts) -> None:
    for number in range(30):
        user = facts.user(f"N{number}")
        company = facts.company(f"NC{number}")
        facts.deal(f"ND{number}", fund="id-AQ1", company=company)
        facts.investment_flow(f"id-ND{number}", day="2024-01-15", amount=1)
        facts.activity(user, at="2025-08-02", type="meeting", company_id=company)
        facts.pipeline_deal(
            f"NP{number}", fund="id-AQ1", sourced_at="2025-08-01", owner=f"N{number}"
        )
