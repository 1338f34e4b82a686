"""What ends when: options and clauses of companies, policies and dates of funds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from services.db.queries.risk.facts import OF_COMPANY, ExpiryRow
from services.envelope import Note
from services.fund_performance.frame import Frame
from services.fund_performance.notes import pooled_note
from services.risk.results import Expiries
from services.risk.results import ExpiryRow as Row

CRITICAL_DAYS, WARNING_DAYS = 30, 90
CRITICAL, WARNING, INFO = "critical", "warning", "info"


def expiries(frame: Frame, found: Sequence[ExpiryRow], within_days: int) -> Expiries:
    """What ends within some days after as_of, the soonest first; what ended before is among it."""
    funds: dict[str, list[str]] = {deal.company_id: [] for deal in frame.held.deals}
    codes = {row.id: row.code for row in frame.funds}
    for deal in frame.held.deals:
        if codes[deal.fund_id] not in funds[deal.company_id]:
            funds[deal.company_id].append(codes[deal.fund_id])
    rows = tuple(_row(one, frame.as_of, funds) for one in found)
    return Expiries(
        rows=rows,
        within_days=within_days,
        meta=frame.meta(Expiries),
        notes=(*pooled_note(frame), *_notes(rows)),
    )


def days_left(one: ExpiryRow, day: date) -> int:
    """Days from a day until it ends; below 0 where it ended before."""
    return (one.day - day).days


def _row(one: ExpiryRow, as_of: date, funds: dict[str, list[str]]) -> Row:
    left = days_left(one, as_of)
    of_company = one.of == OF_COMPANY
    return Row(
        item=one.item,
        of=one.of,
        name=one.name,
        code=one.code,
        date=one.day,
        days_left=left,
        severity=CRITICAL if left <= CRITICAL_DAYS else WARNING if left <= WARNING_DAYS else INFO,
        fund=", ".join(funds.get(one.id, ())) or None if of_company else one.code,
        link=link(one, as_of) if of_company else None,
    )


def link(one: ExpiryRow, as_of: date) -> str:
    """Where the company that it belongs to is shown."""
    return f"/portfolio-analytics?{urlencode({'company': one.code, 'as_of': as_of.isoformat()})}"


def _notes(rows: Sequence[Row]) -> list[Note]:
    if not rows:
        return [Note("rows", "nothing_ends", "Nothing is known to end by then: import expiries.")]
    notes = []
    if any(row.link is None for row in rows):
        text = "Dates of funds have no page of their own."
        notes.append(Note("link", "of_a_fund", text))
    if any(row.fund is None for row in rows):
        notes.append(Note("fund", "not_held", "No fund asked for holds the company."))
    return notes
