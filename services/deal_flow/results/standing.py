"""Where deals stand: stuck ones, what open ones are likely to need, and the rows of a count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.deal_flow.results.declared import rows
from services.envelope import Meta, Note, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckDeal:
    """An open deal that stays longer in its stage than three quarters of deals did.

    `limit_days` is that quartile of the stage (all deals that left it), or the usual days
    where fewer than eight left it."""

    deal: str
    name: str
    fund: str
    stage: str
    owner: str | None
    channel: str | None
    sector: str | None
    check_size: Decimal | None = unit("money")
    since: date
    days_in_stage: int = unit("days")
    limit_days: float = unit("days")
    days_over: float = unit("days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """Stuck deals, the longest over first; `limits` by stage."""

    deals: tuple[StuckDeal, ...] = rows(StuckDeal)
    limits: dict[str, float] = unit("days")
    open_by_stage: dict[str, int] = unit("count")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastRow:
    """Open deals of one stage: how many close, by what this firm's ripe cohorts did from there."""

    stage: str
    open_deals: int = unit("count")
    check_size: Decimal | None = unit("money")
    without_check: int = unit("count")
    probability: float | None = unit("fraction")
    low: float | None = unit("fraction")
    high: float | None = unit("fraction")
    n: int = unit("count")
    expected_closings: float | None = unit("count")
    weighted: Decimal | None = unit("money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Probability-weighted pipeline against capacity for new deals (dry powder).

    Probabilities are those of this firm's ripe cohorts: deals sourced at least `ripe_days` before
    as_of. `coverage` is capacity per unit of weighted pipeline; deals `without_check` carry none.
    """

    stages: tuple[ForecastRow, ...] = rows(ForecastRow)
    expected_closings: float | None = unit("count")
    weighted_pipeline: Decimal | None = unit("money")
    weighted_low: Decimal | None = unit("money")
    weighted_high: Decimal | None = unit("money")
    without_check: int = unit("count")
    ripe_days: int = unit("days")
    new_deal_capacity: Decimal | None = unit("money")
    coverage: float | None = unit("x")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRow:
    """One deal as the list shows it, with the first day it entered each stage."""

    deal: str
    name: str
    fund: str
    outcome: str
    stage: str
    furthest: str
    sourced_at: date
    screened_at: date | None = unit("date")
    term_sheet_at: date | None = unit("date")
    closed_at: date | None = unit("date")
    ended_at: date | None = unit("date")
    days_in_stage: int | None = unit("days")
    channel: str | None
    sector: str | None
    round: str | None
    geography: str | None
    owner: str | None
    check_size: Decimal | None = unit("money")
    pass_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deals:
    """The rows behind a count: deals of the window that pass the filters, newest first.

    `total` is how many there are, also where fewer are listed.
    """

    deals: tuple[DealRow, ...] = rows(DealRow)
    total: int = unit("count")
    counting: str
    meta: Meta
    notes: tuple[Note, ...]
