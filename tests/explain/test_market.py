"""Every count, sum, median and growth of the market, found again from rounds and exits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.errors import Forbidden, NotFound
from services.explain import ExplainService, FigureIds
from services.explain.naming import identified
from services.market_intelligence import MarketIntelligenceService
from services.market_intelligence.snapshots import compute_everything
from services.scope import SYSTEM, Principal, Scope
from tests.api.sized import Sized
from tests.conftest import SECRET
from tests.explain.grounds import counted_again
from tests.factories import Facts

SCOPE = Scope()


class Market(NamedTuple):
    db: Database
    service: MarketIntelligenceService
    ids: FigureIds
    explain: ExplainService

    def told(self, result: Any, name: str, *, limit: int = 50) -> Any:
        figures = identified(result, self.ids, every=True).meta.figures
        return self.explain.explain(SYSTEM, figures[name], limit=limit)


def crooked(facts: Facts) -> None:
    """Rounds in other currencies, without a sector, a stage or an amount, and a second provider."""
    facts.rate("EUR", "2025-08-01", "0.8")
    quarter: dict[str, Any] = {"day": "2025-08-11", "source": "Provider"}
    facts.market_round("x1", amount=100, currency="EUR", sector="Software", stage="seed", **quarter)
    facts.market_round("x2", amount=100, currency="CHF", sector="Software", stage="seed", **quarter)
    facts.market_round("x3", currency="USD", sector=" ", stage=None, **quarter)
    facts.market_round("x4", amount=7, currency="USD", sector="Software", counts=False, **quarter)
    facts.market_round("x5", amount=9, currency="USD", date_precision="year", **quarter)
    facts.market_exit("x1", day="2025-08-20", value=500, currency="EUR", sector="Software")
    for number in range(8):
        facts.market_round(
            f"o{number}", day="2025-08-15", source="Other", sector="Software", stage="Series C",
            amount=1000 + number, pre_money=5000 + number, currency="USD",
        )  # fmt: skip


@pytest.fixture(scope="module")
def market(module_db: Database) -> Iterator[Market]:
    Sized(module_db, 10).write()
    facts = Facts(module_db)
    crooked(facts)
    with module_db.session() as session:
        compute_everything(session, version=bump(session, [SHARED])[SHARED])
    ids = FigureIds(SECRET)
    service = MarketIntelligenceService(module_db)
    yield Market(module_db, service, ids, ExplainService(module_db, ids=ids))


def test_every_number_of_every_answer_is_found_again_from_its_rows(market: Market) -> None:
    service = market.service
    answers = [
        answer
        for source in ("Provider", "Other")
        for answer in (
            service.sector_trends(SYSTEM, SCOPE, source=source),
            service.valuations(SYSTEM, SCOPE, source=source),
            service.exit_activity(SYSTEM, SCOPE, source=source),
        )
    ]
    answers += [
        service.sector_trends(SYSTEM, SCOPE, source="Provider", sector="Software"),
        service.sources(SYSTEM, SCOPE),
    ]
    told, wrong = 0, {}
    for answer in answers:
        known, off = counted_again(market.db, answer, SCOPE)
        told, wrong = told + known, wrong | off
    assert wrong == {}
    assert told > 500


def test_a_median_names_its_rounds_and_whose_they_are(market: Market) -> None:
    result = market.service.sector_trends(SYSTEM, SCOPE, source="Provider")
    found = market.told(result, "sectors[Software].median_deal_size", limit=5)
    assert (
        found.value
        == result.sectors[[s.name for s in result.sectors].index("Software")].median_deal_size
    )
    assert len(found.rows) == 5 < found.total_rows
    assert {row.kind for row in found.rows} == {"market_rounds"}
    assert any(note.code == "source" and "Provider" in note.text for note in found.notes)
    euro = next(row for row in market.told(result, "sectors[Software].total_funding").rows
                if row.currency == "EUR")  # fmt: skip
    assert (euro.amount, euro.adds, str(euro.rate)) == (100, 125, "1.25")


def test_a_round_that_came_later_is_counted_beside_a_figure_of_the_past(market: Market) -> None:
    then = datetime.now(UTC)
    result = market.service.sector_trends(SYSTEM, Scope(known_on=then), source="Provider")
    before = market.told(result, "total_deals")
    assert before.changed.added == 0
    facts = Facts(market.db)
    facts.market_round("late", day="2025-09-01", amount=1, currency="USD",
                       known_from=datetime.now(UTC))  # fmt: skip
    after = market.told(result, "total_deals")
    assert (after.value, after.recomputed, after.changed.added) == (before.value, before.value, 1)


def test_figures_of_the_market_are_for_whoever_may_open_it(market: Market) -> None:
    result = market.service.sector_trends(SYSTEM, SCOPE, source="Provider")
    figure = identified(result, market.ids, every=True).meta.figures["total_deals"]
    newcomer = Principal(user_id="n", name="New", roles=frozenset({"associate"}), funds=frozenset())
    assert market.explain.figure(newcomer, figure).value == result.total_deals
    for role, refusal in (("lp", NotFound), ("admin", Forbidden)):
        stranger = Principal(user_id="x", name="X", roles=frozenset({role}), funds=frozenset())
        with pytest.raises(refusal):
            market.explain.explain(stranger, figure)
