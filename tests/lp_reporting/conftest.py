"""A small fund whose investors' books can be followed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.db.models import LpReport
from services.db.session import Database
from services.lp_reporting import LpReportingService
from services.scope import Principal, Scope
from tests.databases import furnish
from tests.factories import Facts

THEN = Scope(as_of=date(2022, 6, 30))
KNOWN = datetime(2022, 8, 10, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Firm:
    """The database, its facts, and the service that reads them."""

    db: Database
    facts: Facts
    service: LpReportingService


@pytest.fixture(scope="module")
def firm(module_db: Database) -> Iterator[Firm]:
    """Fund AQ1: L1 promised 600, L2 300 (class A), L3 100 (class B), the general partner 100.

    All paid half on 1 January 2021; on 1 July L1 60, L2 30 (17 days late), the general partner 10,
    and L3 was excused. 110 came back in March 2022 and may be called again. In June L2 handed its
    interest to L4 at 190.
    """
    facts = Facts(module_db)
    furnish(module_db, "lp reporting: the firm by hand", lambda: write_firm(facts))
    yield Firm(module_db, facts, LpReportingService(module_db))


def write_firm(facts: Facts) -> str:
    fund = facts.fund("AQ1", total_committed=1100, inception_date=date(2021, 1, 1))
    facts.agreement(fund, day="2021-01-01", fee_rate="0.02", fee_basis="committed")
    people = {code: facts.investor(code, kind) for code, kind in
              (("L1", "pension"), ("L2", "insurance"), ("L3", "family_office"),
               ("L4", "insurance"), ("G", "gp"))}  # fmt: skip
    for code, amount, named in (
        ("L1", 600, "A"),
        ("L2", 300, "A"),
        ("L3", 100, "B"),
        ("G", 100, None),
    ):
        facts.commitment(fund, people[code], "2021-01-01", amount, share_class=named)
    half = {"L1": 300, "L2": 150, "L3": 50, "G": 50}
    flows(facts, fund, people, "2021-01-01", "capital_call", half,
          due_date=date(2021, 1, 1), paid_date=date(2021, 1, 1))  # fmt: skip
    call = {"due_date": date(2021, 7, 1), "purpose": "Call 2"}
    facts.flow(fund, "2021-07-01", "capital_call", 100, **call)
    for code, amount, paid in (("L1", 60, 1), ("L2", 30, 18), ("G", 10, 1)):
        facts.flow(fund, "2021-07-01", "capital_call", amount, investor_id=people[code],
                   paid_date=date(2021, 7, paid), **call)  # fmt: skip
    flows(facts, fund, people, "2022-03-31", "distribution_recallable",
          {"L1": 60, "L2": 30, "L3": 10, "G": 10})  # fmt: skip
    for code, sign, owner in (("L2", -1, "L2"), ("L4", 1, "L4")):
        facts.commitment(fund, people[owner], "2022-06-30", sign * 300, share_class="A")
        facts.ledger_line(fund, day="2022-06-30", account="partner_transfers", amount=sign * 190,
                          investor_id=people[code])  # fmt: skip
        facts.ledger_line(fund, day="2022-06-30", account="unfunded_adjustment",
                          amount=-sign * 150, investor_id=people[code])  # fmt: skip
    for day, values in (
        ("2021-12-31", {"L1": 400, "L2": 200, "L3": 50, "G": 50}),
        ("2022-03-31", {"L1": 350, "L2": 175, "L3": 45, "G": 45}),
        ("2022-06-30", {"L1": 360, "L4": 190, "L3": 50, "G": 50}),
    ):
        facts.nav(fund, day, sum(values.values()))
        for code, value in values.items():
            facts.nav(fund, day, value, investor_id=people[code])
    return fund


def flows(
    facts: Facts, fund: str, people: dict[str, str], day: str, kind: str, parts: dict[str, Any],
    **more: Any,
) -> None:  # fmt: skip
    """A flow of a day: the fund's total, and each investor's part."""
    facts.flow(fund, day, kind, str(sum(Decimal(str(part)) for part in parts.values())))
    for code, part in parts.items():
        facts.flow(fund, day, kind, str(part), investor_id=people[code], **more)


def publish(
    db: Database, fund: str, investor: str, *, as_of: date, known_on: datetime = KNOWN,
    state: str = "locked", period: str = "2022Q2",
) -> str:  # fmt: skip
    """A pack of an investor as it stands after it was locked."""
    report = LpReport(
        fund_id=fund, lp_id=investor, period=period, report_type="quarterly", state=state,
        as_of=as_of, known_on=known_on, prepared_by="u1", approved_by="u2", locked_by="u1",
        locked_at=datetime(2022, 8, 12, tzinfo=UTC), content_sha256="0" * 64, payload="{}",
    )  # fmt: skip
    with db.session() as session:
        session.add(report)
        session.flush()
        return report.id


def investor(name: str, *funds: str) -> Principal:
    """The login of an investor (id) who is committed to some funds (ids)."""
    return Principal(
        user_id=f"user-{name}", name=name, roles=frozenset({"lp"}), funds=frozenset(funds),
        investor_id=name,
    )  # fmt: skip
