"""Invented investors for gallery and tests: usual, nobody, one, unknown values, losses, many.

They carry the fields of the results without being them: what is seen never imports what computes.
"""

from __future__ import annotations

from layouts.figures.lp_reporting.samples.books import (
    account,
    exposure,
    investor,
    lp,
    statement,
)
from layouts.figures.lp_reporting.samples.money import activity, fees, waterfall
from layouts.figures.lp_reporting.samples.packs import (
    reconciliation,
    report,
    reports,
    restatements,
    run,
    verification,
)
from layouts.figures.lp_reporting.samples.people import AS_OF, KINDS, lps, overview

__all__ = [
    "AS_OF",
    "KINDS",
    "SAMPLES",
    "account",
    "activity",
    "exposure",
    "fees",
    "investor",
    "lp",
    "lps",
    "overview",
    "reconciliation",
    "report",
    "reports",
    "restatements",
    "run",
    "statement",
    "verification",
    "waterfall",
]
SAMPLES = {"outcomes": waterfall, "flows": lp}
