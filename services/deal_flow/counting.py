"""Deals counted in a window, one way or the other, and the rules by which they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median

from services.calc.funnel import Count, count_cohort
from services.calc.intervals import Proportion
from services.calc.velocity import TOTAL, step_days
from services.deal_flow.frame import Frame, Prospect
from services.deal_flow.results import Rate, Window
from services.envelope import Note
from services.errors import InvalidInput
from services.scope import Period

PERIOD, COHORT = COUNTINGS = ("period", "cohort")

RULES = (
    "Period counting counts deals on the day they reached a stage, whenever they were sourced: its "
    "rates mix deals of several periods and may exceed 1; they have no interval then.",
    "Cohort counting follows the deals sourced in the window up to as_of: its rates never exceed "
    "1, and those of a young cohort will still rise (still open).",
    "A stage counts deals that reached it or a later one. A stage that was skipped counts on the "
    "day the deal went past it, so that no window shows more deals further on than came by.",
    "A move back takes nothing away, and entering a stage again adds nothing: the first entry "
    "counts.",
    "A deal that was passed or lost and taken up again is open; passed and lost count where it "
    "stands.",
    "Days are those of the firm's own clock. A deal that closed on a day that no event tells is "
    "in its cohort and in no period.",
    "Rates have a 95 % Wilson interval.",
)


SAID = {
    PERIOD: "Counted by period: what happened in the window, whenever a deal was sourced.",
    COHORT: "Counted by cohort: the deals sourced in the window, followed to as_of.",
}


def counting_note(counting: str) -> Note:
    """The way of counting in words, which files carry with the figures."""
    return Note("counting", f"by_{counting}", SAID[counting])


def check_counting(counting: str) -> str:
    """The way of counting; InvalidInput for a word that is none."""
    if counting not in COUNTINGS:
        raise InvalidInput(f"counting is period or cohort, not {counting!r}.")
    return counting


def count(frame: Frame, period: Period, counting: str) -> Count:
    """Deals of a window by stage."""
    if counting == PERIOD:
        return frame.timeline.count(period.start, period.end)
    return count_cohort(frame.tracks, period.start, period.end, by=frame.as_of)


def window_of(frame: Frame, period: Period, counting: str) -> Window:
    """The counts and rates of a window."""
    found = count(frame, period, counting)
    return Window(
        start=period.start,
        end=period.end,
        counting=counting,
        counts=dict(found.stages),
        rates={name: rate_of(each) for name, each in found.rates.items()},
        still_open=found.still_open,
        median_age_days=float(median(found.ages)) if found.ages else None,
    )


def rate_of(found: Proportion) -> Rate:
    return Rate(
        rate=found.rate,
        low=found.low,
        high=found.high,
        successes=int(found.successes),
        trials=int(found.trials),
    )


def closed_in(frame: Frame, period: Period) -> list[Prospect]:
    """Deals that first closed in a window."""
    days = ((deal, deal.track.entered.get("closed")) for deal in frame.deals)
    return [deal for deal, day in days if day is not None and period.start <= day <= period.end]


def cycle_days(deals: Iterable[Prospect]) -> list[int]:
    """Days from sourcing to closing of those deals that closed."""
    days = (step_days(deal.track, TOTAL) for deal in deals)
    return [each for each in days if each is not None]


def rate_notes(field: str, window: Window) -> Iterator[Note]:
    """Why rates of a window, or their intervals, are not given."""
    empty = [name for name, rate in window.rates.items() if rate.rate is None]
    if empty:
        words = f"No deal stood at the stage before, so there is no {_listed(empty)}."
        yield Note(f"{field}.rates", "no_trials", words)
    above = [name for name, rate in window.rates.items() if rate.rate and rate.low is None]
    if above:
        words = (
            f"{_listed(above)}: deals of other periods came through, so this is no share and has "
            "no interval; see the cohort."
        )
        yield Note(f"{field}.rates", "above_one", words)
    if window.still_open:
        words = (
            f"{window.still_open} of {window.counts['sourced']} deals of this cohort are still "
            "open, so its rates may rise."
        )
        yield Note(f"{field}.still_open", "cohort_not_ripe", words)
    if window.counting == COHORT and window.median_age_days is None:
        yield Note(f"{field}.median_age_days", "no_deals", "No deal was sourced in this window.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)
