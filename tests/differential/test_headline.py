"""What the program says of two hundred generated funds is what a second, plain reckoning says."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from services.db.session import Database
from services.fund_performance import FundPerformanceService
from services.fund_performance.results import Metrics
from services.scope import Scope
from services.stores import RunningStores
from tests.api.conftest import Caller, Site, serve
from tests.conftest import settings_for
from tests.differential.firms import AS_OF
from tests.differential.plain import Plain, figures
from tests.factories import Facts, partner

FEWER = 80
VIEWS = (("net_lp", "with"), ("net_fund", "without"), ("net_lp", "without"))
ROOT = "/api/v1/dashboards/fund-performance/metrics"


@pytest.fixture(scope="module")
def plain(rows: psycopg.Connection[Any]) -> Callable[..., Plain]:
    return lambda code, basis, line: figures(rows, f"id-{code}", AS_OF, basis=basis, line=line)


@pytest.fixture(scope="module")
def caller(
    module_db: Database,
    firm: list[str],
    stores: RunningStores,
    tmp_path_factory: pytest.TempPathFactory,
) -> Caller:
    settings = settings_for(
        database_url=module_db.url,
        redis_url=stores.redis_url,
        data_dir=tmp_path_factory.mktemp("differential"),
    )
    server, parts = serve(settings, module_db)
    return Site(server, parts, Facts(module_db)).caller("ada", "partner")


def asked(code: str, basis: str = "net_lp", line: str = "with") -> Scope:
    return Scope(funds=(code,), as_of=AS_OF, basis=basis, credit_line=line)


def same(found: Metrics, told: Plain, code: str) -> None:
    for name in ("paid_in", "distributions", "nav", "unfunded"):
        assert getattr(found, name) == getattr(told, name), (code, name)
    for name in ("tvpi", "dpi", "moic"):
        wanted = getattr(told, name)
        assert getattr(found, name) == (
            None if wanted is None else pytest.approx(wanted, rel=1e-9)
        ), (code, name)
    if told.irr is not None:
        assert found.irr == pytest.approx(told.irr, abs=1e-7), code
    assert (found.capital_deployed or Decimal(0)) == told.invested, code
    assert (found.unrealized_value or Decimal(0)) == told.fair_value, code


@pytest.mark.parametrize(("basis", "line"), VIEWS)
def test_generated_funds_stand_as_a_plain_reckoning_says(
    module_db: Database,
    firm: list[str],
    plain: Callable[..., Plain],
    basis: str,
    line: str,
) -> None:
    service = FundPerformanceService(module_db)
    rates = 0
    for code in firm if (basis, line) == VIEWS[0] else firm[:FEWER]:
        told = plain(code, basis, line)
        same(service.calculate_fund_metrics(partner(), asked(code, basis, line)), told, code)
        rates += told.irr is not None
    assert rates > 5, "too few funds have a single rate for the comparison to mean anything"


def test_the_api_and_the_file_say_the_same_to_the_cent(
    firm: list[str], plain: Callable[..., Plain], caller: Caller
) -> None:
    for code in firm[:25]:
        told = plain(code, "net_lp", "with")
        query = f"fund={code}&as_of={AS_OF}&amounts=string"
        answer: dict[str, Any] = caller.get(f"{ROOT}?{query}").get_json()
        text = caller.get(f"{ROOT}?{query}&format=csv").text
        cells = next(csv.DictReader(io.StringIO(text)), None) or {}
        for name in ("paid_in", "distributions", "nav", "unfunded"):
            wanted = getattr(told, name)
            assert Decimal(answer[name]) == wanted, (code, name)
            assert name in text, (code, name)
            if name in cells:
                assert Decimal(cells[name]) == wanted, (code, name)
