"""The page of Fund Performance: its panels in reading order, and its empty layout."""

from __future__ import annotations

from typing import Any

from layouts.panels import Panel, Part, page

WHOLE_LIFE = "600m"
WITHOUT, ORDER = "without", "order"
INVESTMENTS = "investments with their flows and marks"
IMPORT_INVESTMENTS = "gpdash import investments FILE"

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
NAV_BRIDGE = Panel(
    id="fund-performance-nav-bridge",
    title="What moved the value",
    width=6,
    endpoint="nav-bridge",
)
PME = Panel(
    id="fund-performance-pme",
    title="Against public markets",
    width=6,
    endpoint="pme-table",
    needs="index levels that cover the fund's life",
    command="gpdash import index_levels FILE",
)
PERFORMERS = Panel(
    id="fund-performance-performers",
    title="Who made the gain",
    endpoint="contributions",
    asks=(WITHOUT,),
    needs=INVESTMENTS,
    command=IMPORT_INVESTMENTS,
)
GROSS_TO_NET = Panel(
    id="fund-performance-gross-to-net",
    title="From gross to net",
    width=7,
    endpoint="gross-to-net",
    asks=(ORDER,),
)
MULTIPLES = Panel(
    id="fund-performance-multiples",
    title="Multiples, gross and net",
    width=5,
    endpoint="trend",
    period=WHOLE_LIFE,
)
FEES = Panel(
    id="fund-performance-fees",
    title="Fees and expenses",
    width=6,
    endpoint="fees",
    needs="the fund's ledger or itemised calls",
    command="gpdash import fund_ledger FILE",
)
PACING = Panel(
    id="fund-performance-pacing",
    title="Deployment and pacing",
    width=6,
    endpoint="pacing",
    needs=INVESTMENTS,
    command=IMPORT_INVESTMENTS,
)
RESERVES = Panel(
    id="fund-performance-reserves",
    title="Reserves",
    width=6,
    endpoint="reserves",
    needs="commitments, balances and investments",
    command="gpdash import fund_balances FILE",
)
FORECAST = Panel(
    id="fund-performance-forecast",
    title="The years ahead",
    width=6,
    endpoint="forecast",
    needs="commitments, cash flows and valuations",
)
FUNDS = Panel(
    id="fund-performance-funds",
    title="All funds",
    endpoint="funds",
)
CASH_FLOWS = Panel(
    id="fund-performance-cash-flows",
    title="Cash flows",
    shape="table",
    endpoint="cash-flows",
    needs="cash flows",
)

PANELS = (
    STATE, FIGURES, TVPI, PEERS, J_CURVE, IRR, NAV_BRIDGE, PME, PERFORMERS, GROSS_TO_NET,
    MULTIPLES, FEES, PACING, RESERVES, FORECAST, FUNDS, CASH_FLOWS,
)  # fmt: skip


def layout(*, only: str | None = None, **_query: Any) -> Part:
    """The page before any figure is known; asks nothing of anyone."""
    return page(PANELS, only=only)
