"""Invented risk for gallery and tests: usual, calm, broken limits, nothing known, one company.

It carries the fields of the results without being them: what is seen never imports what computes.
"""

from __future__ import annotations

from layouts.figures.risk.samples.exposure import concentration, limits, overview, pre_trade
from layouts.figures.risk.samples.firms import AS_OF, KINDS, fund, meta
from layouts.figures.risk.samples.holdings import (
    credit_line,
    fx,
    liquidity,
    runway,
    stress,
    valuation,
)
from layouts.figures.risk.samples.people import key_person
from layouts.figures.risk.samples.watch import TODAY, alert_rules, alerts, expiries, register

__all__ = [
    "AS_OF",
    "KINDS",
    "SAMPLES",
    "TODAY",
    "alert_rules",
    "alerts",
    "concentration",
    "credit_line",
    "expiries",
    "fund",
    "fx",
    "key_person",
    "limits",
    "liquidity",
    "meta",
    "overview",
    "pre_trade",
    "register",
    "runway",
    "stress",
    "valuation",
]
SAMPLES = {
    "weight_bars": concentration, "lorenz_curve": concentration, "sources_and_uses": liquidity,
    "watch_ladder": runway, "mark_ages": valuation, "tornado": stress, "currency_bars": fx,
    "line_bars": credit_line,
}  # fmt: skip
