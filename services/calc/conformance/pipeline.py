"""Cases about deal flow: intervals, channels, funnels, days, and times that are not over yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from statistics import mean, median
from typing import Any

from services.calc.conformance.cases import Inputs, Measure, day
from services.calc.funnel import CLOSED, ENDINGS, LOST, WAY, Count, Timeline, Track, count_cohort
from services.calc.intervals import CONFIDENCE, Proportion, extremes_overlap, wilson
from services.calc.survival import Waiting, waiting
from services.calc.velocity import STEPS, TOTAL, days_by_step

SHORT = {"screen": "source_to_screen", "term": "screen_to_term", "close": "term_to_close"}
STAGES = (*WAY, *ENDINGS)
LONGEST = 36_525  # a hundred years in days
CODES = {"open": 0, CLOSED: 1, LOST: 2}


def _interval(found: Proportion) -> dict[str, float | None]:
    return {"rate": found.rate, "low": found.low, "high": found.high}


def _wilson(inputs: Inputs) -> Mapping[str, Any]:
    confidence = inputs.get("confidence", CONFIDENCE)
    return _interval(wilson(inputs["successes"], inputs["trials"], confidence=confidence))


def _channels(inputs: Inputs) -> Mapping[str, Any]:
    confidence = inputs.get("confidence", CONFIDENCE)
    rows = inputs["channels"]
    found = [wilson(row["closed"], row["deals"], confidence=confidence) for row in rows]
    return {
        "channels": [
            {"name": row["name"], **_interval(each)} for row, each in zip(rows, found, strict=True)
        ],
        "best_vs_worst_intervals_overlap": extremes_overlap(dict(enumerate(found))),
    }


def _cohort_rate(inputs: Inputs) -> Mapping[str, Any]:
    return _interval(wilson(inputs["won"], inputs["sourced"]))


def _tracks(inputs: Inputs) -> list[Track]:
    known = inputs.get("as_of") or inputs.get("data_date")
    return [_track(deal, day(known) if known else date.max) for deal in inputs["deals"]]


def _track(deal: Mapping[str, str | None], by: date) -> Track:
    """A deal as known by a day; every key of a case is a stage or an end with its day."""
    days = {stage: day(text) for stage, text in deal.items() if stage in STAGES and text}
    days = {stage: when for stage, when in days.items() if when <= by or stage == WAY[0]}
    ends = [stage for stage in (CLOSED, *ENDINGS) if stage in days]
    ended = max(ends, key=days.__getitem__) if ends else None
    return Track(
        sourced=days[WAY[0]],
        entered={stage: days[stage] for stage in WAY[1:] if stage in days},
        ended=ended,
        ended_on=days[ended] if ended else None,
    )


def _funnel(inputs: Inputs) -> Mapping[str, Any]:
    tracks = _tracks(inputs)
    start, end = day(inputs["period_start"]), day(inputs["period_end"])
    period = Timeline(tracks).count(start, end)
    cohort = count_cohort(tracks, start, end, by=_last_day(tracks))
    return {
        "period": _counted(period),
        "cohort": {**_counted(cohort), "still_open": cohort.still_open},
    }


def _last_day(tracks: Iterable[Track]) -> date:
    return max((d for t in tracks for d in (t.sourced, *t.entered.values())), default=date.max)


def _counted(count: Count) -> dict[str, Any]:
    rates = {short: count.rates[name].rate for short, name in SHORT.items()}
    return {"counts": count.stages, "rates": {**rates, "overall": count.rates["overall"].rate}}


def _velocity(inputs: Inputs) -> Mapping[str, Any]:
    days = days_by_step(_tracks(inputs))
    means = [_of(mean, days[step]) for step in STEPS]
    medians = [_of(median, days[step]) for step in STEPS]
    return {
        "stage_mean_days": means,
        "stage_median_days": medians,
        "total_mean_days": _of(mean, days[TOTAL]),
        "total_median_days": _of(median, days[TOTAL]),
        "sum_of_stage_means": _sum(means),
        "sum_of_stage_medians": _sum(medians),
    }


def _of(measure: Any, days: list[int]) -> float | None:
    return float(measure(days)) if days else None


def _sum(parts: list[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _kaplan_meier(inputs: Inputs) -> Mapping[str, Any]:
    found = waiting(inputs["durations"], [CLOSED if event else None for event in inputs["event"]])
    return {
        "km_median": found.median,
        "survival": {name: found.survival_at(time) for name, time in _times(inputs)},
        "n": found.n,
        "n_open": found.n_censored,
    }


def _cumulative_incidence(inputs: Inputs) -> Mapping[str, Any]:
    """Every code but that of open deals is a cause; the words of a case say which is which."""
    words = {word: int(code) for code, word in (inputs.get("event_codes") or {}).items()}
    codes = CODES | words
    causes = [None if event == codes["open"] else event for event in inputs["event"]]
    found = waiting(inputs["durations"], causes)
    won = codes[CLOSED]
    return {
        **{f"cumulative_incidence_{word}": _steps(found, codes[word], inputs) for word in codes},
        "final": found.final(won),
        "final_lost": found.final(codes[LOST]),
        "n": found.n,
        "n_open": found.n_censored,
    }


def _steps(found: Waiting, cause: int, inputs: Inputs) -> dict[str, float]:
    return {name: found.incidence_at(cause, time) for name, time in _times(inputs)}


def _times(inputs: Inputs) -> list[tuple[str, float]]:
    """Every whole day up to the last one, and the times of the case, as JSON names them."""
    times = inputs["durations"]
    days = range(min(int(max(times, default=0)), LONGEST) + 1)
    named = {(name, time) for time in (*days, *times) for name in (f"{time:g}", str(time))}
    return sorted(named, key=lambda each: each[1])


MEASURES: Mapping[str, Measure] = {
    "wilson_interval": _wilson,
    "channel_ranking": _channels,
    "cohort_rate": _cohort_rate,
    "funnel": _funnel,
    "velocity": _velocity,
    "kaplan_meier": _kaplan_meier,
    "cumulative_incidence": _cumulative_incidence,
}
