"""What is said of the investors and holdings of generated funds is what a plain reckoning says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest

from services.db.session import Database
from services.fund_performance import FundPerformanceService
from services.lp_reporting import LpReportingService
from services.risk import RiskService
from services.scope import Scope
from tests.differential.firms import AS_OF
from tests.differential.plain import holdings, investors
from tests.factories import partner

FEW = 40
SUMS = ("commitment", "called", "distributions", "unfunded", "nav")


def asked(code: str) -> Scope:
    return Scope(funds=(code,), as_of=AS_OF)


def test_every_investor_has_its_own_rows_and_all_of_them_make_the_fund(
    module_db: Database, firm: list[str], rows: psycopg.Connection[Any]
) -> None:
    service, funds = LpReportingService(module_db), FundPerformanceService(module_db)
    told_apart = 0
    for code in firm[:FEW]:
        told = investors(rows, f"id-{code}", AS_OF)
        if not told:
            continue
        told_apart += 1
        found = service.lps(partner(), asked(code))
        shown = {row.lp_id: row for row in found.rows}
        assert set(shown) == set(told), code
        for who, own in told.items():
            for name in SUMS:
                assert getattr(shown[who], name) == getattr(own, name), (code, who, name)
            if own.irr is not None:
                assert shown[who].lp_irr == pytest.approx(own.irr, abs=1e-7), (code, who)
        whole = funds.calculate_fund_metrics(partner(), asked(code))
        limited = [row for row in found.rows if not row.is_gp]
        for name, of_fund in (
            ("called", whole.paid_in),
            ("distributions", whole.distributions),
            ("nav", whole.nav),
            ("unfunded", whole.unfunded),
        ):
            added = sum((getattr(row, name) for row in limited), Decimal(0))
            assert added == getattr(found.totals, name) == of_fund, (code, name)
    assert told_apart > 15


def test_weights_of_companies_are_their_marks_over_the_sum_of_marks(
    module_db: Database, firm: list[str], rows: psycopg.Connection[Any]
) -> None:
    service = RiskService(module_db)
    compared = 0
    for code in firm[:FEW]:
        told = holdings(rows, f"id-{code}", AS_OF)
        whole = sum(told.values(), Decimal(0))
        if not whole:
            continue
        found = service.concentration(partner(), asked(code), by="company")
        shown = {group.key: group for group in found.groups if group.fair_value}
        assert set(shown) == set(told), code
        for company, value in told.items():
            assert shown[company].fair_value == value, (code, company)
            assert shown[company].weight == pytest.approx(float(value / whole), rel=1e-12)
        squares = sum((value / whole) ** 2 for value in told.values())
        assert found.herfindahl_index == pytest.approx(float(squares), rel=1e-12), code
        compared += 1
    assert compared > 15
