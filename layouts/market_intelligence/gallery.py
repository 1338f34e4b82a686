"""What Market Intelligence shows of itself in the gallery."""

from __future__ import annotations

from types import SimpleNamespace

from layouts import market_intelligence as page
from layouts.figures import market_intelligence as figures
from layouts.figures.market_intelligence import samples
from layouts.market_intelligence import (
    cards,
    exits,
    head,
    ours,
    providers,
    rounds,
    sectors,
    stages,
    trends,
    valuations,
)
from layouts.showing import Showing, Shown


def headline(kind: str) -> SimpleNamespace:
    """What the cards stand on, all of one kind."""
    return SimpleNamespace(
        trends=samples.sector_trends(kind),
        valuations=samples.valuations(kind),
        exits=samples.exits(kind),
        steps=samples.step_ups(kind),
        ours=samples.ours(kind),
    )


DRAWN = (
    (page.STATE, head.state, samples.sector_trends),
    (page.FIGURES, cards.figures, headline),
    (page.QUARTERS, sectors.by_quarter, samples.sector_trends),
    (page.SECTORS, sectors.ranked, samples.sector_trends),
    (page.STAGES, stages.mix, samples.sector_trends),
    (page.SIZES, stages.sizes, samples.sector_trends),
    (page.VALUATIONS, valuations.ribbons, samples.valuations),
    (page.STEPS, rounds.steps, samples.step_ups),
    (page.PLACES, valuations.places, samples.valuations),
    (page.EXIT_QUARTERS, exits.quarters, samples.exits),
    (page.TIME, exits.time, samples.exits),
    (page.TRENDS, trends.subsectors, samples.sector_trends),
    (page.THESIS, ours.thesis, samples.ours),
    (page.ENTRIES, ours.entries, samples.ours),
    (page.COMPARED, providers.compared, samples.sources),
    (page.SOURCES, providers.sources, samples.sources),
)

SHOWING = Showing(
    slug=page.SLUG,
    figures=figures.FIGURES,
    samples=samples.SAMPLES,
    kinds=samples.KINDS,
    panels=tuple(
        Shown(
            name=panel.title,
            panel=panel,
            draw=draw,
            sample=sample,
            kinds=samples.KINDS,
            width=12 if panel.width == 12 else 6,
        )
        for panel, draw, sample in DRAWN
    ),
)
