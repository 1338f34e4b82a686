"""Pipelines of funds, computed ahead when their other figures are."""

from __future__ import annotations

from services.deal_flow.snapshots import refresh_pipelines
from services.live import PIPELINE_UPDATED
from services.quality import OF_PIPELINE
from tasks import app
from tasks.ahead import ahead


@app.task(name="deal_flow.refresh", max_retries=2)  # type: ignore[untyped-decorator]
def refresh(fund_ids: list[str]) -> None:
    """Write the closed quarters of these funds (ids) whose facts changed since they were."""
    run_id = refresh.request.id
    ahead(refresh_pipelines, fund_ids, kind=PIPELINE_UPDATED, checks=OF_PIPELINE, run_id=run_id)
