"""One fund whose risk figures can be checked by hand, and the service that tells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from services.db.models import Expiry, LpaTerm
from services.db.session import Database
from services.risk import RiskService
from services.scope import Scope
from tests.factories import LONG_KNOWN, Facts

DAY = date(2025, 9, 30)
THEN = Scope(as_of=DAY)
OF_F1 = Scope(funds=("F1",), as_of=DAY)
MILLION = 1_000_000


@dataclass(frozen=True)
class Firm:
    """The database, its facts, and the service that reads them."""

    db: Database
    facts: Facts
    service: RiskService


@pytest.fixture
def facts(db: Database) -> Facts:
    return Facts(db)


@pytest.fixture(scope="module")
def firm(module_db: Database) -> Iterator[Firm]:
    facts = Facts(module_db)
    write_firm(facts)
    yield Firm(module_db, facts, RiskService(module_db))


def million(amount: str | float) -> str:
    return str(int(Decimal(str(amount)) * MILLION))


def write_firm(facts: Facts) -> str:
    """Fund F1 of 100 million, in millions, as of 30 September 2025.

    Called 60 (2 January 2022), paid out 18 of which 3 may be called again (1 July 2024), worth 75
    after 4 of accrued carry: 79 in companies. One cost 15.4 and is worth 30, Two 12 and 20 (in
    euro), Three 11 and 15, Four 10.6 and 14, of which One is Software like Two; all cost 49.
    Reserves 18 for companies (Three 2, Two 16) and 6 for fees; 4 drawn on a line; no cash.
    """
    fund = facts.fund(
        "F1", total_committed=million(100), geography="US", inception_date=date(2022, 1, 1),
    )  # fmt: skip
    lp, gp = facts.investor("LPA"), facts.investor("LPB")
    facts.commitment(fund, lp, "2022-01-01", million(75))
    facts.commitment(fund, gp, "2022-01-01", million(25))
    for who, part in ((lp, Decimal("0.75")), (gp, Decimal("0.25"))):
        given: dict[str, Any] = {"investor_id": who}
        facts.flow(fund, "2022-01-02", "capital_call_investments", million(60 * part), **given)
        facts.flow(fund, "2024-07-01", "distribution_permanent", million(15 * part), **given)
        facts.flow(fund, "2024-07-01", "distribution_recallable", million(3 * part), **given)
        facts.nav(fund, "2025-09-30", million(75 * part), **given)
        facts.flow(
            fund, "2025-09-30", "quarter_end_adjustment_for_carry_allocation", million(4 * part),
            **given,
        )  # fmt: skip
    agree(facts, fund)
    write_companies(facts, fund)
    for item, amount, more in (
        ("cash", 0, {}), ("credit_line", 4, {}), ("reserve_fees", 6, {}),
        ("reserve_follow_on", 2, {"company_id": "id-THREE"}),
        ("reserve_follow_on", 16, {"company_id": "id-TWO"}),
    ):  # fmt: skip
        facts.balance(fund, day="2025-09-30", item=item, amount=million(amount), **more)
    return fund


def write_companies(facts: Facts, fund: str) -> None:
    """Four companies; money into new ones in the last year was 10: 2.5 a quarter."""
    facts.rate("EUR", "2022-01-02", "0.8")
    facts.rate("EUR", "2024-09-30", "0.8")
    facts.rate("EUR", "2025-09-30", "0.8")
    for code, sector, place, bought, cost, value in (
        ("ONE", "Software", "US", "2022-01-02", 15.4, 30),
        ("TWO", "Software", "DE", "2022-01-02", 12, 20),
        ("THREE", "Health", "US", "2022-01-02", 11, 15),
        ("FOUR", "Energy", "FR", "2022-01-02", 0.6, 4),
    ):
        company = facts.company(
            code, name=code.title(), sector=sector, geography=place, stage="Series B",
            currency="USD",
        )  # fmt: skip
        euro = code == "TWO"
        more = {"currency": "EUR"} if euro else {}
        deal = facts.deal(code, fund=fund, company=company, day=bought)
        worth = Decimal("0.8") if euro else Decimal(1)
        facts.investment_flow(deal, day=bought, amount=million(Decimal(str(cost)) * worth), **more)
        facts.mark(deal, day="2025-09-30", value=million(value * worth), method="round", **more)
    later = facts.deal("FOUR2", fund=fund, company="id-FOUR", day="2025-03-31")
    facts.investment_flow(later, day="2025-03-31", amount=million(10))
    facts.mark(later, day="2025-03-31", value=million(10), method="cost")
    for code, cash, burn in (("ONE", 24, 1), ("TWO", 5, 1), ("THREE", 9, -1)):
        facts.company_metric(
            f"id-{code}", period_end="2025-09-30", cash=million(cash), net_burn=million(burn),
            reported_at="2025-10-20", currency="USD",
        )  # fmt: skip


def agree(facts: Facts, fund: str, day: str = "2022-01-01", **more: Any) -> None:
    """An agreement: European, 8 %, 20 %, full catch-up, and limits; `more` says otherwise."""
    given: dict[str, Any] = {
        "waterfall": "european",
        "preferred_return": Decimal("0.08"),
        "carry_rate": Decimal("0.2"),
        "catch_up_rate": Decimal(1),
        "limit_single_company": Decimal("0.2"),
        "limit_sector": Decimal("0.3"),
        "limit_geography": Decimal("0.1"),
        "limit_credit_line": Decimal("0.15"),
        "hurdle": "ledger",
        "clawback": True,
    }
    facts._write(
        LpaTerm(
            fund_id=fund, effective_date=date.fromisoformat(day), natural_key=f"{fund}{day}",
            **({"known_from": LONG_KNOWN} | given | more),
        ),
        scope=fund,
    )  # fmt: skip


def ends(
    facts: Facts, item: str, day: str, *, fund: str | None, company: str | None = None
) -> None:
    """Something of a fund or a company (ids) that ends on a day."""
    facts._write(
        Expiry(
            fund_id=fund, company_id=company, item=item, expiry_date=date.fromisoformat(day),
            natural_key=f"{fund}{company}{item}", known_from=LONG_KNOWN,
        ),
        scope=fund,
    )  # fmt: skip


def tables(db: Database, query: str) -> list[tuple[Any, ...]]:
    """Rows of a plain query."""
    with db.read() as session:
        return [tuple(row) for row in session.execute(text(query))]
