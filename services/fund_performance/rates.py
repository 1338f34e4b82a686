"""The rate of return of a ledger on a day, as it may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from services.calc import irr
from services.calc.ledger import Ledger, Standing
from services.envelope import Note
from services.fund_performance.notes import NAV_UNKNOWN, NOT_MEANINGFUL, rate_note

LARGEST_RATE = 10.0  # above 1,000 % a year a rate says nothing (calc itself never cuts)


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A yearly rate as a fraction, None with a `status` that says why.

    `period_return` stands in its place under a year. `note` explains whatever is not plain.
    """

    irr: float | None
    status: str
    period_return: float | None
    note: Note | None


def rate(ledger: Ledger, standing: Standing, *, field: str = "irr") -> ShownRate:
    """The rate of the ledger's flows up to the standing's day, closed with its value."""
    days, amounts = ledger.cash(standing.day)
    if standing.nav is None and days:
        return ShownRate(None, irr.INVALID_INPUT, None, rate_note(field, NAV_UNKNOWN))
    return shown(irr.performance(days, amounts, nav=standing.nav, as_of=standing.day), field=field)


def shown(found: irr.Performance, *, field: str = "irr") -> ShownRate:
    """A rate of calc under the display rules: never above 1,000 %, never without its reason."""
    if found.irr is not None and abs(found.irr) > LARGEST_RATE:
        return ShownRate(None, NOT_MEANINGFUL, None, rate_note(field, NOT_MEANINGFUL))
    note = None if found.status == irr.UNIQUE else rate_note(field, found.status, found)
    return ShownRate(found.irr, found.status, found.period_return, note)
