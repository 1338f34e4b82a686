"""Work for the worker: requested as rows, sent by name, never lost."""

from __future__ import annotations

from services.jobs.ahead import Ahead, Tell, compute_ahead
from services.jobs.batches import CHUNK, TASK, batches, each_batch, in_words
from services.jobs.market import ask_for_market
from services.jobs.queue import Queue, transport_options
from services.jobs.runs import (
    ATTEMPTS,
    FUND_METRICS,
    LEASE_SECONDS,
    RESEND_SECONDS,
    Run,
    fail_run,
    forget_runs,
    funds_due,
    open_runs,
    request_refresh,
    run_status,
    take_runs,
)
from services.jobs.sweeper import Sweeper, sweep
from services.jobs.team import ask_for_team

__all__ = [
    "ATTEMPTS",
    "CHUNK",
    "FUND_METRICS",
    "LEASE_SECONDS",
    "RESEND_SECONDS",
    "TASK",
    "Ahead",
    "Queue",
    "Run",
    "Sweeper",
    "Tell",
    "ask_for_market",
    "ask_for_team",
    "batches",
    "compute_ahead",
    "each_batch",
    "fail_run",
    "forget_runs",
    "funds_due",
    "in_words",
    "open_runs",
    "request_refresh",
    "run_status",
    "sweep",
    "take_runs",
    "transport_options",
]
