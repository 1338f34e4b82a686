"""The funnel: a window counted both ways, the window before, the quarters so far, the cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.calc import quarters
from services.calc.funnel import SOURCED, WAY, closed_within
from services.calc.velocity import spread
from services.calc.windows import trend_quarters
from services.deal_flow.capacity import Means, capacity, capacity_notes
from services.deal_flow.counting import (
    COHORT,
    PERIOD,
    RULES,
    closed_in,
    count,
    counting_note,
    cycle_days,
    rate_notes,
    window_of,
)
from services.deal_flow.forecast import forecast_notes, weigh
from services.deal_flow.frame import Frame, Prospect, read_deals
from services.deal_flow.results import PipelineFunnel, Step, TrendPoint, Window, WithinRate
from services.deal_flow.stuck import stuck_in
from services.deal_flow.thresholds import D_DAYS
from services.envelope import Note
from services.scope import Period


@dataclass(frozen=True, slots=True)
class Earlier:
    """The deals as they stood on the day before the window."""

    day: date
    deals: Sequence[Prospect]


def read_earlier(session: Session, frame: Frame) -> Earlier:
    """Two statements."""
    day = min(frame.period.start - timedelta(days=1), frame.as_of)
    return Earlier(day, read_deals(session, frame.funds, until=day, known_on=frame.known_on))


def pipeline_funnel(frame: Frame, earlier: Earlier, means: Means, counting: str) -> PipelineFunnel:
    """The answer; the specification's keys are of the chosen counting."""
    windows = {
        (period, way): window_of(frame, period, way)
        for period in (frame.period, frame.previous)
        for way in (PERIOD, COHORT)
    }
    now, then = windows[frame.period, counting], windows[frame.previous, counting]
    weighted, powder = weigh(frame), capacity(frame, means)
    age = 0 if counting == PERIOD else weighted.ripe_days
    trend = tuple(
        _point(frame, quarter, counting, ripe_by=frame.as_of - timedelta(days=age))
        for quarter in trend_quarters(now.end)
    )
    closed, closed_before = (
        spread(cycle_days(closed_in(frame, period))) for period in (frame.period, frame.previous)
    )
    return PipelineFunnel(
        counting=counting,
        current_period={stage: now.counts[stage] for stage in WAY},
        conversion_rates={name: rate.rate for name, rate in now.rates.items()},
        comparison_to_previous=_comparison(now, then),
        steps=tuple(_steps(now, then)),
        period=windows[frame.period, PERIOD],
        cohort=windows[frame.period, COHORT],
        previous_period=windows[frame.previous, PERIOD],
        previous_cohort=windows[frame.previous, COHORT],
        trend=trend,
        within=tuple(_within(frame)),
        rules=RULES,
        active_deals=len(frame.open),
        stuck_deals=len(stuck_in(list(frame.deals), frame.as_of)),
        median_cycle_days=closed.median,
        previous_active_deals=sum(deal.track.is_open for deal in earlier.deals),
        previous_stuck_deals=len(stuck_in(list(earlier.deals), earlier.day)),
        previous_median_cycle_days=closed_before.median,
        weighted_pipeline=weighted.amount,
        new_deal_capacity=powder.amount,
        funds=frame.refs,
        meta=frame.meta(PipelineFunnel),
        notes=(
            counting_note(counting),
            *_rate_notes(windows, frame),
            *_step_notes(now, then),
            *_trend_notes(trend),
            *_cycle_notes(frame, closed.n, closed_before.n),
            *forecast_notes(weighted),
            *capacity_notes(powder),
            *frame.notes(),
        ),
    )


def _steps(now: Window, then: Window) -> Iterator[Step]:
    """One row a stage; what did not go on is not given where more came through than stood there."""
    rates = list(now.rates.values())
    for place, stage in enumerate(WAY):
        rate = rates[place - 1] if place else None
        lost = now.counts[WAY[place - 1]] - now.counts[stage] if place else None
        yield Step(
            stage=stage,
            count=now.counts[stage],
            previous=then.counts[stage],
            rate=rate.rate if rate else None,
            low=rate.low if rate else None,
            high=rate.high if rate else None,
            drop_off=None if lost is None or lost < 0 else lost,
        )


def _comparison(now: Window, then: Window) -> dict[str, Any]:
    """The window before, and by stage and step what changed since."""
    change = {stage: now.counts[stage] - then.counts[stage] for stage in WAY}
    rates = {name: rate.rate for name, rate in then.rates.items()}
    return {
        "start": then.start,
        "end": then.end,
        "counts": {stage: then.counts[stage] for stage in WAY},
        "conversion_rates": rates,
        "change": change,
        "growth": {
            stage: change[stage] / then.counts[stage] if then.counts[stage] else None
            for stage in WAY
        },
        "rate_change": {
            name: _difference(now.rates[name].rate, before) for name, before in rates.items()
        },
    }


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _point(frame: Frame, quarter: Period, counting: str, *, ripe_by: date) -> TrendPoint:
    found = count(frame, quarter, counting)
    stages = found.stages
    return TrendPoint(
        quarter=quarters.quarter_of(quarter.end),
        start=quarter.start,
        end=quarter.end,
        **{stage: stages[stage] for stage in WAY},
        overall=found.rates["overall"].rate,
        median_cycle_days=spread(cycle_days(closed_in(frame, quarter))).median,
        mature=quarter.end <= ripe_by,
    )


def _within(frame: Frame) -> Iterator[WithinRate]:
    """How many deals of the cohort closed within so many days, of those that are as old."""
    tracks = [deal.track for deal in frame.cohort()]
    for days in D_DAYS:
        found = closed_within(tracks, days, by=frame.as_of)
        yield WithinRate(
            days=days,
            closed=int(found.successes),
            deals=int(found.trials),
            rate=found.rate,
            low=found.low,
            high=found.high,
        )


def _rate_notes(windows: Mapping[tuple[Period, str], Window], frame: Frame) -> Iterator[Note]:
    for (period, way), window in windows.items():
        earlier = "" if period == frame.period else "previous_"
        yield from rate_notes(f"{earlier}{way}", window)


def _step_notes(now: Window, then: Window) -> Iterator[Note]:
    """What the figures stage by stage leave out; those of the windows are told with them."""
    words = "The first stage has none before, so nothing dropped off and it has no rate."
    yield Note("steps", "first_stage", words)
    if any(rate.rate is None for rate in now.rates.values()):
        words = "Where no deal stood at the stage before, there is no rate."
        yield Note("conversion_rates", "no_trials", words)
    if any(not then.counts[stage] for stage in WAY):
        words = "From no deal in the window before there is no growth."
        yield Note("comparison_to_previous.growth", "from_nothing", words)
    both = (*now.rates.values(), *then.rates.values())
    if any(rate.rate is None for rate in both):
        words = "A rate that one of the two windows does not have cannot be compared."
        yield Note("comparison_to_previous.rate_change", "no_trials", words)


def _trend_notes(trend: Sequence[TrendPoint]) -> Iterator[Note]:
    if any(point.overall is None for point in trend):
        words = "A quarter without sourced deals has no rate."
        yield Note("trend.overall", "no_trials", words)
    if any(point.median_cycle_days is None for point in trend):
        words = "A quarter in which no deal closed has no cycle time."
        yield Note("trend.median_cycle_days", "none_closed", words)


def _cycle_notes(frame: Frame, closed: int, closed_before: int) -> Iterator[Note]:
    named = (
        ("median_cycle_days", closed, frame.period),
        ("previous_median_cycle_days", closed_before, frame.previous),
    )
    for field, n, period in named:
        if n == 0:
            words = (
                f"No deal closed from {period.start} to {period.end}, so there is no cycle time."
            )
            yield Note(field, "none_closed", words)
    words = (
        f"A rate within D days counts only deals of the cohort that were {SOURCED} at least D days "
        "before as_of; it is not given where none is as old."
    )
    yield Note("within", "old_enough", words)
