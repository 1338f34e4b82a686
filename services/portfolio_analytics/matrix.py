"""Companies by measures, each with its band: what the heat map shows."""

from __future__ import annotations

from collections.abc import Mapping

from services.calc.company_metrics import BAD, CASH_GENERATIVE
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.conventions import BANDED
from services.portfolio_analytics.notes import (
    KPI_WORDS,
    missing,
    portfolio_notes,
    stale_notes,
)
from services.portfolio_analytics.pictures import Picture
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.results import KpiMatrix, KpiRow, Kpis
from services.portfolio_analytics.stakes import Stake

GOOD, POOR = "good", "poor"
# How one measure of several companies is put together: sums for amounts, never for ratios.
READINGS: Mapping[str, str] = {
    "revenue_ttm": "twelve months up to the period's end; a portfolio's is the sum",
    "arr": "recurring revenue at the period's end; a portfolio's is the sum",
    "growth_rate": "over a year; a portfolio's is the mean of those known",
    "gross_margin": "of revenue; a portfolio's is the median of those known",
    "cash": "at the period's end; a portfolio's is the sum",
    "net_burn": "a month, mean of the last three; a portfolio's is the median",
    "runway_months": "cash / net burn; a portfolio's is the median of the finite ones",
    "burn_multiple": "twelve months of burn / ARR added in them; less is better",
    "rule_of_40": "growth + free cash flow margin",
    "ltv_cac": "value of a customer / cost of winning one",
    "nrr": "recurring revenue left of a year ago, with growth",
    "headcount": "people at the period's end; a portfolio's is the sum",
}


def kpi_matrix(records: Records) -> KpiMatrix:
    """Every active company with the figures of its latest report, by name."""
    picture = Picture(records, records.as_of)
    rows = tuple(_row(picture, stake) for stake in picture.active)
    named = [(row.name, row.kpis) for row in rows]
    return KpiMatrix(
        rows=rows,
        metrics=dict(READINGS),
        meta=records.meta(KpiMatrix),
        notes=distinct(
            [
                *pooled_note(records.frame),
                *portfolio_notes(records, picture.held),
                *stale_notes(records, picture.held),
                *missing(named, KPI_WORDS),
                *conversion_notes(records.frame, records.as_of),
            ]
        ),
    )


def bands(records: Records, given: Kpis) -> dict[str, str]:
    """Good, fair, poor or unknown for each measure that has limits; stale ones are unknown.

    A company that burns no cash is good by runway and burn multiple; one that burns without adding
    recurring revenue is poor.
    """
    limits = records.thresholds.kpi_bands
    found = {
        key: limits[key].word(None if given.stale else getattr(given, key))
        for key in BANDED
        if key in limits
    }
    if given.stale:
        return found
    if given.runway_state == CASH_GENERATIVE:
        found["runway_months"] = GOOD
    if given.burn_multiple_band == CASH_GENERATIVE:
        found["burn_multiple"] = GOOD
    elif given.burn_multiple is None and given.burn_multiple_band == BAD:
        found["burn_multiple"] = POOR
    return found


def _row(picture: Picture, stake: Stake) -> KpiRow:
    given = picture.kpis[stake.company_id]
    return KpiRow(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        sector=stake.first.sector,
        stage=stake.first.stage,
        kpis=given,
        bands=bands(picture.records, given),
    )
