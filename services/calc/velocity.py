"""How many days deals take from stage to stage, over which deals, and how they are spread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from services.calc.funnel import CLOSED, RATES, SOURCED, Track

STEPS = {name: pair for name, pair in RATES.items() if name != "overall"}
TOTAL = "total"
ADVANCED, GONE = "advanced", "gone"


Number = TypeVar("Number", int, float)


class Spread(NamedTuple, Generic[Number]):
    """Days (or hours) of `n` cases. Percentiles are interpolated (type 7); all None without any."""

    n: int
    mean: float | None = None
    median: float | None = None
    p25: float | None = None
    p75: float | None = None
    p90: float | None = None
    least: Number | None = None
    most: Number | None = None


def spread(days: Sequence[Number]) -> Spread[Number]:
    """Mean, median, quartiles, ninth decile and extremes of numbers of days or hours."""
    if not days:
        return Spread(0)
    p25, median, p75, p90 = (float(x) for x in np.percentile(days, (25, 50, 75, 90)))
    return Spread(
        n=len(days),
        mean=sum(days) / len(days),
        median=median,
        p25=p25,
        p75=p75,
        p90=p90,
        least=min(days),
        most=max(days),
    )


def step_days(track: Track, step: str) -> int | None:
    """Days of one step, or of the whole way (`total`).

    None where the deal skipped a stage of the step, has not come so far, or where its days run
    backwards, which is a mistake in the facts.
    """
    before, after = (SOURCED, CLOSED) if step == TOTAL else STEPS[step]
    start, end = track.day_of(before), track.day_of(after)
    if start is None or end is None or end < start:
        return None
    return (end - start).days


def days_by_step(tracks: Iterable[Track]) -> dict[str, list[int]]:
    """Days of each step and of the whole way, each over all deals that made it: these sets
    differ, so their means need not add up, and medians never do."""
    found: dict[str, list[int]] = {step: [] for step in (*STEPS, TOTAL)}
    for track in tracks:
        for step, days in found.items():
            if (took := step_days(track, step)) is not None:
                days.append(took)
    return found


def closed_cohort(tracks: Iterable[Track]) -> list[Mapping[str, int]]:
    """Days of each step and of the whole way, over the deals that made every step: for one set of
    deals the means of the steps add up to the mean of the whole."""
    found: list[Mapping[str, int]] = []
    for track in tracks:
        steps = {step: step_days(track, step) for step in (*STEPS, TOTAL)}
        known = {step: days for step, days in steps.items() if days is not None}
        if len(known) == len(steps):
            found.append(known)
    return found


class Stay(NamedTuple):
    """Days in a stage, and how it was left: `ADVANCED`, `GONE`, or None while the deal is there."""

    days: int
    left: str | None


def stay(track: Track, step: str, *, by: date) -> Stay | None:
    """How long a deal stood before a step (`total`: on the whole way), as known by a day.

    A deal that was passed or lost left the stage for good. None where it never stood there, and
    where nobody knows when it left.
    """
    before, after = (SOURCED, CLOSED) if step == TOTAL else STEPS[step]
    start, went_on = track.day_of(before), track.reached(after)
    if start is None or track.closed_undated:
        return None
    if went_on is not None:
        return _stay(start, went_on, ADVANCED)
    if track.is_open:
        return _stay(start, by, None)
    return None if track.ended_on is None else _stay(start, track.ended_on, GONE)


def _stay(start: date, end: date, left: str | None) -> Stay | None:
    return Stay((end - start).days, left) if end >= start else None
