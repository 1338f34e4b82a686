"""Pipelines computed ahead: each fund's last eight closed quarters, once per state of its facts."""

from __future__ import annotations

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson

from services import clock
from services.cache import encode
from services.calc.funnel import CLOSED, SCREENED, SOURCED, TERM_SHEET
from services.calc.velocity import TOTAL, closed_cohort
from services.calc.windows import trend_quarters
from services.db.queries import pipeline_snapshots
from services.db.reads.funds import FundRow
from services.db.session import Database
from services.deal_flow.counting import PERIOD, closed_in, window_of
from services.deal_flow.frame import NOT_GIVEN, Frame, settle
from services.frames import House
from services.jobs import CHUNK, batches
from services.scope import SYSTEM, Period, Scope

log = logging.getLogger(__name__)

Tell = Callable[[Mapping[str, int]], None]


@dataclass(slots=True)
class PipelineOutcome:
    """What a refresh did: data version by fund that was written, how many rows, which failed.

    Funds whose rows stand already from the same facts, and funds without deals, are not written.
    """

    refreshed: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    snapshots: int = 0
    seconds: float = 0.0


def refresh_pipelines(
    db: Database,
    fund_ids: Sequence[str],
    *,
    tell: Tell,
    house: House = House(),  # noqa: B008 - frozen
    as_of: date | None = None,
) -> PipelineOutcome:
    """Write the quarters up to the last one closed by `as_of` (None: by today) of funds (ids).

    In batches of a fixed number of statements; doing it twice leaves the same rows. When a batch
    raises, its funds are tried one by one. `tell` is called with the data versions of each batch
    after its commit.
    """
    started = time.monotonic()
    end = clock.last_closed_quarter_end(as_of or clock.today(house.timezone))
    refresh = _Refresh(db, house, end, tell)
    for chunk in batches(sorted(set(fund_ids)), CHUNK):
        refresh.batch(chunk)
    refresh.outcome.seconds = round(time.monotonic() - started, 3)
    return refresh.outcome


@dataclass(slots=True)
class _Refresh:
    """One call of `refresh_pipelines`: what it works with and what came of it."""

    db: Database
    house: House
    end: date
    tell: Tell
    outcome: PipelineOutcome = field(default_factory=PipelineOutcome)

    def batch(self, fund_ids: list[str]) -> None:
        """Write funds together, or apart when that raises; those that fail alone are failed."""
        try:
            done, snapshots = self._write(fund_ids)
        except Exception as error:
            # Whatever a fund's facts lead to, it must not keep the others from their figures.
            log.exception("the pipelines of %d funds failed", len(fund_ids))
            if len(fund_ids) > 1:
                for fund_id in fund_ids:
                    self.batch([fund_id])
                return
            self.outcome.failed[fund_ids[0]] = f"{type(error).__name__}: {error}"
            return
        self.outcome.refreshed |= done
        self.outcome.snapshots += snapshots
        if done:
            self.tell(done)

    def _write(self, fund_ids: Sequence[str]) -> tuple[dict[str, int], int]:
        """One moment's facts computed and written; versions of the funds that were not yet."""
        quarters = trend_quarters(self.end)
        with self.db.read() as facts:
            scope = Scope(funds=tuple(fund_ids), as_of=self.end)
            together = settle(facts, SYSTEM, scope, self.house)
            versions = {fund.id: fund.version for fund in together.funds}
            ends = [quarter.end for quarter in quarters]
            standing = pipeline_snapshots.standing(facts, versions, ends)
        # A fund that lost its last deal gets rows of nothing in place of those it has.
        due = [
            frame
            for frame in _apart(together)
            if frame.funds[0].id not in standing.fresh
            and (frame.deals or frame.funds[0].id in standing.known)
        ]
        rows = [_row(frame, quarter) for frame in due for quarter in quarters]
        if rows:
            with self.db.session() as session:
                pipeline_snapshots.PIPELINE_METRICS.write(session, orjson.dumps(rows))
        return {frame.funds[0].id: frame.funds[0].version for frame in due}, len(rows)


def _apart(together: Frame) -> Iterator[Frame]:
    """Each fund's own frame, from one reading of all of them."""
    own: dict[str, list[Any]] = defaultdict(list)
    for deal in together.deals:
        own[deal.row.fund_id].append(deal)
    for fund in together.funds:
        yield replace(together, funds=(fund,), currency=fund.currency, deals=own[fund.id])


def _row(frame: Frame, quarter: Period) -> dict[str, Any]:
    """One snapshot by column; `payload` is the window as the API gives it."""
    fund: FundRow = frame.funds[0]
    found = window_of(frame, quarter, PERIOD)
    complete = closed_cohort(deal.track for deal in closed_in(frame, quarter))
    days = {
        step: sum(each[step] for each in complete) / len(complete) if complete else None
        for step in ("source_to_screen", "screen_to_term", "term_to_close", TOTAL)
    }
    channels = Counter(deal.row.channel or NOT_GIVEN for deal in frame.cohort(quarter))
    return {
        "fund_id": fund.id,
        "period_start": quarter.start,
        "period_end": quarter.end,
        "data_version": fund.version,
        "total_deals_sourced": found.counts[SOURCED],
        "deals_screened": found.counts[SCREENED],
        "deals_term_sheet": found.counts[TERM_SHEET],
        "deals_closed": found.counts[CLOSED],
        "screen_conversion_rate": found.rates["source_to_screen"].rate,
        "term_sheet_conversion_rate": found.rates["screen_to_term"].rate,
        "close_conversion_rate": found.rates["term_to_close"].rate,
        "overall_conversion_rate": found.rates["overall"].rate,
        "avg_source_to_screen_days": days["source_to_screen"],
        "avg_screen_to_term_days": days["screen_to_term"],
        "avg_term_to_close_days": days["term_to_close"],
        "avg_total_cycle_days": days[TOTAL],
        "sourcing_channels": dict(sorted(channels.items())),
        "payload": orjson.Fragment(encode(found)),
    }
