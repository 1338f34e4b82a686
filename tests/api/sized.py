"""A firm of any size in a second: so many companies, deals and rounds, written all at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import insert

from services.db.models import (
    Base,
    ChannelCost,
    Company,
    CompanyMetric,
    CompanyVersion,
    Deal,
    DealVersion,
    InvestmentCashFlow,
    MarketExit,
    MarketRound,
    PipelineDeal,
    PipelineDealVersion,
    PipelineEvent,
    Valuation,
)
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.market_intelligence.snapshots import compute_everything
from tests.api import sized_partners
from tests.factories import LONG_KNOWN, Facts

FUND, SHORT, INDEX, PENSION = "AQ1", "AQ2", "IDX", "Pension"
AS_OF = "2025-09-30"
SECTORS = ("Software", "Health", "Energy", "Fintech", "Food")
STAGES = ("seed", "series a", "series b", "growth", "bridge")
CHANNELS = ("Referral", "Inbound", "Conference", None)
ENDINGS = ("closed", "passed", "lost", "open")
QUARTERS = tuple(date(2023 + n // 4, n % 4 * 3 + 1, 15) for n in range(11))
FIRST_DAY = date(2023, 1, 5)


class Sized:
    """Writes a firm in which everything that an endpoint reads is there `size` times."""

    def __init__(self, db: Database, size: int) -> None:
        self.db = db
        self.size = size
        self._keys = count()

    def write(self) -> None:
        """Two funds: one with everything, one with a single flow and value."""
        facts = Facts(self.db)
        fund = facts.fund(FUND, vintage_year=2018, total_committed=Decimal(10**9))
        facts.flow(fund, "2022-01-01", "capital_call", 1000 * self.size)
        facts.nav(fund, AS_OF, 1600 * self.size)
        facts.balance(fund, day=AS_OF, item="cash", amount=500)
        sized_partners.agree(facts, fund)
        other = facts.fund(SHORT, vintage_year=2020)
        facts.flow(other, "2024-01-01", "capital_call", 10)
        facts.nav(other, AS_OF, 12)
        years = {f"{year}-12-31": str(100 + year - 2019) for year in range(2019, 2026)}
        facts.levels(INDEX, {"2021-12-31": "100", AS_OF: "140"} | years)
        facts.peer("Peer 1", provider=PENSION, paid_in=Decimal(5), distributed=Decimal(1))
        with self.db.session() as session:
            for model, rows in self._rows(fund):
                session.execute(insert(model), list(rows))
            compute_everything(session, version=bump(session, [fund, SHARED])[SHARED])

    def _rows(self, fund: str) -> Iterable[tuple[type[Base], Iterable[dict[str, Any]]]]:
        every = range(self.size)
        yield Company, ({"id": f"id-C{n}", "code": f"C{n}", **self._company(n)} for n in every)
        yield CompanyVersion, (self._fact(company_id=f"id-C{n}", **self._company(n)) for n in every)
        yield Deal, ({"id": f"id-I{n}", "code": f"I{n}", **self._deal(n, fund)} for n in every)
        yield DealVersion, (self._fact(deal_id=f"id-I{n}", **self._deal(n, fund)) for n in every)
        yield InvestmentCashFlow, (
            self._fact(deal_id=f"id-I{n}", flow_date=date(2022, 2, 1), type="investment",
                       amount=Decimal(1000), currency="USD", external_id=None)
            for n in every
        )  # fmt: skip
        yield Valuation, (
            self._fact(deal_id=f"id-I{n}", mark_date=date(2025, month, 30),
                       fair_value=Decimal(900 + n % 40 * 20), currency="USD", method="last round",
                       source=None)
            for n in every
            for month in (6, 9)
        )  # fmt: skip
        yield CompanyMetric, (row for n in every for row in self._reports(n))
        yield (
            PipelineDeal,
            ({"id": f"id-P{n}", "code": f"P{n}", **self._prospect(n, fund)} for n in every),
        )
        yield (
            PipelineDealVersion,
            (self._fact(pipeline_deal_id=f"id-P{n}", **self._prospect(n, fund)) for n in every),
        )
        yield PipelineEvent, (row for n in every for row in self._events(n))
        yield ChannelCost, (
            self._fact(channel=channel, period_start=date(2023, 1, 1),
                       period_end=date(2025, 12, 31), cost=Decimal(36500), currency="USD")
            for channel in CHANNELS
            if channel
        )  # fmt: skip
        yield from sized_partners.rows(self.size, fund, self._fact)
        yield MarketRound, (self._round(n) for n in range(20 * self.size))
        yield MarketExit, (
            self._fact(company=f"m{n}", company_name=f"Market {n}", source="Provider",
                       exit_date=QUARTERS[n % len(QUARTERS)], type=("ma", "ipo")[n % 2],
                       value=Decimal(5000 + n), invested=Decimal(1000), currency="USD",
                       sector=SECTORS[n % 5], geography="US", exit_id=None, acquirer=None)
            for n in every
        )  # fmt: skip

    def _fact(self, **given: Any) -> dict[str, Any]:
        return {"natural_key": f"s{next(self._keys)}", "known_from": LONG_KNOWN} | given

    def _company(self, n: int) -> dict[str, Any]:
        status = ("active", "active", "active", "exited", "failed")[n % 5]
        return {"name": f"Company {n}", "sector": SECTORS[n % 5], "stage": STAGES[n // 5 % 5],
                "geography": ("US", "DE")[n % 2], "status": status, "currency": "USD",
                "subsector": None, "founded": None, "cohort": None}  # fmt: skip

    def _deal(self, n: int, fund: str) -> dict[str, Any]:
        return {"fund_id": fund, "company_id": f"id-C{n}", "deal_date": date(2022, 2, 1),
                "round": "seed", "instrument": "equity", "ownership": Decimal("0.1"),
                "lead_partner": None, "source_channel": None, "pipeline_deal": None}  # fmt: skip

    def _reports(self, n: int) -> Iterable[dict[str, Any]]:
        ends = (date(2024, 6, 30), date(2024, 9, 30), date(2025, 6, 30), date(2025, 9, 30))
        for place, end in enumerate(ends):
            yield self._fact(
                company_id=f"id-C{n}", period_end=end, reported_at=end + timedelta(days=20),
                revenue_ttm=Decimal(1000 + 100 * place + n % 7), arr=Decimal(1200 + 150 * place),
                growth_rate=None, gross_margin=Decimal("0.7"), cash=Decimal(600 + n % 30 * 50),
                net_burn=Decimal(60 if n % 9 else -5), ltv=Decimal(9), cac=Decimal(3),
                nrr=Decimal("1.1"), headcount=20 + n % 5, currency="USD",
                is_latest=end == ends[-1],
            )  # fmt: skip

    def _prospect(self, n: int, fund: str) -> dict[str, Any]:
        ending = ENDINGS[n % 4]
        return {"fund_id": fund, "company_name": f"Prospect {n}", "sector": SECTORS[n % 5],
                "sourced_at": self._sourced(n), "source_channel": CHANNELS[n // 4 % 4],
                "stage": STAGES[n % 5], "geography": "US", "owner": f"U{n % 3}",
                "check_size": Decimal(100 + n % 50), "outcome": ending,
                "pass_reason": ("price", None)[n % 2] if ending in ("passed", "lost") else None,
                }  # fmt: skip

    def _sourced(self, n: int) -> date:
        return FIRST_DAY + timedelta(days=n * 7 % 960)

    def _events(self, n: int) -> Iterable[dict[str, Any]]:
        way = [("screened", 10), ("term_sheet", 30), (ENDINGS[n % 4], 60)]
        if ENDINGS[n % 4] == "open":
            way = way[: 1 + n % 2]
        for stage, days in way:
            at = datetime.combine(self._sourced(n), datetime.min.time()) + timedelta(days=days)
            yield self._fact(pipeline_deal_id=f"id-P{n}", stage=stage, entered_at=at,
                             owner=None, referrer=None)  # fmt: skip

    def _round(self, n: int) -> dict[str, Any]:
        amount = Decimal(100 + n % 90) if n % 6 else None
        return self._fact(
            round_id=f"r{n}", company=f"m{n % (7 * self.size)}", company_name=f"Market {n}",
            round_date=QUARTERS[n % len(QUARTERS)], date_precision="day", sector=SECTORS[n % 5],
            subsector=("AI", "Data")[n % 2], stage=STAGES[n // 5 % 5], amount=amount,
            pre_money=Decimal(1000 + n % 70), post_money=Decimal(1200 + n % 70),
            geography=("US", "DE", "IN")[n % 3], currency="USD", source="Provider", investor=None,
            counts=True,
        )  # fmt: skip


def sized(db: Database, size: int) -> Database:
    """The database with a firm of that size in it, and the market's figures computed."""
    Sized(db, size).write()
    return db
