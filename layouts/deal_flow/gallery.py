"""What Deal Flow shows of itself in the gallery."""

from __future__ import annotations

from layouts import deal_flow as page
from layouts.deal_flow import (
    cards,
    channels,
    deals,
    decisions,
    head,
    mix,
    reasons,
    standing,
)
from layouts.figures import deal_flow
from layouts.figures.deal_flow import sample_lists, samples
from layouts.showing import Showing, Shown

WIDE = 12
PANELS = (
    (page.STATE, head.state, samples.funnel, WIDE),
    (page.FIGURES, cards.figures, samples.funnel, WIDE),
    (page.CHANNELS, channels.channels, samples.sourcing, WIDE),
    (page.FLOWS, channels.flows, samples.sourcing, 6),
    (page.REASONS, reasons.reasons, sample_lists.pass_reasons, 6),
    (page.STUCK, standing.stuck, sample_lists.stuck, 6),
    (page.FORECAST, standing.forecast, samples.forecast, 6),
    (page.MIX, mix.mix, sample_lists.mix, WIDE),
    (page.DECISIONS, decisions.decisions, sample_lists.decisions, WIDE),
    (page.DEALS, deals.deals, sample_lists.deals, WIDE),
)

SHOWING = Showing(
    slug="deal-flow",
    figures=deal_flow.FIGURES,
    samples=samples.SAMPLES,
    kinds=samples.KINDS,
    panels=tuple(
        Shown(name=panel.title, panel=panel, draw=draw, sample=sample, kinds=samples.KINDS,
              width=width)
        for panel, draw, sample, width in PANELS
    ),
)  # fmt: skip
