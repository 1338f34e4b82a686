"""Telling open pages that something changed: which fund and which version, never the data."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import orjson
import redis

from services import clock

log = logging.getLogger(__name__)

CHANNEL = "fund:"
EVERY_CHANNEL = "fund:*"
FUND_METRICS_UPDATED = "fund_metrics_updated"
PIPELINE_UPDATED = "pipeline_updated"
PORTFOLIO_UPDATED = "portfolio_updated"
LP_REPORTING_UPDATED = "lp_reporting_updated"
RISK_UPDATED = "risk_updated"
TEAM_UPDATED = "team_updated"
TEAM = "team"  # stands where a fund's id does: the version is that of all facts together
MARKET = "market"  # stands where a fund's id does: the version is that of shared facts
MARKET_UPDATED = "market_updated"
LARGEST_MESSAGE = 256


def announce(client: redis.Redis, fund_id: str, kind: str, version: int) -> bool:
    """Nudge whoever looks at this fund, after the transaction has committed; whether it left.

    A nudge that is lost costs a delay: readers meet the new version within seconds anyway.
    """
    return announce_many(client, {fund_id: version}, kind)


def announce_many(client: redis.Redis, versions: Mapping[str, int], kind: str) -> bool:
    """Nudge for several funds (by id) in one round trip."""
    pipeline = client.pipeline(transaction=False)
    for fund_id, version in versions.items():
        pipeline.publish(f"{CHANNEL}{fund_id}", message(fund_id, kind, version))
    try:
        pipeline.execute()
    except (redis.RedisError, OSError) as error:
        log.warning("open pages could not be told of %d funds: %s", len(versions), error)
        return False
    return True


def message(fund_id: str, kind: str, version: int) -> bytes:
    """One nudge as it goes over the wire, at most 256 bytes."""
    told = {
        "type": kind,
        "data": {"fund_id": fund_id, "version": version},
        "timestamp": clock.now().isoformat(timespec="milliseconds"),
    }
    text = orjson.dumps(told)
    if len(text) > LARGEST_MESSAGE:
        raise ValueError(f"a nudge of {len(text)} bytes is too long: {told}")
    return text
