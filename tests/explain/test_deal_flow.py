"""Every count, rate and duration of deal flow, found again from the rows of deals and events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.db.session import Database
from services.deal_flow import DealFlowService
from services.errors import NotFound
from services.explain import ExplainService, FigureIds
from services.explain.naming import identified
from services.scope import SYSTEM, Scope
from tests.api.sized import Sized
from tests.conftest import SECRET
from tests.explain.grounds import counted_again
from tests.factories import Facts, partner

YEAR = Scope(as_of=date(2025, 9, 30), period="2024-10-01..2025-09-30")
QUARTER = Scope(as_of=date(2025, 9, 30))


@dataclass
class Flow:
    """The service, and what explains its figures."""

    db: Database
    service: DealFlowService
    ids: FigureIds
    explain: ExplainService

    def figures(self, result: Any) -> dict[str, str]:
        return dict(identified(result, self.ids, every=True).meta.figures)

    def told(self, result: Any, name: str) -> Any:
        return self.explain.explain(SYSTEM, self.figures(result)[name])


def crooked(facts: Facts) -> None:
    """Deals that skip stages, go back, are taken up again, or end on a day that nobody knows."""
    skips = facts.pipeline_deal("SKIP", fund="id-AQ1", sourced_at="2025-01-10", outcome="closed")
    facts.pipeline_event(skips, stage="closed", at="2025-03-01")
    back = facts.pipeline_deal("BACK", fund="id-AQ1", sourced_at="2025-01-20")
    for stage, day in (("term_sheet", "2025-02-01"), ("screened", "2025-02-20")):
        facts.pipeline_event(back, stage=stage, at=day)
    again = facts.pipeline_deal("AGAIN", fund="id-AQ1", sourced_at="2025-02-01", outcome="passed")
    for stage, day in (("passed", "2025-03-01"), ("screened", "2025-07-05")):
        facts.pipeline_event(again, stage=stage, at=day)
    facts.pipeline_deal("DARK", fund="id-AQ1", sourced_at="2025-07-09", outcome="closed")
    later = facts.pipeline_deal("LATER", fund="id-AQ1", sourced_at="2025-08-01", outcome="lost")
    facts.pipeline_event(later, stage="lost", at="2025-11-01")


@pytest.fixture(scope="module")
def flow(module_db: Database) -> Iterator[Flow]:
    Sized(module_db, 60).write()
    crooked(Facts(module_db))
    ids = FigureIds(SECRET)
    yield Flow(module_db, DealFlowService(module_db), ids, ExplainService(module_db, ids=ids))


@pytest.mark.parametrize("scope", [YEAR, QUARTER], ids=["year", "quarter"])
@pytest.mark.parametrize("counting", ["period", "cohort"])
def test_every_number_of_every_answer_is_found_again_from_its_rows(
    flow: Flow, scope: Scope, counting: str
) -> None:
    service = flow.service
    answers = [
        service.pipeline_funnel(SYSTEM, scope, counting=counting),
        service.velocity(SYSTEM, scope, counting=counting),
        service.sourcing_analytics(SYSTEM, scope),
        service.pass_reasons(SYSTEM, scope),
        service.stuck(SYSTEM, scope),
    ]
    told, wrong = 0, {}
    for answer in answers:
        known, off = counted_again(flow.db, answer, scope)
        told, wrong = told + known, wrong | off
    assert wrong == {}
    assert told > 150


def test_a_count_names_the_event_of_each_of_its_deals(flow: Flow) -> None:
    result = flow.service.pipeline_funnel(SYSTEM, YEAR)
    found = flow.told(result, "current_period.closed")
    assert found.value == len(found.rows) == found.total_rows
    assert {row.kind for row in found.rows} == {"pipeline_events"}
    assert {row.counts_as for row in found.rows} == {"closed"}
    assert "SKIP" in {row.label.rpartition(", ")[2] for row in found.rows}
    assert found.formula or found.numbers


def test_a_rate_says_how_many_of_how_many(flow: Flow) -> None:
    result = flow.service.pipeline_funnel(SYSTEM, YEAR, counting="cohort")
    found = flow.told(result, "conversion_rates.overall")
    sourced, closed = (result.current_period[stage] for stage in ("sourced", "closed"))
    assert found.numbers.startswith(f"{closed} / {sourced} = ")
    assert found.total_rows == sourced + closed


def test_a_figure_of_the_past_stays_and_says_what_came_later(flow: Flow) -> None:
    now = datetime.now(UTC)
    scope = YEAR.on(known_on=now)
    result = flow.service.pipeline_funnel(SYSTEM, scope)
    before = flow.told(result, "current_period.sourced")
    assert before.changed is not None and before.changed.added == 0
    facts = Facts(flow.db)
    late = facts.pipeline_deal(
        "LATE", fund="id-AQ1", sourced_at="2025-05-05", known_from=datetime.now(UTC)
    )
    facts.pipeline_event(late, stage="screened", at="2025-06-01", known_from=datetime.now(UTC))
    after = flow.told(result, "current_period.sourced")
    assert (after.value, after.hash) == (before.value, before.hash)
    assert after.changed is not None and after.changed.added == 2


def test_figures_of_a_fund_one_may_not_see_are_not_there(flow: Flow) -> None:
    result = flow.service.pipeline_funnel(SYSTEM, YEAR.on(funds=("AQ1",)))
    figure = flow.figures(result)["active_deals"]
    with pytest.raises(NotFound):
        flow.explain.explain(partner("id-AQ2"), figure)
    assert flow.explain.figure(partner("id-AQ1"), figure).value == result.active_deals
