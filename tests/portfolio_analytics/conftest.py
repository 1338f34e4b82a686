"""A firm of six companies, small enough to check every figure by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from services.db.session import Database
from services.portfolio_analytics import PortfolioAnalyticsService
from services.scope import Scope
from tests.factories import Facts

DAY = date(2025, 9, 30)
THEN = Scope(as_of=DAY)
MILLION = 1_000_000


@dataclass(frozen=True)
class Firm:
    """The database, its facts, and the service that reads them."""

    db: Database
    facts: Facts
    service: PortfolioAnalyticsService


@pytest.fixture
def facts(db: Database) -> Facts:
    return Facts(db)


@pytest.fixture
def service(db: Database) -> PortfolioAnalyticsService:
    return PortfolioAnalyticsService(db)


@pytest.fixture(scope="module")
def firm(module_db: Database) -> Iterator[Firm]:
    """Six companies of fund AQ1, which was promised 500.

    On 30 September 2025 (before it: 30 June): Alfa cost 100, worth 200 (180); Beta cost 40 and,
    since August, 25, worth 75 and 25 (60); Gamma cost 80, worth 60 since March; Foxt cost 40, worth
    40; Delta cost 30 and was sold for 75 in 2024; Echo cost 20, was worth 10 and written off in
    August.
    """
    facts = Facts(module_db)
    write_firm(facts)
    yield Firm(module_db, facts, PortfolioAnalyticsService(module_db))


def write_firm(facts: Facts) -> str:
    fund = facts.fund("AQ1", total_committed=500)
    facts.nav(fund, "2025-09-30", 400)
    named = {
        "Alfa": {"sector": "Software", "stage": "Series C", "geography": "US"},
        "Beta": {"sector": "Fintech", "stage": "Series B", "geography": "US"},
        "Gamma": {"sector": "Health", "stage": "Series B", "geography": "DE"},
        "Foxt": {"sector": "Software", "stage": None, "geography": "US"},
        "Delta": {"sector": "Software", "stage": "Exited", "status": "exited"},
        "Echo": {"sector": "Health", "stage": "Seed", "status": "failed"},
    }
    ids = {
        name: facts.company(name[0], name=name, currency="USD", **more)
        for name, more in named.items()
    }
    bought = {
        "A1": ("Alfa", "2021-09-30", 100),
        "B1": ("Beta", "2022-03-31", 40),
        "B2": ("Beta", "2025-08-31", 25),
        "G1": ("Gamma", "2022-09-30", 80),
        "F1": ("Foxt", "2024-09-30", 40),
        "D1": ("Delta", "2021-09-30", 30),
        "E1": ("Echo", "2021-09-30", 20),
    }
    deals = {}
    for code, (company, day, amount) in bought.items():
        owned = {"ownership": "0.10"} if code in ("A1", "B1", "B2") else {}
        deals[code] = facts.deal(code, fund=fund, company=ids[company], day=day, **owned)
        facts.investment_flow(deals[code], day=day, amount=amount)
    facts.investment_flow(deals["D1"], day="2024-12-31", type="proceeds", amount=75)
    facts.investment_flow(deals["E1"], day="2025-08-31", type="write_off", amount=20)
    for code, day, value in (
        ("A1", "2025-06-30", 180), ("A1", "2025-09-30", 200),
        ("B1", "2025-06-30", 60), ("B1", "2025-09-30", 75), ("B2", "2025-09-30", 25),
        ("G1", "2025-03-31", 60),
        ("F1", "2025-06-30", 40), ("F1", "2025-09-30", 40),
        ("E1", "2025-06-30", 10),
    ):  # fmt: skip
        facts.mark(deals[code], day=day, value=value, source="committee")
    write_reports(facts, ids)
    return fund


def write_reports(facts: Facts, ids: dict[str, str]) -> None:
    """Alfa burns 1m a month and adds 8m of ARR a year; Beta has five months of cash; Gamma makes
    cash; Foxt says nothing."""
    quarters = ("2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30")
    for place, quarter in enumerate(quarters):
        facts.company_metric(
            ids["Alfa"],
            period_end=quarter,
            arr=(10 + 2 * place) * MILLION,
            revenue_ttm=10 * MILLION,
            growth_rate="0.6",
            gross_margin="0.70",
            cash=(33 - 3 * place) * MILLION,
            net_burn=MILLION,
            ltv=300,
            cac=100,
            reported_at=date.fromisoformat(quarter).replace(day=28).isoformat()
            if quarter != "2025-09-30"
            else "2025-10-20",
        )
    facts.company_metric(
        ids["Beta"], period_end="2025-09-30", cash=2_500_000, net_burn=500_000,
        reported_at="2025-11-20",
    )  # fmt: skip
    facts.company_metric(
        ids["Gamma"], period_end="2025-09-30", arr=60 * MILLION, growth_rate="0.35",
        net_burn=-10_000, gross_margin="0.50", revenue_ttm=50 * MILLION,
    )  # fmt: skip
