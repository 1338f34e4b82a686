"""Pipelines computed ahead: each fund's last eight closed quarters, once per state of its facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
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
from services.jobs import Ahead, Tell, compute_ahead
from services.scope import SYSTEM, Period, Scope


def refresh_pipelines(
    db: Database,
    fund_ids: Sequence[str],
    *,
    tell: Tell,
    house: House = House(),  # noqa: B008 - frozen
    as_of: date | None = None,
) -> Ahead:
    """Write the quarters up to the last one closed by `as_of` (None: by today) of funds (ids).

    Funds whose rows stand already from the same facts, and funds without deals, are not written.
    In batches of a fixed number of statements; doing it twice leaves the same rows. When a batch
    raises, its funds are tried one by one. `tell` is called with the data versions of each batch
    after its commit.
    """
    end = clock.last_closed_quarter_end(as_of or clock.today(house.timezone))
    wanted = sorted(set(fund_ids))
    return compute_ahead(wanted, partial(_write, db, house, end), tell=tell, what="the pipelines")


def _write(
    db: Database, house: House, end: date, fund_ids: Sequence[str]
) -> tuple[dict[str, int], int]:
    """One moment's facts computed and written; versions of the funds that were not yet."""
    quarters = trend_quarters(end)
    with db.read() as facts:
        scope = Scope(funds=tuple(fund_ids), as_of=end)
        together = settle(facts, SYSTEM, scope, house)
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
        with db.session() as session:
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
