"""A pipeline small enough to check by hand, and the service that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import insert

from services.db.models import PipelineDeal, PipelineDealVersion, PipelineEvent
from services.db.reads.versions import bump
from services.db.session import Database
from services.deal_flow import DealFlowService
from services.scope import SYSTEM, Scope
from tests.factories import LONG_KNOWN, Facts

Q2 = Scope(as_of=date(2025, 6, 30), period="2025Q2")
Event = tuple[str, str]
_keys = count()


def _fact() -> dict[str, Any]:
    return {"natural_key": f"m{next(_keys)}", "known_from": LONG_KNOWN}


@dataclass
class Pipeline:
    """Deals of funds, written by what happened to them."""

    facts: Facts
    service: DealFlowService

    def deal(self, code: str, sourced: str, *events: Event, **more: Any) -> str:
        """A deal and the stages it entered, with the day or the moment of each."""
        given = {"fund": "id-AQ1", "outcome": None} | more
        deal = self.facts.pipeline_deal(code, sourced_at=sourced, **given)
        for stage, at in events:
            self.facts.pipeline_event(deal, stage=stage, at=at)
        return deal

    def many(
        self, number: int, *events: str, prefix: str = "M", fund: str = "id-AQ1", **more: Any
    ) -> None:
        """So many deals sourced on 2025-04-01 that entered these stages, a week apart each."""
        sourced = date(2025, 4, 1)
        start = datetime(2025, 4, 1)
        names = [f"{prefix}{place:05}" for place in range(number)]
        described = {"fund_id": fund, "sourced_at": sourced} | more
        deals = [{"id": f"id-{n}", "code": n, "company_name": n, **described} for n in names]
        versions = [
            {"pipeline_deal_id": f"id-{n}", "company_name": n, **described, **_fact()}
            for n in names
        ]
        entered = [
            {"pipeline_deal_id": f"id-{n}", "stage": stage, "entered_at": at, **_fact()}
            for n in names
            for stage, at in zip(
                events, (start + timedelta(weeks=w) for w in count(1)), strict=False
            )
        ]
        with self.facts.db.session() as session:
            for model, rows in (
                (PipelineDeal, deals),
                (PipelineDealVersion, versions),
                (PipelineEvent, entered),
            ):
                if rows:
                    session.execute(insert(model), rows)
            bump(session, {fund})

    def dozen(self) -> None:
        """Twelve deals around the second quarter of 2025, of every kind there is."""
        self.deal("D01", "2025-01-10", ("screened", "2025-02-01"), ("term_sheet", "2025-03-20"),
                  ("closed", "2025-05-02"), source_channel="referral")  # fmt: skip
        self.deal("D02", "2025-02-14", ("screened", "2025-03-05"), ("passed", "2025-04-10"),
                  pass_reason="valuation", owner="U1", company_name="Tern Robotics AG",
                  sector="Industrial")  # fmt: skip
        self.deal("D03", "2025-03-03", ("screened", "2025-04-10"), ("term_sheet", "2025-06-11"))
        self.deal("D04", "2025-04-02", ("screened", "2025-04-20"), ("term_sheet", "2025-05-30"),
                  ("closed", "2025-06-25"), source_channel="referral", sector="Software",
                  check_size="3000000", owner="U1")  # fmt: skip
        self.deal("D05", "2025-04-22", source_channel="cold", sector="Software",
                  check_size="1000000", owner="U2")  # fmt: skip
        self.deal("D06", "2025-05-06", ("term_sheet", "2025-06-20"), source_channel="cold",
                  sector="Health", check_size="400000")  # fmt: skip
        self.deal("D07", "2025-05-19", ("passed", "2025-06-01"), source_channel="cold",
                  pass_reason="team", owner="U2", sector="Software")  # fmt: skip
        self.deal("D08", "2025-04-05", ("screened", "2025-04-15"), ("term_sheet", "2025-05-05"),
                  ("screened", "2025-05-20"), source_channel="event", stage="Seed")  # fmt: skip
        self.deal("D09", "2025-04-08", ("screened", "2025-04-18"), ("passed", "2025-05-01"),
                  ("screened", "2025-06-10"), source_channel="event")  # fmt: skip
        self.deal("D10", "2025-04-10", ("screened", "2025-04-25"), ("term_sheet", "2025-05-15"),
                  ("lost", "2025-06-05"), owner="U1", company_name="Quill Bio, Inc.")  # fmt: skip
        self.deal("D11", "2025-06-30", ("screened", "2025-06-30 23:30"), source_channel="referral")
        self.deal("D12", "2025-06-29", ("screened", "2025-07-01 00:15"), source_channel="cold")

    def funnel(self, scope: Scope = Q2, **more: Any) -> Any:
        return self.service.pipeline_funnel(SYSTEM, scope, **more)


def pipeline_of(db: Database) -> Pipeline:
    facts = Facts(db)
    facts.fund("AQ1")
    return Pipeline(facts, DealFlowService(db))


@pytest.fixture
def pipeline(db: Database) -> Pipeline:
    """A fund AQ1 without any deal."""
    return pipeline_of(db)


@pytest.fixture(scope="module")
def dozen(module_db: Database) -> Pipeline:
    """The twelve deals, for tests that only read them."""
    written = pipeline_of(module_db)
    written.dozen()
    return written


def codes(answer: Any) -> set[str]:
    return {note.code for note in answer.notes}
