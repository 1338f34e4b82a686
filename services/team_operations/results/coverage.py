"""Who looks after which company, and since when nobody was in touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """One company that is held: who leads and sits on its board (codes, text of the file where it
    names nobody of the team), and when anybody was last in touch (any activity that names it).

    `overdue`: out of touch for more than the days agreed; before the first touch counted from the
    day it was bought. `nav_weight` is its share of the fair value of what is held.
    """

    company_id: str
    company: str
    name: str
    lead: str | None
    lead_id: str | None
    board_seat: str | None
    board_seats: tuple[str, ...]
    held_since: date
    last_touch: date | None = unit("date")
    last_touch_by: str | None
    days_since_touch: int | None = unit("days")
    overdue: bool | None
    touches: int | None = unit("count")
    fair_value: Decimal | None = unit("money")
    nav_weight: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person and a company: when they were last in touch, and how often in the window."""

    company: str
    user: str
    last_touch: date
    days_since_touch: int = unit("days")
    touches: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Companies held on as_of, the longest out of touch first; counts and rates are of all.

    `coverage_rate` is the share of companies that are not overdue, `nav_weighted_coverage` their
    share of fair value.
    """

    sla_days: int = unit("days")
    rows: tuple[CoverageRow, ...] = rows(CoverageRow)
    companies: int = unit("count")
    overdue: int | None = unit("count")
    previous_overdue: int | None = unit("count")
    never_touched: int | None = unit("count")
    coverage_rate: float | None = unit("fraction")
    nav_weighted_coverage: float | None = unit("fraction")
    fair_value: Decimal | None = unit("money")
    people: tuple[tuple[str, str], ...]
    contacts: tuple[Contact, ...] = parts(Contact)
    meta: Meta
    notes: tuple[Note, ...]
