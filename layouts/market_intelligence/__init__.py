"""The page of Market Intelligence: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

SLUG = "market-intelligence"
ROUNDS = {"needs": "a provider's market rounds", "command": "gpdash import market_rounds FILE"}
EXITS = {"needs": "a provider's market exits", "command": "gpdash import market_exits FILE"}
ASKS = {"asks": ("source", "sector")}
# Every sector is drawn, and the asked one stands out: its files have all of them too.
STANDS_OUT = {**ASKS, "drawn_by": ("sector",)}

STATE = Panel(id=f"{SLUG}-state", title="State", shape="head", **STANDS_OUT)
FIGURES = Panel(
    id=f"{SLUG}-figures",
    title="Headline figures",
    shape="cards",
    endpoint="sector-trends",
    **STANDS_OUT,
    **ROUNDS,
)
QUARTERS = Panel(
    id=f"{SLUG}-quarters",
    title="Money by sector and quarter",
    width=7,
    endpoint="sector-trends",
    shape="table",
    **STANDS_OUT,
    **ROUNDS,
)
SECTORS = Panel(
    id=f"{SLUG}-sectors",
    title="Sectors in the quarter",
    width=5,
    endpoint="sector-trends",
    shape="table",
    **STANDS_OUT,
    **ROUNDS,
)
STAGES = Panel(
    id=f"{SLUG}-stages",
    title="Deals by stage",
    width=6,
    endpoint="sector-trends",
    **STANDS_OUT,
    **ROUNDS,
)
SIZES = Panel(
    id=f"{SLUG}-sizes",
    title="Size of a deal",
    width=6,
    endpoint="sector-trends",
    **STANDS_OUT,
    **ROUNDS,
)
VALUATIONS = Panel(
    id=f"{SLUG}-valuations",
    title="Pre-money valuations by stage",
    endpoint="valuations",
    asks=("source",),
    **ROUNDS,
)
STEPS = Panel(
    id=f"{SLUG}-step-ups",
    title="From round to round",
    width=7,
    endpoint="step-ups",
    asks=("source",),
    **ROUNDS,
)
PLACES = Panel(
    id=f"{SLUG}-places",
    title="Deals by place",
    width=5,
    endpoint="valuations",
    asks=("source",),
    **ROUNDS,
)
EXIT_QUARTERS = Panel(
    id=f"{SLUG}-exits",
    title="Exits by type",
    width=7,
    endpoint="exit-activity",
    asks=("source",),
    **EXITS,
)
TIME = Panel(
    id=f"{SLUG}-time-to-exit",
    title="Time to exit, and exits by sector",
    width=5,
    endpoint="exit-activity",
    **ASKS,
    **EXITS,
)
TRENDS = Panel(
    id=f"{SLUG}-trends",
    title="Hot subsectors and emerging trends",
    width=6,
    endpoint="sector-trends",
    shape="table",
    **ASKS,
    **ROUNDS,
)
THESIS = Panel(
    id=f"{SLUG}-thesis",
    title="Where the market's money goes, and ours",
    width=6,
    endpoint="portfolio-vs-market",
    **STANDS_OUT,
    **ROUNDS,
)
ENTRIES = Panel(
    id=f"{SLUG}-entries",
    title="Our entries against the market",
    endpoint="portfolio-vs-market",
    **ASKS,
    **ROUNDS,
)
COMPARED = Panel(
    id=f"{SLUG}-compared",
    title="Providers side by side",
    width=6,
    endpoint="sources",
    shape="table",
    **ASKS,
    **ROUNDS,
)
SOURCES = Panel(
    id=f"{SLUG}-sources",
    title="Sources",
    width=6,
    endpoint="sources",
    shape="table",
    asks=("source",),
    **ROUNDS,
)

PANELS = (
    STATE,
    FIGURES,
    QUARTERS,
    SECTORS,
    STAGES,
    SIZES,
    VALUATIONS,
    STEPS,
    PLACES,
    EXIT_QUARTERS,
    TIME,
    TRENDS,
    THESIS,
    ENTRIES,
    COMPARED,
    SOURCES,
)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
