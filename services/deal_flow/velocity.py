"""How long deals take: one closed cohort, all deals, and those that are still on their way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import fmean

from services.calc import quarters
from services.calc.funnel import RATES, Track
from services.calc.survival import Waiting, waiting
from services.calc.velocity import (
    ADVANCED,
    GONE,
    STEPS,
    TOTAL,
    Spread,
    closed_cohort,
    days_by_step,
    spread,
    stay,
)
from services.calc.windows import trend_quarters
from services.deal_flow.counting import PERIOD, closed_in, counting_note, cycle_days
from services.deal_flow.frame import Frame, Prospect
from services.deal_flow.results import Curve, CurvePoint, StageTime, Velocity, VelocityPoint
from services.envelope import Note
from services.scope import Period

CLOSED_COHORT, ALL_DEALS = "closed_cohort", "all_deals"


def velocity(frame: Frame, counting: str) -> Velocity:
    """The answer, over the deals that closed in the window or were sourced in it."""
    of_window = closed_in(frame, frame.period) if counting == PERIOD else frame.cohort()
    totals = cycle_days(of_window)
    complete = closed_cohort(deal.track for deal in of_window)
    means = {step: _mean([days[step] for days in complete]) for step in (*STEPS, TOTAL)}
    cycle = means.pop(TOTAL) if complete else _mean(totals)
    curves = tuple(_curves(frame, of_window if counting != PERIOD else frame.deals))
    return Velocity(
        average_cycle_time=cycle,
        by_stage={step: means[step] for step in STEPS},
        n=len(complete),
        left_out=len(totals) - len(complete),
        cycle_deals=len(complete) or len(totals),
        counting=counting,
        stages=(
            *(_time(step, CLOSED_COHORT, [d[step] for d in complete]) for step in (*STEPS, TOTAL)),
            *(_time(step, ALL_DEALS, days) for step, days in _all(frame, counting).items()),
        ),
        curves=curves,
        trend_data=tuple(_point(frame, quarter) for quarter in trend_quarters(frame.period.end)),
        meta=frame.meta(Velocity),
        notes=(
            counting_note(counting),
            *_notes(frame, counting, len(complete), len(totals)),
            *_curve_notes(curves, counting),
            *frame.notes(),
        ),
    )


def _mean(days: Sequence[int]) -> float | None:
    return fmean(days) if days else None


def _all(frame: Frame, counting: str) -> dict[str, list[int]]:
    """Days of each step over all deals: those that ended the step in the window, or those of the
    cohort that ended it by as_of."""
    if counting != PERIOD:
        return days_by_step(deal.track for deal in frame.cohort())
    found: dict[str, list[int]] = {}
    for step in (*STEPS, TOTAL):
        after = RATES["overall" if step == TOTAL else step][1]
        deals = [track for track in frame.tracks if _inside(track.day_of(after), frame.period)]
        found[step] = days_by_step(deals)[step]
    return found


def _inside(day: date | None, period: Period) -> bool:
    return day is not None and period.start <= day <= period.end


def _time(step: str, share: str, days: list[int]) -> StageTime:
    found: Spread[int] = spread(days)
    return StageTime(step=step, share=share, **found._asdict())


def _curves(frame: Frame, deals: Sequence[Prospect]) -> Iterator[Curve]:
    for step in (*STEPS, TOTAL):
        yield _curve(step, [deal.track for deal in deals], frame.as_of)


def _curve(step: str, tracks: list[Track], by: date) -> Curve:
    stays = [each for each in (stay(track, step, by=by) for track in tracks) if each is not None]
    found = waiting([each.days for each in stays], [each.left for each in stays])
    return Curve(
        step=step,
        n=found.n,
        n_open=found.n_censored,
        median=found.median,
        naive_median=found.naive_median,
        advanced=found.final(ADVANCED),
        lost=found.final(GONE),
        points=tuple(_points(found)),
    )


def _points(found: Waiting) -> Iterator[CurvePoint]:
    for place, day in enumerate(found.times):
        yield CurvePoint(
            day=float(day),
            survival=found.survival[place],
            advanced=found.incidence_at(ADVANCED, day),
            lost=found.incidence_at(GONE, day),
            at_risk=found.at_risk[place],
        )


def _point(frame: Frame, quarter: Period) -> VelocityPoint:
    days = spread(cycle_days(closed_in(frame, quarter)))
    return VelocityPoint(
        quarter=quarters.quarter_of(quarter.end),
        end=quarter.end,
        n=days.n,
        mean=days.mean,
        median=days.median,
    )


def _notes(frame: Frame, counting: str, complete: int, closed: int) -> Iterator[Note]:
    start, end = frame.period.start, frame.period.end
    which = "closed" if counting == PERIOD else "were sourced"
    if not closed:
        words = f"No deal that {which} from {start} to {end} has closed, so no time is known."
        yield Note("average_cycle_time", "none_closed", words)
        yield Note("by_stage", "none_closed", words)
    elif not complete:
        words = (
            f"None of the {closed} closed deals has a day of every stage: the cycle time is of all "
            "of them, and no stage is given."
        )
        yield Note("by_stage", "no_stage_days", words)
    elif complete < closed:
        words = (
            f"{closed - complete} of {closed} closed deals skipped a stage: means are over the "
            f"{complete} others, so that the stages add up to the cycle time."
        )
        yield Note("by_stage", "left_out", words)
    yield Note("stages", "no_deals", "A step that no deal made has no times.")
    yield Note("trend_data", "none_closed", "A quarter in which no deal closed has no times.")
    words = (
        "All-deals times are over different deals stage by stage: their means need not add up, and "
        "medians never do."
    )
    yield Note("stages", "different_deals", words)


def _curve_notes(curves: Sequence[Curve], counting: str) -> Iterator[Note]:
    which = "all deals sourced so far" if counting == PERIOD else "the deals sourced in the window"
    words = f"Curves are over {which}; open ones are censored, lost and passed ones compete."
    yield Note("curves", "curves_of", words)
    for curve in curves:
        if curve.n == 0:
            words = "No deal ever stood there."
            yield Note(f"curves.{curve.step}", "no_deals", words)
        elif curve.median is None:
            words = "Half of the deals have not left yet, so the median is not reached."
            yield Note(f"curves.{curve.step}.median", "not_reached", words)
