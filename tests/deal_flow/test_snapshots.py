"""Pipelines computed ahead: eight closed quarters a fund, once per state of its facts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from services.db.models import PipelineMetrics
from services.deal_flow.snapshots import refresh_pipelines
from services.live import PIPELINE_UPDATED, message
from tests.deal_flow.conftest import Pipeline
from tests.factories import statements

NOW = date(2025, 8, 15)


def rows(pipeline: Pipeline, *, believed: bool = True) -> list[PipelineMetrics]:
    table = PipelineMetrics
    query = select(table).order_by(table.fund_id, table.period_start, table.data_version)
    if believed:
        query = query.where(table.known_to.is_(None))
    with pipeline.facts.db.read() as session:
        return list(session.scalars(query))


def refresh(pipeline: Pipeline, *funds: str, **more):  # type: ignore[no-untyped-def]
    told: list[dict[str, int]] = []
    asked = funds or ("id-AQ1",)
    outcome = refresh_pipelines(
        pipeline.facts.db, asked, tell=lambda done: told.append(dict(done)), as_of=NOW, **more
    )
    return outcome, told


def test_a_refresh_writes_the_last_eight_closed_quarters(pipeline: Pipeline) -> None:
    pipeline.dozen()
    version = pipeline.facts.version("id-AQ1")
    outcome, told = refresh(pipeline)
    assert (outcome.written, outcome.rows, told) == (
        {"id-AQ1": version}, 8, [{"id-AQ1": version}]
    )  # fmt: skip
    found = rows(pipeline)
    assert [row.period_end for row in found][::7] == [date(2023, 9, 30), date(2025, 6, 30)]
    last = found[-1]
    assert (last.total_deals_sourced, last.deals_screened) == (9, 7)
    assert (last.deals_term_sheet, last.deals_closed) == (5, 2)
    assert (last.screen_conversion_rate, last.overall_conversion_rate) == (7 / 9, 2 / 9)
    assert (last.avg_source_to_screen_days, last.avg_total_cycle_days) == (20, 98)
    assert last.sourcing_channels == {"cold": 4, "event": 2, "not given": 1, "referral": 2}
    assert last.payload["counts"]["passed"] == 2
    empty = found[0]
    assert (empty.total_deals_sourced, empty.screen_conversion_rate) == (0, None)
    assert empty.avg_total_cycle_days is None


def test_a_pipeline_that_did_not_change_is_not_written_again(pipeline: Pipeline) -> None:
    pipeline.dozen()
    refresh(pipeline)
    first = rows(pipeline)
    outcome, told = refresh(pipeline)
    assert (outcome.written, outcome.rows, told) == ({}, 0, [])
    assert [row.updated_at for row in rows(pipeline)] == [row.updated_at for row in first]


def test_new_facts_supersede_what_was_computed_from_older_ones(pipeline: Pipeline) -> None:
    pipeline.dozen()
    refresh(pipeline)
    pipeline.deal("D13", "2025-06-01")
    _, told = refresh(pipeline)
    assert [row.total_deals_sourced for row in rows(pipeline)][-2:] == [3, 10]
    assert len(rows(pipeline, believed=False)) == 16
    assert told == [{"id-AQ1": pipeline.facts.version("id-AQ1")}]


def test_funds_are_written_together_and_one_without_deals_not_at_all(pipeline: Pipeline) -> None:
    facts = pipeline.facts
    for number in range(1, 9):
        facts.fund(f"B{number}")
        pipeline.deal(f"D{number}", "2025-05-01", fund=f"id-B{number}")
    funds = [f"id-B{number}" for number in range(1, 9)]
    with statements(facts.db) as sent:
        refresh(pipeline, funds[0], "id-AQ1")
    alone = len(sent)
    with statements(facts.db) as sent:
        outcome, _ = refresh(pipeline, *funds[1:])
    assert len(sent) == alone
    assert set(outcome.written) == set(funds[1:])
    assert {row.fund_id for row in rows(pipeline)} == set(funds)


def test_one_fund_that_fails_does_not_keep_the_others_from_their_figures(
    pipeline: Pipeline,
) -> None:
    pipeline.dozen()
    outcome, _ = refresh(pipeline, "id-AQ1", "gone")
    assert set(outcome.failed) == {"gone"}
    assert set(outcome.written) == {"id-AQ1"}


def test_open_pages_are_told_which_pipeline_is_new() -> None:
    assert b'"type":"pipeline_updated"' in message("id-AQ1", PIPELINE_UPDATED, 7)


def test_the_worker_writes_pipelines_where_other_figures_are_new(
    pipeline: Pipeline, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.cache import Versions, connect
    from services.settings import from_env
    from tasks import ahead, deal_flow
    from tasks.parts import Parts
    from tasks.schedule import AFTERWARDS

    pipeline.dozen()
    client = connect(redis_url)
    db = pipeline.facts.db
    here = Parts(from_env({"REDIS_URL": redis_url}), db, client, Versions(db, client))
    monkeypatch.setattr(ahead, "parts", lambda: here)
    listener = client.pubsub()
    listener.psubscribe("fund:*")
    deal_flow.refresh(["id-AQ1"])
    heard = [listener.get_message(timeout=10) for _ in range(2)]
    assert b"pipeline_updated" in heard[1]["data"]
    assert len(rows(pipeline)) == 8
    assert deal_flow.refresh.name in AFTERWARDS
