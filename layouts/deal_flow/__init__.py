"""The page of Deal Flow: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

PIPELINE = {"needs": "deals of the pipeline", "command": "gpdash import pipeline_deals FILE"}
EVENTS = {
    "needs": "the stages that deals entered, with their days",
    "command": "gpdash import pipeline_events FILE",
}
COUNTED = ("counting",)
FILTERS = ("stage", "furthest", "channel", "sector", "owner", "outcome", "reason")

STATE = Panel(id="deal-flow-state", title="State", shape="head", asks=COUNTED, **PIPELINE)
FIGURES = Panel(
    id="deal-flow-figures",
    title="Headline figures",
    shape="cards",
    endpoint="pipeline-funnel",
    asks=COUNTED,
    **PIPELINE,
)
FUNNEL = Panel(
    id="deal-flow-funnel",
    title="From sourced to closed",
    width=7,
    endpoint="pipeline-funnel",
    asks=COUNTED,
    **PIPELINE,
)
TREND = Panel(
    id="deal-flow-trend",
    title="Quarter by quarter",
    width=5,
    endpoint="pipeline-funnel",
    asks=COUNTED,
    **PIPELINE,
)
VELOCITY = Panel(
    id="deal-flow-velocity",
    title="Days from stage to stage",
    width=6,
    endpoint="velocity",
    asks=COUNTED,
    **EVENTS,
)
CURVES = Panel(
    id="deal-flow-curves",
    title="What becomes of deals in a stage",
    width=6,
    endpoint="velocity",
    asks=COUNTED,
    **EVENTS,
)
CHANNELS = Panel(
    id="deal-flow-channels",
    title="Sourcing channels",
    shape="table",
    endpoint="sourcing-analytics",
    **PIPELINE,
)
FLOWS = Panel(
    id="deal-flow-flows",
    title="From channel to outcome",
    width=7,
    shape="table",
    endpoint="sourcing-analytics",
    **PIPELINE,
)
REASONS = Panel(
    id="deal-flow-reasons",
    title="Why deals ended",
    width=5,
    shape="table",
    endpoint="pass-reasons",
    needs="deals with their outcome and the reason",
    command="gpdash import pipeline_deals FILE",
)
STUCK = Panel(
    id="deal-flow-stuck",
    title="Stuck deals",
    width=7,
    shape="table",
    endpoint="stuck",
    **EVENTS,
)
FORECAST = Panel(
    id="deal-flow-forecast",
    title="Weighted pipeline against capacity",
    width=5,
    endpoint="forecast",
    needs="deals with their check size, and balances for the capacity",
    command="gpdash import pipeline_deals FILE",
)
MIX = Panel(
    id="deal-flow-mix",
    title="What is in the pipeline",
    shape="table",
    endpoint="mix",
    **PIPELINE,
)
DECISIONS = Panel(
    id="deal-flow-decisions",
    title="What became of deals we passed on",
    shape="table",
    endpoint="decisions",
    needs="deals with their outcome, and market rounds",
    command="gpdash import market_rounds FILE",
)
DEALS = Panel(
    id="deal-flow-deals",
    title="Deals",
    shape="table",
    endpoint="deals",
    asks=(*COUNTED, *FILTERS),
    **PIPELINE,
)

PANELS = (
    STATE,
    FIGURES,
    FUNNEL,
    TREND,
    VELOCITY,
    CURVES,
    CHANNELS,
    FLOWS,
    REASONS,
    STUCK,
    FORECAST,
    MIX,
    DECISIONS,
    DEALS,
)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
