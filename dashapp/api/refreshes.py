"""Asking for new figures of a fund, and how such a run stands."""

from __future__ import annotations

from flask import Response, current_app
from pydantic import BaseModel, ConfigDict, Field

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import NoQuery, Query, read_body
from dashapp.auth import current_principal
from dashapp.context import context
from services.access.permissions import check_action
from services.jobs import Queue, Run, request_refresh, run_status

endpoints = Endpoints("refreshes")


class RefreshRequest(BaseModel):
    """The fund to recompute, by code or id."""

    model_config = ConfigDict(extra="forbid")
    fund_id: str = Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")


@endpoints.post("/refreshes", body=RefreshRequest, returns=Run, status=202, errors=(400, 413))
def start_refresh(query: Query[NoQuery]) -> Response:
    """Ask for a recomputation of one fund.

    All who ask while a run is open get the same one. With the broker down it stays queued.
    """
    principal = current_principal()
    check_action(principal, "refresh")
    asked = read_body(RefreshRequest)
    run = request_refresh(context().db, _queue(), principal, asked.fund_id)
    return answers.plain(run, status=202)


@endpoints.get("/refreshes/<run_id>", returns=Run)
def refresh(query: Query[NoQuery], run_id: str) -> Response:
    """How a run stands: queued, running, done or failed with its error."""
    return answers.tagged(run_status(context().db, current_principal(), run_id), name=run_id)


def _queue() -> Queue:
    found: Queue | None = current_app.extensions.get("gp_queue")
    if found is None:
        found = current_app.extensions["gp_queue"] = Queue(context().settings.redis_url)
    return found
