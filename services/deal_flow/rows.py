"""The deals behind a count, one row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from services.calc.funnel import CLOSED, ENDINGS, OPEN, SCREENED, SOURCED, TERM_SHEET, WAY
from services.deal_flow.counting import PERIOD, counting_note
from services.deal_flow.frame import NOT_GIVEN, Frame, Prospect
from services.deal_flow.results import DealRow, Deals
from services.deal_flow.stuck import days_in
from services.envelope import Note
from services.errors import InvalidInput
from services.scope import Period

MOST_ROWS = 500
STAGES = (*WAY, *ENDINGS)
OUTCOMES = (OPEN, CLOSED, *ENDINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What rows are asked for; None filters nothing, `not given` finds what is blank.

    `stage`: deals that reached it or a later one; passed or lost: that ended so. `furthest`: the
    last stage they ever reached.
    """

    stage: str | None = None
    furthest: str | None = None
    channel: str | None = None
    sector: str | None = None
    owner: str | None = None
    outcome: str | None = None
    reason: str | None = None

    def check(self) -> Filter:
        """InvalidInput for a stage or an outcome that is none."""
        words = (
            ("stage", self.stage, STAGES),
            ("furthest", self.furthest, WAY),
            ("outcome", self.outcome, OUTCOMES),
        )
        for name, given, allowed in words:
            if given is not None and given not in allowed:
                raise InvalidInput(f"{name} must be one of {', '.join(allowed)}, not {given!r}.")
        return self


def deals(frame: Frame, asked: Filter, *, counting: str, limit: int) -> Deals:
    """Rows of the deals that a figure of the window counted, newest first."""
    found = [
        deal
        for deal in frame.deals
        if _counted(frame, deal, asked, counting) and _passes(deal, asked)
    ]
    found.sort(key=lambda deal: (-deal.row.sourced.toordinal(), deal.row.code))
    rows = tuple(_row(frame, deal) for deal in found[:limit])
    return Deals(
        deals=rows,
        total=len(found),
        counting=counting,
        meta=frame.meta(Deals),
        notes=(*_notes(asked, counting, listed=len(rows), total=len(found)), *frame.notes()),
    )


def _counted(frame: Frame, deal: Prospect, asked: Filter, counting: str) -> bool:
    """Whether the deal belongs to the window as it is counted.

    By cohort: sourced in it, and at the stage by as_of. By period: what is asked for happened in
    it: the stage was reached, the deal ended; anything at all where nothing is asked for. An open
    deal belongs to every period.
    """
    track, period = deal.track, frame.period
    if counting != PERIOD:
        return period.start <= deal.row.sourced <= period.end and _stands(deal, asked.stage)
    if asked.stage in WAY:
        return _inside(track.reached(asked.stage), period)
    if asked.stage in ENDINGS or asked.outcome in ENDINGS or asked.reason is not None:
        ending = asked.stage if asked.stage in ENDINGS else track.ended
        return ending in ENDINGS and ending == track.ended and _inside(track.ended_on, period)
    if asked.outcome == CLOSED:
        return _inside(track.entered.get(CLOSED), period)
    if asked.outcome == OPEN:
        return True
    days = [track.reached(stage) for stage in WAY]
    return any(_inside(day, period) for day in (*days, track.ended_on))


def _stands(deal: Prospect, stage: str | None) -> bool:
    if stage is None:
        return True
    if stage in ENDINGS:
        return deal.track.ended == stage
    return deal.track.has_reached(stage)


def _inside(day: date | None, period: Period) -> bool:
    return day is not None and period.start <= day <= period.end


def _passes(deal: Prospect, asked: Filter) -> bool:
    row = deal.row
    values: Mapping[str, tuple[str | None, str | None]] = {
        "furthest": (asked.furthest, deal.track.furthest),
        "channel": (asked.channel, row.channel),
        "sector": (asked.sector, row.sector),
        "owner": (asked.owner, row.owner),
        "outcome": (asked.outcome, deal.outcome),
        "reason": (asked.reason, row.reason),
    }
    return all(given is None or given == (own or NOT_GIVEN) for given, own in values.values())


def _row(frame: Frame, deal: Prospect) -> DealRow:
    row, track = deal.row, deal.track
    return DealRow(
        deal=row.code,
        name=row.name,
        fund=frame.codes[row.fund_id],
        outcome=deal.outcome,
        stage=deal.stage,
        furthest=track.furthest,
        sourced_at=row.sourced,
        screened_at=track.entered.get(SCREENED),
        term_sheet_at=track.entered.get(TERM_SHEET),
        closed_at=track.entered.get(CLOSED),
        ended_at=track.ended_on,
        days_in_stage=days_in(deal, frame.as_of) if track.is_open else None,
        channel=row.channel,
        sector=row.sector,
        round=row.round,
        geography=row.geography,
        owner=row.owner,
        check_size=frame.check_of(deal),
        pass_reason=row.reason,
    )


def _notes(asked: Filter, counting: str, *, listed: int, total: int) -> Iterator[Note]:
    yield counting_note(counting)
    if given := [f"{name} {word}" for name, word in asdict(asked).items() if word is not None]:
        yield Note("deals", "filtered", f"Only {', '.join(given)}.")
    if listed < total:
        words = f"The newest {listed} of {total} deals; ask for more with limit."
        yield Note("deals", "cut", words)
    words = "A day is blank where the deal skipped the stage, has not come so far, or none is told."
    yield Note("deals", "days_not_known", words)
    if counting == PERIOD and asked.outcome == OPEN and asked.stage is None:
        yield Note("deals", "every_open_deal", "Every deal that is open as of the day.")
    elif counting == PERIOD and asked.stage is None:
        words = f"Deals of which something happened in the window, {SOURCED} in it or before."
        yield Note("deals", "events_in_window", words)
