"""Cash between investors and fund, quarter by quarter since the first flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from services import clock
from services.calc.accounts import NOTHING
from services.calc.ledger import Ledger, Standing
from services.envelope import Note
from services.fund_performance.books import Books
from services.fund_performance.notes import (
    conversion_notes,
    distinct,
    pooled_note,
    standing_notes,
)
from services.fund_performance.results import JCurve, JCurvePoint


def j_curve(books: Books) -> JCurve:
    """Calls and distributions by quarter up to as_of, running totals, trough and break-even."""
    frame, scope = books.frame, books.frame.scope
    ledger = books.ledger(basis=scope.basis, credit_line=scope.credit_line)
    standings = [ledger.at(day) for day in quarters(ledger.first_flow, frame.as_of)]
    points = _points(standings)
    deepest = min(
        (point for point in points if point.net_cash is not None),
        key=lambda point: point.net_cash or NOTHING,
        default=None,
    )
    notes = [*pooled_note(frame), *books.notes(basis=scope.basis)]
    if standings:
        notes += standing_notes(frame, standings[-1])
    else:
        notes.append(Note("points", "no_flows", "Nothing was called or distributed by this date."))
    notes += conversion_notes(frame, frame.as_of)
    return JCurve(
        points=points,
        trough=deepest,
        break_even=break_even(ledger, frame.as_of),
        meta=frame.meta(
            JCurve,
            nav_as_of=standings[-1].nav_as_of if standings else None,
            flows=books.flows(scope.basis),
        ),
        notes=distinct(notes),
    )


def break_even(ledger: Ledger, as_of: date) -> date | None:
    """The day from which distributions have outrun calls for good; None while they have not."""
    by_day: dict[date, Decimal] = defaultdict(lambda: NOTHING)
    for flow in ledger.flows:
        if flow.day <= as_of:
            by_day[flow.day] += flow.distributed - flow.paid_in
    since: date | None = None
    running, lowest = NOTHING, NOTHING
    for day, change in by_day.items():
        running += change
        lowest = min(lowest, running)
        since = None if running < 0 else since or day
    return since if lowest < 0 and ledger.known_on(as_of) else None


def quarters(first: date | None, as_of: date) -> list[date]:
    """Quarter-ends from the first flow's to the last before as_of, and as_of itself."""
    found: list[date] = []
    if first is None or first > as_of:
        return found
    day = clock.quarter_end(first)
    while day < as_of:
        found.append(day)
        day = clock.quarter_end(day + timedelta(days=1))
    return [*found, as_of]


def _points(standings: Sequence[Standing]) -> tuple[JCurvePoint, ...]:
    found: list[JCurvePoint] = []
    put: Decimal | None = NOTHING
    got: Decimal | None = NOTHING
    for standing in standings:
        net_cash = _less(standing.distributed, standing.paid_in)
        found.append(
            JCurvePoint(
                date=standing.day,
                called=_less(standing.paid_in, put),
                distributed=_less(standing.distributed, got),
                net_cash=net_cash,
                net_value=_plus(net_cash, standing.nav),
                nav=standing.nav,
            )
        )
        put, got = standing.paid_in, standing.distributed
    return tuple(found)


def _less(whole: Decimal | None, part: Decimal | None) -> Decimal | None:
    return None if whole is None or part is None else whole - part


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
