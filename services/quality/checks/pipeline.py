"""Check 8: a funnel narrows, and every deal stands in one stage of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from services.db.queries.quality import records
from services.db.queries.quality.records import FunnelRow
from services.db.reads.checks import GREEN, RED
from services.quality.evidence import Evidence
from services.quality.finding import Finding, Place
from services.quality.words import several

CHECK = "funnel_is_monotone"


def funnel(evidence: Evidence) -> Iterator[Finding]:
    """Sourced >= screened >= term sheet >= closed, counting deals that reached a stage or later;
    channels add up; no event before a deal was sourced; no deal that ended in two ways."""
    rows = records.funnels(evidence.session, fund_ids=evidence.fund_ids)
    for fund, own in evidence.with_fund(rows):
        row = own[0]
        expected, actual, words = _told(row)
        broken = expected != actual
        yield Finding(
            check_id=CHECK,
            fund_id=fund.id,
            subject=fund.code,
            as_of=evidence.as_of[fund.id],
            status=RED if broken else GREEN,
            expected=Decimal(expected),
            actual=Decimal(actual),
            tolerance=Decimal(0),
            message=words,
            cause=Place(row.import_id, row.file, row.row) if broken else None,
        )


def _told(row: FunnelRow) -> tuple[int, int, str]:
    counts = (row.sourced, row.screened, row.term_sheet, row.closed)
    if row.early:
        words = (
            f"{several(row.early, 'deal has', 'deals have')} an event before the day it was "
            f"sourced, the first is {row.first_early}."
        )
        return 0, row.early, words
    if row.torn:
        words = (
            f"{several(row.torn, 'deal ends', 'deals end')} in two ways at once, the first is "
            f"{row.first_torn}: its outcome and its last event disagree."
        )
        return 0, row.torn, words
    if row.by_channel != row.sourced:
        words = f"Channels add up to {row.by_channel} deals of {row.sourced} sourced."
        return row.sourced, row.by_channel, words
    for wider, narrower in pairwise(counts):
        if narrower > wider:
            return wider, narrower, f"The funnel widens from {wider} to {narrower} deals."
    words = "{} sourced, {} screened, {} with a term sheet, {} closed.".format(*counts)
    return row.sourced, row.sourced, words
