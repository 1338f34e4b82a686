"""What the checks of the books answer with: the JSON contract of data quality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.envelope import FundRef, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The last result of one check on one subject.

    `expected`, `actual`, `difference` (actual - expected) and `tolerance` are exact, in the unit of
    the figure; None where the check counts nothing. `message` is a sentence; `file` and `row` name
    a place in an imported file where the difference comes from one.
    """

    check_id: str
    name: str
    fund: str | None
    subject: str
    as_of: date
    status: str
    expected: Decimal | None
    actual: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    message: str
    import_id: str | None
    file: str | None
    row: int | None
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuality:
    """Every check of the funds a principal may see, the red ones first.

    `status` is that of the worst check, `unchecked` where none ever ran. `checked_at` is when a
    result last changed: a run that finds the same leaves it. `as_of` and `known_on` are as asked
    (None: not named); results stand for their own days, and `known_on` tells which were known.
    """

    status: str
    green: int
    amber: int
    red: int
    checks: tuple[Check, ...]
    funds: tuple[FundRef, ...]
    checked_at: datetime | None
    notes: tuple[Note, ...]
    as_of: date | None = None
    known_on: datetime | None = None
