"""An invented portfolio for gallery and tests: normal, empty, one company, losses, huge, unknown.

It carries the fields of the results without being them: what is seen never imports what computes.
"""

from __future__ import annotations

from layouts.figures.portfolio_analytics.samples.companies import (
    AS_OF,
    KINDS,
    fund,
    kpis,
    meta,
)
from layouts.figures.portfolio_analytics.samples.holdings import marks, risk, schedule
from layouts.figures.portfolio_analytics.samples.reports import (
    coverage,
    matrix,
    overview,
    rankings,
    sheet,
)

__all__ = [
    "AS_OF",
    "KINDS",
    "SAMPLES",
    "coverage",
    "fund",
    "kpis",
    "marks",
    "matrix",
    "meta",
    "overview",
    "rankings",
    "risk",
    "schedule",
    "sheet",
]
SAMPLES = {"ladder": risk, "tiles": risk, "efficiency": matrix, "worth": sheet}
