"""What happens by the clock: what, how often, why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

from services.cache import SOFT_AGES

# Five minutes before answers reach their soft age, so that readers seldom meet an old one.
REFRESH_EVERY = timedelta(seconds=SOFT_AGES["fund_metrics"] - 300)
# A second beat finds every fund done within half an interval and asks for nothing.
FRESH = REFRESH_EVERY / 2

# Imports ask for market figures themselves; this finds what failed too often.
MARKET_EVERY = timedelta(hours=1)

# Imports ask for figures of the team themselves; this finds messages that were lost.
TEAM_EVERY = timedelta(hours=1)

# What else is computed of funds whose figures are new: tasks that take their ids.
AFTERWARDS = (
    "portfolio_analytics.refresh",
    "deal_flow.refresh",
    "lp_reporting.refresh",
    "team_operations.refresh",
    "risk.refresh",
)

# A tick that no worker took before the next one is dropped: the next one covers it.
SCHEDULE: dict[str, dict[str, Any]] = {
    "figures of every fund": {
        "task": "fund_performance.refresh_all",
        "schedule": REFRESH_EVERY,
        "options": {"expires": REFRESH_EVERY.total_seconds()},
    },
    "market figures that nobody computed": {
        "task": "market_intelligence.refresh_all",
        "schedule": MARKET_EVERY,
        "options": {"expires": MARKET_EVERY.total_seconds()},
    },
    "figures of the team that nobody asked for": {
        "task": "team_operations.refresh",
        "schedule": TEAM_EVERY,
        "args": ([],),
        "options": {"expires": TEAM_EVERY.total_seconds()},
    },
    "forget refresh runs of last month": {
        "task": "tidying.forget_runs",
        "schedule": crontab(hour="3", minute="20"),
        "options": {"expires": 3600},
    },
}
