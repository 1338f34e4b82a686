"""No figure without its proof: every number of every answer is found a second time from rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.scope import Scope
from tests.explain.conftest import Explained
from tests.factories import partner

CLOSE = 1e-9
VIEWS = [("net_lp", "with"), ("net_fund", "without"), ("gross", "with")]


def answers(explained: Explained, scope: Scope) -> list[Any]:
    """Every answer of Fund Performance about one fund."""
    service, who = explained.service, partner()
    return [
        service.calculate_fund_metrics(who, scope),
        service.trend(who, scope),
        service.j_curve(who, scope),
        service.cash_flows(who, scope),
        service.get_benchmark_comparison(who, scope),
        service.pme_table(who, scope),
        service.headline(who, scope),
        service.top_performers(who, scope),
        service.nav_bridge(who, scope),
        service.contributions(who, scope),
        service.gross_to_net(who, scope),
        service.fees(who, scope),
        service.pacing(who, scope),
        service.reserves(who, scope),
        service.forecast(who, scope),
        service.funds(who, scope),
    ]


def wrong(explained: Explained, figures: dict[str, str]) -> list[tuple[str, Any]]:
    """Figures whose second count differs, or that have none though they are given."""
    found = []
    for figure_id, name in figures.items():
        told = explained.explain.explain(partner(), figure_id)
        if told.value is None:
            continue
        if told.difference is None or abs(told.difference) > CLOSE:
            found.append((name, (told.value, told.recomputed, told.difference)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("basis", "credit_line"), VIEWS)
def test_every_number_of_every_answer_is_found_again_from_its_rows(
    house: str, market: None, explained: Explained, basis: str, credit_line: str
) -> None:
    scope = Scope(
        funds=(house,),
        as_of=date(2022, 9, 30),
        period="9m",
        basis=basis,
        credit_line=credit_line,
    )
    figures = {
        figure_id: f"{type(result).__name__}: {name}"
        for result in answers(explained, scope)
        for name, figure_id in explained.ids_of(result).items()
    }
    assert len(figures) > 120
    assert wrong(explained, figures) == []
