"""The rest of a firm of any size: investors and their packs, the team, what is watched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from services.db.models import (
    Alert,
    Base,
    BoardSeat,
    Commitment,
    Expiry,
    FundCashFlow,
    FundLedgerEntry,
    FundNav,
    LimitedPartner,
    LimitedPartnerVersion,
    LpReport,
    RegisteredRisk,
    TeamActivity,
    TeamMemberVersion,
    User,
)
from tests.factories import Facts

END = date(2025, 9, 30)
KNOWN_ON = datetime(2025, 10, 20, tzinfo=UTC)
MOST = 200  # investors of one fund: more than any has, and enough to tell that they cost nothing
TYPES = ("meeting", "call", "email", "board_meeting")
LINES = (("management_fees", -2), ("unrealized_gain", 5), ("interest_income", 1))
Rows = Iterable[dict[str, Any]]


def agree(facts: Facts, fund: str) -> None:
    """The agreement and balances of the fund, before its investors are many."""
    facts.agreement(
        fund, hurdle="ledger", clawback=True, fee_rate="0.02", fee_basis="committed",
        limit_single_company="0.2", limit_sector="0.3", limit_geography="0.5",
        limit_credit_line="0.15",
    )  # fmt: skip
    for item, amount in (("credit_line", 50), ("reserve_fees", 40), ("reserve_follow_on", 60)):
        facts.balance(fund, day=str(END), item=item, amount=amount)


def rows(
    size: int, fund: str, fact: Callable[..., dict[str, Any]]
) -> Iterable[tuple[type[Base], Rows]]:
    """Rows by table: so many members of the team, alerts and risks of one fund (id), and its
    investors, up to `MOST`.

    Of ten companies the investors' parts add up to the fund's own rows: each promised 2,000, paid
    in 1,000 and stands at 1,600.
    """
    every = range(min(size, MOST))
    yield (
        LimitedPartner,
        (
            {"id": f"id-L{n}", "code": f"L{n}", "name": f"Investor {n}", "type": "pension"}
            for n in every
        ),
    )
    yield (
        LimitedPartnerVersion,
        (fact(investor_id=f"id-L{n}", name=f"Investor {n}", type="pension") for n in every),
    )
    yield Commitment, (
        fact(fund_id=fund, investor_id=f"id-L{n}", commitment_date=date(2018, 1, 1),
             amount=Decimal(2000))
        for n in every
    )  # fmt: skip
    yield FundCashFlow, (
        fact(fund_id=fund, investor_id=f"id-L{n}", flow_date=date(2022, 1, 1), currency="USD",
             type="capital_call", amount=Decimal(1000), due_date=date(2022, 1, 1),
             paid_date=date(2022, 1, 1 + n % 9))
        for n in every
    )  # fmt: skip
    yield FundNav, (
        fact(fund_id=fund, investor_id=f"id-L{n}", nav_date=END, nav=Decimal(1600),
             currency="USD")
        for n in every
    )  # fmt: skip
    yield FundLedgerEntry, (
        fact(fund_id=fund, investor_id=f"id-L{n}", entry_date=END, account=account,
             amount=Decimal(amount), span="transaction", currency="USD", company_id=None,
             external_id=None)
        for n in every
        for account, amount in LINES
    )  # fmt: skip
    yield LpReport, (
        {"id": f"R{n}", "fund_id": fund, "lp_id": f"id-L{n}", "period": "2025Q3",
         "report_type": "quarterly", "state": "draft", "as_of": END, "known_on": KNOWN_ON,
         "prepared_by": "id-U0", "letter": None}
        for n in every
    )  # fmt: skip
    yield from _team(size, fact)
    yield from _watched(size, fund, fact)


def _team(size: int, fact: Callable[..., dict[str, Any]]) -> Iterable[tuple[type[Base], Rows]]:
    every = range(size)
    people = [
        {"name": f"Person {n}", "email": f"u{n}@firm.example", "title": "associate"} for n in every
    ]
    yield (
        User,
        (
            {"id": f"id-U{n}", "code": f"U{n}", "roles": []} | person
            for n, person in enumerate(people)
        ),
    )
    yield (
        TeamMemberVersion,
        (
            fact(user_id=f"id-U{n}", name=person["name"], email=person["email"], role="associate")
            for n, person in enumerate(people)
        ),
    )
    yield TeamActivity, (
        fact(user_id=f"id-U{n % max(size // 2, 1)}",
             at=datetime(2025, 7, 1, 9) + timedelta(days=n % 80), type=TYPES[n % 4],
             company_id=f"id-C{n % size}", deal_id=None,
             response_time_hours=Decimal(1 + n % 30), outcome=None)
        for n in range(4 * size)
    )  # fmt: skip
    yield BoardSeat, (
        fact(company_id=f"id-C{n}", user_id=f"id-U{n % 5}", from_date=date(2022, 3, 1),
             to_date=None, next_meeting=date(2025, 10, 1 + n % 28))
        for n in every
    )  # fmt: skip


def _watched(
    size: int, fund: str, fact: Callable[..., dict[str, Any]]
) -> Iterable[tuple[type[Base], Rows]]:
    every = range(size)
    yield Expiry, (
        fact(company_id=f"id-C{n}", fund_id=None, item="warrants",
             expiry_date=END + timedelta(days=n % 170))
        for n in every
    )  # fmt: skip
    yield Alert, (
        {"id": f"A{n}", "rule": "runway_short", "fund_id": fund, "entity_type": "company",
         "entity_id": f"id-C{n}", "entity_name": f"Company {n}", "severity": "warning",
         "measure": "runway_months", "value": Decimal("2.5"), "threshold": Decimal(6),
         "unit": "months", "since": END, "as_of": END, "state": "open"}
        for n in every
    )  # fmt: skip
    yield RegisteredRisk, (
        {"id": f"X{n}", "code": f"X{n}", "fund_id": fund, "title": f"Risk {n}",
         "category": "operations", "likelihood": 1 + n % 5, "impact": 1 + n % 4, "owner": "id-U0",
         "action": "watch", "due": END, "state": "open", "set_by": "id-U0"}
        for n in every
    )  # fmt: skip
