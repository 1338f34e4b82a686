"""`gpdash refresh`: recompute the snapshots of funds now, in this process."""

from __future__ import annotations

import argparse
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from dashapp.cli.context import Context
from dashapp.cli.output import complain, emit, say
from services.errors import InvalidInput

if TYPE_CHECKING:
    from dashapp.cli.output import Subparsers
    from services.envelope import FundRef
    from services.fund_performance.snapshots import RefreshOutcome
    from services.market_intelligence.snapshots import Outcome


def register(subparsers: Subparsers) -> None:
    """Add `refresh`."""
    parser = subparsers.add_parser("refresh", help="recompute the figures of funds now")
    parser.add_argument("--fund", metavar="CODE", help="one fund; left out: every fund")
    parser.add_argument("--as-of", metavar="DATE", help="day; left out: each fund's latest NAV")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.set_defaults(run=_refresh)


def _refresh(arguments: argparse.Namespace, context: Context) -> int:
    from services.access.funds import resolve_funds, visible_funds
    from services.jobs import open_runs
    from services.market_intelligence.snapshots import Outcome
    from services.scope import SYSTEM, Scope

    if arguments.fund:
        funds = resolve_funds(context.db, SYSTEM, Scope(funds=(arguments.fund,)))
    else:
        funds = visible_funds(context.db, SYSTEM)
    ids = [fund.id for fund in funds]
    open_runs(context.db, ids, requested_by="gpdash refresh")
    outcome = _of_funds(context, ids, as_of=_day(arguments.as_of))
    market = Outcome() if arguments.fund else _of_the_firm(context)
    _report(outcome, funds, market, as_json=arguments.json)
    return 1 if outcome.failed or market.failed else 0


def _of_funds(context: Context, ids: list[str], *, as_of: date | None) -> RefreshOutcome:
    """What every module keeps of these funds, then their checks; all that failed in one outcome."""
    from services.clock import today
    from services.deal_flow.snapshots import refresh_pipelines
    from services.frames import House
    from services.fund_performance.snapshots import refresh_funds
    from services.live import PIPELINE_UPDATED, PORTFOLIO_UPDATED, RISK_UPDATED
    from services.portfolio_analytics.snapshots import aggregate_portfolios
    from services.quality import check_funds
    from services.risk.alerts.watch import watch

    settings = context.settings
    house = House(settings.reporting_currency, settings.timezone)
    outcome = refresh_funds(context.db, ids, tell=context.tell, house=house, as_of=as_of)
    done = list(outcome.refreshed)
    for compute, kind in (
        (aggregate_portfolios, PORTFOLIO_UPDATED),
        (refresh_pipelines, PIPELINE_UPDATED),
    ):
        tell = partial(context.tell, kind=kind)
        outcome.failed |= compute(context.db, done, tell=tell, house=house, as_of=as_of).failed
    checked = check_funds(context.db, done, today=today(settings.timezone), tell=context.tell)
    watched = watch(
        context.db,
        done,
        tell=partial(context.tell, kind=RISK_UPDATED),
        today=today(settings.timezone),
        house=house,
    )
    outcome.failed |= checked.failed | watched.failed
    return outcome


def _of_the_firm(context: Context) -> Outcome:
    """What belongs to no fund: the team, and the market with its checks."""
    from services.cache import connect
    from services.clock import today
    from services.db.reads.versions import SHARED
    from services.frames import House
    from services.live import MARKET_UPDATED, TEAM, TEAM_UPDATED, announce
    from services.market_intelligence.snapshots import refresh_due
    from services.quality import check_market
    from services.team_operations.snapshots import refresh_team

    settings, client = context.settings, connect(context.redis_url)
    refresh_team(
        context.db,
        tell=lambda version: announce(client, TEAM, TEAM_UPDATED, version),
        house=House(settings.reporting_currency, settings.timezone),
    )
    market = refresh_due(
        context.db,
        tell=lambda version: context.tell({SHARED: version}, kind=MARKET_UPDATED),
        attempts=None,
    )
    if market.rows:
        check_market(context.db, today=today(settings.timezone), tell=context.tell)
    return market


def _report(
    outcome: RefreshOutcome, funds: tuple[FundRef, ...], market: Outcome, *, as_json: bool
) -> None:
    codes = {fund.id: fund.code for fund in funds}
    failed = {codes[fund_id]: words for fund_id, words in outcome.failed.items()} | market.failed
    if as_json:
        emit(
            {
                "funds": len(funds),
                "refreshed": len(outcome.refreshed),
                "left": [codes[fund_id] for fund_id in outcome.left],
                "failed": failed,
                "snapshots": outcome.snapshots,
                "market_quarters": market.quarters,
                "seconds": outcome.seconds,
            }
        )
    else:
        say(
            f"{len(outcome.refreshed)} of {len(funds)} funds refreshed, "
            f"{outcome.snapshots} snapshots, {outcome.seconds:.2f} s"
        )
        if market.quarters:
            say(f"{market.quarters} quarters of the market computed, {market.seconds:.2f} s")
        for fund_id in outcome.left:
            say(f"{codes[fund_id]}: another process is refreshing it now")
    for code, words in failed.items():
        complain(f"{code}: {words}")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{text!r} is no date: write it as 2025-09-30.") from None
