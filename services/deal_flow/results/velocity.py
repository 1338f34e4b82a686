"""How long deals take, over which deals, and how long those wait that are not through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.deal_flow.results.declared import parts, rows
from services.envelope import Meta, Note, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTime:
    """Days of one step (source_to_screen, screen_to_term, term_to_close, total) over `n` deals.

    Percentiles are interpolated. `share` is of which deals: closed_cohort or all_deals.
    """

    step: str
    share: str
    n: int = unit("count")
    mean: float | None = unit("days")
    median: float | None = unit("days")
    p25: float | None = unit("days")
    p75: float | None = unit("days")
    p90: float | None = unit("days")
    least: int | None = unit("days")
    most: int | None = unit("days")


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """A step of a curve after so many days in a stage: the share still there (Kaplan-Meier, open
    deals censored), that went on and that was lost or passed (Aalen-Johansen, they compete): the
    three are 1."""

    day: float = unit("days")
    survival: float = unit("fraction")
    advanced: float = unit("fraction")
    lost: float = unit("fraction")
    at_risk: int = unit("count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Time that deals spend in one stage until they leave it, for a later one or for good; `total`
    the time until they close. `median` None: not reached; `naive_median` of those that left alone,
    for comparison. `advanced` and `lost` are final incidences."""

    step: str
    n: int = unit("count")
    n_open: int = unit("count")
    median: float | None = unit("days")
    naive_median: float | None = unit("days")
    advanced: float | None = unit("fraction")
    lost: float | None = unit("fraction")
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VelocityPoint:
    """Deals closed in one quarter and how long they took."""

    quarter: str
    end: date
    n: int = unit("count")
    mean: float | None = unit("days")
    median: float | None = unit("days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Velocity:
    """How long deals take. `average_cycle_time` and `by_stage` are means over the one cohort of
    `n` closed deals that have every stage's day, so that the stages add up to the total; where no
    closed deal has them, the cycle time is of all `cycle_deals` and no stage is given.

    Counted by period the deals are those that closed in the window, by cohort those sourced in it.
    `left_out` closed without the day of some stage.
    """

    average_cycle_time: float | None = unit("days")
    by_stage: dict[str, float | None] = unit("days")
    n: int = unit("count")
    left_out: int = unit("count")
    cycle_deals: int = unit("count")
    counting: str
    stages: tuple[StageTime, ...] = rows(StageTime)
    curves: tuple[Curve, ...]
    trend_data: tuple[VelocityPoint, ...] = parts(VelocityPoint)
    meta: Meta
    notes: tuple[Note, ...]
