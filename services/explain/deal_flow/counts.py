"""How many deals reached, ended or wait somewhere, each with the row by which it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from services.calc.quarters import first_day, last_day
from services.explain.answers import Recipe, value_of
from services.explain.deal_flow.facts import (
    BLANK,
    ENDS,
    WAY,
    DealFacts,
    Way,
    before,
    channel_of,
)
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.recipe import Told, Use
from services.explain.words import equation

PERIOD, COHORT = "period", "cohort"
Chosen = Callable[[DealFacts, FigureKey, Spot], tuple[list[Way], str]]
STEPS: Mapping[str, tuple[str, str]] = {
    "source_to_screen": ("sourced", "screened"),
    "screen_to_term": ("screened", "term_sheet"),
    "term_to_close": ("term_sheet", "closed"),
    "overall": ("sourced", "closed"),
}


def counted(chosen: Chosen) -> Recipe:
    """A figure that is a number of deals; `chosen` finds them again and says what they count as."""

    def told(facts: DealFacts, _key: FigureKey, spot: Spot) -> Told:
        ways, stage = chosen(facts, _key, spot)
        return Told(
            numbers=equation(f"{len(ways):,} deals", spot.value, "count"),
            recomputed=value_of(spot, len(ways)),
            uses=rows(facts, ways, stage),
        )

    return told


def share(part: Chosen, whole: Chosen) -> Recipe:
    """A figure that is some deals over others."""

    def told(facts: DealFacts, key: FigureKey, spot: Spot) -> Told:
        above, stage = part(facts, key, spot)
        below, of = whole(facts, key, spot)
        again = len(above) / len(below) if below else None
        return Told(
            numbers=equation(f"{len(above):,} / {len(below):,}", spot.given, spot.unit),
            recomputed=value_of(spot, again),
            uses=[*rows(facts, above, stage), *rows(facts, below, f"of all: {of}")],
        )

    return told


def rows(facts: DealFacts, ways: Sequence[Way], stage: str) -> list[Use]:
    """The row by which each deal counts."""
    name = stage.rpartition(": ")[2]
    if name in WAY[1:]:
        return facts.uses(ways, stage, lambda way: way.arrival(name))
    if name in ENDS:
        return facts.uses(
            ways,
            stage,
            lambda way: next((e for e in reversed(way.events) if e.stage == name), None),
        )
    return facts.uses(ways, stage, lambda way: None)


def last_word(spot: Spot) -> str:
    """`screened` of `current_period.screened`."""
    return spot.path.rpartition(".")[2]


def member(spot: Spot) -> str:
    """`overall` of `period.rates[overall].rate`."""
    return spot.path.rpartition("[")[2].partition("]")[0]


def reached(ways: Sequence[Way], stage: str, start: date, end: date) -> list[Way]:
    """Deals that reached a stage, or ended so, on a day of a window."""
    if stage in WAY:
        return [w for w in ways if (day := w.reached(stage)) is not None and start <= day <= end]
    return [
        way
        for way in ways
        if way.end is not None
        and way.end[0] == stage
        and way.end[1] is not None
        and start <= way.end[1] <= end
    ]


def of_window(facts: DealFacts, counting: str, stage: str, days: tuple[date, date]) -> list[Way]:
    """Deals at a stage in a window counted one way."""
    if counting == PERIOD:
        return reached(facts.ways, stage, *days)
    cohort = facts.sourced_in(*days)
    if stage in WAY:
        return [way for way in cohort if way.ever(stage)]
    return [way for way in cohort if way.end is not None and way.end[0] == stage]


def window_of(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[str, tuple[date, date]]:
    """Which window and counting a number of the funnel is of."""
    top = spot.path.split(".")[0].partition("[")[0]
    days = facts.window(key)
    if top.startswith("previous_") and top.removeprefix("previous_") in (PERIOD, COHORT):
        return top.removeprefix("previous_"), before(*days)
    if top in (PERIOD, COHORT):
        return top, days
    return facts.ground.answer(key).counting, days


def stage_count(name: Callable[[Spot], str]) -> Chosen:
    """Deals at the stage that the number is named after."""

    def chosen(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
        counting, days = window_of(facts, key, spot)
        return of_window(facts, counting, name(spot), days), name(spot)

    return chosen


def previous_count(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
    """Deals at the stage in the window before."""
    counting, days = window_of(facts, key, spot)
    return of_window(facts, counting, member(spot), before(*days)), member(spot)


def step_side(side: int, name: Callable[[Spot], str]) -> Chosen:
    """Deals before (0) or after (1) the step that a rate is of."""

    def chosen(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
        counting, days = window_of(facts, key, spot)
        stage = STEPS[name(spot)][side]
        return of_window(facts, counting, stage, days), stage

    return chosen


def before_stage(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
    """Deals at the stage before the one that a line of the funnel is of."""
    counting, days = window_of(facts, key, spot)
    place = WAY.index(member(spot))
    stage = WAY[max(0, place - 1)]
    return of_window(facts, counting, stage, days), stage


def of_quarter(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
    """Deals at a stage in one quarter of the trend."""
    return _quarter(facts, key, spot, spot.field), spot.field


def quarter_side(stage: str) -> Chosen:
    """Deals at a stage in the quarter that a rate of the trend is of."""

    def chosen(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
        return _quarter(facts, key, spot, stage), stage

    return chosen


def open_deals(facts: DealFacts, _key: FigureKey, _spot: Spot) -> tuple[list[Way], str]:
    """Deals that have not ended."""
    return [way for way in facts.ways if way.end is None], "open"


def open_at_stage(name: Callable[[Spot], str]) -> Chosen:
    """Open deals that stand at a stage."""

    def chosen(facts: DealFacts, _key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
        found = [way for way in facts.ways if way.end is None and way.stands == name(spot)]
        return found, "open"

    return chosen


def of_channel(stage: str | None = None) -> Chosen:
    """Deals of the cohort that came through a channel, and reached a stage (None: any)."""

    def chosen(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
        own = [w for w in facts.sourced_in(*facts.window(key)) if channel_of(w) == member(spot)]
        return [way for way in own if stage is None or way.ever(stage)], stage or WAY[0]

    return chosen


def open_of_channel(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
    """Deals of the cohort that came through a channel and are open."""
    own = of_channel()(facts, key, spot)[0]
    return [way for way in own if way.end is None], "open"


def ended(matches: Callable[[Way, Spot], bool]) -> Chosen:
    """Deals passed or lost in the window that a line is about."""

    def chosen(facts: DealFacts, key: FigureKey, spot: Spot) -> tuple[list[Way], str]:
        found = facts.ended_in(*facts.window(key))
        return [way for way in found if matches(way, spot)], "ended"

    return chosen


def anyone(_way: Way, _spot: Spot) -> bool:
    """Every deal that ended."""
    return True


def of_line(way: Way, spot: Spot) -> bool:
    """Deals of one reason, stage and owner."""
    own = (reason_of(way), way.furthest, way.deal.owner or "unknown")
    return ".".join(own) == member(spot)


def days_in_stage(facts: DealFacts, _key: FigureKey, spot: Spot) -> Told:
    """Days since a deal entered the stage where it stands."""
    way = next(way for way in facts.ways if way.deal.code == member(spot))
    until = facts.ground.scope.as_of or way.since
    days = (until - way.since).days
    return Told(
        numbers=equation(f"{until} − {way.since}", spot.value, spot.unit),
        recomputed=value_of(spot, days),
        uses=rows(facts, [way], way.stands),
        day_count="calendar days, the first not counted",
    )


def reason_of(way: Way) -> str:
    """Why it ended, in the words of the answers."""
    return way.deal.reason or BLANK


def _quarter(facts: DealFacts, key: FigureKey, spot: Spot, stage: str) -> list[Way]:
    counting = facts.ground.answer(key).counting
    start, end = first_day(member(spot)), last_day(member(spot))
    until = facts.ground.scope.as_of or end
    return of_window(facts, counting, stage, (start, min(end, until)))
