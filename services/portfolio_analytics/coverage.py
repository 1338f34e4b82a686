"""Who reported which quarter, and when: a company by quarter table of arrivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from services.clock import last_closed_quarter_end
from services.envelope import Note
from services.fund_performance.notes import conversion_notes, distinct, pooled_note
from services.portfolio_analytics.notes import NOT_REPORTED, missing, portfolio_notes
from services.portfolio_analytics.pictures import Picture, days_back
from services.portfolio_analytics.punctuality import IN_TIME, NOT_DUE, Arrival, arrival
from services.portfolio_analytics.records import Records, quarter_name
from services.portfolio_analytics.results import Coverage, CoverageCell, CoverageRow
from services.portfolio_analytics.stakes import Stake

CELL_WORDS: Mapping[str, str] = {
    "reported_at": "no report came, or the day on which it came is not known.",
    "days_late": "not late, or no report came.",
}
ROW_WORDS: Mapping[str, str] = {
    "last_period": "nothing was ever reported.",
    "source": "nothing was ever reported, or not from a file.",
}


def coverage(records: Records) -> Coverage:
    """Every company that was active at one of the last eight quarter-ends, by name."""
    quarters = days_back(last_closed_quarter_end(records.as_of))
    held = [
        {stake.company_id: stake for stake in Picture(records, quarter).held}
        for quarter in quarters
    ]
    companies: dict[str, Stake] = {}
    for stakes in held:
        companies |= {key: stake for key, stake in stakes.items() if stake.active}
    rows = [
        _row(records, stake, quarters, [stakes.get(key) for stakes in held])
        for key, stake in sorted(companies.items(), key=lambda item: (item[1].name, item[1].code))
    ]
    shares = {quarter_name(quarter): _share(rows, place) for place, quarter in enumerate(quarters)}
    return Coverage(
        companies=tuple(rows),
        quarters=tuple(shares),
        reporting_coverage=shares,
        meta=records.meta(Coverage),
        notes=distinct(
            [
                *pooled_note(records.frame),
                *portfolio_notes(records, Picture(records, records.as_of).held),
                *_notes(rows, shares),
                *conversion_notes(records.frame, records.as_of),
            ]
        ),
    )


def _row(
    records: Records, stake: Stake, quarters: Sequence[date], held: Sequence[Stake | None]
) -> CoverageRow:
    latest = records.history(stake.company_id).latest(records.as_of)
    return CoverageRow(
        company_id=stake.company_id,
        company=stake.code,
        name=stake.name,
        cells=tuple(
            _cell(quarter, arrival(records, then, quarter))
            for quarter, then in zip(quarters, held, strict=True)
        ),
        last_period=latest.period_end if latest else None,
        source=latest.file if latest else None,
    )


def _cell(quarter: date, found: Arrival) -> CoverageCell:
    return CoverageCell(
        quarter=quarter_name(quarter),
        state=found.state,
        reported_at=found.reported_at,
        days_late=found.days_late,
    )


def _share(rows: Sequence[CoverageRow], place: int) -> float | None:
    """The share of the companies that owed a report whose report came in time."""
    states = [row.cells[place].state for row in rows]
    owed = len(states) - states.count(NOT_DUE)
    return states.count(IN_TIME) / owed if owed else None


def _notes(rows: Sequence[CoverageRow], shares: Mapping[str, float | None]) -> list[Note]:
    found = missing([(row.name, row) for row in rows], ROW_WORDS)
    found += missing([(row.name, cell) for row in rows for cell in row.cells], CELL_WORDS)
    if empty := [quarter for quarter, share in shares.items() if share is None]:
        text = f"No company owed a report for {', '.join(empty)}."
        found.append(Note("reporting_coverage", NOT_REPORTED, text))
    return found
