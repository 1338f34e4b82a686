"""The page of Fund Performance: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

WHOLE_LIFE = "600m"

STATE = Panel(id="fund-performance-state", title="State", shape="head")
FIGURES = Panel(
    id="fund-performance-figures", title="Headline figures", shape="cards", endpoint="metrics"
)
TVPI = Panel(
    id="fund-performance-tvpi",
    title="TVPI over the life of the fund",
    width=6,
    endpoint="trend",
    period=WHOLE_LIFE,
)
PEERS = Panel(
    id="fund-performance-peers",
    title="Place among peers",
    width=6,
    endpoint="benchmarks",
    shape="table",
    needs="a benchmark release",
    command="gpdash import benchmarks FILE",
)
J_CURVE = Panel(
    id="fund-performance-j-curve",
    title="Cash in and out: the J-curve",
    width=7,
    endpoint="j-curve",
    needs="cash flows",
)
IRR = Panel(
    id="fund-performance-irr",
    title="IRR, gross and net",
    width=5,
    endpoint="trend",
    period=WHOLE_LIFE,
)
MULTIPLES = Panel(
    id="fund-performance-multiples",
    title="Multiples, gross and net",
    width=5,
    endpoint="trend",
    period=WHOLE_LIFE,
)
PME = Panel(
    id="fund-performance-pme",
    title="Against public markets",
    width=7,
    endpoint="pme-table",
    needs="index levels that cover the fund's life",
    command="gpdash import index_levels FILE",
)
PERFORMERS = Panel(
    id="fund-performance-performers",
    title="Who made the gain",
    endpoint="top-performers",
    needs="investments with their flows and marks",
    command="gpdash import investments FILE",
)
CASH_FLOWS = Panel(
    id="fund-performance-cash-flows",
    title="Cash flows",
    shape="table",
    endpoint="cash-flows",
    needs="cash flows",
)

PANELS = (STATE, FIGURES, TVPI, PEERS, J_CURVE, IRR, MULTIPLES, PME, PERFORMERS, CASH_FLOWS)


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
