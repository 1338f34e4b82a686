"""Numbers on the pages of the three modules lead to their explanation, and to no other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from callbacks import deal_flow, market_intelligence, portfolio_analytics
from callbacks.panels import Ports, render
from services.db.session import Database
from services.definitions import DEFINITIONS, definition
from services.explain import ExplainService, FigureIds
from services.explain.naming import identified
from services.scope import SYSTEM
from tests.api.sized import Sized
from tests.conftest import SECRET
from tests.factories import Facts

WIRINGS = {
    "portfolio-analytics": (portfolio_analytics.wiring, "as_of=2025-09-30", 60),
    "deal-flow": (deal_flow.wiring, "as_of=2025-09-30&period=2023-01-01..2023-12-31", 20),
    "market-intelligence": (market_intelligence.wiring, "", 60),
}


@pytest.fixture(scope="module")
def firm(module_db: Database) -> Iterator[Database]:
    Sized(module_db, 40).write()
    facts = Facts(module_db)
    facts.company_metric("id-C1", period_end="2025-03-31", cash=10, net_burn=4)
    yield module_db


def refuse(error: Exception) -> str:
    raise error


def drawn(db: Database, slug: str) -> tuple[set[str], set[str]]:
    """Ids that the panels of a page carry, and those that their answers gave."""
    wiring, search, _ = WIRINGS[slug]
    ids, given = FigureIds(SECRET), set[str]()

    def named(result: Any) -> Any:
        found = identified(result, ids, every=True)
        for one in found if isinstance(found, tuple) else (found,):
            given.update(getattr(getattr(one, "meta", None), "figures", {}).values())
        return found

    ports = Ports(
        principal=lambda: SYSTEM,
        db=db,
        funds=lambda _who: (),
        definition=definition,
        definitions=lambda: tuple(DEFINITIONS.values()),
        reference=refuse,
        firm="Firm",
        identified=named,
    )
    text = ""
    for panel, filling in wiring.fillings.values():
        part = render(ports, slug, panel, filling, search=f"?{search}")
        text += json.dumps(part, default=lambda item: item.to_plotly_json())
    return set(re.findall(r"fig_[A-Za-z0-9_-]{20,}", text)), given


@pytest.mark.parametrize("slug", WIRINGS)
def test_marked_numbers_are_figures_of_the_answer_and_can_be_taken_apart(
    firm: Database, slug: str
) -> None:
    marked, given = drawn(firm, slug)
    assert len(marked) >= WIRINGS[slug][2]
    assert marked <= given
    explain = ExplainService(firm, ids=FigureIds(SECRET))
    for figure in sorted(marked)[:: len(marked) // 8]:
        told = explain.explain(SYSTEM, figure, limit=3)
        assert told.value is None or told.checked == "same", told.name
        assert told.definition is not None, told.metric
