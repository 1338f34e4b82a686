"""What Portfolio Analytics shows of itself in the gallery."""

from __future__ import annotations

from layouts import portfolio_analytics as page
from layouts.figures import portfolio_analytics as figures
from layouts.figures.portfolio_analytics import samples
from layouts.portfolio_analytics import (
    cards,
    company,
    concentration,
    coverage,
    efficiency,
    head,
    health,
    marks,
    matrix,
    runway,
    schedule,
)
from layouts.showing import Showing, Shown

EACH = (
    (page.STATE, head.state, samples.overview),
    (page.FIGURES, cards.figures, samples.overview),
    (page.HEALTH, health.health, samples.rankings),
    (page.RUNWAY, runway.runway, samples.risk),
    (page.CONCENTRATION, concentration.concentration, samples.risk),
    (page.MARKS, marks.marks, samples.marks),
    (page.SCHEDULE, schedule.schedule, samples.schedule),
    (page.MATRIX, matrix.matrix, samples.matrix),
    (page.EFFICIENCY, efficiency.efficiency, samples.matrix),
    (page.MIX, concentration.mix, samples.risk),
    (page.COVERAGE, coverage.coverage, samples.coverage),
    (page.TEAR_SHEET, company.tear_sheet, samples.sheet),
)
SHOWING = Showing(
    slug="portfolio-analytics",
    figures=figures.FIGURES,
    samples=samples.SAMPLES,
    kinds=samples.KINDS,
    panels=tuple(
        Shown(
            name=panel.title.lower(),
            panel=panel,
            draw=draw,
            sample=sample,
            kinds=samples.KINDS,
            width=panel.width if panel.width > 6 else 6,
        )
        for panel, draw, sample in EACH
    ),
)
