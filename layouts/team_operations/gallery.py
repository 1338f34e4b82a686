"""What Team Operations shows of itself in the gallery."""

from __future__ import annotations

from layouts import team_operations as page
from layouts.figures import team_operations
from layouts.figures.team_operations import sample_asked, sample_lists, samples
from layouts.showing import Showing, Shown
from layouts.team_operations import (
    asked,
    boards,
    cards,
    coverage,
    head,
    judged,
    log,
    score,
    sourcing,
    work,
)

WIDE = 12
PANELS = (
    (page.STATE, head.state, samples.overview, WIDE),
    (page.FIGURES, cards.figures, samples.overview, WIDE),
    (page.ACTIVITY, work.activity, samples.activity, 6),
    (page.TIMES, work.times, samples.times, 6),
    (page.COVERAGE, coverage.coverage, samples.coverage, WIDE),
    (page.SOURCING, sourcing.sourcing, samples.sourcing, WIDE),
    (page.WORKLOAD, work.workload, samples.workload, 6),
    (page.BOARDS, boards.boards, sample_lists.boards, WIDE),
    (page.ASKED, asked.asked, sample_asked.asked, WIDE),
    (page.JUDGED, judged.judged, sample_asked.judged, WIDE),
    (page.SCORE, score.score, sample_lists.score, WIDE),
    (page.LOG, log.log, sample_lists.log, WIDE),
)

SHOWING = Showing(
    slug="team-operations",
    figures=team_operations.FIGURES,
    samples=samples.SAMPLES,
    kinds=samples.KINDS,
    panels=tuple(
        Shown(name=panel.title, panel=panel, draw=draw, sample=sample, kinds=samples.KINDS,
              width=width)
        for panel, draw, sample, width in PANELS
    ),
)  # fmt: skip
