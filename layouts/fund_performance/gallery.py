"""What Fund Performance shows of itself in the gallery."""

from __future__ import annotations

from layouts.figures import fund_performance, samples
from layouts.figures.fund_performance import samples as more
from layouts.fund_performance import (
    CASH_FLOWS,
    FEES,
    FIGURES,
    FORECAST,
    FUNDS,
    GROSS_TO_NET,
    NAV_BRIDGE,
    PACING,
    PEERS,
    PERFORMERS,
    RESERVES,
    ahead,
    bridges,
    cards,
    contributions,
    costs,
    funds,
    investing,
    peers,
    tables,
)
from layouts.showing import Showing, Shown

SHOWING = Showing(
    slug="fund-performance",
    figures=fund_performance.FIGURES,
    samples=samples.SAMPLES,
    kinds=samples.KINDS,
    panels=(
        Shown(
            name="cards",
            panel=FIGURES,
            draw=cards.figures,
            sample=samples.headline,
            kinds=samples.KINDS,
            width=12,
        ),
        Shown(
            name="peers",
            panel=PEERS,
            draw=peers.peers,
            sample=samples.benchmarks,
            kinds=samples.KINDS,
        ),
        Shown(
            name="cash flows",
            panel=CASH_FLOWS,
            draw=tables.cash_flows,
            sample=samples.cash_flows,
            kinds=("normal", "empty", "huge"),
        ),
        *(
            Shown(name=name, panel=panel, draw=draw, sample=sample, kinds=samples.KINDS)
            for name, panel, draw, sample in (
                ("NAV bridge", NAV_BRIDGE, bridges.nav_bridge, more.nav_bridge),
                ("gross to net", GROSS_TO_NET, bridges.gross_to_net, more.gross_to_net),
                ("contributions", PERFORMERS, contributions.contributions, more.contributions),
                ("fees", FEES, costs.fees, more.fees),
                ("pacing", PACING, investing.pacing, more.deployment),
                ("reserves", RESERVES, investing.reserves, more.reserves),
                ("forecast", FORECAST, ahead.forecast, more.forecast),
                ("funds", FUNDS, funds.funds, more.fund_table),
            )
        ),
    ),
)
