"""Running totals of one disclosed fund, as periods with what is odd about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from services.calc import multiples
from services.calc.cumulative import Change, Snapshot, changes
from services.db.queries.disclosed import DisclosedRow
from services.disclosed.results import DisclosedPeriod

NOT_LISTED, NOT_DISCLOSED = "not_listed", "not_disclosed"
CURRENCY_CHANGED = "currency_changed"


def periods_of(rows: Sequence[DisclosedRow], days: Sequence[date]) -> tuple[DisclosedPeriod, ...]:
    """One period per day on which the fund is listed; `days` are those of all the lists.

    Several rows of one day, as of several commitments to one fund, are added up.
    """
    listed = [list(group) for _, group in groupby(rows, key=attrgetter("as_of"))]
    currencies = {group[0].as_of: {row.currency for row in group} for group in listed}
    return tuple(_period(change, currencies, days) for change in changes(map(_snapshot, listed)))


def _snapshot(rows: Sequence[DisclosedRow]) -> Snapshot:
    """The totals of one day; unknown as soon as those of one row are, or in mixed currencies."""
    if len({row.currency for row in rows}) > 1:
        return Snapshot(rows[0].as_of, None, None, None)
    return Snapshot(
        rows[0].as_of,
        multiples.total(row.paid_in for row in rows),
        multiples.total(row.distributed for row in rows),
        multiples.total(row.nav for row in rows),
    )


def _period(
    change: Change, currencies: dict[date, set[str]], days: Sequence[date]
) -> DisclosedPeriod:
    own = currencies[change.end] | (currencies[change.start] if change.start else set())
    if len(own) > 1:
        change = replace(change, called=None, distributed=None, nav_change=None, decreased=())
    flags = [f"{name}_decreased" for name in change.decreased]
    between = [d for d in days if (change.start or date.max) < d < change.end]
    flags += [NOT_LISTED] if between else []
    flags += [CURRENCY_CHANGED] if len(own) > 1 else []
    known = (change.called, change.distributed, change.nav_change)
    flags += [NOT_DISCLOSED] if None in known and len(own) == 1 else []
    return DisclosedPeriod(
        start=change.start,
        end=change.end,
        called=change.called,
        distributed=change.distributed,
        nav_change=change.nav_change,
        nav=change.nav,
        flags=tuple(flags),
    )
