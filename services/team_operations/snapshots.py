"""What people did, computed ahead: each closed quarter, once per state of what it stands on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy.orm import Session

from services import clock
from services.calc.funnel import CLOSED
from services.calc.windows import trend_quarters
from services.db.queries.team_operations import activities, snapshots
from services.db.reads.versions import total
from services.db.session import Database
from services.frames import House
from services.scope import SYSTEM, Period, Scope
from services.team_operations.counting import Counts, by_type, read_counts
from services.team_operations.frame import Frame, settle
from services.team_operations.productivity import scores_of
from services.team_operations.sourcing import read_finds
from services.team_operations.times import between, read_answers, spread_of

log = logging.getLogger(__name__)

Tell = Callable[[int], object]


@dataclass(slots=True)
class TeamOutcome:
    """What a refresh did: rows written because they are new or differ, and those ended."""

    rows: int = 0
    ended: int = 0
    seconds: float = 0.0


def refresh_team(
    db: Database,
    *,
    tell: Tell,
    house: House = House(),  # noqa: B008 - frozen
    as_of: date | None = None,
) -> TeamOutcome:
    """Write the last eight quarters closed by `as_of` (None: by today) of everybody of the team.

    Quarters before the first activity on record have no row. A row that would say the same as the
    one that holds is not written again; `tell` is called with the version of all facts after the
    commit, when something was. One process writes at a time: another one leaves it to the first.
    """
    started = time.monotonic()
    outcome = TeamOutcome()
    end = clock.last_closed_quarter_end(as_of or clock.today(house.timezone))
    with db.session() as session:
        if snapshots.alone(session):
            version = total(session)
            frame = settle(session, SYSTEM, Scope(as_of=end), house)
            rows = {_key(row): row for row in _rows(session, frame, trend_quarters(end))}
            held = snapshots.believed(session)
            new = [row for key, row in rows.items() if not _same(held.get(key), row)]
            first = trend_quarters(end)[0].start
            gone = [key for key in held if key not in rows and key[1] >= first]
            snapshots.replace(session, new, gone, version=version)
            outcome.rows, outcome.ended = len(new), len(gone)
    if outcome.rows or outcome.ended:
        tell(version)
    outcome.seconds = round(time.monotonic() - started, 3)
    return outcome


def _rows(session: Session, frame: Frame, quarters: list[Period]) -> Iterator[dict[str, Any]]:
    """One row a person and quarter of which anything is on record."""
    known = [quarter for quarter in quarters if frame.recorded(quarter.end)]
    if not known:
        return
    whole = Period(known[0].start, frame.as_of)
    long = read_counts(session, frame, whole)
    answers = read_answers(session, frame, since=whole.start)
    finds = read_finds(session, frame)
    closed = {deal.row.id for deal in finds.deals if deal.track.has_reached(CLOSED)}
    handed = activities.referrals(session, frame.sight, since=whole.start, until=whole.end)
    for quarter in known:
        counts = Counts(
            [t for t in long.tallies if quarter.start <= t.month <= quarter.end], known=True
        )
        answered = between(answers, quarter)
        scored = frame.rules.productivity.enabled
        scores = scores_of(frame, quarter, counts, answered, finds) if scored else {}
        for person in frame.members:
            own = counts.of(person.id)
            mine = spread_of(row for row in answered if row.user_id == person.id)
            score = scores.get(person.id)
            referred = {
                row.deal_id
                for row in handed
                if row.user_id == person.id and quarter.start <= row.at.date() <= quarter.end
            }
            yield {
                "user_id": person.id,
                "period_start": quarter.start,
                "period_end": quarter.end,
                **own.keys(),
                "avg_response_time_hours": mine.mean,
                "successful_referrals": len(referred & closed),
                "productivity_score": score.whole.score if score else None,
                "payload": {
                    "counts": by_type(own.tallies),
                    "response_hours": {"n": mine.n, "median": mine.median, "p90": mine.p90},
                },
            }


def _key(row: dict[str, Any]) -> snapshots.Key:
    return row["user_id"], row["period_start"], row["period_end"]


def _same(held: dict[str, Any] | None, row: dict[str, Any]) -> bool:
    return held is not None and orjson.dumps(held, option=orjson.OPT_SORT_KEYS) == orjson.dumps(
        row, option=orjson.OPT_SORT_KEYS
    )
