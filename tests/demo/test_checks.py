"""The books of the demonstration firm are right but for what docs/demo-firm.md says is planted."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from services.db.models import CheckResult, Fund
from services.db.session import Database
from services.demo import load
from services.fund_performance.snapshots import refresh_funds
from services.jobs import open_runs
from services.lp_reporting import LpReportingService
from services.quality import check_funds
from services.quality.registry import CHECKS
from services.scope import SYSTEM, Scope

DOCUMENT = Path(__file__).parents[2] / "docs" / "demo-firm.md"
ADMINISTRATOR = "Quayside Fund Services (invented)"
LIST = "Illustrative pension list (synthetic)"
# check, fund, subject: status and actual less expected
PLANTED = {
    ("balance_assertion", "AQ1", f"nav 2026-06-30 {ADMINISTRATOR}"): ("red", "1250.00"),
    ("lp_sum_nav", "AQ2", "AQ2"): ("red", "0.02"),
    ("marks_are_fresh", "AQ1", "AQ1"): ("amber", "-5200000.00"),
    ("marks_are_fresh", "AQ1", "NORT"): ("amber", "63"),
    ("marks_are_fresh", "AQ0", "AQ0"): ("amber", "-1342000.00"),
    ("marks_are_fresh", "AQ0", "LOIR"): ("amber", "153"),
    ("flow_dates", "AQ0", "AQ0"): ("amber", "29"),
    ("paid_in_within_commitment", "AQP", "FINI"): ("amber", "69230.89"),
    ("disclosed_decrease", None, f"{LIST}: Fallowmoor Partners V"): ("amber", "-1200000.00"),
}
Found = dict[tuple[str, str | None, str], tuple[str, Decimal | None]]


@pytest.fixture(scope="module")
def results(module_db: Database) -> Found:
    """Every result of the run that the load ends with, by check, fund and subject."""
    assert load(module_db)
    return _results(module_db)


def _results(db: Database) -> Found:
    query = (
        select(CheckResult, Fund.code)
        .outerjoin(Fund, Fund.id == CheckResult.fund_id)
        .where(CheckResult.valid_to.is_(None))
    )
    with db.read() as session:
        return {
            (result.check_id, fund, result.subject): (result.status, result.difference)
            for result, fund in session.execute(query)
        }


def test_exactly_the_planted_problems_are_not_green(results: Found) -> None:
    wrong = {key: found for key, found in results.items() if found[0] != "green"}

    assert wrong == {
        key: (status, Decimal(difference)) for key, (status, difference) in PLANTED.items()
    }


def test_the_investors_of_every_fund_add_up_and_carry_is_that_of_the_waterfall(
    results: Found, module_db: Database
) -> None:
    service = LpReportingService(module_db)
    overview = service.overview(SYSTEM)
    assert {tie.id: tie.text for tie in overview.ties if tie.state == "fail"} == {}
    assert sum(tie.state == "pass" for tie in overview.ties) > 25
    first = service.waterfall(SYSTEM, Scope(funds=("AQ1",)))
    assert (first.totals.lp, first.totals.gp, first.totals.proceeds) == (
        148_800_000, 13_200_000, 162_000_000,
    )  # fmt: skip
    assert [(row.share_of_nav, row.gp) for row in first.sold_at][1] == (0.8, 7_936_000)
    late = service.reconciliation(SYSTEM, Scope(funds=("AQ1",), as_of=date(2026, 6, 30)))
    assert "calls_received" in {tie.id for tie in late.ties}


def test_every_check_of_facts_had_something_to_look_at(results: Found) -> None:
    """Checks of stored figures wait for the first refresh."""
    stored = {"fund_metrics", "portfolio_aggregations", "pipeline_metrics", "lp_reporting"}
    of_figures = {check.id for check in CHECKS.values() if check.reads[0] in stored}

    assert {check_id for check_id, _, _ in results} == set(CHECKS) - of_figures
    assert len(results) > 250


def test_the_figures_of_the_first_refresh_hold_too(results: Found, module_db: Database) -> None:
    """TVPI, total value and the solved rate of every fund, and the weights of its sectors."""
    with module_db.read() as session:
        funds = list(session.scalars(select(Fund.id)))
    open_runs(module_db, funds, requested_by="test")
    refresh_funds(module_db, funds, tell=lambda _: None)
    check_funds(module_db, funds, today=date(2026, 11, 22), tell=lambda _: None)

    found = _results(module_db)
    wrong = {key for key, (status, _) in found.items() if status != "green"}
    assert wrong == set(PLANTED)
    figures = {"multiples_add_up", "value_adds_up", "irr_solves"}
    assert figures <= {check_id for check_id, _, _ in found}


def test_the_document_lists_the_planted_problems(results: Found) -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (\S+) \| ([^|]+) \| (\w+) \| ([^|]+) \|", DOCUMENT.read_text(), re.M
    )
    listed = {
        (check, None if fund == "–" else fund, subject.strip()): (status, amount.strip())
        for check, fund, subject, status, amount in rows
    }

    assert listed == {
        key: (status, f"{Decimal(difference):,}") for key, (status, difference) in PLANTED.items()
    }
