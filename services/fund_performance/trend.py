"""How the figures came about: the same measures as of quarter-ends, or month-ends, of a period."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

import numpy as np

from services.calc import irr, multiples
from services.calc.ledger import Ledger, Standing
from services.calc.trend import irr_trend
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_FUND, Books
from services.fund_performance.notes import (
    BEFORE_FIRST_FLOW,
    conversion_notes,
    distinct,
    pooled_note,
    standing_notes,
)
from services.fund_performance.portfolio import gross_notes
from services.fund_performance.rates import ShownRate, rate, shown
from services.fund_performance.results import Trend, TrendPoint

MONTHLY_GAP_DAYS = 45
DAYS_OF_A_YEAR = 365


def trend(books: Books) -> Trend:
    """Points of the scope's period up to as_of."""
    frame, scope = books.frame, books.frame.scope
    ledger = books.ledger(basis=scope.basis, credit_line=scope.credit_line)
    days = days_of_trend(
        _valued(books).value_days(),
        start=frame.period.start,
        end=min(frame.period.end, frame.as_of),
    )
    standings = [ledger.at(day) for day in days]
    last = standings[-1] if standings else None
    found = points(books, ledger, standings)
    notes = [*pooled_note(frame), *books.notes(basis=scope.basis)]
    notes += standing_notes(frame, last) if last else []
    notes += _gross_notes(books, days)
    notes += _empty_note(days, ledger)
    notes += conversion_notes(frame, last.day if last else frame.as_of)
    return Trend(
        data_points=found,
        meta=frame.meta(
            Trend,
            nav_as_of=last.nav_as_of if last else None,
            period=(frame.period.start, frame.period.end),
            flows=books.flows(scope.basis),
        ),
        notes=distinct(notes),
    )


def points(books: Books, ledger: Ledger, standings: Sequence[Standing]) -> tuple[TrendPoint, ...]:
    """The figures of each standing, gross beside the ledger's own basis."""
    gross = books.ledger(basis=GROSS, credit_line=ledger.credit_line)
    gross_standings = [gross.at(standing.day) for standing in standings]
    own = rates(ledger, standings)
    beside = own if ledger.basis == GROSS else rates(gross, gross_standings)
    return tuple(
        _point(standing, gross_standing, rate_here, gross_rate)
        for standing, gross_standing, rate_here, gross_rate in zip(
            standings, gross_standings, own, beside, strict=True
        )
    )


def _valued(books: Books) -> Ledger:
    """The ledger that holds the funds' own values, whatever the basis of the figures."""
    scope = books.frame.scope
    basis = NET_FUND if scope.basis == GROSS else scope.basis
    return books.ledger(basis=basis, credit_line=scope.credit_line)


def _gross_notes(books: Books, days: Sequence[date]) -> tuple[Note, ...]:
    if not books.invested or not days:
        return ()
    gross = books.ledger(basis=GROSS, credit_line=books.frame.scope.credit_line)
    return gross_notes(books, gross.at(days[-1]))


def days_of_trend(valued: Sequence[date], *, start: date, end: date) -> list[date]:
    """Quarter-ends from start to end, and the end itself; month-ends where `valued` is monthly."""
    if start > end:
        return []
    months = 1 if _is_monthly(valued) else 3
    found = {day for day in _month_ends(start, end) if months == 1 or day.month % 3 == 0}
    return sorted(found | {end})


def rates(ledger: Ledger, standings: Sequence[Standing]) -> list[ShownRate]:
    """The rate at each standing: all at once, and one by one where there is no plain answer."""
    if not standings:
        return []
    days, amounts = ledger.cash(standings[-1].day)
    ordinals = np.array([day.toordinal() for day in days], dtype=np.int64)
    navs = [np.nan if s.nav is None else float(s.nav) for s in standings]
    ends = np.array([s.day.toordinal() for s in standings], dtype=np.int64)
    found = irr_trend([0, len(days)], ordinals, [float(a) for a in amounts], ends, [navs])[0]
    return [
        _plain(float(value))
        if days and np.isfinite(value) and _a_year_of(days[0], standing)
        else rate(ledger, standing)
        for value, standing in zip(found, standings, strict=True)
    ]


def _plain(value: float) -> ShownRate:
    return shown(irr.Performance(irr.UNIQUE, irr=value))


def _a_year_of(first: date, standing: Standing) -> bool:
    return (standing.day - first).days >= DAYS_OF_A_YEAR and bool(standing.nav)


def _point(
    standing: Standing, gross: Standing, own: ShownRate, gross_rate: ShownRate
) -> TrendPoint:
    ratios = multiples.multiples(
        paid_in=standing.paid_in, distributed=standing.distributed, nav=standing.nav
    )
    return TrendPoint(
        date=standing.day,
        irr=own.irr,
        gross_irr=gross_rate.irr,
        tvpi=ratios.tvpi,
        dpi=ratios.dpi,
        rvpi=ratios.rvpi,
        moic=multiples.tvpi(paid_in=gross.paid_in, distributed=gross.distributed, nav=gross.nav),
        nav=standing.nav,
        paid_in=standing.paid_in,
        distributions=standing.distributed,
        irr_status=own.status,
    )


def _is_monthly(days: Sequence[date]) -> bool:
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return len(gaps) > 1 and median(gaps) <= MONTHLY_GAP_DAYS


def _month_ends(start: date, end: date) -> list[date]:
    """Last days of months from `start` to `end`, both included."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    months = (divmod(index, 12) for index in range(first, last + 1))
    days = (date(year, month + 1, monthrange(year, month + 1)[1]) for year, month in months)
    return [day for day in days if day <= end]


def _empty_note(days: Sequence[date], ledger: Ledger) -> list[Note]:
    if not days:
        text = "The period begins after the as-of date, so it holds no point."
        return [Note("data_points", "empty_period", text)]
    first = ledger.first_flow
    if first is None or first > days[0]:
        text = "Before the first call there is nothing to measure: those points are gaps."
        return [Note("data_points", BEFORE_FIRST_FLOW, text)]
    return []
