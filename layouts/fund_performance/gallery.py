"""What Fund Performance shows of itself in the gallery."""

from __future__ import annotations

from layouts.figures import fund_performance, samples
from layouts.fund_performance import CASH_FLOWS, FIGURES, PEERS, cards, peers, tables
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
    ),
)
