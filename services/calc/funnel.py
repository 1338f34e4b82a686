"""Deals on their way from sourced to closed, counted by period or by cohort.

A deal counts at a stage from the day on which it first stood there or further on: a stage that was
skipped counts as passed on the day the deal went past it, and a move back takes nothing away.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.calc.intervals import Proportion, wilson

SOURCED, SCREENED, TERM_SHEET, CLOSED = WAY = ("sourced", "screened", "term_sheet", "closed")
PASSED, LOST = ENDINGS = ("passed", "lost")
OPEN = "open"
# What of which stage goes on to which; the last one spans the whole way.
RATES = {
    "source_to_screen": (SOURCED, SCREENED),
    "screen_to_term": (SCREENED, TERM_SHEET),
    "term_to_close": (TERM_SHEET, CLOSED),
    "overall": (SOURCED, CLOSED),
}


@dataclass(frozen=True, slots=True)
class Track:
    """One deal: the day it was sourced, the first day it entered each later stage, and its end.

    `ended` is closed, passed or lost, None while the deal is open (a deal that was taken up again
    after it ended is open); `ended_on` is None where nobody said when. `entered` holds first days
    of screened, term_sheet and closed that are known.
    """

    sourced: date
    entered: Mapping[str, date] = field(default_factory=dict)
    ended: str | None = None
    ended_on: date | None = None
    _reached: tuple[date | None, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        later: date | None = None
        days: list[date | None] = []
        for stage in reversed(WAY[1:]):
            own = self.entered.get(stage)
            later = own if later is None or (own is not None and own < later) else later
            days.append(later)
        object.__setattr__(self, "_reached", (self.sourced, *reversed(days)))

    def reached(self, stage: str) -> date | None:
        """The first day on which the deal stood at a stage or further on; None: never, or on a
        day that nobody knows (`closed_undated`)."""
        return self._reached[WAY.index(stage)]

    def day_of(self, stage: str) -> date | None:
        """The day it entered the stage itself on its way; None where it skipped it or never came.

        A stage that was entered only after a later one was skipped at first.
        """
        own = self.sourced if stage == SOURCED else self.entered.get(stage)
        return own if own == self.reached(stage) else None

    @property
    def closed_undated(self) -> bool:
        """It closed, and no event says when."""
        return self.ended == CLOSED and CLOSED not in self.entered

    @property
    def is_open(self) -> bool:
        return self.ended is None

    @property
    def furthest(self) -> str:
        """The last stage of the way that it ever reached."""
        if self.closed_undated:
            return CLOSED
        return next(stage for stage in reversed(WAY) if self.reached(stage) is not None)

    def has_reached(self, stage: str) -> bool:
        """Whether it ever stood at the stage or further on, whenever that was."""
        return WAY.index(self.furthest) >= WAY.index(stage)


class Count(NamedTuple):
    """How many deals reached each stage or a later one (and how many were passed or lost).

    `still_open` and `ages` (days since sourcing) are those of a cohort; None in period counting.
    """

    stages: Mapping[str, int]
    still_open: int | None = None
    ages: Sequence[int] | None = None

    @property
    def rates(self) -> dict[str, Proportion]:
        """Each step's share of the stage before, with its interval."""
        return {
            name: wilson(self.stages[after], self.stages[before])
            for name, (before, after) in RATES.items()
        }


class Timeline:
    """The days on which deals reached each stage, sorted: a period is counted by looking twice."""

    def __init__(self, tracks: Iterable[Track]) -> None:
        self._days: dict[str, list[date]] = {stage: [] for stage in (*WAY, *ENDINGS)}
        for track in tracks:
            for stage in WAY:
                if (day := track.reached(stage)) is not None:
                    self._days[stage].append(day)
            if track.ended in ENDINGS and track.ended_on is not None:
                self._days[track.ended].append(track.ended_on)
        for days in self._days.values():
            days.sort()

    def count(self, start: date, end: date) -> Count:
        """Period counting: deals that reached a stage between two days that are included.

        Rates mix deals of different periods and may exceed 1. What nobody dated is not counted.
        """
        return Count(
            {
                stage: bisect_right(days, end) - bisect_left(days, start)
                for stage, days in self._days.items()
            }
        )


def count_cohort(tracks: Iterable[Track], start: date, end: date, *, by: date) -> Count:
    """Cohort counting: the deals sourced between two days that are included, followed to `by`.

    `tracks` are as known by that day. Rates never exceed 1; those of a young cohort will rise.
    """
    cohort = [track for track in tracks if start <= track.sourced <= end]
    stages = {stage: sum(track.has_reached(stage) for track in cohort) for stage in WAY}
    stages |= {ending: sum(track.ended == ending for track in cohort) for ending in ENDINGS}
    return Count(
        stages,
        still_open=sum(track.is_open for track in cohort),
        ages=[(by - track.sourced).days for track in cohort],
    )


def closed_within(tracks: Iterable[Track], days: int, *, by: date) -> Proportion:
    """The share that closed within so many days of sourcing, of deals that are at least as old.

    A deal that closed on a day that nobody knows is left out.
    """
    old = [t for t in tracks if (by - t.sourced).days >= days and not t.closed_undated]
    return wilson(sum(_closed_after(track, days) for track in old), len(old))


def _closed_after(track: Track, days: int) -> bool:
    closed = track.reached(CLOSED)
    return closed is not None and (closed - track.sourced).days <= days
