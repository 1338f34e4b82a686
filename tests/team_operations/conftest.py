"""A team of three small enough to count by hand, and the service that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pytest

from services.db.models import BoardSeat
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.scope import SYSTEM, Principal, Scope
from services.team_operations import TeamOperationsService
from tests.factories import LONG_KNOWN, Facts

Q3 = Scope(as_of=date(2025, 9, 30), period="2025Q3")
_keys = count()


@dataclass
class Team:
    """People and what they did, and the principals who look at it."""

    facts: Facts
    service: TeamOperationsService

    def did(self, user: str, type: str, *days: str, **more: Any) -> None:
        """Activities of a person (code) on days, at ten in the morning."""
        for day in days:
            at = day if " " in day else f"{day} 10:00"
            self.facts.activity(f"id-{user}", at=at, type=type, **more)

    def seat(
        self, company: str, user: str, *, next_meeting: str | None = None, **more: Any
    ) -> None:
        """A seat on a company's board (codes) since 2020."""
        given = {"from_date": date(2020, 1, 1), "known_from": LONG_KNOWN} | more
        planned = date.fromisoformat(next_meeting) if next_meeting else None
        row = BoardSeat(
            natural_key=f"s{next(_keys)}", company_id=f"id-{company}", user_id=f"id-{user}",
            next_meeting=planned, **given,
        )  # fmt: skip
        with self.facts.db.session() as session:
            session.add(row)
            session.flush()
            bump(session, [SHARED])

    def judged(self, code: str, chance: str | None, end: str | None, **more: Any) -> None:
        """A deal of 2025 that was screened on 1 February with a chance and ended in May."""
        deal = self.found(code, "2025-01-10", owner="A")
        self.facts.pipeline_event(
            deal, stage="screened", at="2025-02-01", probability=chance, **more
        )
        if end is not None:
            self.facts.pipeline_event(deal, stage=end, at="2025-05-01")

    def held(
        self, code: str, *, cost: str, mark: str, since: str = "2024-01-15", **more: Any
    ) -> None:
        """A company that the fund AQ1 holds."""
        described = {"fund": "id-AQ1"} | more
        company = self.facts.company(code)
        deal = self.facts.deal(f"I-{code}", company=company, day=since, **described)
        self.facts.investment_flow(deal, day=since, amount=cost)
        self.facts.mark(deal, day=max(since, "2025-06-30"), value=mark)

    def found(self, code: str, sourced: str, *events: tuple[str, str], **more: Any) -> str:
        """A deal of the pipeline and the stages it entered."""
        given = {"fund": "id-AQ1", "outcome": None} | more
        deal = self.facts.pipeline_deal(code, sourced_at=sourced, **given)
        for stage, at in events:
            self.facts.pipeline_event(deal, stage=stage, at=at)
        return deal

    def overview(self, scope: Scope = Q3, principal: Principal = SYSTEM) -> Any:
        return self.service.overview(principal, scope)


def associate(code: str, *funds: str) -> Principal:
    """A member of the team who signs in as an associate; without funds they see every one."""
    return Principal(
        user_id=f"id-{code}",
        name=code,
        roles=frozenset({"associate"}),
        funds=frozenset(funds) if funds else None,
    )


def partner_of_team(code: str) -> Principal:
    return Principal(user_id=f"id-{code}", name=code, roles=frozenset({"partner"}), funds=None)


def codes(answer: Any) -> set[str]:
    return {note.code for note in answer.notes}


def team_of(db: Database) -> Team:
    """A fund AQ1 and three people, Ann, Ben and Cat, who have done nothing yet."""
    facts = Facts(db)
    facts.fund("AQ1")
    for code, name in (("A", "Ann Avery"), ("B", "Ben Birk"), ("C", "Cat Cole")):
        facts.user(code, name=name)
    return Team(facts, TeamOperationsService(db))


def quarter(team: Team) -> None:
    """The third quarter of 2025, and something of the second."""
    team.did("A", "deal_reviewed", "2025-05-05", "2025-05-06", "2025-07-01", "2025-08-02")
    team.did("B", "deal_reviewed", "2025-06-30 23:59", "2025-09-30 23:59", "2025-08-02")
    team.did("C", "company_contacted", "2025-07-03")
    team.did("A", "meeting", "2025-07-04", "2025-09-01")
    for hours in ("2", "4", "6", "8", "30"):
        team.did("A" if hours != "30" else "B", "update_response", "2025-08-10",
                 response_time_hours=hours)  # fmt: skip
    team.did("B", "update_response", "2025-08-11")
    team.did("B", "update_response", "2025-05-11", response_time_hours="20")
    # three companies, worth 560 (60 and what was put in since), 30 and 10
    team.held("C1", cost="40", mark="60", lead_partner="A")
    team.held("C2", cost="40", mark="30", lead_partner="ben birk")
    team.held("C3", cost="10", mark="10", since="2025-09-10", lead_partner="Somebody Else")
    team.did("A", "portfolio_check_in", "2025-09-20", company_id="id-C1")
    team.did("B", "portfolio_check_in", "2025-08-20", company_id="id-C2")
    # boards: C1 took place three days late, C2 was missed, C3 is planned, an unplanned one
    team.seat("C1", "A", next_meeting="2025-07-15")
    team.seat("C2", "B", next_meeting="2025-09-02")
    team.seat("C3", "A", next_meeting="2025-10-20")
    team.did("A", "board_meeting", "2025-07-18", company_id="id-C1")
    team.did("B", "board_meeting", "2025-07-18 11:00", company_id="id-C1")
    team.did("C", "board_meeting", "2025-08-25", company_id="id-C1")
    # deals: one found by Ann and handed over by Ben, one by Cat alone, one of nobody
    one = team.found("D1", "2025-07-02", ("screened", "2025-07-20"), ("term_sheet", "2025-08-01"),
                     ("closed", "2025-09-01"), owner="A")  # fmt: skip
    team.did("B", "deal_referred", "2025-07-01", deal_id=one)
    team.did("A", "deal_sourced", "2025-07-02", deal_id=one)
    team.found("D2", "2025-08-05", ("screened", "2025-09-05"), owner="Cat Cole")
    team.found("D3", "2025-09-09", owner="Nobody We Know")
    team.found("D0", "2025-05-09", owner="A")
    team.facts.deal("I-D1", fund="id-AQ1", company="id-C1", day="2025-09-01", pipeline_deal="D1")
    team.facts.investment_flow("id-I-D1", day="2025-09-01", amount="500")


@pytest.fixture
def team(db: Database) -> Team:
    return team_of(db)


@pytest.fixture(scope="module")
def busy(module_db: Database) -> Team:
    """The quarter, for tests that only read it."""
    written = team_of(module_db)
    quarter(written)
    return written
