"""A firm whose every figure can be added up by hand, and the service that explains it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.db.models import Import
from services.db.session import Database
from services.explain import ExplainService, FigureIds
from services.explain.naming import identified
from services.explain.results import Explanation, Figure
from services.fund_performance import FundPerformanceService
from services.scope import Principal, Scope
from tests.conftest import SECRET
from tests.factories import Facts, partner

LATEST = Scope()
IMPORTED = datetime(2022, 1, 15, 9, 30, tzinfo=UTC)


@dataclass
class Explained:
    """Answers with ids, and what the ids say."""

    db: Database
    ids: FigureIds
    service: FundPerformanceService
    explain: ExplainService

    def ids_of(self, result: Any, *, every: bool = True) -> dict[str, str]:
        """Keys of an answer and the ids of their figures."""
        return dict(identified(result, self.ids, every=every).meta.figures)

    def of(
        self, metric: str, scope: Scope = LATEST, who: Principal | None = None, **more: Any
    ) -> Explanation:
        """A headline figure explained."""
        principal = who or partner()
        found = self.ids_of(self.service.calculate_fund_metrics(principal, scope))
        return self.explain.explain(principal, found[metric], **more)

    def figure(self, metric: str, scope: Scope = LATEST) -> Figure:
        """A headline figure."""
        found = self.ids_of(self.service.calculate_fund_metrics(partner(), scope))
        return self.explain.figure(partner(), found[metric])


@pytest.fixture
def facts(db: Database) -> Facts:
    return Facts(db)


@pytest.fixture
def explained(db: Database) -> Explained:
    ids = FigureIds(SECRET)
    return Explained(db, ids, FundPerformanceService(db), ExplainService(db, ids=ids))


@pytest.fixture
def filed(facts: Facts) -> Iterator[str]:
    """An import of a file by a person; rows that name it say where they stand."""
    person = facts.user("ada", name="Ada Marlow")
    record = Import(
        id="import-1",
        kind="fund_cash_flows",
        file_name="ledger.xlsx",
        file_sha256="0" * 64,
        identity="one",
        mapping={},
        imported_by=person,
        imported_at=IMPORTED,
        rows_read=3,
        rows_new=3,
        rows_superseded=0,
        rows_unchanged=0,
        warnings={},
    )
    with facts.db.session() as session:
        session.add(record)
    yield record.id


@pytest.fixture
def simple(facts: Facts, filed: str) -> str:
    """1,000 called on 2020-01-01, 210 paid back and 1,000 left on 2021-12-31: 10 % a year."""
    fund = facts.fund("AQ1", vintage_year=2015, total_committed=Decimal(2000))
    place = {"import_id": filed, "sheet": "Flows"}
    facts.flow(fund, "2020-01-01", "capital_call", 1000, source_row=2, **place)
    facts.flow(fund, "2021-12-31", "distribution", 210, source_row=3, **place)
    facts.nav(fund, "2021-12-31", 1000, import_id=filed, sheet="Values", source_row=2)
    return fund


@pytest.fixture
def house(facts: Facts) -> str:
    """A fund with investors, its own general partner, fees, a credit line and two companies."""
    fund = facts.fund("AQ2", vintage_year=2015, total_committed=Decimal(500))
    lp, gp = facts.investor("LP"), facts.investor("GP", type="gp")
    facts.commitment(fund, lp, "2019-12-01", 400)
    facts.commitment(fund, gp, "2019-12-01", 50)
    line = "fund_level_subscription_facility_drawdown_investments"
    repaid = "synthetic_distribution_fund_level_subscription_facility_repayment_investments"
    facts.flow(fund, "2020-01-15", line, "120.50", investor_id=lp)
    facts.flow(fund, "2020-04-20", repaid, "120.50", investor_id=lp)
    facts.flow(fund, "2020-04-15", "capital_call_investments", "200.25", investor_id=lp)
    facts.flow(fund, "2020-04-15", "capital_call_investments", "20.25", investor_id=gp)
    fee = "capital_call_management_fees_inside_commitment"
    facts.flow(fund, "2020-07-01", fee, 8, investor_id=lp)
    facts.flow(fund, "2021-05-05", "distribution_recallable", "30.10", investor_id=lp)
    facts.flow(fund, "2021-05-05", "distribution_recallable", 3, investor_id=gp)
    facts.flow(fund, "2022-08-08", "capital_call_investments", "55.55", investor_id=lp)
    facts.nav(fund, "2021-12-31", 240, investor_id=lp)
    facts.nav(fund, "2021-12-31", 25, investor_id=gp)
    facts.nav(fund, "2022-06-30", "260.20", investor_id=lp)
    facts.nav(fund, "2022-06-30", 26, investor_id=gp)
    facts.balance(fund, day="2022-06-30", item="cash", amount=12)
    facts.balance(fund, day="2022-06-30", item="reserve_fees", amount=5)
    _companies(facts, fund)
    return fund


def _companies(facts: Facts, fund: str) -> None:
    one = facts.company("ACME", sector="software")
    two = facts.company("BOLT", sector="health")
    first = facts.deal("A1", fund=fund, company=one)
    second = facts.deal("A2", fund=fund, company=one)
    other = facts.deal("B1", fund=fund, company=two)
    facts.investment_flow(first, day="2020-02-01", amount=100)
    facts.investment_flow(second, day="2021-02-01", amount=40, type="follow_on")
    facts.investment_flow(other, day="2020-05-01", amount=80)
    facts.investment_flow(first, day="2022-03-01", amount=70, type="proceeds")
    facts.mark(first, day="2021-12-31", value=180)
    facts.mark(second, day="2022-06-30", value=60)
    facts.mark(other, day="2022-06-30", value=45)


@pytest.fixture
def market(facts: Facts) -> None:
    """An index with dividends, published points and nine disclosed funds of the vintage."""
    facts.levels(
        "IDX",
        {"2019-12-31": "100", "2020-04-15": "90", "2020-06-30": "95", "2021-05-05": "120",
         "2021-12-31": "130", "2022-06-30": "118", "2022-08-08": "124", "2022-09-30": "110"},
    )  # fmt: skip
    facts.points("irr", "0.02", "0.08", "0.15", as_of=date(2021, 9, 30))
    facts.points("tvpi", "1.0", "1.1", "1.3", as_of=date(2021, 9, 30))
    for number in range(9):
        facts.peer(
            f"Peer {number}",
            irr=Decimal(number) / 100,
            multiple=Decimal("0.9") + Decimal(number) / 10,
            paid_in=Decimal(100),
            distributed=Decimal(10 * number),
            nav=Decimal(90),
            as_of=date(2021, 9, 30),
        )
