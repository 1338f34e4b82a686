"""Why figures are missing, in words: one note a field, naming the companies it is missing for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.envelope import Note
from services.fund_performance.books import GROSS, GROSS_COLUMNS, MIXED
from services.fund_performance.notes import fund_codes, listed
from services.portfolio_analytics.records import Records
from services.portfolio_analytics.stakes import Stake

NOT_REPORTED, STALE, UNVALUED = "not_reported", "report_stale", "nav_unknown"
NOTHING_HELD, UNRECORDED = "nothing_invested", "no_flows_known"
NO_RUNWAY, UNDER_COVERED = "no_finite_runway", "low_coverage"

# Fields of a company's figures: why one may be missing, in words after the companies' names.
KPI_WORDS: Mapping[str, str] = {
    "period_end": "nothing was ever reported.",
    "reported_at": "the day on which the last report came is not known.",
    "age_days": "nothing was ever reported.",
    "stale": "nothing was ever reported.",
    "revenue_ttm": "not in the last report.",
    "arr": "not in the last report.",
    "growth_rate": "neither reported nor to be had from revenue or ARR a year before.",
    "growth_basis": "growth is not known.",
    "gross_margin": "not in the last report.",
    "cash": "not in the last report.",
    "net_burn": "not in the last report.",
    "runway_months": "cash or burn is not known, or no cash is burnt.",
    "zero_cash_date": "no finite runway is known.",
    "burn_multiple": "needs burn of four quarters and ARR a year apart that grew, and cash burnt.",
    "burn_multiple_band": "needs burn of four quarters and ARR now and a year before.",
    "rule_of_40": "needs growth, revenue and burn of four quarters.",
    "ltv_cac": "LTV or CAC is not in the last report.",
    "nrr": "not in the last report.",
    "headcount": "not in the last report.",
}


def missing(
    rows: Iterable[tuple[str, Any]], words: Mapping[str, str], *, code: str = NOT_REPORTED
) -> list[Note]:
    """One note for each field that some named record has no value for."""
    named = list(rows)
    found = []
    for field, reason in words.items():
        without = [name for name, record in named if getattr(record, field) is None]
        if without:
            found.append(Note(field, code, f"{listed(list(dict.fromkeys(without)))}: {reason}"))
    return found


def portfolio_notes(records: Records, held: Sequence[Stake]) -> list[Note]:
    """What the figures of all companies stand on, and whose are not among them."""
    found = list(_books(records))
    if not held:
        text = "Nothing was invested in a company by this date."
        found.append(Note("companies", NOTHING_HELD, text))
    if unrecorded := [stake.name for stake in held if not stake.recorded]:
        text = (
            f"{listed(unrecorded)}: no flow and no mark is known, so amounts are not either; sums "
            "are over the others. Import investment_cash_flows and valuations."
        )
        found += [Note(field, UNRECORDED, text) for field in ("cost", "fair_value")]
    if unvalued := [stake.name for stake in held if stake.recorded and stake.value is None]:
        text = f"{listed(unvalued)}: the value is not known by this date, so sums are not either."
        found.append(Note("fair_value", UNVALUED, text))
    return found


def stale_notes(records: Records, held: Iterable[Stake]) -> list[Note]:
    """Whose reports are too old to count."""
    days = records.thresholds.stale_report_days
    names = []
    for stake in held:
        report = records.history(stake.company_id).latest(stake.day)
        if stake.active and report is not None and (stake.day - report.period_end).days > days:
            names.append(f"{stake.name} ({report.period_end})")
    if not names:
        return []
    text = f"{listed(names)}: the last report is over {days} days old and counts as missing."
    return [Note("period_end", STALE, text)]


def _books(records: Records) -> Iterable[Note]:
    flows = records.books.flows(GROSS)
    if flows == GROSS_COLUMNS:
        text = (
            "No flows between funds and companies are known. Import investments, "
            "investment_cash_flows and valuations."
        )
        yield Note("cost", GROSS_COLUMNS, text)
    elif flows == MIXED:
        frame = records.frame
        others = fund_codes(
            frame, [row.id for row in frame.funds if row.id not in records.books.invested]
        )
        yield Note("cost", MIXED, f"{others}: no flows to companies are known.")
