"""Books small enough to check by hand, and the service that reads them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.db.session import Database
from services.fund_performance import FundPerformanceService
from tests.factories import Facts

TWO_YEARS_ON = date(2021, 12, 31)  # 730 days after 2020-01-01, as 2020 has 366


@pytest.fixture
def facts(db: Database) -> Facts:
    return Facts(db)


@pytest.fixture
def service(db: Database) -> FundPerformanceService:
    return FundPerformanceService(db)


@pytest.fixture
def simple(facts: Facts) -> str:
    """1,000 called on 2020-01-01, 210 distributed and 1,000 left on 2021-12-31: 10 % a year."""
    fund = facts.fund("AQ1", vintage_year=2015, total_committed=Decimal(2000))
    facts.flow(fund, "2020-01-01", "capital_call", 1000)
    facts.flow(fund, "2021-12-31", "distribution", 210)
    facts.nav(fund, "2021-12-31", 1000)
    return fund


def codes(answer: object) -> set[str]:
    return {note.code for note in answer.notes}  # type: ignore[attr-defined]
