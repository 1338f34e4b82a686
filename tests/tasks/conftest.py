"""Funds with a few facts, and what a worker does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from services.db.models import FundMetrics, RefreshRun
from services.db.session import Database
from services.fund_performance.snapshots import RefreshOutcome, refresh_funds
from services.jobs import Queue, open_runs
from tests.factories import Facts


@dataclass
class Firm:
    """A database, what is written into it, and what was told about it."""

    db: Database
    facts: Facts
    told: list[dict[str, int]] = field(default_factory=list)

    def fund(self, code: str = "AQ1") -> str:
        """A fund with 100 called and 150 of value a year later: TVPI 1.5, IRR 50 %."""
        fund = self.facts.fund(code)
        self.facts.flow(fund, "2023-06-30", "capital_call", 100)
        self.facts.nav(fund, "2024-06-29", 150)
        return fund

    def poisoned(self, code: str = "BAD") -> str:
        """A fund whose figures cannot be computed."""
        fund = self.fund(code)
        self.facts.flow(fund, "2023-07-31", "no_such_type", 1)
        return fund

    def refresh(self, *funds: str, **more: object) -> RefreshOutcome:
        """Ask for these funds and do it here, as a worker would."""
        open_runs(self.db, funds)
        return refresh_funds(self.db, funds, tell=self.tell, **more)  # type: ignore[arg-type]

    def tell(self, refreshed: Mapping[str, int]) -> None:
        self.told.append(dict(refreshed))

    def snapshots(self, fund: str) -> list[FundMetrics]:
        """Every snapshot of a fund, oldest facts first."""
        with self.db.read() as session:
            order = (FundMetrics.data_version, FundMetrics.basis, FundMetrics.credit_line)
            return list(
                session.scalars(
                    select(FundMetrics).where(FundMetrics.fund_id == fund).order_by(*order)
                )
            )

    def runs(self, fund: str) -> list[RefreshRun]:
        with self.db.read() as session:
            order = RefreshRun.created_at
            return list(
                session.scalars(
                    select(RefreshRun).where(RefreshRun.fund_id == fund).order_by(order)
                )
            )


@pytest.fixture
def firm(db: Database) -> Firm:
    return Firm(db, Facts(db))


@pytest.fixture
def queue(redis_url: str) -> Queue:
    """The sending end of the session's broker."""
    return Queue(redis_url)
