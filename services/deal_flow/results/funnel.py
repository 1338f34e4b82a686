"""The funnel: how many deals reached each stage, counted by period and by cohort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.deal_flow.results.declared import parts, rows
from services.envelope import FundRef, Meta, Note, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`successes` of `trials` and what that says: None without trials. Period rates may exceed 1
    (events of deals from other periods), then there is no interval."""

    rate: float | None = unit("fraction")
    low: float | None = unit("fraction")
    high: float | None = unit("fraction")
    successes: int = unit("count")
    trials: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How many deals reached each stage or a later one, in one period counted one way.

    `counts` has sourced, screened, term_sheet, closed (and lost, passed); `rates` source_to_screen,
    screen_to_term, term_to_close, overall. `still_open` and `median_age_days` say how ripe a cohort
    is: None in period counting.
    """

    start: date
    end: date
    counting: str
    counts: dict[str, int] = unit("count")
    rates: dict[str, Rate]
    still_open: int | None = unit("count")
    median_age_days: float | None = unit("days")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One quarter of the trend, counted as the answer is.

    `mature`: its deals had time to close (a cohort older than `ripe_days` of the forecast; a period
    always). `median_cycle_days` is of the deals that closed in it.
    """

    quarter: str
    start: date
    end: date
    sourced: int = unit("count")
    screened: int = unit("count")
    term_sheet: int = unit("count")
    closed: int = unit("count")
    overall: float | None = unit("fraction")
    median_cycle_days: float | None = unit("days")
    mature: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage as a file lists it."""

    stage: str
    count: int = unit("count")
    previous: int = unit("count")
    rate: float | None = unit("fraction")
    low: float | None = unit("fraction")
    high: float | None = unit("fraction")
    drop_off: int | None = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinRate:
    """The share of deals that closed within so many days, of the cohort's deals at least as old."""

    days: int = unit("days")
    closed: int = unit("count")
    deals: int = unit("count")
    rate: float | None = unit("fraction")
    low: float | None = unit("fraction")
    high: float | None = unit("fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineFunnel:
    """The funnel by period (events dated in the window) or by cohort (deals sourced in it).

    The specification's keys are of the chosen counting; `period` and `cohort` hold both. A stage
    counts deals that reached it or a later one (`rules` says how skips and moves back count).
    `comparison_to_previous` holds the window of equal length before: its counts and rates, and by
    stage the change, the growth (None from 0) and the change of each rate. `within` is of the
    cohort. Active and stuck deals are those of as_of, and of the day before the window.
    """

    counting: str
    current_period: dict[str, int] = unit("count")
    conversion_rates: dict[str, float | None] = unit("fraction")
    comparison_to_previous: dict[str, Any]
    steps: tuple[Step, ...] = rows(Step)
    period: Window
    cohort: Window
    previous_period: Window
    previous_cohort: Window
    trend: tuple[TrendPoint, ...] = parts(TrendPoint)
    within: tuple[WithinRate, ...] = parts(WithinRate)
    rules: tuple[str, ...]
    active_deals: int = unit("count")
    stuck_deals: int = unit("count")
    median_cycle_days: float | None = unit("days")
    previous_active_deals: int = unit("count")
    previous_stuck_deals: int = unit("count")
    previous_median_cycle_days: float | None = unit("days")
    weighted_pipeline: Decimal | None = unit("money")
    new_deal_capacity: Decimal | None = unit("money")
    funds: tuple[FundRef, ...]
    meta: Meta
    notes: tuple[Note, ...]
