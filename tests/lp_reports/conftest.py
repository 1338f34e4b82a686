"""A fund of two investors and its general partner, small enough to check every figure by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from services.db.session import Database
from services.exports.report_pack import PackPress
from services.imports import run_import
from services.lp_reporting.reports import LpReports
from services.lp_reporting.results.reports import Report, Reports
from services.scope import Principal, Scope
from tests.factories import Facts

FUND = Scope(funds=("AQ1",))
PERIOD, DAY = "2025Q3", date(2025, 9, 30)
FIRST_VALUES = {
    "2025-06-30": {"": "830000", "ANNA": "480000", "BERT": "320000", "GP": "30000"},
    "2025-09-30": {"": "935000", "ANNA": "540000", "BERT": "360000", "GP": "35000"},
}


@dataclass
class House:
    """The database, people who work on packs, and the packs themselves."""

    db: Database
    folder: Path
    told: list[tuple[str, int]] = field(default_factory=list)

    @property
    def reports(self) -> LpReports:
        return LpReports(
            self.db,
            press=PackPress(firm="Alder & Quay"),
            announce=lambda fund, version: self.told.append((fund, version)),
        )

    def values(self, name: str, rows: dict[str, dict[str, str]]) -> None:
        """Values of the fund and its investors, as a file brings them."""
        lines = [f"AQ1,{day},{nav},{who}" for day, own in rows.items() for who, nav in own.items()]
        path = self.folder / name
        path.write_text("\n".join(["fund,date,nav,investor", *lines]) + "\n")
        result = run_import(self.db, kind="fund_navs", path=path, imported_by="test")
        assert result.status == "imported", result

    def drafts(self, **more: str) -> dict[str, str]:
        """Ids of new drafts of the quarter by investor."""
        made = self.reports.create(ADA, FUND, period=PERIOD, **more)
        assert isinstance(made, Reports)
        return {row.lp: row.id for row in made.reports}

    def draft(self, lp: str) -> Report:
        made = self.reports.create(ADA, FUND, period=PERIOD, lp=lp)
        assert isinstance(made, Report)
        return made

    def locked(self, report_id: str) -> Report:
        """Approved by a second person and sealed."""
        self.reports.approve(BOB, report_id)
        return self.reports.lock(ADA, report_id)


def person(name: str, *roles: str) -> Principal:
    return Principal(user_id=f"id-{name}", name=name, roles=frozenset(roles), funds=None)


ADA, BOB = person("ADA", "partner", "operations"), person("BOB", "partner")
OPS = person("OPS", "operations")


def investor(code: str, *funds: str) -> Principal:
    """The login of an investor."""
    return Principal(
        user_id=f"id-login-{code}",
        name=code,
        roles=frozenset({"lp"}),
        funds=frozenset(funds or ("id-AQ1",)),
        investor_id=f"id-{code}",
    )


@pytest.fixture
def house(db: Database, tmp_path: Path) -> Iterator[House]:
    yield firm(db, tmp_path)


def firm(db: Database, folder: Path) -> House:
    """Fund AQ1: Anna promised 600,000 and Bert 400,000, the GP 40,000 of its own.

    In January 2024 half of all was called; in August 2025 Anna got 60,000 back, Bert 40,000 and the
    GP 4,000. Values: June 2025 480 / 320 / 30 thousand, September 540 / 360 / 35 thousand.
    """
    facts = Facts(db)
    fund = facts.fund("AQ1", inception_date=date(2024, 1, 1))
    promised = {"ANNA": 600_000, "BERT": 400_000, "GP": 40_000}
    for code, amount in promised.items():
        who = facts.investor(code, "gp" if code == "GP" else None)
        facts.commitment(fund, who, "2024-01-01", amount)
        paid = {"investor_id": who, "paid_date": date(2024, 1, 15), "due_date": date(2024, 1, 15)}
        facts.flow(fund, "2024-01-15", "capital_call_investments", amount // 2, **paid)
        facts.flow(fund, "2025-08-20", "distribution_permanent", amount // 10, investor_id=who)
    for name in ("ADA", "BOB", "OPS"):
        facts.user(name, roles=("partner",))
    found = House(db, folder)
    found.values("navs-2025Q3.csv", FIRST_VALUES)
    return found
