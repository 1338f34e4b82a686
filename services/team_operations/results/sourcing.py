"""Whose deals they were: sourced, screened, offered, closed, and the money that followed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One person's share of the deals sourced in the window, followed to as_of.

    Counts may be fractions. `close_rate` = closed / sourced with its Wilson 95 % interval.
    `invested` is what went into the investments that the closed deals became.
    """

    user_id: str
    user: str
    name: str
    sourced: float = unit("count")
    screened: float = unit("count")
    term_sheet: float = unit("count")
    closed: float = unit("count")
    invested: Decimal | None = unit("money")
    close_rate: float | None = unit("fraction")
    close_rate_interval: tuple[float, float] | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingAttribution:
    """Deals sourced in the window by who found them, shared as `credit_rule` and `rule` say.

    `total` is of all deals that somebody is credited with; `unattributed` deals are nobody's.
    """

    credit_rule: str
    rule: str
    rows: tuple[Credit, ...] = rows(Credit)
    total: Credit = parts(Credit)
    deals: int = unit("count")
    unattributed: int = unit("count")
    unattributed_invested: Decimal | None = unit("money")
    meta: Meta
    notes: tuple[Note, ...]
