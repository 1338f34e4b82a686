"""The page of Team Operations: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

DONE = {
    "needs": "what the people of the firm did",
    "command": "gpdash import team_activities FILE",
}
DEALS = {"needs": "deals of the pipeline", "command": "gpdash import pipeline_deals FILE"}
PERSON = ("user",)

STATE = Panel(id="team-operations-state", title="State", shape="head", **DONE)
FIGURES = Panel(
    id="team-operations-figures",
    title="Headline figures",
    shape="cards",
    endpoint="overview",
    **DONE,
)
ACTIVITY = Panel(
    id="team-operations-activity",
    title="Activity by month",
    width=7,
    endpoint="activity",
    asks=PERSON,
    **DONE,
)
TIMES = Panel(
    id="team-operations-times",
    title="Hours until an answer",
    width=5,
    endpoint="responsiveness",
    needs="answers with their response time",
    command="gpdash import team_activities FILE",
)
COVERAGE = Panel(
    id="team-operations-coverage",
    title="Coverage of companies",
    shape="table",
    endpoint="coverage",
    needs="investments, and activities that name their companies",
    command="gpdash import investments FILE",
)
SOURCING = Panel(
    id="team-operations-sourcing",
    title="Who found the deals",
    width=7,
    shape="table",
    endpoint="sourcing-attribution",
    asks=("credit",),
    **DEALS,
)
WORKLOAD = Panel(
    id="team-operations-workload",
    title="Workload",
    width=5,
    endpoint="workload",
    **DEALS,
)
BOARDS = Panel(
    id="team-operations-boards",
    title="Board meetings",
    shape="table",
    endpoint="board-calendar",
    needs="seats on boards with their next meetings",
    command="gpdash import board_seats FILE",
)
ASKED = Panel(
    id="team-operations-asked",
    title="Answers to requests for figures",
    width=7,
    shape="table",
    endpoint="kpi-requests",
    needs="what companies reported, and when",
    command="gpdash import company_metrics FILE",
)
JUDGED = Panel(
    id="team-operations-judged",
    title="Judgement against outcome",
    width=5,
    shape="table",
    endpoint="calibration",
    needs="stages of deals with the chance that they close",
    command="gpdash import pipeline_events FILE",
)
SCORE = Panel(
    id="team-operations-productivity",
    title="Productivity score",
    shape="table",
    endpoint="productivity",
    asks=PERSON,
    **DONE,
)
LOG = Panel(
    id="team-operations-log",
    title="Data-edit log",
    shape="table",
    endpoint="audit-log",
    asks=("offset",),
    needs="files that correct earlier ones",
    command="gpdash import KIND FILE",
)

PANELS = (
    STATE,
    FIGURES,
    ACTIVITY,
    TIMES,
    COVERAGE,
    SOURCING,
    WORKLOAD,
    BOARDS,
    ASKED,
    JUDGED,
    SCORE,
    LOG,
)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
