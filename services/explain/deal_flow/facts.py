"""The funds' deals read row by row, and their way counted again without the service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from services.access.funds import granted
from services.db.queries.explain import pipeline
from services.db.queries.explain.pipeline import DealFact, EventFact
from services.db.queries.explain.tables import EVENTS, PIPELINE
from services.db.reads.funds import FundRow
from services.explain.answers import Ground
from services.explain.keys import FigureKey
from services.explain.recipe import Use

WAY = ("sourced", "screened", "term_sheet", "closed")
ENDS = ("closed", "passed", "lost")
ORDER = (*WAY, "passed", "lost")
BLANK = "not given"


@dataclass(frozen=True, slots=True)
class Way:
    """One deal: its row, and its events up to a day in the order in which they happened."""

    deal: DealFact
    events: tuple[EventFact, ...]
    later: bool

    def first(self, stage: str) -> EventFact | None:
        """The event that first brought it to a stage itself."""
        return next((event for event in self.events if event.stage == stage), None)

    def arrival(self, stage: str) -> EventFact | None:
        """The event that first brought it to a stage after the first, or beyond it."""
        wanted = WAY[WAY.index(stage) :]
        return next((event for event in self.events if event.stage in wanted), None)

    def reached(self, stage: str) -> date | None:
        """The day on which it first stood at a stage or further on."""
        if stage == WAY[0]:
            return self.deal.sourced
        event = self.arrival(stage)
        return event.at.date() if event else None

    @property
    def end(self) -> tuple[str, date | None] | None:
        """How it ended and on which day, by its last event or else by the firm's own word."""
        last = max(self.events, key=_place, default=None)
        if last is not None and last.stage in ENDS:
            return last.stage, last.at.date()
        said = self.deal.outcome
        return (said, None) if said in ENDS and not self.later else None

    @property
    def stands(self) -> str:
        """The stage of the way that it entered last."""
        own = [event for event in self.events if event.stage in WAY]
        if self.end is not None and self.end[0] == WAY[-1]:
            return WAY[-1]
        return max(own, key=_place).stage if own else WAY[0]

    @property
    def since(self) -> date:
        """The day on which it entered the stage where it stands."""
        own = [event for event in self.events if event.stage in WAY]
        return max(own, key=_place).at.date() if own else self.deal.sourced

    @property
    def furthest(self) -> str:
        """The last stage that it ever reached."""
        if self.end is not None and self.end[0] == WAY[-1]:
            return WAY[-1]
        return next(stage for stage in reversed(WAY) if self.reached(stage) is not None)

    def ever(self, stage: str) -> bool:
        """Whether it ever stood at a stage or further on."""
        return WAY.index(self.furthest) >= WAY.index(stage)

    def stood(self, stage: str) -> date | None:
        """The day of the stage itself; None where it was skipped on the way."""
        if stage == WAY[0]:
            return self.deal.sourced
        own = self.first(stage)
        return own.at.date() if own and own.at.date() == self.reached(stage) else None

    def days(self, before: str, after: str) -> int | None:
        """Days from one stage to another, None where a day is missing or they run backwards."""
        start, end = self.stood(before), self.stood(after)
        return None if start is None or end is None or end < start else (end - start).days


class DealFacts:
    """Every deal of the scope's funds as it stood on the day of the figures."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    @cached_property
    def funds(self) -> list[FundRow]:
        ground = self.ground
        return list(granted(ground.session, ground.principal, ground.scope))

    @cached_property
    def codes(self) -> dict[str, str]:
        return {row.id: row.code for row in self.funds}

    @cached_property
    def ways(self) -> list[Way]:
        """The deals with their events, by code."""
        session, known_on = self.ground.session, self.ground.known_on
        until = self.ground.scope.as_of or date.max
        ids = list(self.codes)
        events: dict[str, list[EventFact]] = defaultdict(list)
        for event in pipeline.event_facts(session, fund_ids=ids, known_on=known_on):
            events[event.deal].append(event)
        found = pipeline.deal_facts(session, fund_ids=ids, until=until, known_on=known_on)
        return [
            Way(
                deal,
                tuple(event for event in events[deal.deal] if event.at.date() <= until),
                any(event.at.date() > until for event in events[deal.deal]),
            )
            for deal in found
        ]

    def added_since(self, key: FigureKey, known_on: datetime) -> int:
        """Deals and events up to the figure's day that came later."""
        return pipeline.added_since(
            self.ground.session, fund_ids=list(self.codes), until=key.day, known_on=known_on
        )

    def window(self, key: FigureKey) -> tuple[date, date]:
        """The days that the figure's answer was asked for, both included."""
        first, _, last = key.extra[1].partition("..")
        return date.fromisoformat(first), date.fromisoformat(last)

    def sourced_in(self, start: date, end: date) -> list[Way]:
        """The cohort of a window."""
        return [way for way in self.ways if start <= way.deal.sourced <= end]

    def ended_in(self, start: date, end: date) -> list[Way]:
        """Deals that were passed or lost in a window, on a day that is known."""
        return [
            way
            for way in self.ways
            if way.end is not None
            and way.end[0] != WAY[-1]
            and way.end[1] is not None
            and start <= way.end[1] <= end
        ]

    def uses(
        self, ways: Iterable[Way], counts_as: str, at: Callable[[Way], EventFact | None]
    ) -> list[Use]:
        """The row by which each deal counts: the event, or the deal's own row without one."""
        return newest(self._use(way, at(way), counts_as) for way in ways)

    def spans(self, ways: Iterable[Way], before: str, after: str) -> list[Use]:
        """Both ends of the days that each deal took."""
        found: list[Use] = []
        for way in ways:
            for stage in (before, after):
                event = None if stage == WAY[0] else way.first(stage)
                found.append(self._use(way, event, "start" if stage == before else "end"))
        return newest(found)

    def _use(self, way: Way, event: EventFact | None, counts_as: str) -> Use:
        deal = way.deal
        row = event or deal
        return Use(
            table=EVENTS if event else PIPELINE,
            id=row.id,
            day=event.at.date() if event else deal.sourced,
            fund=self.codes.get(deal.fund_id),
            type=event.stage if event else "sourced",
            label=f"{(event.stage if event else 'sourced').replace('_', ' ').capitalize()}",
            amount=None,
            unit="count",
            currency=None,
            conversion=None,
            converted=None,
            counts_as=counts_as,
            adds=Decimal(1),
            counts={},
            ended=row.known_to is not None,
        )


def newest(uses: Iterable[Use]) -> list[Use]:
    """Rows with the newest first."""
    return sorted(uses, key=lambda use: (use.day, use.fund or "", use.id), reverse=True)


def channel_of(way: Way) -> str:
    """The channel a deal came through, in the words of the answers."""
    return way.deal.channel or BLANK


def before(start: date, end: date) -> tuple[date, date]:
    """The window of equal length before: as many whole months, or as many days."""
    last = start - timedelta(days=1)
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        first = start.year * 12 + start.month - 1 - months
        return date(first // 12, first % 12 + 1, 1), last
    return last - (end - start), last


def middle(values: Sequence[int], share: float) -> float | None:
    """A percentile of whole numbers, interpolated between the two places it lies between."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _place(event: EventFact) -> tuple[datetime, int, int]:
    """Of two events at one moment the one further on came last."""
    return event.at, ORDER.index(event.stage), event.id
